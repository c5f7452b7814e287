"""Sensitivity look: diffuse redness of the center of the face with small vessels in it. An appearance estimate."""

from __future__ import annotations

import numpy as np

from skincast.catalog import Concern
from skincast.measure.region import Regions, quantile_of
from skincast.smooth import local_mean
from skincast.types import Measurement, Skin

DIFFUSE_MM = 4.0
"""Redness that survives this blur is diffuse; what it takes away is spots and vessels."""
CALM_QUANTILE = 0.25
VESSEL_WEIGHT = 0.5
SHOWN_OD = 0.6


def measure(skin: Skin, concern: Concern, regions: Regions) -> Measurement:
    """Measure the look of sensitive skin: diffuse hemoglobin above the face's calm quarter, plus fine redness in it.

    Source: ours, untested; sensitivity has no accepted look, reports count more.
    """
    smooth = local_mean(skin.hemoglobin, skin.mask, DIFFUSE_MM / skin.crop.color_mm_per_px)
    diffuse = np.maximum(smooth - quantile_of(smooth, skin.mask, CALM_QUANTILE), 0)
    fine = np.maximum(skin.hemoglobin - smooth, 0)
    diffuse_means, fine_means = regions.means(diffuse), regions.means(fine)
    values = {name: diffuse_means[name] + VESSEL_WEIGHT * fine_means[name] for name in regions.judged}
    return Measurement(
        concern=concern.name,
        raw={
            "diffuse_redness_od": regions.weighted(diffuse_means) or 0.0,
            "fine_redness_od": regions.weighted(fine_means) or 0.0,
        },
        burden=regions.weighted(values),
        regions=regions.spread(values),
        map=np.where(regions.mask, np.clip(diffuse / SHOWN_OD, 0, 1) ** 2, 0).astype(np.float32),
    )
