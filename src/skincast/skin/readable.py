"""How much of each region can be read, and how far inside the skin each place lies: shared by all measures."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.types import Crop, FloatMap, Labels, Mask


def depth_inside(outline: Mask, *, mm_per_px: float) -> FloatMap:
    """Distance of each pixel of the outline from its border, millimeters; 0 outside."""
    return np.asarray(cv2.distanceTransform(_bytes(outline), cv2.DIST_L2, 3) * np.float32(mm_per_px), np.float32)


def readable_regions(crop: Crop, mask: Mask) -> tuple[dict[str, float], dict[str, float]]:
    """Area of readable skin of each region in mm2, and its share of the region, 0-1."""
    whole = _count_labels(crop.regions, crop.hull & ~crop.features)
    seen = _count_labels(crop.regions, mask)
    names = crop.region_names[1:]
    area = {name: float(seen[i]) * crop.color_mm_per_px**2 for i, name in enumerate(names, start=1)}
    share = {name: float(seen[i]) / max(float(whole[i]), 1.0) for i, name in enumerate(names, start=1)}
    return area, share


def _count_labels(labels: Labels, where: Mask) -> NDArray[np.float32]:
    """How many pixels of each label lie in `where`."""
    return np.asarray(cv2.calcHist([labels], [0], _bytes(where), [256], [0, 256]), np.float32).ravel()


def _bytes(mask: Mask) -> NDArray[np.uint8]:
    return np.ascontiguousarray(mask).view(np.uint8)
