"""Which way skin folds."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from skincast.twin.feature.relief.line import Line, tangents
from skincast.twin.sheet import SHEET_HEIGHT_MM, SHEET_WIDTH_MM
from skincast.types import FloatMap

GRAIN_MM = 4.0


def grain_direction(lines: Sequence[Line]) -> FloatMap:
    """Which way the skin folds at each place, from the lines around it.

    Returns:
        (56, 64, 2) float32 on a grid of `GRAIN_MM`: cosine and sine of twice the angle.
    """
    rows, columns = round(SHEET_HEIGHT_MM / GRAIN_MM), round(SHEET_WIDTH_MM / GRAIN_MM)
    place = np.concatenate([line.path_mm for line in lines])
    weight = np.concatenate([np.full(len(line.path_mm), line.depth_mm) for line in lines])
    direction = np.concatenate([tangents(line.path_mm) for line in lines])
    column, row = np.clip((place.T / GRAIN_MM).astype(int), 0, np.array([[columns - 1], [rows - 1]]))
    cosine, sine = direction.T
    turns = (cosine**2 - sine**2, 2 * cosine * sine)
    sums = [np.bincount(row * columns + column, turn * weight, rows * columns) for turn in turns]
    field = np.stack(sums, axis=-1).reshape(rows, columns, 2).astype(np.float32)
    # Where no line is near, skin folds level, as on the forehead.
    field[..., 0] += 1e-4
    wide = cv2.GaussianBlur(field, (0, 0), 5.0) + 1.5 * cv2.GaussianBlur(field, (0, 0), 1.5)
    return np.asarray(wide / np.maximum(np.hypot(wide[..., 0], wide[..., 1]), 1e-9)[..., None], np.float32)
