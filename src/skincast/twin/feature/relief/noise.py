"""Smooth randomness whose grain is given in millimeters, so that a person looks the same at every scale."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.sheet import SHEET_HEIGHT_MM, SHEET_WIDTH_MM
from skincast.types import FloatMap

Floats = NDArray[np.float64]
Mix = tuple[tuple[float, float], ...]

RIBBON_STEPS = 1 << 16
RIBBON_SEED = 30_000
CLOUD_POINTS = 4
"""Places per grain at which a cloud is evaluated; between them it is straight."""


def cloud(random: np.random.Generator, shape: tuple[int, int], grain_mm: float) -> FloatMap:
    """Noise over the whole sheet with blobs of about `grain_mm`; mean 0, SD about 1, (height, width) float32."""
    rows, columns = (int(np.ceil(side / grain_mm)) + 4 for side in (SHEET_HEIGHT_MM, SHEET_WIDTH_MM))
    knots = random.standard_normal((rows, columns)).astype(np.float32)
    coarse_mm = grain_mm / CLOUD_POINTS
    size = (round(SHEET_WIDTH_MM / coarse_mm), round(SHEET_HEIGHT_MM / coarse_mm))
    step = size[0] / SHEET_WIDTH_MM * grain_mm
    # The knots lie at multiples of the grain, whatever the sheet's scale.
    map_to = np.array([[step, 0, -step], [0, step, -step]], np.float64)
    coarse = cv2.warpAffine(knots, map_to, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(cv2.resize(coarse * 1.35, shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def wander(random: np.random.Generator, count: int, mix: Mix) -> Floats:
    """Noise along a line with swings of several lengths; (count,).

    Args:
        random: picks the stretch of an endless ribbon of noise.
        count: steps of the line.
        mix: (steps between independent values, SD is about 0.7 of this) of each part.
    """
    ribbon = _ribbon(mix)
    start = int(random.integers(0, len(ribbon) - count))
    return ribbon[start : start + count]


@lru_cache(maxsize=16)
def _ribbon(mix: Mix) -> Floats:
    return np.asarray(sum(share * _even_ribbon(grain) for grain, share in mix))


def _even_ribbon(grain: float) -> Floats:
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
