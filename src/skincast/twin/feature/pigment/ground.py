"""The lie of the land: places, soft patches and regional severities on a grid of half a millimeter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.face import atlas_regions, region_names
from skincast.face.atlas import ATLAS_HEIGHT_PX, ATLAS_MM_PER_PX, ATLAS_WIDTH_PX, atlas_points
from skincast.smooth import enlarge
from skincast.twin.person import Condition
from skincast.twin.sheet import SHEET_WIDTH_MM
from skincast.types import FloatMap

GRID_MM = ATLAS_MM_PER_PX
"""Smooth things are drawn at the scale of the atlas and enlarged: a fourth of the work."""
GRID_SHAPE = (ATLAS_HEIGHT_PX, ATLAS_WIDTH_PX)
SEVERITY_BLUR_MM = 4.0

Blob = tuple[int, float, float, float]
"""(landmark, horizontal sigma in mm, vertical sigma in mm, amplitude)."""


@cache
def place_mm(landmark: int) -> tuple[float, float]:
    """Where a landmark lies on the sheet, in mm from its upper left corner."""
    x, y = (atlas_points()[landmark, :2] + 0.5) * ATLAS_MM_PER_PX
    return float(x), float(y)


@cache
def _axes_mm() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    rows, columns = (((np.arange(n) + 0.5) * GRID_MM).astype(np.float32) for n in GRID_SHAPE)
    return columns, rows


def axes_mm() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(columns, rows): the place of the grid's pixel centers in mm."""
    return _axes_mm()


def both_sides(blobs: Iterable[Blob]) -> tuple[tuple[float, float, float, float, float], ...]:
    """Blobs of the right half and of the middle -> (x, y, sigma_x, sigma_y, amplitude) on both halves, in mm."""
    rows = []
    for landmark, wide, high, amplitude in blobs:
        x, y = place_mm(landmark)
        rows.append((x, y, wide, high, amplitude))
        if abs(x - SHEET_WIDTH_MM / 2) > 2.0:
            rows.append((SHEET_WIDTH_MM - x, y, wide, high, amplitude))
    return tuple(rows)


def soft_patches(
    blobs: Sequence[tuple[float, float, float, float, float]], rng: np.random.Generator, *, vary: float = 0.25
) -> FloatMap:
    """The sum of Gaussian patches, each moved, stretched and weighted a little as this person has it.

    Args:
        blobs: as `both_sides` gives them.
        rng: the person's own stream.
        vary: relative SD of the amplitudes; places move by a fifth of a sigma.

    Returns:
        Grid map in the unit of the amplitudes.
    """
    table = np.array(blobs, np.float32)
    noise = rng.standard_normal((5, len(table))).astype(np.float32)
    sigma_x, sigma_y = table[:, 2] * np.exp(0.15 * noise[2]), table[:, 3] * np.exp(0.15 * noise[3])
    columns, rows = (axis.reshape(-1, 2).mean(axis=1) for axis in axes_mm())
    across = _bells(columns, table[:, 0] + 0.2 * sigma_x * noise[0], sigma_x)
    down = _bells(rows, table[:, 1] + 0.2 * sigma_y * noise[1], sigma_y)
    across *= (table[:, 4] * np.clip(1 + vary * noise[4], 0.2, 2.0))[:, None]
    # No patch is narrower than a few millimeters: half the grid's resolution holds it. One thread: it is small.
    return enlarge(
        np.asarray(cv2.gemm(down, across, 1.0, np.empty((0, 0), np.float32), 0.0, flags=cv2.GEMM_1_T), np.float32),
        GRID_SHAPE,
    )


def _bells(axis: NDArray[np.float32], middle: NDArray[np.float32], sigma: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(np.exp(-0.5 * ((axis[None] - middle[:, None]) / sigma[:, None]) ** 2), np.float32)


def severity_map(condition: Condition, concern: str) -> FloatMap:
    """Severity of a concern over the grid, 0-1; regions melt into each other over a few millimeters."""
    names = region_names()
    values = np.array([condition.of(concern, name or None) for name in names], np.float32)
    if np.all(values == values[0]):
        return np.full(GRID_SHAPE, values[0], np.float32)
    return np.asarray(cv2.GaussianBlur(values[atlas_regions()], (0, 0), SEVERITY_BLUR_MM / GRID_MM), np.float32)


def at_places(values: FloatMap, x_mm: NDArray[np.float64], y_mm: NDArray[np.float64]) -> NDArray[np.float32]:
    """Read a grid map at places of the sheet."""
    column = np.clip(x_mm / GRID_MM, 0, GRID_SHAPE[1] - 1).astype(np.intp)
    row = np.clip(y_mm / GRID_MM, 0, GRID_SHAPE[0] - 1).astype(np.intp)
    return np.asarray(values[row, column], np.float32)


def ramp(values: FloatMap, start: float, end: float) -> FloatMap:
    """0 up to `start`, 1 from `end`, smooth between."""
    part = np.clip((values - np.float32(start)) * np.float32(1 / (end - start)), 0, 1)
    return np.asarray(part * part * (3 - 2 * part), np.float32)
