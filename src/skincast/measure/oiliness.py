"""Shine: how much of the skin mirrors light. An appearance estimate: oil does so, as do sweat, cream and a flash."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.catalog import Concern
from skincast.measure.region import Regions
from skincast.smooth import enlarge, halve
from skincast.types import FloatMap, Measurement, Skin

SHINE_FROM = 0.10
"""Share of mirrored light from which a place looks shiny (ours, set on generated faces)."""
SHINE_FULL = 0.40
SMOOTH_MM = 1.2
BRIGHT_OD = 0.25


def measure(skin: Skin, concern: Concern, regions: Regions) -> Measurement:
    """Measure the look of oil.

    Source: ours, untested against sebum; vendors' own agreement with dermatologists is 53 %.
    """
    shine = _shine(skin)
    percent = {name: 100 * value for name, value in regions.means(shine).items()}
    gloss = regions.weighted(regions.means(skin.gloss))
    face = regions.weighted(percent)
    return Measurement(
        concern=concern.name,
        raw={"shine_area_percent": face or 0.0, "mirrored_light_percent": 100 * (gloss or 0.0)},
        burden=face,
        regions=regions.spread(percent),
        map=np.where(regions.mask, shine, 0).astype(np.float32),
    )


def _shine(skin: Skin) -> FloatMap:
    """0-1: how shiny each place looks."""
    smooth = cv2.GaussianBlur(halve(skin.gloss), (0, 0), SMOOTH_MM / skin.crop.color_mm_per_px / 2)
    shine = np.clip((smooth - SHINE_FROM) / (SHINE_FULL - SHINE_FROM), 0, 1)
    # Mirrored light brightens; a pale patch of little blood is not a highlight.
    brighter = np.clip(-halve(skin.shading) / BRIGHT_OD, 0, 1)
    return enlarge(np.asarray(shine * brighter, np.float32), skin.mask.shape)
