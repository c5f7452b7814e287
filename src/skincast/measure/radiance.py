"""Radiance: how even the skin's own color is, once light and shade are taken out."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.catalog import Concern
from skincast.measure.region import Regions
from skincast.smooth import enlarge, halve, local_mean
from skincast.types import FloatMap, Measurement, Skin

FINEST_MM = 1.0
"""Unevenness finer than this is texture, not tone."""
COARSEST_MM = 12.0
SHOWN_DELTA_E = 20.0
STEP_OD = 0.02


def measure(skin: Skin, concern: Concern, regions: Regions) -> Measurement:
    """Measure how uneven the tone is: the root mean square CIE color difference from the skin around.

    Only melanin and hemoglobin enter, so that a shadow does not count as unevenness.

    Source: ours, untested; Delta E is CIE 1976.
    """
    squared = _squared_difference(skin)
    values = {name: float(np.sqrt(value)) for name, value in regions.means(squared).items()}
    face = regions.weighted(values)
    shown = np.clip(squared / SHOWN_DELTA_E**2, 0, 1)
    return Measurement(
        concern=concern.name,
        raw={"tone_unevenness_delta_e": face or 0.0},
        burden=face,
        regions=regions.spread(values),
        map=np.where(regions.mask, shown, 0).astype(np.float32),
    )


def _squared_difference(skin: Skin) -> FloatMap:
    """Squared Delta E of each place from the skin around it, by the local linear map from pigment to Lab."""
    melanin, hemoglobin = _band(skin, skin.melanin), _band(skin, skin.hemoglobin)
    step = _lab_per_pigment(skin)
    squared = (
        float(step[0] @ step[0]) * melanin**2
        + float(step[1] @ step[1]) * hemoglobin**2
        + 2 * float(step[0] @ step[1]) * melanin * hemoglobin
    )
    return enlarge(np.asarray(squared, np.float32), skin.mask.shape)


def _band(skin: Skin, pigment: FloatMap) -> FloatMap:
    """Unevenness between `FINEST_MM` and `COARSEST_MM`, at half resolution; wider changes may be colored light."""
    scale = 2 * skin.crop.color_mm_per_px
    half = halve(pigment)
    where = halve(skin.mask.astype(np.float32)) > 0.5
    return np.asarray(cv2.GaussianBlur(half, (0, 0), FINEST_MM / scale) - local_mean(half, where, COARSEST_MM / scale))


def _lab_per_pigment(skin: Skin) -> NDArray[np.float64]:
    """(2, 3): change of L*, a*, b* for one unit of melanin and of hemoglobin, at this person's own color."""
    sample = skin.picture[::5, ::5][skin.mask[::5, ::5]].reshape(-1, 1, 3)
    middle = np.median(sample.astype(np.float32) / 255.0, axis=0).reshape(3)
    linear = np.where(middle <= 0.04045, middle / 12.92, ((middle + 0.055) / 1.055) ** 2.4)
    steps = np.array([np.zeros(3), skin.pigments[0], skin.pigments[1]]) * STEP_OD
    colors = (linear * np.exp(-steps)).astype(np.float32).reshape(1, 3, 3)
    lab = cv2.cvtColor(colors, cv2.COLOR_LRGB2Lab).reshape(3, 3).astype(np.float64)
    return np.asarray((lab[1:] - lab[0]) / STEP_OD)
