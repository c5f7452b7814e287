"""Folds too narrow for the head's mesh, drawn as relief on the sheet: those of everybody and those of slack skin."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.face.atlas import ATLAS_MM_PER_PX, atlas_points
from skincast.twin.head.sag import slackness
from skincast.twin.person import Condition, Traits, stream
from skincast.twin.sheet import Canvas
from skincast.types import FloatMap

COARSE_MM = 1.0
"""Folds are drawn at this scale at the finest and enlarged."""
TROUGH_MM, FOLD_MM = 0.5, 0.3
"""Depth of the groove below the eye and of the one beside the nose that taut skin has, too (ours)."""

NASOLABIAL = ((129, 203, 206, 216, 212), (358, 423, 426, 436, 432))
MARIONETTE = ((61, 43, 204, 211), (291, 273, 424, 431))
ALAR = ((198, 209, 129, 98), (420, 429, 358, 327))
PHILTRUM = (2, 164, 0)
CHIN_CREASE = (182, 18, 406)
TROUGHS = ((245, 233, 232, 231, 230), (465, 453, 452, 451, 450))


def sag_relief(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Add the creases of every face and the folds of slack skin to the relief of a sheet.

    Args:
        canvas: drawn on in place: `sheet.height_mm`, and the amount `sag_mm`, the depth of nasolabial and marionette
            folds.
        traits: who; folds differ between people and sides and grow with age.
        condition: severity of `firmness`.

    Source: ours, untested.
    """
    random = stream(traits.seed, "folds")
    slack = slackness(traits, condition)
    own = np.exp(random.normal(0, 0.25, 6))
    folds = np.zeros(_coarse_shape(canvas), np.float32)
    step = canvas.sheet.mm_per_px * canvas.sheet.shape[1] / folds.shape[1]
    for side in (0, 1):
        depth = (FOLD_MM + 2.4 * slack) * own[side]
        folds += _hanging(folds.shape, step, NASOLABIAL[side], depth_mm=depth, width_mm=1.9 + 0.6 * slack)
        depth = 1.8 * max(slack - 0.1, 0) * own[2 + side]
        folds += _hanging(folds.shape, step, MARIONETTE[side], depth_mm=depth, width_mm=1.9 + 0.6 * slack)
    creases = _everybodys(folds.shape, step, own)
    _add(canvas, canvas.sheet.height_mm, folds + creases)
    _add(canvas, canvas.amount("sag_mm"), np.maximum(-folds, 0))


def _everybodys(shape: tuple[int, int], step: float, own: NDArray[np.float64]) -> FloatMap:
    """Around the wings of the nose, below the eyes, the groove of the lip, below the lip."""
    creases: list[tuple[tuple[int, ...], float, float, float]] = [(row, 0.5, 1.1, 0.2) for row in ALAR]
    creases += [(PHILTRUM, 0.5 * float(own[4]), 2.0, 0.3), (CHIN_CREASE, 0.5 * float(own[5]), 2.5, 0.0)]
    creases += [(row, TROUGH_MM * float(own[2 + side]), 2.0, 0.3) for side, row in enumerate(TROUGHS)]
    total = np.zeros(shape, np.float32)
    for marks, depth, width, roll in creases:
        total += _fold(shape, step, marks, depth_mm=depth, width_mm=width, roll_mm=roll)
    return total


def _fold(
    shape: tuple[int, int], step: float, marks: tuple[int, ...], *, depth_mm: float, width_mm: float, roll_mm: float
) -> FloatMap:
    """A valley along landmarks with a soft roll on both sides; it runs out at both ends."""
    away, strength = _course(shape, step, marks)
    off = np.abs(away) / width_mm
    valley = np.exp(-0.5 * off**2) - roll_mm * np.exp(-0.5 * ((off - 3.5) / 1.8) ** 2) * 0.5
    return np.asarray(cv2.GaussianBlur(-depth_mm * strength * valley, (0, 0), 0.6 / step), np.float32)


def _hanging(
    shape: tuple[int, int], step: float, marks: tuple[int, ...], *, depth_mm: float, width_mm: float
) -> FloatMap:
    """The cheek's soft weight over the lip: it swells outside, falls quickly, and the lip's side rises slowly."""
    if depth_mm <= 0:
        return np.zeros(shape, np.float32)
    away, strength = _course(shape, step, marks)
    wide = np.where(away > 0, 1.1, 2.6) * width_mm
    valley = np.exp(-0.5 * (away / wide) ** 2)
    over = np.clip(away / (2.5 * width_mm), 0, 1)
    swell = np.exp(-0.5 * ((away - 3.2 * width_mm) / (2.0 * width_mm)) ** 2) * over * over * (3 - 2 * over)
    relief = depth_mm * strength * (0.55 * swell - 0.6 * valley)
    return np.asarray(cv2.GaussianBlur(relief.astype(np.float32), (0, 0), 1.0 / step), np.float32)


def _course(shape: tuple[int, int], step: float, marks: tuple[int, ...]) -> tuple[FloatMap, FloatMap]:
    """Millimeters from a line through landmarks, positive on the side away from the nose, and its strength there."""
    path = _smooth_path((atlas_points()[list(marks), :2] + 0.5) * ATLAS_MM_PER_PX)
    pixels = path / step - 0.5
    line = np.full(shape, 255, np.uint8)
    cv2.polylines(line, [np.rint(pixels * 16).astype(np.int32)], isClosed=False, color=0, shift=4)
    distance, nearest = cv2.distanceTransformWithLabels(line, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    rows, columns = np.nonzero(line == 0)
    at = ((columns[:, None] - pixels[:, 0]) ** 2 + (rows[:, None] - pixels[:, 1]) ** 2).argmin(axis=1)
    labels = nearest[rows, columns]
    table = np.zeros((int(nearest.max()) + 1, 5), np.float32)
    fade = np.sin(np.linspace(0, np.pi, len(path))) ** 1.3
    way = np.gradient(pixels, axis=0) * np.sign(pixels[-1, 1] - pixels[0, 1])
    table[labels] = np.column_stack([fade[at], way[at], columns, rows])
    strength, along_x, along_y, x, y = np.moveaxis(table[nearest], -1, 0)
    grid_y, grid_x = np.indices(shape, np.float32)
    across = along_x * (grid_y - y) - along_y * (grid_x - x)
    outward = np.sign(pixels[:, 0].mean() - shape[1] / 2) * -1
    return np.asarray(distance * step * np.where(across * outward >= 0, 1, -1), np.float32), strength


def _smooth_path(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    """Round the corners of a polyline."""
    points = corners.astype(np.float32)
    for _ in range(3):
        cut = np.stack([0.75 * points[:-1] + 0.25 * points[1:], 0.25 * points[:-1] + 0.75 * points[1:]], axis=1)
        points = np.concatenate([points[:1], cut.reshape(-1, 2), points[-1:]])
    return points


def _coarse_shape(canvas: Canvas) -> tuple[int, int]:
    height, width = canvas.sheet.shape
    shrink = max(1.0, COARSE_MM / canvas.sheet.mm_per_px / 2)
    return round(height / shrink), round(width / shrink)


def _add(canvas: Canvas, target: FloatMap, relief: FloatMap) -> None:
    height, width = canvas.sheet.shape
    target += cv2.resize(relief, (width, height), interpolation=cv2.INTER_CUBIC)
