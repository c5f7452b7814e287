"""Linear light -> the 8-bit picture: exposure, the phone's tone curve, the gamma of sRGB."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from skincast.types import FloatMap, Mask

CODES = 4096
BRIGHTEST = 4.0
"""Linear light at which the curve's table ends; a phone's highlights are gone long before."""
SHOULDER = 0.62
"""Linear light above which highlights roll off."""
MIDDLE = 0.5
"""The tone that the S leaves alone, on the sRGB scale."""
FACE_TARGET = 0.34
"""Linear luminance that phones give a light face."""
COMPENSATION = 0.55
"""How much of a face's distance to it metering makes up for: dark skin stays dark, but brighter than it is."""
LUMINANCE = (0.2126, 0.7152, 0.0722)


def exposure_gain(linear: NDArray[np.float32], face: Mask) -> float:
    """What a phone multiplies the scene with so that the face is well lit.

    Args:
        linear: `(h, w, 3)` float32 linear sRGB, red first.
        face: bool; where the face's skin is.

    Returns:
        1 where there is no face, or nothing to be seen of it.

    Source: ours, untested: partial compensation of the face's mean luminance.
    """
    if not face.any():
        return 1.0
    mean = float(np.dot(linear[face].mean(0), LUMINANCE))
    return float((FACE_TARGET / mean) ** COMPENSATION) if mean > 0 else 1.0


def encode(linear: NDArray[np.float32], contrast: float) -> NDArray[np.float32]:
    """Tone curve and sRGB gamma.

    Args:
        linear: `(..., 3)` or `(h, w)` float32; negative light counts as none.
        contrast: strength of the S, 0 none, 1 ordinary.

    Returns:
        float32 of the same shape on the sRGB scale, 0-1.
    """
    codes = np.sqrt(np.maximum(linear, np.float32(0)))
    codes *= np.float32((CODES - 1) / BRIGHTEST**0.5)
    codes += np.float32(0.5)
    index = np.minimum(codes, np.float32(CODES - 1)).astype(np.uint16)
    return np.asarray(np.take(_curve(round(contrast, 3)), index), np.float32)


@lru_cache(maxsize=32)
def _curve(contrast: float) -> FloatMap:
    """(CODES,) sRGB 0-1 over evenly spaced roots of linear light.

    Source: ours, untested: exponential shoulder that reaches white at about 1.7, a smooth S around the middle tone.
    """
    linear = np.linspace(0, np.sqrt(BRIGHTEST), CODES) ** 2
    over = np.maximum(linear - SHOULDER, 0)
    room = 1 - SHOULDER
    rolled = np.minimum(linear, SHOULDER) + room * -np.expm1(-over / room)
    srgb = np.where(rolled <= 0.0031308, 12.92 * rolled, 1.055 * np.maximum(rolled, 1e-9) ** (1 / 2.4) - 0.055)
    bend = np.sin(2 * np.pi * (srgb - MIDDLE)) / (2 * np.pi)
    return np.asarray(np.clip(srgb + 0.28 * contrast * bend * 4 * srgb * (1 - srgb), 0, 1), np.float32)
