"""The mesh of hair-thin lines of aged or thirsty skin: along the wrinkles of its place, and across them."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from skincast.twin.feature.relief.line import Line, tangents
from skincast.twin.feature.relief.tiles import LANES, TILE_MM, crepe_tile, folded, laid_out
from skincast.twin.person import stream
from skincast.twin.sheet import SHEET_HEIGHT_MM, SHEET_WIDTH_MM
from skincast.types import FloatMap

GRAIN_MM = 4.0


def grain_direction(lines: Sequence[Line]) -> FloatMap:
    """Which way the skin folds at each place, from the lines around it.

    Returns:
        (56, 64, 2) float32 on a grid of `GRAIN_MM`: cosine and sine of twice the angle.
    """
    rows, columns = round(SHEET_HEIGHT_MM / GRAIN_MM), round(SHEET_WIDTH_MM / GRAIN_MM)
    field = np.zeros((rows, columns, 2), np.float32)
    # Where no line is near, skin folds level, as on the forehead.
    field[..., 0] = 1e-4
    for line in lines:
        column, row = (line.path_mm.T / GRAIN_MM).astype(int)
        angle = 2 * np.arctan2(*tangents(line.path_mm).T[::-1])
        inside = (column >= 0) & (row >= 0) & (column < columns) & (row < rows)
        turn = np.stack([np.cos(angle), np.sin(angle)], axis=1)[inside] * line.depth_mm
        np.add.at(field, (row[inside], column[inside]), turn)
    wide = cv2.GaussianBlur(field, (0, 0), 5.0) + 1.5 * cv2.GaussianBlur(field, (0, 0), 1.5)
    return np.asarray(wide / np.maximum(np.hypot(wide[..., 0], wide[..., 1]), 1e-9)[..., None], np.float32)


def crepe(seed: int, name: str, grain: FloatMap, shape: tuple[int, int]) -> FloatMap:
    """The mesh of fine lines that a person has everywhere, 0-1, to be scaled by how much of it shows.

    Args:
        seed: the person's.
        name: purpose of the stream; the same name gives the same lines.
        grain: from `grain_direction`.
        shape: (height, width) of the sheet.

    Source: ours, untested; textures of fixed directions mixed by the local one.
    """
    random = stream(seed, name)
    mm_per_px = SHEET_WIDTH_MM / shape[1]
    lane = np.arctan2(grain[..., 1], grain[..., 0]) / (2 * np.pi) * LANES % LANES
    mesh = np.zeros(shape, np.float32)
    corner = random.integers(0, 2**31)
    for index in range(LANES):
        apart = np.abs((lane - index + LANES / 2) % LANES - LANES / 2)
        share = cv2.resize(np.maximum(1 - apart, 0).astype(np.float32), shape[::-1], interpolation=cv2.INTER_LINEAR)
        tile = crepe_tile(round(TILE_MM / mm_per_px), index)
        mesh += laid_out(tile, np.random.default_rng(corner), shape) * share
    return folded(mesh, random, mm_per_px=mm_per_px, reach_mm=2.0)
