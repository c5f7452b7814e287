"""Lines and folds: where they run, how long and how deep."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from skincast.catalog import Concern
from skincast.measure.line_direction import Normals, alignment, expected_normals, region_of
from skincast.measure.region import Regions, judge_regions, not_judged, too_coarse
from skincast.measure.ridges import Flags, Lines, Ridge, RidgePoints, Values, filter_ridges, link, thin
from skincast.types import Finding, FloatMap, Mask, Measurement, Skin

LINE_SIGMAS_MM = (0.45, 0.9)
"""Half widths of lines, sought in the fine detail."""
FOLD_SIGMA_MM = 2.0
"""Half width of folds, sought in the shading, at half the color level."""
FOLD = 2
"""Number of that width."""
SPREAD_FACTOR = (1.8, 1.8, 2.3)
"""A line point is stronger than this many middle answers of the filter on the whole face, so that rough or noisy skin does
not turn into lines ..."""
LEAST_OD = (0.03, 0.03, 0.04)
HIGHEST_OD = (0.08, 0.09, 0.13)
"""... within these bounds: a very lined face must not hide its own lines."""
SURE = 1.7
"""The strongest point of a line exceeds the least strength by this."""
GAP_MM = 1.4
COHERENCE_MM = 8.0
MIN_STRAIGHT = 0.55
"""Distance between the ends over length: texture links into curls."""
MIN_ALIGNMENT = 0.30
"""Cosine of twice the angle to the direction in which the region wrinkles: 36 degrees off."""
MIN_TWO_SIDED = 0.30
"""Share of the mean contrast that the shallower flank has: the edge of a shadow or of a patch has one flank only."""
TOO_DARK_OD = 2.0
"""Frames of glasses and strands of hair are darker than any fold."""
MODERATE_OD = 0.12
DEEP_OD = 0.25
DEPTH_UNIT_OD = 0.10
MAX_DEPTH_WEIGHT = 4.0
MAP_FULL_OD = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a line must show in one region.

    `coherence` is the share of all lines nearby that run as the region wrinkles (hair and stubble run every way, so 0.4);
    `border_mm` keeps away from brows, lashes, hair and the lip's edge, which draw lines along the border of the skin.
    """

    length_mm: float = 6.0
    coherence: float = 0.6
    border_mm: float = 2.0


LIMITS = {
    "forehead": Limits(border_mm=3.2),
    "glabella": Limits(length_mm=5.0, coherence=0.4, border_mm=1.6),
    "crows_feet": Limits(length_mm=4.0, coherence=0.4, border_mm=1.6),
    "under_eye": Limits(coherence=0.5, border_mm=2.6),
    "nasolabial": Limits(length_mm=8.0, coherence=0.5),
    "perioral": Limits(length_mm=5.0, coherence=0.5),
    "patch": Limits(length_mm=8.0, coherence=0.0),
}


def measure(skin: Skin, concern: Concern, unjudged: frozenset[str]) -> Measurement:
    """Measure lines and folds by length and depth.

    Args:
        skin: the clean skin.
        concern: the row `wrinkles` of the catalog.
        unjudged: regions that the quality room ruled out.

    Returns:
        `burden` is the line load: length times depth weight (1 at 0.1 optical density), summed over all line points, in mm
        per square centimeter of judged skin.

    Source: ours; figures in `docs/accuracy.md`.
    """
    if too_coarse(skin, concern):
        return not_judged(skin, concern, because="low_resolution")
    regions = judge_regions(skin, concern, unjudged)
    if not regions.judged:
        return not_judged(skin, concern, because="occluded")
    lines = find_lines(skin, regions)
    load = _load(lines, regions)
    return Measurement(
        concern=concern.name,
        raw=_raw(lines, regions),
        burden=regions.weighted(load),
        regions=regions.spread(load),
        map=_drawn(lines, skin.mask),
        findings=_findings(lines, concern, regions),
    )


def find_lines(skin: Skin, regions: Regions) -> Lines:
    """All lines and folds in the judged regions.

    Args:
        skin: the clean skin.
        regions: where to look.

    Returns:
        Lines that run as their region wrinkles, long and straight enough, darker than the skin on both sides.
    """
    scale = skin.crop.color_mm_per_px
    size = (skin.mask.shape[1], skin.mask.shape[0])
    detail = np.asarray(cv2.resize(skin.detail, size, interpolation=cv2.INTER_AREA), np.float32)
    top, bottom = _rows(regions, reach_px=round(4 * FOLD_SIGMA_MM / scale))
    ridges = _filter(detail[top:bottom], skin.shading[top:bottom], scale)
    least = [_least(ridge, skin.mask[top:bottom], number) for number, ridge in enumerate(ridges)]
    where = _allowed(skin, regions)[top:bottom]
    points = thin(ridges, where, least=least).moved(rows=top, columns=0)
    region = region_of(points, regions, mm_per_px=scale)
    expected = expected_normals(points, region, regions, mm_per_px=scale)
    along = alignment(points, expected) > MIN_ALIGNMENT
    coherence = _coherence(points, along, skin.mask.shape, reach_px=round(COHERENCE_MM / scale) | 1)[along]
    points, region, expected = points.chosen(along), region[along], expected[along]
    line = link(points, skin.mask.shape, gap_px=round(GAP_MM / scale))
    count = int(line.max(initial=-1)) + 1
    lines = Lines(points=points, line=line, length_mm=points.length_px * scale, region=region, count=count)
    flanks = _flanks(points, expected, detail, skin.shading, scale)
    return lines.chosen(_is_line(lines, flanks, coherence, regions, mm_per_px=scale))


def _rows(regions: Regions, *, reach_px: int) -> tuple[int, int]:
    """First and last row that can matter, even numbers: the half level begins on the same pixel."""
    rows = np.flatnonzero(regions.labels.any(axis=1))
    top, bottom = int(rows[0]) - reach_px, int(rows[-1]) + 1 + reach_px
    height = regions.labels.shape[0]
    return max(0, top) // 2 * 2, min(height, bottom)


def _filter(detail: FloatMap, shading: FloatMap, mm_per_px: float) -> list[Ridge]:
    """Fine lines, lines and folds, on one grid."""
    ridges = [filter_ridges(detail, sigma_px=sigma / mm_per_px) for sigma in LINE_SIGMAS_MM]
    height, width = shading.shape
    half = np.asarray(cv2.resize(shading, (width // 2, height // 2), interpolation=cv2.INTER_AREA), np.float32)
    fold = filter_ridges(half, sigma_px=FOLD_SIGMA_MM / mm_per_px / 2)
    return [*ridges, fold.enlarged(width, height)]


def _least(ridge: Ridge, mask: Mask, number: int) -> float:
    """Least strength that counts at one width, from the filter's middle answer on this face."""
    answers = ridge.strength[::3, ::3][mask[::3, ::3]]
    positive = answers[answers > 0]
    middle = float(np.median(positive)) if positive.size else 0.0
    return float(np.clip(SPREAD_FACTOR[number] * middle, LEAST_OD[number], HIGHEST_OD[number]))


def _allowed(skin: Skin, regions: Regions) -> Mask:
    """Judged pixels far enough from where the skin ends; blown pixels inside the skin are no end."""
    distance = cv2.distanceTransform(skin.outline.astype(np.uint8), cv2.DIST_L2, 3)
    border = np.full(256, np.inf, np.float32)
    for name in regions.judged:
        border[regions.index[name]] = _limits_of(name).border_mm / skin.crop.color_mm_per_px
    return np.asarray(distance > border[regions.labels])


def _limits_of(name: str) -> Limits:
    return LIMITS[name.removesuffix("_right").removesuffix("_left")]


def _coherence(points: RidgePoints, along: Flags, shape: tuple[int, ...], *, reach_px: int) -> Values:
    """Share of the lines near each point that run as the region wrinkles, weighted by how clear they are."""
    drawn = np.zeros((shape[0], shape[1], 2), np.float32)
    drawn[points.row, points.column, 0] = along * points.excess
    drawn[points.row, points.column, 1] = points.excess
    near = cv2.blur(drawn, (reach_px, reach_px), borderType=cv2.BORDER_CONSTANT)[points.row, points.column]
    return np.asarray(near[:, 0] / np.maximum(near[:, 1], 1e-6), np.float32)


def _flanks(
    points: RidgePoints, expected: Normals, detail: FloatMap, shading: FloatMap, mm_per_px: float
) -> tuple[Values, Values]:
    """How much darker each point is than the skin on either side of its line, always the same side first."""
    reach = 2 * np.array([*LINE_SIGMAS_MM, FOLD_SIGMA_MM], np.float32)[points.width] / mm_per_px
    side = np.where(points.normal_x * expected[:, 0] + points.normal_y * expected[:, 1] < 0, -reach, reach)
    height, width = detail.shape
    seen: list[Values] = []
    for step in (-side, 0 * side, side):
        row = np.clip(np.rint(points.row + step * points.normal_y).astype(np.int64), 0, height - 1)
        column = np.clip(np.rint(points.column + step * points.normal_x).astype(np.int64), 0, width - 1)
        seen.append(np.where(points.width == FOLD, shading[row, column], detail[row, column]))
    return seen[1] - seen[0], seen[1] - seen[2]


def _is_line(
    lines: Lines, flanks: tuple[Values, Values], coherence: Values, regions: Regions, *, mm_per_px: float
) -> Flags:
    """One flag a line: long, straight, two-sided, clear, not too dark, and not one hair among many."""
    least_length, least_coherence = np.full(256, np.inf, np.float32), np.full(256, np.inf, np.float32)
    for name in regions.judged:
        least_length[regions.index[name]] = _limits_of(name).length_mm
        least_coherence[regions.index[name]] = _limits_of(name).coherence
    boxes = lines.boxes()
    reach = np.hypot(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) * mm_per_px
    first, second = lines.means(flanks[0]), lines.means(flanks[1])
    clearest = np.zeros(lines.count, np.float32)
    np.maximum.at(clearest, lines.line, lines.points.excess)
    return np.asarray(
        (reach >= lines.means(least_length[lines.region]))
        & (reach >= MIN_STRAIGHT * lines.totals(lines.length_mm))
        & (2 * np.minimum(first, second) >= MIN_TWO_SIDED * (first + second))
        & (clearest >= SURE)
        & (lines.means(lines.points.strength) < TOO_DARK_OD)
        & (lines.means(coherence) >= lines.means(least_coherence[lines.region]))
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
    length, depth, excess = (lines.totals(lines.length_mm), lines.means(lines.points.strength), lines.means(lines.points.excess))
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
