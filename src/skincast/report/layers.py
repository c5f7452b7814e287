"""Maps as colored, see-through layers over the shown photo.

One hue for every concern: blue, which no skin has and which people with the common kinds of color blindness tell from
skin, because skin of every tone lies between yellow and red. Strength is told by opacity and by lightness, which moves
*away* from the person's own skin: deep blue on light skin, pale blue on dark skin. Faint values are left out, so that
what is shown is what counts.

Source: ours, untested beyond looking.
"""

from __future__ import annotations

import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from skincast.types import Affine, FloatMap, Skin

LEVELS = 48
FAINT = 0.15
"""Below this a map is not drawn."""
FULL = 0.85
MAX_OPACITY = 0.62
DARK_SKIN_BELOW = 48.0
"""CIE L*: where pale blue stands out more than deep blue."""

Ramp = NDArray[np.uint8]
"""(LEVELS, 4) RGBA, from nothing to strongest."""

# Blue of one hue (about 275 degrees in CIELAB), equal steps of lightness.
_DEEP = ((92, 140, 255), (48, 92, 240), (24, 44, 190))
_PALE = ((48, 128, 255), (84, 178, 255), (158, 220, 255))


def skin_lightness(skin: Skin) -> float:
    """Median CIE L* of the judged skin; middling where none is judged."""
    lightness = skin.lab[..., 0][skin.mask]
    return float(np.median(lightness)) if lightness.size else 60.0


def choose_ramp(lightness: float) -> Ramp:
    """Choose the colors that stand out on skin of this lightness (CIE L*)."""
    stops = np.array(_PALE if lightness < DARK_SKIN_BELOW else _DEEP, np.float64)
    strength = np.linspace(0, 1, LEVELS)
    ramp = np.empty((LEVELS, 4), np.uint8)
    for channel in range(3):
        ramp[:, channel] = np.rint(np.interp(strength, (0, 0.5, 1), stops[:, channel]))
    ramp[:, 3] = np.rint(255 * opacity(strength))
    return ramp


def opacity(strength: NDArray[np.float64]) -> NDArray[np.float64]:
    """Opacity, 0 to `MAX_OPACITY`, of each strength, 0-1: nothing below `FAINT`, then in proportion."""
    risen = np.clip((strength - FAINT) / (FULL - FAINT), 0, 1)
    return np.asarray(MAX_OPACITY * risen**0.8)


def level_map(strength: FloatMap, move: Affine, size_px: tuple[int, int]) -> NDArray[np.uint8]:
    """Lay a color-level map onto a picture of this `(width, height)`, in steps of the ramp."""
    laid = cv2.warpAffine(strength, move, size_px, flags=cv2.INTER_LINEAR)
    return np.asarray(cv2.convertScaleAbs(laid, alpha=LEVELS - 1), np.uint8).clip(0, LEVELS - 1)


def encode_layer(levels: NDArray[np.uint8], ramp: Ramp) -> bytes:
    """Return a small see-through PNG file: one byte a pixel, the ramp as its palette."""
    image = Image.fromarray(levels, mode="L")
    image.putpalette(ramp[:, :3].tobytes())
    file = io.BytesIO()
    image.save(file, "PNG", transparency=ramp[:, 3].tobytes(), compress_level=6)
    return file.getvalue()
