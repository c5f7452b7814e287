"""Smooth noise of a chosen grain."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.types import FloatMap


def smooth_noise(random: np.random.Generator, shape: tuple[int, int], grain_px: float) -> FloatMap:
    """Noise of about unit SD that changes over `grain_px`, made small and enlarged."""
    height, width = shape
    cells = (max(2, round(height / grain_px) + 1), max(2, round(width / grain_px) + 1))
    coarse = random.standard_normal(cells).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
