"""Which regions of a concern can be judged in this photo, and means over them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.catalog import Concern
from skincast.types import FloatMap, Labels, Mask, Measurement, Skin

MIN_SHARE = 0.35
"""A region of which less skin than this can be read is not judged."""
MIN_AREA_MM2 = 25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """The judged regions of one concern.

    `labels` is the crop's region map where skin may be read and the region belongs to the concern and can be judged, 0
    elsewhere. `names` holds every sided region of the concern, judged or not.
    """

    labels: Labels
    names: tuple[str, ...]
    judged: tuple[str, ...]
    index: dict[str, int]
    area_mm2: dict[str, float]

    @property
    def mask(self) -> Mask:
        """All judged pixels of the concern."""
        return np.asarray(self.labels > 0)

    @property
    def total_mm2(self) -> float:
        """Judged area."""
        return sum(self.area_mm2.values())

    def means(self, values: FloatMap) -> dict[str, float]:
        """Mean of `values` over each judged region, from every second row and column: these are means of thousands."""
        labels = self.labels[::2, ::2].ravel()
        totals = np.bincount(labels, weights=values[::2, ::2].ravel(), minlength=256)
        counts = np.bincount(labels, minlength=256)
        return {name: float(totals[self.index[name]]) / max(int(counts[self.index[name]]), 1) for name in self.judged}

    def without(self, names: Collection[str]) -> Regions:
        """The same without some of the judged regions."""
        keep = np.ones(256, np.uint8)
        keep[[self.index[name] for name in names]] = 0
        judged = tuple(name for name in self.judged if name not in names)
        return replace(
            self,
            labels=self.labels * keep[self.labels],
            judged=judged,
            area_mm2={name: self.area_mm2[name] for name in judged},
        )

    def weighted(self, values: dict[str, float]) -> float | None:
        """Area-weighted mean of region values over the judged regions; None where there is none."""
        if not self.judged:
            return None
        return sum(values[name] * self.area_mm2[name] for name in self.judged) / max(self.total_mm2, 1e-6)

    def spread(self, values: dict[str, float]) -> dict[str, float | None]:
        """`values` for every region of the concern, None where it is not judged."""
        return {name: values.get(name) for name in self.names}


def judge_regions(skin: Skin, concern: Concern, unjudged: frozenset[str]) -> Regions:
    """Find the regions of `concern` that this photo allows to judge.

    Args:
        skin: the clean skin.
        concern: whose regions.
        unjudged: regions that the quality room ruled out.

    Returns:
        The judged regions. A patch without a face is one region named `patch`.
    """
    crop = skin.crop
    names = ("patch",) if is_patch(skin) else concern.sided_regions
    index = {name: crop.region_names.index(name) for name in names}
    area, share = skin.region_area_mm2, skin.region_share
    judged = tuple(
        name for name in names if name not in unjudged and area[name] >= MIN_AREA_MM2 and share[name] >= MIN_SHARE
    )
    allowed = np.zeros(256, np.uint8)
    for name in judged:
        allowed[index[name]] = index[name]
    return Regions(
        labels=np.asarray(cv2.LUT(crop.regions, allowed), np.uint8) * _bytes(skin.mask),
        names=names,
        judged=judged,
        index=index,
        area_mm2={name: area[name] for name in judged},
    )


def _bytes(mask: Mask) -> NDArray[np.uint8]:
    return np.ascontiguousarray(mask).view(np.uint8)


def is_patch(skin: Skin) -> bool:
    """True for a close-up without a face."""
    return skin.crop.region_names == ("", "patch")


def too_coarse(skin: Skin, concern: Concern) -> bool:
    """True where the photo is too coarse to show this concern at all."""
    return skin.crop.native_mm_per_px > concern.detail_mm


def not_judged(skin: Skin, concern: Concern, *, because: str) -> Measurement:
    """A measurement that says why there is none."""
    regions = ("patch",) if is_patch(skin) else concern.sided_regions
    return Measurement(
        concern=concern.name,
        raw={},
        burden=None,
        regions=dict.fromkeys(regions),
        map=np.zeros(skin.mask.shape, np.float32),
        unjudged_because=because,
    )


def quantile_of(values: FloatMap, where: Mask, q: float) -> float:
    """Quantile over masked pixels, thinned to keep it cheap; 0 where there are none."""
    chosen: NDArray[np.float32] = values[where]
    if chosen.size == 0:
        return 0.0
    step = max(1, chosen.size // 20_000)
    return float(np.quantile(chosen[::step], q))
