"""Visible pores: small dark round dots, by number, size and depth."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.catalog import Concern
from skincast.measure.region import MIN_AREA_MM2, Regions, not_judged
from skincast.types import FloatMap, Mask, Measurement, Skin

NEAR_MM = 0.18
FAR_MM = 0.6
"""SD of the two blurs whose difference answers to dots of 0.25 to 1 mm."""
LARGEST_MM = 1.0
LEAST_OD = 0.05
"""A shallower dot is skin relief (ours, from looking at train faces)."""
TOO_DARK_OD = 0.6
"""A darker dot is a hair root."""
LEAST_IN_NOISE = 5.0
"""Among the hundred thousand places of a face, noise alone passes this a few times."""
MIN_ROUND = 0.4
"""Weaker over stronger curvature: a hair is long."""
BORDER_MM = 2.4
LEAST_IN_SPREAD = 1.6
DEPTH_UNIT_OD = 0.10
DEPTH_UNIT_IN_SPREAD = 4.0
"""Tone curves and gloss steepen every contrast on dark skin: a pore is deep against the spread of the own detail."""
MAX_DEPTH_WEIGHT = 3.0
STUBBLE = "chin"
STUBBLE_PER_CM2 = 8.0
STUBBLE_OVER_CENTER = 1.5
"""A chin with so many more dots than nose and cheeks has hair roots, not pores."""
CENTER = ("nose", "cheek_right", "cheek_left")
MAP_MM = 3.0
MAP_FULL = 0.10
# SD of the difference of blurs for white noise of the photo's pixels, as a multiple of `noise_od`, by how far the photo
# was enlarged (native mm per detail mm); simulated.
ENLARGEMENTS = (0.5, 1.0, 1.25, 1.5, 2.0)
NOISE_GAIN = (0.28, 0.60, 0.80, 1.22, 2.15)
# A round Gaussian dot at detail level: what the difference of blurs shows as peak over curvature, and the share of its
# contrast that is left, for each diameter; computed.
SEEN_SPREAD_MM2 = (0.044, 0.052, 0.065, 0.086, 0.103, 0.121, 0.150)
DIAMETER_MM = (0.25, 0.35, 0.50, 0.70, 0.85, 1.00, 1.25)
DEPTH_SHARE = (0.19, 0.27, 0.40, 0.51, 0.55, 0.56, 0.56)


NEIGHBORS = tuple((down, across) for down in (-1, 0, 1) for across in (-1, 0, 1) if down or across)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """Dark dots, one entry a dot: color-level `row` and `column`, `depth_od`, `diameter_mm` and depth `weight`."""

    row: NDArray[np.int64]
    column: NDArray[np.int64]
    depth_od: NDArray[np.float32]
    diameter_mm: NDArray[np.float32]
    weight: NDArray[np.float32]

    @property
    def area_mm2(self) -> NDArray[np.float32]:
        """Area of each dot."""
        return np.asarray(np.pi / 4 * self.diameter_mm**2, np.float32)

    @property
    def load_mm2(self) -> NDArray[np.float32]:
        """Area times depth weight."""
        return np.asarray(self.area_mm2 * self.weight, np.float32)

    def chosen(self, keep: NDArray[np.bool_]) -> Dots:
        """The dots where `keep` is true."""
        return Dots(
            row=self.row[keep],
            column=self.column[keep],
            depth_od=self.depth_od[keep],
            diameter_mm=self.diameter_mm[keep],
            weight=self.weight[keep],
        )


def measure(skin: Skin, concern: Concern, regions: Regions) -> Measurement:
    """Measure visible pores as small dark round dots.

    A dot counts when it is darker than the photo's own noise can be, round, and 0.25 to 1 mm wide. Comedones and
    freckles of that size count too: a selfie cannot tell them apart. Where stubble grows, on the lower cheeks and often
    on the chin, nothing is counted.

    Args:
        skin: the clean skin.
        concern: the row `pores` of the catalog.
        regions: where the concern can be judged; at least one.

    Returns:
        `burden` is the dots' area in percent of the judged skin, each weighted by its depth: 1 at 0.1 optical density,
        or at four robust SDs of the face's own detail where that is more.

    Source: ours, untested.
    """
    regions = _without_lower_cheeks(regions, skin.crop.color_mm_per_px)
    if not regions.judged:
        return not_judged(skin, concern, because="occluded")
    dots = find_dots(skin, regions)
    regions = _without_stubble(regions, dots)
    label = regions.labels[dots.row, dots.column]
    dots, label = dots.chosen(label > 0), label[label > 0]
    load = np.bincount(label, weights=dots.load_mm2, minlength=256)
    percent = {name: 100 * float(load[regions.index[name]]) / regions.area_mm2[name] for name in regions.judged}
    return Measurement(
        concern=concern.name,
        raw=_raw(dots, regions),
        burden=regions.weighted(percent),
        regions=regions.spread(percent),
        map=_drawn(dots, regions.mask, skin.crop.color_mm_per_px),
    )


def find_dots(skin: Skin, regions: Regions) -> Dots:
    """All pore-like dots in the judged regions.

    Args:
        skin: the clean skin.
        regions: where to look.

    Returns:
        Dots in reading order.
    """
    scale = skin.crop.mm_per_px
    far = _far_blur(skin.detail, FAR_MM / scale)
    near = cv2.GaussianBlur(skin.detail, (5, 5), NEAR_MM / scale)
    contrast = np.asarray(cv2.subtract(near, far, dst=far), np.float32)
    spread = _own_spread(contrast, skin)
    row, column = _peaks(contrast, _allowed(skin, regions), at_least=_least_od(skin, spread))
    steeper, flatter = _curvatures(contrast, row, column)
    depth = contrast[row, column]
    width = depth / np.maximum((steeper + flatter) / 2, 1e-6)
    diameter = np.interp(width * scale**2, SEEN_SPREAD_MM2, DIAMETER_MM).astype(np.float32)
    full = (depth / np.interp(diameter, DIAMETER_MM, DEPTH_SHARE)).astype(np.float32)
    weight = np.minimum(full / max(DEPTH_UNIT_OD, DEPTH_UNIT_IN_SPREAD * spread), MAX_DEPTH_WEIGHT).astype(np.float32)
    dots = Dots(row=row // 2, column=column // 2, depth_od=full, diameter_mm=diameter, weight=weight)
    return dots.chosen((diameter <= LARGEST_MM) & (flatter >= MIN_ROUND * steeper) & (dots.depth_od < TOO_DARK_OD))


def _far_blur(values: FloatMap, sigma_px: float) -> FloatMap:
    """Wide blur, at half size: it holds nothing finer."""
    height, width = values.shape
    half = cv2.resize(values, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(half, (0, 0), sigma_px / 2)
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _own_spread(contrast: FloatMap, skin: Skin) -> float:
    """Robust SD of the contrast over the face."""
    values = contrast[::18][skin.detail_mask[::18]]
    return 1.4826 * float(np.median(np.abs(values))) if values.size else 0.0


def _least_od(skin: Skin, spread_od: float) -> float:
    enlarged = skin.crop.native_mm_per_px / skin.crop.mm_per_px
    noise = float(np.interp(enlarged, ENLARGEMENTS, NOISE_GAIN)) * skin.noise_od
    return max(LEAST_OD, LEAST_IN_NOISE * noise, LEAST_IN_SPREAD * spread_od)


def _allowed(skin: Skin, regions: Regions) -> Mask:
    """Judged pixels of the color level away from the border of the skin."""
    return np.asarray((regions.labels > 0) & (skin.depth_mm > BORDER_MM))


def _peaks(contrast: FloatMap, allowed: Mask, *, at_least: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Detail-level local maxima."""
    height, width = contrast.shape
    row, column = np.divmod(np.flatnonzero(contrast > at_least), width)
    inner = allowed[row // 2, column // 2] & (row > 0) & (column > 0) & (row < height - 1) & (column < width - 1)
    row, column = row[inner], column[inner]
    for down, across in NEIGHBORS:
        highest = contrast[row, column] >= contrast[row + down, column + across]
        row, column = row[highest], column[highest]
    return row, column


def _curvatures(
    values: FloatMap, row: NDArray[np.int64], column: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Stronger and weaker downward curvature at each peak, per square pixel, over two pixels each way."""
    bottom, right = values.shape[0] - 1, values.shape[1] - 1

    def at(down: int, across: int) -> NDArray[np.float32]:
        return values[np.clip(row + down, 0, bottom), np.clip(column + across, 0, right)]

    center = 2 * at(0, 0)
    xx, yy = center - at(0, -1) - at(0, 1), center - at(-1, 0) - at(1, 0)
    xy = (at(-1, 1) + at(1, -1) - at(-1, -1) - at(1, 1)) / 4
    mean, swing = (xx + yy) / 2, np.hypot((xx - yy) / 2, xy)
    return np.asarray(mean + swing, np.float32), np.asarray(mean - swing, np.float32)


def _without_lower_cheeks(regions: Regions, mm_per_px: float) -> Regions:
    """Leave out the cheeks below the nose, where stubble grows."""
    if "nose" not in regions.judged:
        return regions
    bottom = int(np.flatnonzero((regions.labels == regions.index["nose"]).any(axis=1))[-1]) + 1
    cheeks = [regions.index[name] for name in CENTER[1:]]
    labels = regions.labels.copy()
    labels[bottom:][np.isin(labels[bottom:], cheeks)] = 0
    counts = np.bincount(labels.ravel(), minlength=256) * mm_per_px**2
    area_mm2 = {name: float(counts[regions.index[name]]) for name in regions.judged}
    judged = tuple(name for name in regions.judged if area_mm2[name] >= MIN_AREA_MM2)
    return replace(regions, labels=labels, judged=judged, area_mm2={name: area_mm2[name] for name in judged})


def _without_stubble(regions: Regions, dots: Dots) -> Regions:
    """Leave out a chin with far more dots than the center of the face."""
    counts = np.bincount(regions.labels[dots.row, dots.column], minlength=256)
    center = [name for name in CENTER if name in regions.judged]
    if STUBBLE not in regions.judged or not center:
        return regions
    usual = sum(counts[regions.index[name]] for name in center) / sum(regions.area_mm2[name] for name in center)
    chin = counts[regions.index[STUBBLE]] / regions.area_mm2[STUBBLE]
    if 100 * chin < STUBBLE_PER_CM2 or chin < STUBBLE_OVER_CENTER * usual:
        return regions
    return regions.without({STUBBLE})


def _raw(dots: Dots, regions: Regions) -> dict[str, float]:
    count = len(dots.row)
    area_mm2 = max(regions.total_mm2, 1e-6)
    return {
        "pore_count": float(count),
        "density_per_cm2": 100 * count / area_mm2,
        "mean_diameter_mm": float(dots.diameter_mm.mean()) if count else 0.0,
        "mean_depth_od": float(dots.depth_od.mean()) if count else 0.0,
        "area_percent": 100 * float(dots.area_mm2.sum()) / area_mm2,
    }


def _drawn(dots: Dots, mask: Mask, mm_per_px: float) -> FloatMap:
    """Local share of pore area, smooth; gathered in two by two pixels."""
    height, width = -(-mask.shape[0] // 2), -(-mask.shape[1] // 2)
    place = dots.row // 2 * width + dots.column // 2
    cells = np.bincount(place, weights=dots.load_mm2 / (2 * mm_per_px) ** 2, minlength=height * width)
    side = round(MAP_MM / (2 * mm_per_px)) | 1
    local = cv2.blur(cells.astype(np.float32).reshape(height, width), (side, side))
    full = cv2.resize(cv2.blur(local, (side, side)), (mask.shape[1], mask.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(full / MAP_FULL, 0, 1) * mask, np.float32)
