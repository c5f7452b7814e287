"""Places on the atlas: millimeters, pixels, and where a pixel of a photo lies."""

from __future__ import annotations

import numpy as np

from skincast.types import Points
from skincast.visit.seen import Atlas

ATLAS_MM_PER_PX = 0.5
"""Of every atlas; `AtlasMaps` says so too."""
FARTHEST_MM = 3.0
"""A finding farther than this from anything that the atlas shows has no place on it."""
COARSE = 4


def atlas_pixel(x_mm: float, y_mm: float, shape: tuple[int, ...]) -> tuple[int, int]:
    """Row and column of the atlas pixel that holds a place; the nearest one for a place beyond the edge."""
    row, column = int(np.floor(y_mm / ATLAS_MM_PER_PX)), int(np.floor(x_mm / ATLAS_MM_PER_PX))
    return min(max(row, 0), shape[0] - 1), min(max(column, 0), shape[1] - 1)


def atlas_mm(row: int, column: int) -> tuple[float, float]:
    """`x_mm` and `y_mm` of the middle of an atlas pixel."""
    return (column + 0.5) * ATLAS_MM_PER_PX, (row + 0.5) * ATLAS_MM_PER_PX


def find_places(atlas: Atlas, points: Points, *, mm_per_px: float) -> list[tuple[int, int] | None]:
    """Find the atlas pixels that show points of the photo.

    Args:
        atlas: of the photo.
        points: `(n, 2)` x and y in color-level crop pixels.
        mm_per_px: of the color level.

    Returns:
        Row and column of the nearest atlas pixel for each point; None where the atlas does not show it.
    """
    rows, columns = np.nonzero(atlas.visibility[::COARSE, ::COARSE] > 0)
    if not len(rows):
        return [None] * len(points)
    rows, columns = rows * COARSE, columns * COARSE
    grid = np.stack([atlas.x[rows, columns], atlas.y[rows, columns]], axis=1)
    places = []
    for point in points[:, :2]:
        nearest = int(((grid - point) ** 2).sum(axis=1).argmin())
        places.append(_refine(atlas, point, (int(rows[nearest]), int(columns[nearest])), FARTHEST_MM / mm_per_px))
    return places


def _refine(atlas: Atlas, point: Points, near: tuple[int, int], farthest_px: float) -> tuple[int, int] | None:
    """The nearest pixel around the nearest one of the coarse grid."""
    top, left = max(near[0] - COARSE, 0), max(near[1] - COARSE, 0)
    part = (slice(top, near[0] + COARSE + 1), slice(left, near[1] + COARSE + 1))
    squared = (atlas.x[part] - point[0]) ** 2 + (atlas.y[part] - point[1]) ** 2
    squared = np.where(atlas.visibility[part] > 0, squared, np.inf)
    row, column = np.unravel_index(int(squared.argmin()), squared.shape)
    if not squared[row, column] <= farthest_px**2:
        return None
    return top + int(row), left + int(column)
