"""Smooth randomness whose grain is given in millimeters, so that a person looks the same at every scale."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.sheet import SHEET_HEIGHT_MM, SHEET_WIDTH_MM
from skincast.types import FloatMap

Floats = NDArray[np.float64]

RIBBON_STEPS = 1 << 16
RIBBON_SEED = 30_000


def cloud(random: np.random.Generator, shape: tuple[int, int], grain_mm: float) -> FloatMap:
    """Noise over the whole sheet with blobs of about `grain_mm`; mean 0, SD about 1, (height, width) float32."""
    rows, columns = (int(np.ceil(side / grain_mm)) + 4 for side in (SHEET_HEIGHT_MM, SHEET_WIDTH_MM))
    knots = random.standard_normal((rows, columns)).astype(np.float32)
    scale = shape[1] / SHEET_WIDTH_MM * grain_mm
    # The knots lie at multiples of the grain, whatever the sheet's scale.
    map_to = np.array([[scale, 0, -2 * scale], [0, scale, -2 * scale]], np.float64)
    wide = cv2.warpAffine(knots, map_to, shape[::-1], flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(wide * 1.35, np.float32)


def wander(random: np.random.Generator, count: int, grain: float) -> Floats:
    """Noise along a line, SD about 0.7, with swings of about `grain` steps; (count,).

    Args:
        random: picks the stretch of an endless ribbon of noise.
        count: steps of the line.
        grain: steps between independent values.
    """
    ribbon = _ribbon(grain)
    start = int(random.integers(0, len(ribbon) - count))
    return ribbon[start : start + count]


@lru_cache(maxsize=32)
def _ribbon(grain: float) -> Floats:
    place = np.arange(RIBBON_STEPS) / grain
    index = place.astype(int)
    knots = np.random.default_rng([RIBBON_SEED, round(grain * 100)]).standard_normal(int(index[-1]) + 2)
    share = place - index
    share = share * share * (3 - 2 * share)
    return np.asarray(knots[index] * (1 - share) + knots[index + 1] * share)


def rise(values: FloatMap, low: float, high: float) -> FloatMap:
    """0 below `low`, 1 above `high`, smooth between; float32."""
    share = np.clip((values - np.float32(low)) * np.float32(1 / (high - low)), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)
