"""Dark lines in a map: an oriented ridge filter at several widths, thinned and linked into lines."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.types import FloatMap, Mask

Values = NDArray[np.float32]
"""(n,) float32, one number a ridge point."""

Indices = NDArray[np.int64]
"""(n,) int64."""

Flags = NDArray[np.bool_]
"""(n,) bool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ridge:
    """The ridge filter's answer at one width.

    `strength` is the contrast of a dark line in the unit of the map; not above 0 where there is none. `(cos2, sin2)`
    points along twice the angle of the line's normal; its length is the contrast in any direction.
    """

    strength: FloatMap
    cos2: FloatMap
    sin2: FloatMap

    def enlarged(self, width: int, height: int) -> Ridge:
        """The same answer on a finer grid."""
        return Ridge(
            strength=np.asarray(cv2.resize(self.strength, (width, height)), np.float32),
            cos2=np.asarray(cv2.resize(self.cos2, (width, height)), np.float32),
            sin2=np.asarray(cv2.resize(self.sin2, (width, height)), np.float32),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RidgePoints:
    """Center pixels of dark lines, one entry a point.

    `normal_x` and `normal_y` are the unit normal of the line, `strength` its contrast, `excess` the contrast over the
    least one that counts at its width, and `width` the number of that width.
    """

    row: Indices
    column: Indices
    normal_x: Values
    normal_y: Values
    strength: Values
    excess: Values
    width: Indices

    def chosen(self, keep: Flags) -> RidgePoints:
        """The points where `keep` is true."""
        return RidgePoints(**{field.name: getattr(self, field.name)[keep] for field in fields(self)})

    def moved(self, *, rows: int, columns: int) -> RidgePoints:
        """The same points in a frame that begins earlier by so many rows and columns."""
        return replace(self, row=self.row + rows, column=self.column + columns)

    @property
    def length_px(self) -> Values:
        """Length of line that each point stands for: a slanting line has fewer points a millimeter."""
        return np.asarray(1 / np.maximum(np.abs(self.normal_x), np.abs(self.normal_y)), np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines as points: `line` numbers the line of each point from 0, `region` is the label it counts for."""

    points: RidgePoints
    line: Indices
    length_mm: Values
    region: NDArray[np.uint8]
    count: int

    def totals(self, values: Values) -> Values:
        """Sum over each line."""
        return np.bincount(self.line, weights=values, minlength=self.count).astype(np.float32)

    def means(self, values: Values) -> Values:
        """Mean over each line."""
        points = np.bincount(self.line, minlength=self.count)
        return np.asarray(self.totals(values) / np.maximum(points, 1), np.float32)

    def boxes(self) -> NDArray[np.int64]:
        """(count, 4) left, top, right and bottom point of each line."""
        order = np.argsort(self.line, kind="stable")
        starts = np.searchsorted(self.line[order], np.arange(self.count))
        column, row = self.points.column[order], self.points.row[order]
        if self.count == 0:
            return np.zeros((0, 4), np.int64)
        ends = [reduce.reduceat(v, starts) for reduce in (np.minimum, np.maximum) for v in (column, row)]
        return np.stack(ends, axis=1)

    def chosen(self, keep: Flags) -> Lines:
        """The lines where `keep`, one flag a line, is true; numbered anew."""
        kept = keep[self.line]
        number = np.cumsum(keep) - 1
        return Lines(
            points=self.points.chosen(kept),
            line=np.asarray(number[self.line[kept]], np.int64),
            length_mm=self.length_mm[kept],
            region=self.region[kept],
            count=int(keep.sum()),
        )


def filter_ridges(values: FloatMap, *, sigma_px: float) -> Ridge:
    """Answer of an oriented second-derivative filter to dark lines of about `2 * sigma_px` width.

    A dark line curves strongly across itself and hardly along itself; a dot curves both ways and is held down.

    Args:
        values: `(h, w)` float32, higher = darker.
        sigma_px: SD of the filter, pixels of the map.

    Returns:
        Maps of the same shape. A line whose profile is a Gaussian of SD `sigma_px` answers with its own contrast.

    Source: Lindeberg 1998, IJCV 30:117 (ridge strength), with the dot taken off; ours in that form.
    """
    smooth, slope, bend = _kernels(round(sigma_px, 3))
    xx = cv2.sepFilter2D(values, cv2.CV_32F, bend, smooth, borderType=cv2.BORDER_REPLICATE)
    yy = cv2.sepFilter2D(values, cv2.CV_32F, smooth, bend, borderType=cv2.BORDER_REPLICATE)
    xy = cv2.sepFilter2D(values, cv2.CV_32F, slope, -2 * slope, borderType=cv2.BORDER_REPLICATE)
    total = cv2.add(xx, yy)
    cos2 = cv2.subtract(xx, yy)
    swing = cv2.magnitude(cos2, xy)
    # It curves across the line by (total + swing) / 2, along it by (total - swing) / 2: the first less the size of the
    # second is the lesser of the two.
    strength = cv2.min(total, swing)
    return Ridge(strength=np.asarray(strength), cos2=np.asarray(cos2), sin2=np.asarray(xy))


def thin(ridges: list[Ridge], where: Mask, *, least: list[float]) -> RidgePoints:
    """The center pixels of all lines, at whichever width shows them best.

    Args:
        ridges: one answer a width, of one shape.
        where: pixels that may hold a line.
        least: the least strength that counts, one a width.

    Returns:
        Points whose excess is the largest across the line.
    """
    scaled = [ridge.strength * np.float32(1 / floor) for ridge, floor in zip(ridges, least, strict=True)]
    best = scaled[0].copy()
    for other in scaled[1:]:
        np.maximum(best, other, out=best)
    inner = np.zeros(where.shape, bool)
    inner[1:-1, 1:-1] = where[1:-1, 1:-1]
    row, column = np.divmod(np.flatnonzero(inner & (best > 1.0)), where.shape[1])
    excess = best[row, column]
    width = np.stack([one[row, column] for one in scaled]).argmax(axis=0)
    cos2, sin2 = (_picked([getattr(ridge, axis) for ridge in ridges], width, row, column) for axis in ("cos2", "sin2"))
    angle = np.arctan2(sin2, cos2) / 2
    normal_x, normal_y = np.cos(angle), np.sin(angle)
    points = RidgePoints(
        row=row,
        column=column,
        normal_x=normal_x,
        normal_y=normal_y,
        strength=excess * np.asarray(least, np.float32)[width],
        excess=excess,
        width=width,
    )
    # Compared along the row or the column that crosses the line: one point is left in each.
    level = np.abs(normal_x) < np.abs(normal_y)
    step_x, step_y = np.where(level, 0, 1), np.where(level, 1, 0)
    ahead, behind = best[row + step_y, column + step_x], best[row - step_y, column - step_x]
    return points.chosen((excess >= ahead) & (excess >= behind) & (excess > np.minimum(ahead, behind)))


def link(points: RidgePoints, shape: tuple[int, int], *, gap_px: int) -> Indices:
    """Number the lines: points that lie ahead of each other along the line belong together, parallel neighbors do not.

    Args:
        points: from `thin`.
        shape: of the map.
        gap_px: the widest gap that is bridged.

    Returns:
        `(n,)` int64, the line number of each point, from 0.
    """
    drawn = np.zeros(shape, np.uint8)
    bottom, right = shape[0] - 1, shape[1] - 1
    for step in range(-(gap_px // 2), gap_px - gap_px // 2 + 1):
        row = np.clip(np.rint(points.row - step * points.normal_x).astype(np.int64), 0, bottom)
        column = np.clip(np.rint(points.column + step * points.normal_y).astype(np.int64), 0, right)
        drawn[row, column] = 1
    _, labels = cv2.connectedComponents(drawn, connectivity=8, ltype=cv2.CV_32S)
    _, number = np.unique(labels[points.row, points.column], return_inverse=True)
    return np.asarray(number, np.int64)


def _picked(maps: list[FloatMap], width: Indices, row: Indices, column: Indices) -> Values:
    """Value of each point in the map of its own width."""
    return np.asarray(np.choose(width, [values[row, column] for values in maps]), np.float32)


@cache
def _kernels(sigma_px: float) -> tuple[Values, Values, Values]:
    """Gaussian, and its first and second derivatives, scaled so that a matched line answers with its contrast."""
    reach = max(2, round(3 * sigma_px))
    x = np.arange(-reach, reach + 1, dtype=np.float64)
    smooth = np.exp(-0.5 * (x / sigma_px) ** 2)
    smooth /= smooth.sum()
    gain = 8**0.25 * sigma_px  # squared for the second derivative: the matched line's answer is 1 / sqrt(8)
    slope = -x / sigma_px**2 * smooth * gain
    bend = (x**2 / sigma_px**4 - 1 / sigma_px**2) * smooth
    bend -= smooth * bend.sum()  # a flat map answers 0, cut-off tails or not
    bend *= -(gain**2)
    return smooth.astype(np.float32), slope.astype(np.float32), bend.astype(np.float32)
