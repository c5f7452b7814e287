"""Smooth randomness whose grain is given in millimeters, so that a person looks the same at every scale."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.sheet import SHEET_HEIGHT_MM, SHEET_WIDTH_MM
from skincast.types import FloatMap

Floats = NDArray[np.float64]


def cloud(random: np.random.Generator, shape: tuple[int, int], grain_mm: float) -> FloatMap:
    """Noise over the whole sheet with blobs of about `grain_mm`; mean 0, SD about 1, (height, width) float32."""
    rows, columns = (int(np.ceil(side / grain_mm)) + 4 for side in (SHEET_HEIGHT_MM, SHEET_WIDTH_MM))
    knots = random.standard_normal((rows, columns)).astype(np.float32)
    scale = shape[1] / SHEET_WIDTH_MM * grain_mm
    # The knots lie at multiples of the grain, whatever the sheet's scale.
    map_to = np.array([[scale, 0, -2 * scale], [0, scale, -2 * scale]], np.float64)
    wide = cv2.warpAffine(knots, map_to, shape[::-1], flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(wide * 1.35, np.float32)


def wander(random: np.random.Generator, along_mm: Floats, grain_mm: float) -> Floats:
    """Noise along a line, SD about 0.7, with swings of about `grain_mm`; (n,) for places `along_mm` from its start."""
    knots = random.standard_normal(int(along_mm[-1] / grain_mm) + 3)
    place = along_mm / grain_mm
    index = place.astype(int)
    share = place - index
    share = share * share * (3 - 2 * share)
    return np.asarray(knots[index] * (1 - share) + knots[index + 1] * share)


def rise(values: FloatMap, low: float, high: float) -> FloatMap:
    """0 below `low`, 1 above `high`, smooth between; float32."""
    share = np.clip((values - np.float32(low)) * np.float32(1 / (high - low)), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)
