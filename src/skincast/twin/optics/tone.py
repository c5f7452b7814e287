"""Linear light -> the 8-bit picture: the phone's tone curve, the gamma of sRGB."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from skincast.types import FloatMap

CODES = 4096
BRIGHTEST = 4.0
"""Linear light at which the curve's table ends; a phone's highlights are gone long before."""
SHOULDER = 0.62
"""Linear light above which highlights roll off."""
MIDDLE = 0.5
"""The tone that the S leaves alone, on the sRGB scale."""


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
