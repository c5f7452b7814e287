"""Where in the photo the things lie that were drawn on the sheet, and whether they can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Frame, Part, Vectors
from skincast.twin.sheet import SHEET_HEIGHT_MM, SHEET_WIDTH_MM, Item
from skincast.types import FloatMap

CELL_MM = 2.0
EVERY = 2
"""A quarter of the pixels fills the cells as well."""
STEPS = 5
MISS_MM = 1.0
"""A place that no pixel comes nearer to than this, or than one pixel, is hidden."""

Places = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenItem:
    """One thing of the object list in photo pixels."""

    item: Item
    x_px: float
    """-1 where it is hidden."""
    y_px: float
    radius_px: float
    visibility: float
    """0-1: cosine of the angle between skin and camera, less what covers it; 0 hidden."""
    path_px: tuple[tuple[float, float], ...] = ()
    """The visible points along a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Places of the sheet in the photo; every array has one row a place."""

    pixels: Places
    """(n, 2) x, y."""
    seen: NDArray[np.bool_]
    px_per_mm: NDArray[np.float64]
    """Mean of both directions there."""


def see_items(items: Sequence[Item], frame: Frame, view: Vectors, cover: FloatMap) -> tuple[SeenItem, ...]:
    """Find each item in the photo.

    Args:
        items: of the canvas.
        frame: geometry of the photo.
        view: (height, width, 3) unit, from the skin to the camera.
        cover: (height, width) share of each pixel that hair or glasses hide, 0-1.

    Returns:
        One for each item, hidden ones with visibility 0.
    """
    if not items:
        return ()
    centers = find_places(np.array([(item.x_mm, item.y_mm) for item in items]), frame)
    x, y = np.rint(centers.pixels).astype(int).T
    facing = np.einsum("ij,ij->i", frame.normal[y, x], view[y, x])
    visible = np.where(centers.seen, np.clip(facing, 0, 1) * (1 - cover[y, x]), 0)
    paths = _paths(items, frame)
    return tuple(
        SeenItem(
            item=item,
            x_px=float(centers.pixels[i, 0]) if centers.seen[i] else -1.0,
            y_px=float(centers.pixels[i, 1]) if centers.seen[i] else -1.0,
            radius_px=float(item.radius_mm * centers.px_per_mm[i]),
            visibility=float(visible[i]),
            path_px=paths[i],
        )
        for i, item in enumerate(items)
    )


def find_places(places_mm: Places, frame: Frame) -> Found:
    """Photo pixels of places on the sheet.

    Newton's method on the frame's own map of the sheet, from a coarse table of its inverse: it needs no mesh, and what
    another part of the head hides is not found.
    """
    start = _nearest_pixels(places_mm, frame)
    known = start[:, 0] >= 0
    pixels = np.where(known[:, None], start, 0).astype(np.float64)
    at = np.where(known[:, None], start, 0)
    for _ in range(STEPS):
        here, slope = _sheet_at(at, frame)
        pixels = at + np.einsum("nij,nj->ni", _inverse(slope), places_mm - here)
        at = _keep_on_face(at, pixels, frame)
    here, slope = _sheet_at(at, frame)
    miss = np.linalg.norm(places_mm - here, axis=1)
    size_mm = np.sqrt(np.abs(np.linalg.det(slope)))
    seen = known & (miss < np.maximum(MISS_MM, 1.5 * size_mm))
    return Found(
        pixels=np.where(seen[:, None], np.clip(pixels, at - 0.75, at + 0.75), at),
        seen=seen,
        px_per_mm=1 / np.clip(size_mm, 1e-3, None),
    )


def _nearest_pixels(places_mm: Places, frame: Frame) -> NDArray[np.int64]:
    """A photo pixel (x, y) in the cell of each place or in one beside it; -1 where none is."""
    rows, columns = np.nonzero(frame.part[::EVERY, ::EVERY] == Part.SKIN)
    rows, columns = EVERY * rows, EVERY * columns
    height, width = int(SHEET_HEIGHT_MM / CELL_MM) + 3, int(SHEET_WIDTH_MM / CELL_MM) + 3
    table = np.full((height, width, 2), -1, np.int64)
    cell_x = (frame.sheet_x_mm[rows, columns] / CELL_MM).astype(int) + 1
    cell_y = (frame.sheet_y_mm[rows, columns] / CELL_MM).astype(int) + 1
    # Near the edge of a hidden part the nearest layer wins only if its pixels are written; they are the only ones.
    table[np.clip(cell_y, 0, height - 1), np.clip(cell_x, 0, width - 1)] = np.stack([columns, rows], axis=1)
    i = np.clip((places_mm[:, 1] / CELL_MM).astype(int) + 1, 1, height - 2)
    j = np.clip((places_mm[:, 0] / CELL_MM).astype(int) + 1, 1, width - 2)
    found = np.full((len(places_mm), 2), -1, np.int64)
    for down, right in ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, -1), (1, -1), (-1, 1)):
        found = np.where(found[:, :1] < 0, table[i + down, j + right], found)
    return found


def _sheet_at(at: NDArray[np.int64], frame: Frame) -> tuple[Places, Places]:
    """Place (n, 2) on the sheet and its slope (n, 2, 2), millimeters per pixel, at whole pixels."""
    height, width = frame.part.shape
    x, y = np.clip(at[:, 0], 1, width - 2), np.clip(at[:, 1], 1, height - 2)
    face = frame.part == Part.SKIN
    slope = np.empty((len(at), 2, 2))
    for axis, (dx, dy) in enumerate(((1, 0), (0, 1))):
        # At an edge of the face only one neighbor has a place.
        after, before = face[y + dy, x + dx].astype(int), face[y - dy, x - dx].astype(int)
        span = np.maximum(after + before, 1)
        for k, plane in enumerate((frame.sheet_x_mm, frame.sheet_y_mm)):
            ahead = plane[y + dy * after, x + dx * after]
            behind = plane[y - dy * before, x - dx * before]
            slope[:, k, axis] = (ahead - behind) / span
    return np.stack([frame.sheet_x_mm[y, x], frame.sheet_y_mm[y, x]], axis=1).astype(np.float64), slope


def _inverse(slope: Places) -> Places:
    determinant = np.linalg.det(slope)
    flat = np.abs(determinant) < 1e-4
    safe = np.where(flat[:, None, None], np.eye(2), slope)
    return np.asarray(np.linalg.inv(safe))


def _keep_on_face(at: NDArray[np.int64], pixels: Places, frame: Frame) -> NDArray[np.int64]:
    """The pixels nearest to where Newton points, where they lie on the face; else stay."""
    height, width = frame.part.shape
    step = np.clip(pixels - at, -12, 12)
    there = np.rint(at + step).astype(np.int64)
    there = np.clip(there, 1, (width - 2, height - 2))
    good = frame.part[there[:, 1], there[:, 0]] == Part.SKIN
    return np.where(good[:, None], there, at)


def _paths(items: Sequence[Item], frame: Frame) -> list[tuple[tuple[float, float], ...]]:
    points = [point for item in items for point in item.path_mm]
    if not points:
        return [()] * len(items)
    found = find_places(np.array(points, np.float64), frame)
    paths, start = [], 0
    for item in items:
        stop = start + len(item.path_mm)
        kept = found.pixels[start:stop][found.seen[start:stop]]
        paths.append(tuple((float(x), float(y)) for x, y in kept))
        start = stop
    return paths
