"""Eye bags: the bright swelling below the eye and the dark crease under it."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.catalog import Concern
from skincast.measure.region import Regions, not_judged
from skincast.measure.under_eye import EyeSide, eye_sides
from skincast.smooth import enlarge, halve, local_mean
from skincast.types import FloatMap, Measurement, Skin

CREASE_MM = 1.6
SWELLING_MM = 6.0
SHOWN_OD = 0.15
UPPER, LOWER = 0.08, 0.92


def measure(skin: Skin, concern: Concern, regions: Regions) -> Measurement:
    """Measure the relief of the lower lid: crease minus swelling in band-passed shading.

    Source: ours, untested; flat light hides relief.
    """
    sides = eye_sides(skin, regions)
    if not sides:
        return not_judged(skin, concern, because="occluded")
    relief = _relief(skin)
    values = {side.name: _height(relief, side) for side in sides}
    shown = np.clip(np.abs(relief) / SHOWN_OD, 0, 1)
    return Measurement(
        concern=concern.name,
        raw={"relief_od": float(np.mean(list(values.values())))},
        burden=float(np.mean(list(values.values()))),
        regions=regions.spread(values),
        map=np.where(regions.mask, shown, 0).astype(np.float32),
    )


def _relief(skin: Skin) -> FloatMap:
    """Shading between the scales of a crease and of a swelling, of skin alone: lashes and eye do not enter."""
    scale = 2 * skin.crop.color_mm_per_px
    shade, weight = halve(skin.shading), halve(skin.mask.astype(np.float32))
    fine = _smooth(shade, weight, CREASE_MM / scale)
    wide = local_mean(shade, weight > 0.5, SWELLING_MM / scale)
    return enlarge(fine - wide, skin.mask.shape)


def _smooth(values: FloatMap, weight: FloatMap, sigma_px: float) -> FloatMap:
    total = cv2.GaussianBlur(values * weight, (0, 0), sigma_px)
    return np.asarray(total / np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma_px), 0.05), np.float32)


def _height(relief: FloatMap, side: EyeSide) -> float:
    values = relief[side.under]
    low, high = np.quantile(values, (UPPER, LOWER))
    return float(max(high - low, 0.0))
