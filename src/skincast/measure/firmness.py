"""The look of firmness: folds beside the mouth and how evenly the jaw runs."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.catalog import Concern
from skincast.measure.line_direction import across_fold
from skincast.measure.region import Regions, not_judged
from skincast.measure.ridges import Ridge, filter_ridges
from skincast.types import FloatMap, Mask, Measurement, Skin

COARSE = 4
"""Folds and jowls are wide: the shading is filtered at a quarter of the color level and read on every fourth row."""
FOLD_SIGMA_MM = 2.4
JOWL_MM = (2.5, 8.0)
"""SD of the two blurs between which a jowl and the groove before it lie."""
BORDER_MM = 3.0
MIN_ALIGNMENT = 0.2
SKIPPED_TOP = 0.25
"""The groove beside the wing of the nose is everybody's, not a fold."""
MIN_PIXELS = 60
DEEPEST_OD = 1.0
"""What is darker is black, not a fold."""
MAP_FULL_OD = 0.3
BEARD_OD = 0.10
BEARD_OVER_CHEEK = 1.6
CHEEKS = ("cheek_right", "cheek_left")


def measure(skin: Skin, concern: Concern, regions: Regions) -> Measurement:
    """Estimate the look of firmness from shading alone.

    Firmness is felt, not seen. What is seen here is how dark the folds beside the mouth are against their flanks, and
    how far light and shade change along the lower face, where a jowl and the groove before it lie. Light from above or
    from the side, a smile, a full face and the jaw's own shape change both; a beard hides the jaw, which is then left
    out. Compare a person only with the same person in the same light.

    Args:
        skin: the clean skin.
        concern: the row `firmness` of the catalog.
        regions: where the concern can be judged; at least one.

    Returns:
        `burden` is the mean of fold depth and jaw unevenness, both in optical density of the shading.

    Source: ours, untested; no reference measurement of firmness was available.
    """
    regions = regions.without(_bearded_jaws(skin, regions))
    inner = _inner(skin)
    labels = np.where(inner, regions.labels, 0)[COARSE // 2 :: COARSE]
    even = _filled(skin)
    fold, uneven = _folds(even, skin, rows=len(labels)), _unevenness(even, skin, rows=len(labels))
    values: dict[str, float] = {}
    for name in regions.judged:
        here = np.asarray(labels == regions.index[name])
        value = _fold_depth(fold, here, name, regions) if _is_fold(name) else _spread(uneven, here)
        if value is not None:
            values[name] = value
    if not values:
        return not_judged(skin, concern, because="occluded")
    return Measurement(
        concern=concern.name,
        raw=_raw(values),
        burden=_burden(values),
        regions=regions.spread(values),
        map=_drawn(fold, uneven, np.asarray(inner & regions.mask)),
    )


def _is_fold(name: str) -> bool:
    return not name.startswith("jaw")


def _burden(values: dict[str, float]) -> float:
    """Mean of folds and jaw, each the mean of its judged sides; one alone where the other is hidden."""
    parts = _raw(values)
    return sum(parts.values()) / len(parts)


def _raw(values: dict[str, float]) -> dict[str, float]:
    folds = [value for name, value in values.items() if _is_fold(name)]
    jaws = [value for name, value in values.items() if not _is_fold(name)]
    raw = {"fold_depth_od": sum(folds) / len(folds)} if folds else {}
    return raw | ({"jaw_unevenness_od": sum(jaws) / len(jaws)} if jaws else {})


def _bearded_jaws(skin: Skin, regions: Regions) -> set[str]:
    """The jaws that a beard covers: rougher than the cheeks."""
    names = skin.crop.region_names
    rows = slice(None, None, COARSE)
    labels, mask = skin.crop.regions[rows], skin.mask[rows]
    rough = np.abs(skin.detail[:: 2 * COARSE, ::2][: labels.shape[0]])
    cheek = mask & np.isin(labels, [names.index(name) for name in CHEEKS if name in names])
    if not cheek.any():
        return set()
    limit = max(BEARD_OD, BEARD_OVER_CHEEK * float(np.median(rough[cheek])))
    jaws = [name for name in regions.judged if not _is_fold(name)]
    return {name for name in jaws if _median(rough, mask & (labels == names.index(name))) > limit}


def _median(values: FloatMap, where: Mask) -> float:
    return float(np.median(values[where])) if where.any() else 0.0


def _inner(skin: Skin) -> Mask:
    return np.asarray((skin.depth_mm > BORDER_MM) & skin.mask)


def _filled(skin: Skin) -> FloatMap:
    """Coarse shading; where there is no skin, that of the skin around, so that lips and neck draw no folds."""
    size = (skin.mask.shape[1] // COARSE, skin.mask.shape[0] // COARSE)
    weight = cv2.resize(skin.mask.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    total = cv2.resize(cv2.copyTo(skin.shading, skin.mask.view(np.uint8)), size, interpolation=cv2.INTER_AREA)
    sigma = JOWL_MM[0] / (COARSE * skin.crop.color_mm_per_px)
    near, wide = (cv2.GaussianBlur(total, (0, 0), s) for s in (sigma, 4 * sigma))
    near_weight, wide_weight = (cv2.GaussianBlur(weight, (0, 0), s) for s in (sigma, 4 * sigma))
    around = np.where(near_weight > 0.1, near / np.maximum(near_weight, 0.1), wide / np.maximum(wide_weight, 1e-3))
    return np.asarray(total + (1 - weight) * around, np.float32)


def _folds(shading: FloatMap, skin: Skin, *, rows: int) -> Ridge:
    ridge = filter_ridges(shading, sigma_px=FOLD_SIGMA_MM / (COARSE * skin.crop.color_mm_per_px))
    return ridge.enlarged(skin.mask.shape[1], rows)


def _unevenness(shading: FloatMap, skin: Skin, *, rows: int) -> FloatMap:
    """Shading between two blurs."""
    scale = COARSE * skin.crop.color_mm_per_px
    near, far = (cv2.GaussianBlur(shading, (0, 0), mm / scale) for mm in JOWL_MM)
    return np.asarray(cv2.resize(cv2.subtract(near, far), (skin.mask.shape[1], rows)), np.float32)


def _fold_depth(fold: Ridge, here: Mask, name: str, regions: Regions) -> float | None:
    """Mean over the rows of a fold of the strongest ridge that runs along it; its top is left out."""
    rows = np.flatnonzero(here.any(axis=1))
    if here.sum() < MIN_PIXELS:
        return None
    rows = rows[int(SKIPPED_TOP * len(rows)) :]
    normal = across_fold(name, regions) if name != "patch" else np.zeros(2)
    cos2, sin2 = fold.cos2[rows], fold.sin2[rows]
    along = cos2 * (normal[0] ** 2 - normal[1] ** 2) + sin2 * 2 * normal[0] * normal[1]
    aligned = along >= MIN_ALIGNMENT * np.hypot(cos2, sin2) if normal.any() else np.ones(cos2.shape, bool)
    strongest = np.where(here[rows] & aligned, fold.strength[rows], 0).max(axis=1)
    return float(np.clip(strongest, 0, DEEPEST_OD).mean())


def _spread(uneven: FloatMap, here: Mask) -> float | None:
    """RMS, the widest tenth left out."""
    values = uneven[here]
    if values.size < MIN_PIXELS:
        return None
    size = np.abs(values - np.median(values))
    return float(np.sqrt(np.mean(size[size <= np.quantile(size, 0.9)] ** 2)))


def _drawn(fold: Ridge, uneven: FloatMap, where: Mask) -> FloatMap:
    rows = np.clip(np.maximum(fold.strength, np.abs(uneven)) / MAP_FULL_OD, 0, 1)
    full = cv2.resize(np.asarray(rows, np.float32), (where.shape[1], where.shape[0]))
    return np.asarray(full * where, np.float32)
