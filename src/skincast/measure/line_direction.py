"""Which way skin wrinkles in each region: across the muscle below it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from skincast.measure.region import Regions
from skincast.measure.ridges import RidgePoints, Values

UPRIGHT = ("glabella", "perioral")
THINNED = 6
"""Region shapes are read on every sixth row."""
INTO_THE_EYE_MM = 3.2
"""The lines of crow's feet meet a little inside the corner of the eye."""
FROWN_SIDE_MM = 4.0
FROWN_ABOVE_MM = 14.0
"""Frown lines run on above the glabella, into the forehead."""
FROWN_UPRIGHT = 0.75

Normals = NDArray[np.float32]
"""(n, 2) unit vectors across the line that is expected; (0, 0) where any direction goes."""


def region_of(points: RidgePoints, regions: Regions, *, mm_per_px: float) -> NDArray[np.uint8]:
    """Label of the region that each point counts for; upright lines just above the glabella are frown lines.

    Args:
        points: from `thin`.
        regions: the judged regions.
        mm_per_px: of the maps.

    Returns:
        `(n,)` uint8 labels, 0 outside.
    """
    label = regions.labels[points.row, points.column]
    if "glabella" not in regions.judged:
        return label
    rows, columns = _place("glabella", regions)
    above = rows.min() - points.row
    side = FROWN_SIDE_MM / mm_per_px
    zone = (above >= 0) & (above < FROWN_ABOVE_MM / mm_per_px)
    zone &= (points.column > columns.min() - side) & (points.column < columns.max() + side)
    frown = zone & (label > 0) & (np.abs(points.normal_x) > FROWN_UPRIGHT)
    return np.where(frown, regions.index["glabella"], label).astype(np.uint8)


def expected_normals(points: RidgePoints, label: NDArray[np.uint8], regions: Regions, *, mm_per_px: float) -> Normals:
    """The unit normal that a wrinkle should have at each point.

    The forehead wrinkles level, the glabella and the lips upright, crow's feet spread from the corner of the eye, the
    lid's lines go around the eye and the fold beside the mouth follows its region. A patch has no known direction.

    Args:
        points: from `thin`.
        label: from `region_of`.
        regions: the judged regions.
        mm_per_px: of the maps.

    Source: ours, from Langer and Kraissl lines of the face.
    """
    normals = np.zeros((len(label), 2), np.float32)
    for name in regions.judged:
        here = label == regions.index[name]
        if here.any():
            normals[here] = _normals(name, points.column[here], points.row[here], regions, mm_per_px)
    return normals


def alignment(points: RidgePoints, expected: Normals) -> Values:
    """Cosine of twice the angle between a line and the direction expected there; 1 where any direction goes."""
    dot = points.normal_x * expected[:, 0] + points.normal_y * expected[:, 1]
    free = ~expected.any(axis=1)
    return np.where(free, 1.0, 2 * dot**2 - 1).astype(np.float32)


def _normals(
    name: str, x: NDArray[np.int64], y: NDArray[np.int64], regions: Regions, mm_per_px: float
) -> NDArray[np.float64]:
    base = name.removesuffix("_right").removesuffix("_left")
    if base == "forehead":
        return np.array([0.0, 1.0])
    if base in UPRIGHT:
        return np.array([1.0, 0.0])
    if base == "nasolabial":
        return across_fold(name, regions)
    if base == "crows_feet":
        center_x, center_y = _eye_corner(name, regions, mm_per_px)
        return _unit(y - center_y, center_x - x)
    if base == "under_eye":
        rows, columns = _place(name, regions)
        return _unit(x - (columns.min() + columns.max()) / 2, y - (rows.min() - INTO_THE_EYE_MM / mm_per_px))
    return np.array([0.0, 0.0])


def across_fold(name: str, regions: Regions) -> NDArray[np.float64]:
    """Unit normal of the long axis of a judged region, (2,)."""
    rows, columns = _place(name, regions)
    if len(rows) < 3:
        return np.array([1.0, 0.0])
    along = np.linalg.eigh(np.cov(columns, rows))[1][:, 1]
    return np.array([along[1], -along[0]])


def _eye_corner(name: str, regions: Regions, mm_per_px: float) -> tuple[float, float]:
    """Where the crow's feet begin: the end of their region that is nearest to the middle of the face."""
    rows, columns = _place(name, regions)
    inward = 1.0 if name.endswith("_right") else -1.0
    inner = np.argsort(-inward * columns, kind="stable")[: max(1, len(rows) // 16)]
    return float(columns[inner].mean() + inward * INTO_THE_EYE_MM / mm_per_px), float(rows[inner].mean())


def _place(name: str, regions: Regions) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Rows and columns of a judged region, thinned."""
    rows, columns = np.nonzero(regions.labels[::THINNED] == regions.index[name])
    return (rows * THINNED).astype(np.float64), columns.astype(np.float64)


def _unit(x: NDArray[np.floating], y: NDArray[np.floating]) -> NDArray[np.float64]:
    length = np.maximum(np.hypot(x, y), 1e-6)
    return np.stack([x / length, y / length], axis=1)
