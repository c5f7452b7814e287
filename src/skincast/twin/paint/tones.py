"""Between the 8-bit photo and the light that its phone saw: the phone's own curve, not only the gamma of sRGB."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.optics.tone import encode
from skincast.types import Picture

CONTRAST = 0.8
"""The middle of the tone curves that `optics.draw_phone` draws; one photo does not tell its own."""
BRIGHTEST = 1.6
"""Linear light that a white pixel is taken for: how much more there was is lost."""

LUMA = np.array([0.25, 0.6, 0.15], np.float32)
"""Weights of linear red, green and blue in what counts as lightness here."""

Linear = NDArray[np.float32]
"""(height, width, 3) linear light."""


def to_linear(picture: Picture) -> Linear:
    """The light behind a photo.

    A density that is added to this light and developed again is weaker in highlights and stronger in the middle tones,
    as it is when the phone photographs it.

    Args:
        picture: (height, width, 3) uint8 sRGB.

    Returns:
        (height, width, 3) float32, 0 to `BRIGHTEST`.

    Source: the curve of `optics.tone`; ours, untested.
    """
    return np.asarray(cv2.LUT(picture, _light()), np.float32)


def repaint(picture: Picture, before: Linear, after: Linear) -> Picture:
    """The photo after its light changed; a pixel whose light did not change keeps its value.

    Args:
        picture: (height, width, 3) uint8 sRGB.
        before: its light, from `to_linear`.
        after: the new light.
    """
    moved = (encode(after, CONTRAST) - encode(before, CONTRAST)) * np.float32(255)
    changed = np.clip(np.rint(picture + moved), 0, 255)
    return np.asarray(np.where(after == before, picture, changed), np.uint8)


@lru_cache(maxsize=1)
def _light() -> NDArray[np.float32]:
    grid = np.linspace(0, np.sqrt(BRIGHTEST), 6000, dtype=np.float32) ** 2
    codes = encode(grid, CONTRAST)
    rising = np.concatenate([[True], np.diff(np.maximum.accumulate(codes)) > 0])
    return np.asarray(np.interp(np.arange(256) / 255, codes[rising], grid[rising]), np.float32)
