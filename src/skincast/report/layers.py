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
DARK_SKIN_BELOW = 48.0
"""CIE L*: where pale blue stands out more than deep blue."""

MIDDLING = (180, 140, 120)

Color = tuple[int, int, int]
"""Red, green, blue, 0-255."""

Ramp = NDArray[np.uint8]
"""(LEVELS, 4) RGBA, from nothing to strongest."""

# Blue of one hue (about 275 degrees in CIELAB), equal steps of lightness.
_DEEP = ((92, 140, 255), (48, 92, 240), (24, 44, 190))
_PALE = ((20, 120, 255), (40, 162, 255), (84, 208, 255))


def shown_skin_color(skin: Skin) -> Color:
    """Median color of the judged skin as the photo shows it, its light included; middling where none is judged."""
    height, width = skin.mask.shape
    small = cv2.resize(skin.crop.pixels, (width, height), interpolation=cv2.INTER_AREA)
    if not skin.mask.any():
        return MIDDLING
    red, green, blue = np.median(small[skin.mask], axis=0).astype(int).tolist()
    return red, green, blue


def choose_ramp(skin_color: Color) -> Ramp:
    """Choose the colors that stand out on skin of this color."""
    pixel = np.array([[skin_color]], np.float32) / 255
    lightness = float(cv2.cvtColor(pixel, cv2.COLOR_RGB2LAB)[0, 0, 0])
    stops, most = (_PALE, 0.75) if lightness < DARK_SKIN_BELOW else (_DEEP, 0.62)
    strength = np.linspace(0, 1, LEVELS)
    ramp = np.empty((LEVELS, 4), np.uint8)
    for channel in range(3):
        ramp[:, channel] = np.rint(np.interp(strength, (0, 0.5, 1), [stop[channel] for stop in stops]))
    ramp[:, 3] = np.rint(255 * most * opacity(strength))
    return ramp


def opacity(strength: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of the greatest opacity, 0-1, of each strength, 0-1: nothing below `FAINT`, then rising."""
    risen = np.clip((strength - FAINT) / (FULL - FAINT), 0, 1)
    return np.asarray(risen**0.8)


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
