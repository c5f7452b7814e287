"""Means over the skin around each pixel, untouched by what is no skin."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.types import FloatMap, Mask


def local_mean(values: FloatMap, where: Mask, sigma_px: float) -> FloatMap:
    """Gaussian mean of the skin around each pixel, computed at a quarter of the resolution: it is smooth.

    Args:
        values: `(h, w)` float32.
        where: skin; other pixels do not enter.
        sigma_px: at least 4.

    Returns:
        `(h, w)` float32; 0 far from any skin.
    """
    height, width = values.shape
    small = (max(1, width // 4), max(1, height // 4))
    weight = where.astype(np.float32)
    total = cv2.GaussianBlur(cv2.resize(values * weight, small, interpolation=cv2.INTER_AREA), (0, 0), sigma_px / 4)
    count = cv2.GaussianBlur(cv2.resize(weight, small, interpolation=cv2.INTER_AREA), (0, 0), sigma_px / 4)
    mean = total / np.maximum(count, 1e-3)
    return np.asarray(cv2.resize(mean, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def halve(values: FloatMap) -> FloatMap:
    """Average blocks of 2 x 2; an odd last row or column is stretched over."""
    height, width = values.shape
    return np.asarray(cv2.resize(values, (max(1, width // 2), max(1, height // 2)), interpolation=cv2.INTER_AREA))


def enlarge(values: FloatMap, shape: tuple[int, ...]) -> FloatMap:
    """Back to `(height, width)`, linearly."""
    return np.asarray(cv2.resize(values, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), np.float32)
