"""Skin -> lines and folds: filtered, thinned, linked, and rid of what only looks like a line."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from skincast.measure.line_direction import Normals, alignment, expected_normals, region_of
from skincast.measure.region import Regions
from skincast.measure.ridges import Flags, Lines, Ridge, RidgePoints, Values, filter_ridges, link, thin
from skincast.types import FloatMap, Mask, Skin

LINE_SIGMAS_MM = (0.45, 0.9)
"""Half widths of lines, sought in the fine detail."""
FOLD_SIGMA_MM = 2.0
"""Half width of folds, sought in the shading, at half the color level."""
FOLD = 2
"""Number of that width."""
SPREAD_FACTOR = (1.8, 1.8, 2.3)
"""A line point is stronger than this many middle answers of the filter on the whole face, so that rough or noisy skin
does not turn into lines ..."""
LEAST_OD = (0.03, 0.03, 0.04)
HIGHEST_OD = (0.08, 0.09, 0.13)
"""... within these bounds: a very lined face must not hide its own lines."""
LEAST_IN_NOISE = 2.0
"""Nor is a line point weaker than this many SDs of the pixel noise."""
SURE = 1.7
"""The strongest point of a line exceeds the least strength by this."""
GAP_MM = 1.4
COHERENCE_MM = 8.0
COHERENCE_CELLS = 5
MIN_STRAIGHT = 0.55
"""Distance between the ends over length: texture links into curls."""
MIN_ALIGNMENT = 0.30
"""Cosine of twice the angle to the direction in which the region wrinkles: 36 degrees off."""
MIN_TWO_SIDED = 0.30
"""Share of the mean contrast that the shallower flank has: the edge of a shadow or of a patch has one flank only."""
TOO_DARK_OD = 2.0
"""Frames of glasses and strands of hair are darker than any fold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a line must show in one region.

    `coherence` is the share of all lines nearby that run as the region wrinkles (hair and stubble run every way, so
    0.4); `border_mm` keeps away from brows, lashes, hair and the lip's edge, which draw lines along the skin's border.
    """

    length_mm: float = 6.0
    coherence: float = 0.6
    border_mm: float = 2.0


LIP = "perioral"
CHEEKS = ("cheek_right", "cheek_left")
BEARD_ROWS = 4
BEARD_OD = 0.2
BEARD_OVER_CHEEK = 1.45
"""Around the lips, the fine filter's middle answer, whatever its direction, in a beard."""

LIMITS = {
    "forehead": Limits(border_mm=3.2),
    "glabella": Limits(length_mm=5.0, coherence=0.4, border_mm=1.6),
    "crows_feet": Limits(length_mm=4.0, coherence=0.4, border_mm=1.6),
    "under_eye": Limits(coherence=0.5, border_mm=2.6),
    "nasolabial": Limits(length_mm=8.0, coherence=0.5),
    "perioral": Limits(length_mm=5.0, coherence=0.5),
    "patch": Limits(length_mm=8.0, coherence=0.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the filters saw: `detail` at color level, and the `ridges` of its `rows`, one answer a width."""

    detail: FloatMap
    rows: slice
    ridges: list[Ridge]


def look(skin: Skin, regions: Regions) -> Look:
    """Filter the rows of the judged regions for fine lines, lines and folds.

    Args:
        skin: the clean skin.
        regions: where lines may be.

    Returns:
        The answers, all on the color level's grid.
    """
    scale = skin.crop.color_mm_per_px
    size = (skin.mask.shape[1], skin.mask.shape[0])
    detail = np.asarray(cv2.resize(skin.detail, size, interpolation=cv2.INTER_AREA), np.float32)
    rows = _rows(regions, reach_px=round(4 * FOLD_SIGMA_MM / scale))
    return Look(detail=detail, rows=rows, ridges=_filter(detail[rows], skin.shading[rows], scale))


def find_lines(skin: Skin, regions: Regions, seen: Look) -> Lines:
    """All lines and folds in the judged regions.

    Args:
        skin: the clean skin.
        regions: where to look.
        seen: from `look`.

    Returns:
        Lines that run as their region wrinkles, long and straight enough, darker than the skin on both sides.
    """
    scale = skin.crop.color_mm_per_px
    mask = skin.mask[seen.rows]
    least = [_least(ridge, mask, number, noise_od=skin.noise_od) for number, ridge in enumerate(seen.ridges)]
    points = thin(seen.ridges, _allowed(skin, regions)[seen.rows], least=least).moved(rows=seen.rows.start, columns=0)
    region = region_of(points, regions, mm_per_px=scale)
    expected = expected_normals(points, region, regions, mm_per_px=scale)
    along = alignment(points, expected) > MIN_ALIGNMENT
    coherence = _coherence(points, along, skin.mask.shape, reach_px=round(COHERENCE_MM / scale))[along]
    points, region, expected = points.chosen(along), region[along], expected[along]
    line = link(points, skin.mask.shape, gap_px=round(GAP_MM / scale))
    count = int(line.max(initial=-1)) + 1
    lines = Lines(points=points, line=line, length_mm=points.length_px * scale, region=region, count=count)
    flanks = _flanks(points, expected, seen.detail, skin.shading, scale)
    return lines.chosen(_is_line(lines, flanks, coherence, regions, mm_per_px=scale))


def without_beard(regions: Regions, seen: Look, skin: Skin) -> Regions:
    """Leave out the skin around the lips where a beard covers it: its hairs run as the lines there do.

    Args:
        regions: the judged regions.
        seen: from `look`.
        skin: the clean skin.

    Source: ours; the limits from train faces with and without a moustache.
    """
    names = skin.crop.region_names
    if LIP not in regions.judged:
        return regions
    fine = seen.ridges[0]
    labels = regions.labels[seen.rows][::BEARD_ROWS]
    cheeks = np.isin(skin.crop.regions[seen.rows][::BEARD_ROWS], [names.index(name) for name in CHEEKS])
    rough = cv2.magnitude(fine.cos2[::BEARD_ROWS], fine.sin2[::BEARD_ROWS])
    around, beside = rough[labels == regions.index[LIP]], rough[cheeks & skin.mask[seen.rows][::BEARD_ROWS]]
    if around.size == 0 or beside.size == 0:
        return regions
    roughness = float(np.median(around))
    if roughness < BEARD_OD or roughness < BEARD_OVER_CHEEK * float(np.median(beside)):
        return regions
    return regions.without({LIP})


def _rows(regions: Regions, *, reach_px: int) -> slice:
    """The rows that can matter, from an even one: the half level begins on the same pixel."""
    rows = np.flatnonzero(regions.labels.any(axis=1))
    top, bottom = int(rows[0]) - reach_px, int(rows[-1]) + 1 + reach_px
    height = regions.labels.shape[0]
    return slice(max(0, top) // 2 * 2, min(height, bottom))


def _filter(detail: FloatMap, shading: FloatMap, mm_per_px: float) -> list[Ridge]:
    """Fine lines, lines and folds, on one grid."""
    ridges = [filter_ridges(detail, sigma_px=sigma / mm_per_px) for sigma in LINE_SIGMAS_MM]
    height, width = shading.shape
    half = np.asarray(cv2.resize(shading, (width // 2, height // 2), interpolation=cv2.INTER_AREA), np.float32)
    fold = filter_ridges(half, sigma_px=FOLD_SIGMA_MM / mm_per_px / 2)
    return [*ridges, fold.enlarged(width, height)]


def _least(ridge: Ridge, mask: Mask, number: int, *, noise_od: float) -> float:
    """Least strength that counts at one width, from the filter's middle answer on this face."""
    answers = ridge.strength[::9][mask[::9]]  # whole rows: a mirrored face has the same ones
    positive = answers[answers > 0]
    middle = float(np.median(positive)) if positive.size else 0.0
    own = float(np.clip(SPREAD_FACTOR[number] * middle, LEAST_OD[number], HIGHEST_OD[number]))
    return max(own, LEAST_IN_NOISE * noise_od)


def _allowed(skin: Skin, regions: Regions) -> Mask:
    """Judged pixels far enough from where the skin ends; blown pixels inside the skin are no end."""
    border = np.full(256, np.inf, np.float32)
    for name in regions.judged:
        border[regions.index[name]] = _limits_of(name).border_mm
    return np.asarray(cv2.compare(skin.depth_mm, cv2.LUT(regions.labels, border), cv2.CMP_GT).view(np.bool_))


def _limits_of(name: str) -> Limits:
    return LIMITS[name.removesuffix("_right").removesuffix("_left")]


def _coherence(points: RidgePoints, along: Flags, shape: tuple[int, ...], *, reach_px: int) -> Values:
    """Share of the lines near each point that run as the region wrinkles, weighted by how clear they are."""
    cell = max(1, reach_px // COHERENCE_CELLS)
    rows, columns = shape[0] // cell + 1, 2 * (shape[1] // (2 * cell) + 1)
    # Counted from the middle line, so that a mirrored face has mirrored cells.
    across = np.floor((points.column - (shape[1] - 1) / 2) / cell).astype(np.int64) + columns // 2
    place = points.row // cell * columns + across
    near: list[Values] = []
    for weight in (along * points.excess, points.excess):
        cells = np.bincount(place, weights=weight, minlength=rows * columns).astype(np.float32).reshape(rows, columns)
        side = (COHERENCE_CELLS, COHERENCE_CELLS)
        near.append(cv2.blur(cells, side, borderType=cv2.BORDER_CONSTANT).ravel()[place])
    return np.asarray(near[0] / np.maximum(near[1], 1e-6), np.float32)


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
