"""Dryness look: fine bright flakes and a lack of sheen. An appearance estimate: water in the skin cannot be seen."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.catalog import Concern
from skincast.measure.region import judge_regions, not_judged, too_coarse
from skincast.types import FloatMap, Labels, Measurement, Skin

FLAKE_MM = (0.25, 1.0)
"""Flakes are this fine."""
NOISE_SIGMAS = 2.0
SHEEN_HIDES = 0.10
"""Where this share of the light is mirrored, a bright dot is a glint."""
DULL_BELOW = 0.04
DULL_WEIGHT_OD = 0.01
SHOWN_OD = 0.12


def measure(skin: Skin, concern: Concern, unjudged: frozenset[str]) -> Measurement:
    """Measure the look of dry skin: mean height of bright fine flakes above noise, plus a little for dullness.

    Source: ours, untested against corneometry.
    """
    if too_coarse(skin, concern):
        return not_judged(skin, concern, because="low_resolution")
    regions = judge_regions(skin, concern, unjudged)
    if not regions.judged:
        return not_judged(skin, concern, because="occluded")
    flakes = flake_map(skin)
    height = regions.means(flakes)
    sheen = regions.means(skin.gloss)
    values = {
        name: height[name] + DULL_WEIGHT_OD * max(0.0, 1 - sheen[name] / DULL_BELOW) for name in regions.judged
    }
    face = regions.weighted(values)
    shown = np.clip(cv2.GaussianBlur(flakes, (0, 0), 2.0) / SHOWN_OD, 0, 1)
    return Measurement(
        concern=concern.name,
        raw={
            "flake_height_od": regions.weighted(height) or 0.0,
            "flake_area_percent": 100 * (regions.weighted(regions.means((flakes > 0).astype(np.float32))) or 0.0),
        },
        burden=face,
        regions=regions.spread(values),
        map=np.where(regions.mask, shown, 0).astype(np.float32),
    )


def flake_map(skin: Skin) -> FloatMap:
    """Height of bright fine flakes in optical density, at color level.

    Relief lights one side of a bump and shades the other: only brightness that no darkness beside it answers is a flake.

    Source: ours, untested.
    """
    scale = skin.crop.mm_per_px
    fine = cv2.GaussianBlur(skin.detail, (0, 0), FLAKE_MM[0] / scale / 2)
    band = fine - cv2.GaussianBlur(skin.detail, (0, 0), FLAKE_MM[1] / scale)
    floor = NOISE_SIGMAS * max(skin.noise_od, 0.004)
    bright, dark = np.maximum(-band - floor, 0), np.maximum(band - floor, 0)
    size = (skin.mask.shape[1], skin.mask.shape[0])
    bright_small = cv2.resize(bright, size, interpolation=cv2.INTER_AREA)
    dark_small = cv2.blur(cv2.resize(dark, size, interpolation=cv2.INTER_AREA), (7, 7))
    glint = np.asarray(skin.gloss > SHEEN_HIDES)
    inner = cv2.erode(_grid(skin), np.ones((5, 5), np.uint8)) > 0
    return np.where(glint | ~inner, 0, np.maximum(bright_small - dark_small, 0)).astype(np.float32)


def _grid(skin: Skin) -> Labels:
    return np.asarray(skin.mask, np.uint8)
