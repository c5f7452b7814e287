"""Light that enters the skin comes out a little way off: red far, blue hardly."""

from __future__ import annotations

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
    ],
    np.float32,
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
    root = np.sqrt(np.maximum(albedo, 1e-4))
    entering = light / root
    spread = np.empty_like(light)
    for channel in range(3):
        plane = np.ascontiguousarray(entering[..., channel])
        spread[..., channel] = _spread(plane, inside, WEIGHTS[:, channel], mm_per_px)
    mixed = spread * root
    return np.asarray(light + (mixed - light) * inside[..., None], np.float32)


def _spread(plane: FloatMap, inside: FloatMap, weights: NDArray[np.float32], mm_per_px: float) -> FloatMap:
    kept = np.where(weights < SMALLEST_WEIGHT, 0, weights)
    kept = kept / kept.sum()
    masked = plane * inside
    total = np.zeros_like(plane)
    cover = np.zeros_like(plane)
    for sigma_mm, weight in zip(SIGMA_MM, kept, strict=True):
        if weight > 0:
            sigma = sigma_mm / mm_per_px
            total += weight * blur(masked, sigma)
            cover += weight * blur(inside, sigma)
    return np.asarray(total / np.maximum(cover, 1e-3), np.float32)


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
