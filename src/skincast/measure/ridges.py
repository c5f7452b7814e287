"""Dark lines in a map: an oriented ridge filter at several widths, thinned and linked into lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.types import FloatMap, Mask

Values = NDArray[np.float32]
"""(n,) float32, one number a ridge point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ridge:
    """The ridge filter's answer at one width, or the strongest of several.

    `strength` is the contrast of a dark line in the unit of the map; 0 where there is none. `cos2` and `sin2` are the cosine
    and sine of twice the angle of the line's *normal*, times `strength` plus the contrast along the line.
    """

    strength: FloatMap
    cos2: FloatMap
    sin2: FloatMap


@dataclass(frozen=True, slots=True, kw_only=True)
class RidgePoints:
    """Center pixels of dark lines.

    `row` and `column` are `(n,)` int, `normal_x` and `normal_y` the unit normal of the line, `strength` its contrast.
    """

    row: NDArray[np.int64]
    column: NDArray[np.int64]
    normal_x: Values
    normal_y: Values
    strength: Values

    def chosen(self, keep: NDArray[np.bool_]) -> RidgePoints:
        """The points where `keep` is true."""
        return RidgePoints(
            row=self.row[keep],
            column=self.column[keep],
            normal_x=self.normal_x[keep],
            normal_y=self.normal_y[keep],
            strength=self.strength[keep],
        )

    @property
    def length_px(self) -> Values:
        """Length of line that each point stands for: a slanting line has fewer points a millimeter."""
        return np.asarray(1 / np.maximum(np.abs(self.normal_x), np.abs(self.normal_y)), np.float32)


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
    xy = cv2.sepFilter2D(values, cv2.CV_32F, slope, -slope, borderType=cv2.BORDER_REPLICATE)
    mean = cv2.addWeighted(xx, 0.5, yy, 0.5, 0)
    cos2 = cv2.addWeighted(xx, 0.5, yy, -0.5, 0)
    anisotropy = cv2.magnitude(cos2, xy)
    # Across the line: mean + anisotropy. Along it: mean - anisotropy; what curves along the line is no line.
    along = cv2.absdiff(mean, anisotropy)
    strength = cv2.subtract(cv2.add(mean, anisotropy), along)
    return Ridge(strength=cv2.max(strength, 0.0), cos2=cos2, sin2=xy)


def strongest(ridges: list[Ridge]) -> tuple[Ridge, NDArray[np.uint8]]:
    """Pixel by pixel the strongest of several widths.

    Returns:
        The ridge, and `(h, w)` uint8: the number of the width that won.
    """
    best = ridges[0]
    strength, cos2, sin2 = best.strength.copy(), best.cos2.copy(), best.sin2.copy()
    winner = np.zeros(strength.shape, np.uint8)
    for number, ridge in enumerate(ridges[1:], start=1):
        wins = cv2.compare(ridge.strength, strength, cv2.CMP_GT)
        cv2.copyTo(ridge.strength, wins, strength)
        cv2.copyTo(ridge.cos2, wins, cos2)
        cv2.copyTo(ridge.sin2, wins, sin2)
        winner[wins > 0] = number
    return Ridge(strength=strength, cos2=cos2, sin2=sin2), winner


def thin(ridge: Ridge, where: Mask, *, at_least: float) -> RidgePoints:
    """The center pixels of all lines stronger than `at_least`.

    Args:
        ridge: from `filter_ridges` or `strongest`.
        where: pixels that may hold a line.
        at_least: least strength.

    Returns:
        Points whose strength is the largest across the line.
    """
    inner = np.zeros(where.shape, bool)
    inner[1:-1, 1:-1] = where[1:-1, 1:-1]
    row, column = np.nonzero(inner & (ridge.strength > at_least))
    strength = ridge.strength[row, column]
    normal_x, normal_y = _half_angle(ridge.cos2[row, column], ridge.sin2[row, column])
    step_x, step_y = np.rint(normal_x).astype(np.int64), np.rint(normal_y).astype(np.int64)
    ahead = ridge.strength[row + step_y, column + step_x]
    behind = ridge.strength[row - step_y, column - step_x]
    peak = (strength >= ahead) & (strength >= behind) & (strength > np.minimum(ahead, behind))
    points = RidgePoints(row=row, column=column, normal_x=normal_x, normal_y=normal_y, strength=strength)
    return points.chosen(peak)


def link(points: RidgePoints, shape: tuple[int, int], *, gap_px: int) -> NDArray[np.int32]:
    """Number the lines: points that lie ahead of each other along the line belong together, parallel neighbors do not.

    Args:
        points: from `thin`.
        shape: of the map.
        gap_px: the widest gap that is bridged.

    Returns:
        `(n,)` int32, the line number of each point, from 0.
    """
    drawn = np.zeros(shape, np.uint8)
    bottom, right = shape[0] - 1, shape[1] - 1
    for step in range(-(gap_px // 2), gap_px - gap_px // 2 + 1):
        row = np.clip(np.rint(points.row - step * points.normal_x).astype(np.int64), 0, bottom)
        column = np.clip(np.rint(points.column + step * points.normal_y).astype(np.int64), 0, right)
        drawn[row, column] = 1
    _, labels = cv2.connectedComponents(drawn, connectivity=8, ltype=cv2.CV_32S)
    _, number = np.unique(labels[points.row, points.column], return_inverse=True)
    return np.asarray(number, np.int32)


def _half_angle(cos2: Values, sin2: Values) -> tuple[Values, Values]:
    """Unit normal from the doubled angle; it points right, or down where it is vertical."""
    angle = np.arctan2(sin2, cos2) / 2
    return np.cos(angle), np.sin(angle)


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
