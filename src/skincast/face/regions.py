"""Named regions and never-skin features of the face, drawn through landmarks."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.face.outline import FIRST_RING, OVAL
from skincast.face.pose import canonical_face
from skincast.types import Labels, Mask, Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Polygon:
    """A named polygon through landmark and ring numbers."""

    name: str
    points: tuple[int, ...]
    grow_mm: float = 0.0


@cache
def region_polygons() -> tuple[Polygon, ...]:
    """Every region, in drawing order; sides are `<name>_right` and `<name>_left`."""
    return _polygons("region")


@cache
def feature_polygons() -> tuple[Polygon, ...]:
    """Eyes, brows, lips and nostrils."""
    return _polygons("feature")


@cache
def region_names() -> tuple[str, ...]:
    """Names by label; the empty name is label 0."""
    return ("", *(polygon.name for polygon in region_polygons()))


def draw_regions(points: Points, shape: tuple[int, int]) -> Labels:
    """Label each pixel with its region.

    Args:
        points: `(514, >= 2)` landmarks and ring, in pixels of the picture to draw.
        shape: `(height, width)`.

    Returns:
        `(h, w)` uint8, indices into `region_names()`.
    """
    labels = np.zeros(shape, np.uint8)
    for label, polygon in enumerate(region_polygons(), start=1):
        cv2.fillPoly(labels, [_corners(points, polygon)], label)
    return labels


def draw_features(points: Points, shape: tuple[int, int], *, mm_per_px: float) -> Mask:
    """Mark what is never skin, grown by each feature's margin."""
    mask = np.zeros(shape, np.uint8)
    for polygon in feature_polygons():
        corners = _corners(points, polygon)
        cv2.fillPoly(mask, [corners], 1)
        width_px = max(1, round(2 * polygon.grow_mm / mm_per_px))
        cv2.polylines(mask, [corners], isClosed=True, color=1, thickness=width_px)
    return mask.astype(bool)


def draw_hull(points: Points, shape: tuple[int, int]) -> Mask:
    """Mark the face: the convex hull of everything, ring included."""
    mask = np.zeros(shape, np.uint8)
    hull = cv2.convexHull(points[:, :2].astype(np.float32))
    cv2.fillConvexPoly(mask, np.rint(hull).astype(np.int32), 1)
    return mask.astype(bool)


def _corners(points: Points, polygon: Polygon) -> NDArray[np.int32]:
    return np.rint(points[list(polygon.points), :2]).astype(np.int32)


def _polygons(kind: str) -> tuple[Polygon, ...]:
    text = resources.files("skincast.face").joinpath("regions.toml").read_text("utf-8")
    polygons: list[Polygon] = []
    for row in tomllib.loads(text)[kind]:
        polygons += _sides(row)
    return tuple(polygons)


def _sides(row: dict[str, Any]) -> list[Polygon]:
    grow_mm = float(row.get("grow_mm", 0.0))
    if "middle" in row:
        half = [_number(point) for point in row["middle"]]
        mirrored = [_mirror()[i] for i in reversed(half)]
        return [Polygon(name=row["name"], points=tuple(dict.fromkeys(half + mirrored)), grow_mm=grow_mm)]
    right = [_number(point) for point in row["right"]]
    left = [_mirror()[i] for i in right]
    return [
        Polygon(name=f"{row['name']}_right", points=tuple(right), grow_mm=grow_mm),
        Polygon(name=f"{row['name']}_left", points=tuple(left), grow_mm=grow_mm),
    ]


def _number(point: int | str) -> int:
    return point if isinstance(point, int) else FIRST_RING + OVAL.index(int(point.removeprefix("r")))


@cache
def _mirror() -> dict[int, int]:
    """Landmark or ring number -> the same place on the other half of the face."""
    vertices = canonical_face().vertices_cm
    flipped = vertices * np.array([-1.0, 1.0, 1.0])
    nearest = np.linalg.norm(vertices[:, None] - flipped[None], axis=2).argmin(axis=0)
    mirror = {i: int(nearest[i]) for i in range(len(vertices))}
    return mirror | {FIRST_RING + k: FIRST_RING + OVAL.index(mirror[i]) for k, i in enumerate(OVAL)}
