"""Redness: how far hemoglobin rises above the calmest skin of the same face, and over how much of it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from skincast.catalog import Concern
from skincast.measure.blobs import halve
from skincast.measure.region import Regions
from skincast.types import Finding, FloatMap, Labels, Mask, Measurement, Skin

BLUR_MM = 1.6
CALM_QUANTILE = 0.25
"""The calmest quarter of the face is the person's own zero."""
MARGIN_OD = 0.10
"""Excess that clear skin shows as well: uneven blood flow, colored light, the camera's own color noise."""
# Median excess over calm skin in 154 generated faces with clear skin: the middle of the face is redder than its rim.
NATURAL_OD = {
    "forehead": 0.05,
    "glabella": 0.04,
    "temple": 0.00,
    "nose": 0.14,
    "cheek": 0.09,
    "nasolabial": 0.10,
    "perioral": 0.07,
    "chin": 0.05,
    "jaw": 0.00,
}
BLUISH_SHARE = 0.2
"""A change of the light's color raises hemoglobin and lowers melanin; this share of a fall in melanin is taken back."""
LARGEST_TILT_OD = 0.15
"""A lamp at one side tints one cheek: no more than this difference between the halves is taken for light."""
AREA_MM2 = 150.0
PLAIN_OD = 0.08
"""Excess that a person would call red: what `area_percent` and the findings count."""
SHOWN_OD = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Blood:
    """The face at a quarter of the color level."""

    hemoglobin: FloatMap
    melanin: FloatMap
    labels: Labels
    readable: Mask
    mm_per_px: float


def measure(skin: Skin, concern: Concern, regions: Regions) -> Measurement:
    """Measure redness above the person's own calm skin.

    Args:
        skin: the clean skin.
        concern: the row of the catalog.
        regions: where the concern can be judged; at least one.

    Returns:
        `burden` is the mean over the judged skin of the excess hemoglobin: share of area times optical density. What is
        natural for a region is not excess, so that the nose of a calm face counts as calm.

    Source: ours; figures in `docs/accuracy.md`.
    """
    blood = _shrink(skin, regions)
    excess = _excess(blood, skin)
    means = _means(excess, blood, regions)
    red = excess > PLAIN_OD
    shown = cv2.resize(np.minimum(excess / SHOWN_OD, 1), skin.mask.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return Measurement(
        concern=concern.name,
        raw={
            "area_percent": 100 * (regions.weighted(_means(red.astype(np.float32), blood, regions)) or 0.0),
            "excess_od": float(excess[red].mean()) if red.any() else 0.0,
            **{f"{name}_excess_od": value for name, value in means.items()},
        },
        burden=regions.weighted(means),
        regions=regions.spread(means),
        map=np.asarray(cv2.copyTo(shown, skin.mask.astype(np.uint8)), np.float32),
        findings=_red_areas(excess, blood, skin, concern.name),
    )


def _shrink(skin: Skin, regions: Regions) -> Blood:
    """Means over the skin only, at a quarter of the color level."""
    weight = skin.mask.astype(np.float32)
    sums = [halve(halve(values * weight)) for values in (skin.hemoglobin, skin.melanin)]
    count = halve(halve(weight))
    mm_per_px = 4 * skin.crop.color_mm_per_px
    smooth = cv2.GaussianBlur(cv2.merge([*sums, count]), (0, 0), BLUR_MM / mm_per_px)
    mean = smooth[..., :2] / np.maximum(smooth[..., 2:], 0.05)
    size = (count.shape[1], count.shape[0])
    labels = np.asarray(cv2.resize(regions.labels, size, interpolation=cv2.INTER_NEAREST), np.uint8)
    return Blood(
        hemoglobin=np.ascontiguousarray(mean[..., 0]),
        melanin=np.ascontiguousarray(mean[..., 1]),
        labels=labels,
        readable=(count > 0.5) & (labels > 0),
        mm_per_px=mm_per_px,
    )


def _excess(blood: Blood, skin: Skin) -> FloatMap:
    """Hemoglobin above calm skin, above what is natural there and above the margin; 0 elsewhere."""
    if not blood.readable.any():
        return np.zeros_like(blood.hemoglobin)
    middle = float(np.median(blood.melanin[blood.readable]))
    redness = blood.hemoglobin + BLUISH_SHARE * np.minimum(blood.melanin - middle, 0)
    redness -= _natural(blood, skin) + _tilt(redness, blood, skin)
    calm = float(np.quantile(redness[blood.readable], CALM_QUANTILE))
    excess = np.maximum(redness - calm - MARGIN_OD, 0)
    excess[~blood.readable] = 0
    return np.asarray(excess, np.float32)


def _natural(blood: Blood, skin: Skin) -> FloatMap:
    """What clear skin shows in each region, without steps at the borders."""
    table = np.zeros(256, np.float32)
    for label, name in enumerate(skin.crop.region_names):
        table[label] = NATURAL_OD.get(name.removesuffix("_right").removesuffix("_left"), 0.0)
    small = cv2.resize(skin.crop.regions, blood.labels.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return np.asarray(cv2.blur(table[small], (5, 5)), np.float32)


def _tilt(redness: FloatMap, blood: Blood, skin: Skin) -> FloatMap:
    """A slope from one side of the face to the other that lets both halves have the same median."""
    names = skin.crop.region_names
    sides = [
        np.isin(blood.labels, [k for k, name in enumerate(names) if name.endswith(side)]) & blood.readable
        for side in ("_right", "_left")
    ]
    if not all(side.any() for side in sides):
        return np.zeros_like(redness)
    column = np.arange(redness.shape[1], dtype=np.float32)
    centers = [float(column[np.nonzero(side)[1]].mean()) for side in sides]
    medians = [float(np.median(redness[side])) for side in sides]
    step = float(np.clip(medians[1] - medians[0], -LARGEST_TILT_OD, LARGEST_TILT_OD))
    across = (column - sum(centers) / 2) / max(abs(centers[1] - centers[0]), 1.0) * np.sign(centers[1] - centers[0])
    return np.broadcast_to(step * np.clip(across, -1, 1), redness.shape).astype(np.float32)


def _means(values: FloatMap, blood: Blood, regions: Regions) -> dict[str, float]:
    """Mean over the readable part of each judged region."""
    labels = np.where(blood.readable, blood.labels, 0).ravel()
    total = np.bincount(labels, weights=values.ravel(), minlength=256)
    count = np.bincount(labels, minlength=256)
    return {name: float(total[regions.index[name]] / max(count[regions.index[name]], 1)) for name in regions.judged}


def _red_areas(excess: FloatMap, blood: Blood, skin: Skin, concern: str) -> tuple[Finding, ...]:
    """One finding a connected red area; the surer the redder."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((excess > PLAIN_OD).astype(np.uint8), connectivity=4)
    found = []
    for k in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[k])
        if area * blood.mm_per_px**2 < AREA_MM2:
            continue
        window = (slice(y, y + height), slice(x, x + width))
        inside = labels[window] == k
        region = int(np.bincount(blood.labels[window][inside], minlength=1).argmax())
        found.append(
            Finding(
                concern=concern,
                type="red_area",
                region=skin.crop.region_names[region],
                box=(4.0 * x, 4.0 * y, 4.0 * width, 4.0 * height),
                confidence=float(np.clip(excess[window][inside].mean() / (3 * PLAIN_OD), 0, 1)),
                size_mm=2 * float(np.sqrt(area / np.pi)) * blood.mm_per_px,
            )
        )
    return tuple(found)
