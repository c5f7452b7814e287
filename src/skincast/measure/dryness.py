"""Dryness look: fine bright flakes and a lack of sheen. An appearance estimate: water in the skin cannot be seen."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.catalog import Concern
from skincast.measure.region import Regions
from skincast.smooth import enlarge, halve
from skincast.types import FloatMap, Labels, Measurement, Skin

FLAKE_MM = 1.0
"""Flakes stand out within this distance."""
ANSWER_PX = (9, 9)
"""Darkness within this many color-level pixels answers a bright dot."""
LEAST_NOISE_OD = 0.004
NOISE_SIGMAS = 2.0
SHEEN_HIDES = 0.10
"""Where this share of the light is mirrored, a bright dot is a glint."""
DULL_BELOW = 0.04
DULL_WEIGHT_OD = 0.001
SHOWN_OD = 0.03


def measure(skin: Skin, concern: Concern, regions: Regions) -> Measurement:
    """Measure the look of dry skin: mean height of bright fine flakes above noise, plus a little for dullness.

    Source: ours, untested against corneometry.
    """
    flakes = flake_map(skin)
    height = regions.means(flakes)
    sheen = regions.means(skin.gloss)
    values = {name: height[name] + DULL_WEIGHT_OD * max(0.0, 1 - sheen[name] / DULL_BELOW) for name in regions.judged}
    face = regions.weighted(values)
    shown = np.clip(flakes / SHOWN_OD, 0, 1)
    return Measurement(
        concern=concern.name,
        raw={
            "flake_height_od": regions.weighted(height) or 0.0,
            "mirrored_light_percent": 100 * (regions.weighted(sheen) or 0.0),
        },
        burden=face,
        regions=regions.spread(values),
        map=np.where(regions.mask, shown, 0).astype(np.float32),
    )


def flake_map(skin: Skin) -> FloatMap:
    """Height of bright fine flakes in optical density, at color level.

    Relief lights one side of a bump and shades the other: only brightness without darkness beside it is a flake.

    Source: ours, untested.
    """
    fine = cv2.blur(skin.detail, (3, 3))  # 0.6 mm: no flake is finer in a selfie
    around = cv2.GaussianBlur(halve(skin.detail), (0, 0), FLAKE_MM / skin.crop.color_mm_per_px)
    band = cv2.subtract(fine, enlarge(np.asarray(around, np.float32), fine.shape))
    floor = NOISE_SIGMAS * max(skin.noise_od, LEAST_NOISE_OD)
    bright, dark = (halve(np.maximum(side, floor)) - floor for side in (-band, band))
    glint = np.asarray(skin.gloss > SHEEN_HIDES)
    inner = cv2.erode(_grid(skin), np.ones((5, 5), np.uint8)) > 0
    bright[glint] = 0
    excess = cv2.blur(bright, ANSWER_PX) - cv2.blur(dark, ANSWER_PX)
    return np.where(inner, np.maximum(excess, 0), 0).astype(np.float32)


def _grid(skin: Skin) -> Labels:
    return np.asarray(skin.mask, np.uint8)
