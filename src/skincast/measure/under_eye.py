"""The skin below the eye against the cheek below it: shared by dark circles and eye bags."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from skincast.measure.region import Regions
from skincast.types import FloatMap, Mask, Skin

CHEEK_BELOW_MM = 14.0
MIN_PIXELS = 60
LASHES_MM = 2.0
"""The lower lashes and their shadow reach this far below the lid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EyeSide:
    """One under-eye region and the cheek right below it."""

    name: str
    under: Mask
    cheek: Mask


def eye_sides(skin: Skin, regions: Regions) -> list[EyeSide]:
    """The judged under-eye regions that have enough cheek below them to compare with."""
    sides = []
    lash_px = 2 * round(LASHES_MM / skin.crop.color_mm_per_px) + 1
    lashes = cv2.dilate(skin.crop.features.astype(np.uint8), np.ones((lash_px, lash_px), np.uint8)) > 0
    reach = round(CHEEK_BELOW_MM / skin.crop.color_mm_per_px)
    for name in regions.judged:
        side = name.removeprefix("under_eye_")
        under = np.asarray((regions.labels == regions.index[name]) & ~lashes)
        cheek_label = skin.crop.region_names.index(f"cheek_{side}")
        lowered = np.zeros(under.shape, np.uint8)
        lowered[reach:] = under[:-reach]
        below = cv2.dilate(lowered, np.ones((reach // 2 * 2 + 1, 1), np.uint8))
        cheek = (below > 0) & (skin.crop.regions == cheek_label) & skin.mask
        if under.sum() >= MIN_PIXELS and cheek.sum() >= MIN_PIXELS:
            sides.append(EyeSide(name=name, under=under, cheek=np.asarray(cheek)))
    return sides


def step_across(values: FloatMap, side: EyeSide) -> float:
    """Upper quarter below the eye minus median of the cheek below: a dark circle fills only the trough."""
    return float(np.quantile(values[side.under], 0.75) - np.median(values[side.cheek]))
