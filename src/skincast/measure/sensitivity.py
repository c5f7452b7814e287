"""Sensitivity look: diffuse redness of the center of the face together with a dry look. An appearance estimate."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.catalog import Concern
from skincast.measure.dryness import flake_map
from skincast.measure.region import judge_regions, not_judged, quantile_of, too_coarse
from skincast.types import FloatMap, Measurement, Skin

DIFFUSE_MM = 4.0
"""Redness that survives this blur is diffuse, not a spot."""
CALM_QUANTILE = 0.25
FLAKE_WEIGHT = 1.5
SHOWN_INDEX = 0.35


def measure(skin: Skin, concern: Concern, unjudged: frozenset[str]) -> Measurement:
    """Measure the look of sensitive skin: diffuse hemoglobin above the face's calm quarter, plus flakes.

    Source: ours, untested; sensitivity has no accepted look, reports count more.
    """
    if too_coarse(skin, concern):
        return not_judged(skin, concern, because="low_resolution")
    regions = judge_regions(skin, concern, unjudged)
    if not regions.judged:
        return not_judged(skin, concern, because="occluded")
    index = _diffuse_redness(skin) + FLAKE_WEIGHT * flake_map(skin)
    values = regions.means(index)
    return Measurement(
        concern=concern.name,
        raw={"diffuse_redness_od": regions.weighted(regions.means(_diffuse_redness(skin))) or 0.0},
        burden=regions.weighted(values),
        regions=regions.spread(values),
        map=np.where(regions.mask, np.clip(index / SHOWN_INDEX, 0, 1), 0).astype(np.float32),
    )


def _diffuse_redness(skin: Skin) -> FloatMap:
    weight = skin.mask.astype(np.float32)
    sigma = DIFFUSE_MM / skin.crop.color_mm_per_px
    small = (max(1, weight.shape[1] // 4), max(1, weight.shape[0] // 4))
    total = cv2.GaussianBlur(cv2.resize(skin.hemoglobin * weight, small, interpolation=cv2.INTER_AREA), (0, 0), sigma / 4)
    count = cv2.GaussianBlur(cv2.resize(weight, small, interpolation=cv2.INTER_AREA), (0, 0), sigma / 4)
    diffuse = cv2.resize(total / np.maximum(count, 1e-3), weight.shape[::-1], interpolation=cv2.INTER_LINEAR)
    calm = quantile_of(np.asarray(diffuse, np.float32), skin.mask, CALM_QUANTILE)
    return np.asarray(np.where(skin.mask, np.maximum(diffuse - calm, 0), 0), np.float32)
