"""Light that enters the skin comes out a little way off: red far, blue hardly."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Vectors
from skincast.types import FloatMap

SIGMA_MM = (0.08, 0.22, 0.435, 0.753, 1.411, 2.722)
WEIGHTS = np.array(
    [
        (0.233, 0.455, 0.649),
        (0.100, 0.336, 0.344),
        (0.118, 0.198, 0.0),
        (0.113, 0.007, 0.007),
        (0.358, 0.004, 0.0),
        (0.078, 0.0, 0.0),
    ]
)
"""Red, green, blue share of each Gaussian; rows as `SIGMA_MM`."""
SMALLEST_WEIGHT = 0.01
COARSE_SIGMA_PX = 2.4
"""Wider blurs are made on a picture of half the size."""


def diffuse(light: Vectors, albedo: Vectors, inside: FloatMap, mm_per_px: float) -> Vectors:
    """Spread reflected light below the skin's surface.

    Light passes the colored skin twice, once on its way in and once on its way out: one root of the albedo is blurred
    with the light, the other stays sharp.

    Args:
        light: (height, width, 3) light that the skin reflects, before spreading: albedo times irradiance.
        albedo: (height, width, 3), linear.
        inside: (height, width) 1 on skin, 0 elsewhere: nothing spreads across the edge.
        mm_per_px: of the picture, across the line of sight.

    Returns:
        (height, width, 3) light; unchanged where `inside` is 0.

    Source: d'Eon & Luebke, GPU Gems 3, 2007, chapter 14: six Gaussians fitted to skin.
    """
    box = _box_around(inside, round(2 * SIGMA_MM[-1] / mm_per_px))
    part, covered = light[box], inside[box]
    root = cv2.sqrt(np.maximum(albedo[box], np.float32(1e-4)))
    masked = cv2.split(part / root * covered[..., None])
    covers = {sigma: blur(covered, sigma / mm_per_px) for sigma in SIGMA_MM}
    planes = [
        _spread(np.asarray(plane, np.float32), covers, weights, mm_per_px)
        for plane, weights in zip(masked, WEIGHTS.T, strict=True)
    ]
    result = light.copy()
    cv2.copyTo(cv2.merge(planes) * root, (covered > 0).astype(np.uint8), result[box])
    return result


def _box_around(inside: FloatMap, margin_px: int) -> tuple[slice, slice]:
    """Rows and columns that hold all of a mask, and how far light spreads beyond."""
    left, top, width, height = cv2.boundingRect((inside > 0).astype(np.uint8))
    rows = slice(max(top - margin_px, 0), top + height + margin_px)
    return rows, slice(max(left - margin_px, 0), left + width + margin_px)


def _spread(
    masked: FloatMap, covers: Mapping[float, FloatMap], weights: NDArray[np.float64], mm_per_px: float
) -> FloatMap:
    kept = np.where(weights < SMALLEST_WEIGHT, 0, weights)
    kept = kept / kept.sum()
    total, cover = np.zeros_like(masked), np.full_like(masked, 1e-3)
    for sigma, weight in zip(SIGMA_MM, kept, strict=True):
        if weight > 0:
            total += np.float32(weight) * blur(masked, sigma / mm_per_px)
            cover += np.float32(weight) * covers[sigma]
    return total / cover


def blur(plane: FloatMap, sigma_px: float) -> FloatMap:
    """Gaussian blur; a wide one is made on a small copy, which nobody can tell apart."""
    if sigma_px < 0.35:
        return plane
    if sigma_px <= COARSE_SIGMA_PX:
        return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma_px), np.float32)
    height, width = plane.shape
    small = cv2.resize(plane, (-(-width // 2), -(-height // 2)), interpolation=cv2.INTER_AREA)
    # Shrinking by two and enlarging again blur a little themselves.
    inner = blur(np.asarray(small, np.float32), float(np.sqrt(sigma_px**2 - 0.5)) / 2)
    return np.asarray(cv2.resize(inner, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
