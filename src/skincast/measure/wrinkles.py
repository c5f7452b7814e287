"""Lines and folds: where they run, how long and how deep."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.catalog import Concern
from skincast.measure.lines import find_lines, look, without_beard
from skincast.measure.region import Regions, not_judged
from skincast.measure.ridges import Lines
from skincast.types import Finding, FloatMap, Mask, Measurement, Skin

MODERATE_OD = 0.12
DEEP_OD = 0.25
DEPTH_UNIT_OD = 0.10
MAX_DEPTH_WEIGHT = 4.0
MAP_FULL_OD = 0.3


def measure(skin: Skin, concern: Concern, regions: Regions) -> Measurement:
    """Measure lines and folds by length and depth.

    Args:
        skin: the clean skin.
        concern: the row `wrinkles` of the catalog.
        regions: where the concern can be judged; at least one.

    Returns:
        `burden` is the line load: length times depth weight (1 at 0.1 optical density), summed over all line points, in
        mm per square centimeter of judged skin.

    Source: ours; figures in `docs/accuracy.md`.
    """
    seen = look(skin, regions)
    regions = without_beard(regions, seen, skin)
    if not regions.judged:
        return not_judged(skin, concern, because="occluded")
    lines = find_lines(skin, regions, seen)
    load = _load(lines, regions)
    return Measurement(
        concern=concern.name,
        raw=_raw(lines, regions),
        burden=regions.weighted(load),
        regions=regions.spread(load),
        map=_drawn(lines, skin.mask),
        findings=_findings(lines, concern, regions),
    )


def _load(lines: Lines, regions: Regions) -> dict[str, float]:
    """Length times depth weight over the area of each judged region, mm per square centimeter."""
    weight = np.minimum(lines.points.strength / DEPTH_UNIT_OD, MAX_DEPTH_WEIGHT) * lines.length_mm
    totals = np.bincount(lines.region, weights=weight, minlength=256)
    return {name: float(totals[regions.index[name]]) * 100 / regions.area_mm2[name] for name in regions.judged}


def _raw(lines: Lines, regions: Regions) -> dict[str, float]:
    depth = lines.means(lines.points.strength)[lines.line]
    total = float(lines.length_mm.sum())
    by_region = np.bincount(lines.region, weights=lines.length_mm, minlength=256)
    return {
        "line_count": float(lines.count),
        "total_length_mm": total,
        "fine_length_mm": float(lines.length_mm[depth < MODERATE_OD].sum()),
        "deep_length_mm": float(lines.length_mm[depth >= DEEP_OD].sum()),
        "mean_depth_od": float((lines.points.strength * lines.length_mm).sum()) / max(total, 1e-6),
    } | {f"{name}_length_mm": float(by_region[regions.index[name]]) for name in regions.judged}


def _findings(lines: Lines, concern: Concern, regions: Regions) -> tuple[Finding, ...]:
    """One finding a line, longest first."""
    names = {label: name for name, label in regions.index.items()}
    length, depth, excess = (
        lines.totals(lines.length_mm),
        lines.means(lines.points.strength),
        lines.means(lines.points.excess),
    )
    boxes = lines.boxes()
    found: list[Finding] = []
    for number in np.argsort(-length, kind="stable"):
        left, top, right, bottom = (float(v) for v in boxes[number])
        region = int(np.bincount(lines.region[lines.line == number]).argmax())
        found.append(
            Finding(
                concern=concern.name,
                type=_type(float(depth[number])),
                region=names[region],
                box=(left - 1, top - 1, right - left + 3, bottom - top + 3),
                confidence=_confidence(float(excess[number]), float(length[number])),
                size_mm=float(length[number]),
            )
        )
    return tuple(found)


def _type(depth_od: float) -> str:
    if depth_od >= DEEP_OD:
        return "line_deep"
    return "line_moderate" if depth_od >= MODERATE_OD else "line_fine"


def _confidence(excess: float, length_mm: float) -> float:
    """0.3 for a barely visible short line, near 1 for a clear long one."""
    return float(1 - 0.7 * np.exp(-(excess - 1) * length_mm / 10))


def _drawn(lines: Lines, mask: Mask) -> FloatMap:
    """Lines as soft strokes, the deeper the stronger."""
    drawn = np.zeros(mask.shape, np.float32)
    drawn[lines.points.row, lines.points.column] = np.clip(0.25 + 0.75 * lines.points.strength / MAP_FULL_OD, 0, 1)
    thick = cv2.dilate(drawn, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.blur(thick, (3, 3)) * mask, np.float32)
