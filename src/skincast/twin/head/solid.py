"""What every part of a head is made of: points, triangles, what they are and how much sky they see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Part

Triangles = NDArray[np.int32]
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solid:
    """One connected surface of one part, in head axes (x right in the picture, y down, z away), millimeters."""

    part: Part
    vertices_mm: Array
    """(n, 3)"""
    triangles: Triangles
    """(m, 3)"""
    normals: Array
    """(n, 3) unit, outward."""
    occlusion: Array
    """(n,) share of free sky, 0-1."""
    place_mm: Array
    """(n, 2) on the sheet; zero where the part is not SKIN."""
    follow: Array
    """(n,) how far it turns with the head: 1 the head, 0 the shoulders."""


def make_solid(
    part: Part,
    vertices_mm: Array,
    triangles: Triangles,
    *,
    occlusion: Array | float = 1.0,
    place_mm: Array | None = None,
    follow: Array | float = 1.0,
    normals: Array | None = None,
) -> Solid:
    """Fill in what a simple part leaves out."""
    count = len(vertices_mm)
    return Solid(
        part=part,
        vertices_mm=np.asarray(vertices_mm, np.float32),
        triangles=np.asarray(triangles, np.int32),
        normals=smooth_normals(vertices_mm, triangles) if normals is None else np.asarray(normals, np.float32),
        occlusion=np.broadcast_to(np.float32(occlusion), count).astype(np.float32),
        place_mm=np.zeros((count, 2), np.float32) if place_mm is None else np.asarray(place_mm, np.float32),
        follow=np.broadcast_to(np.float32(follow), count).astype(np.float32),
    )


def smooth_normals(vertices: Array, triangles: Triangles) -> Array:
    """Unit normals of the points: those of their triangles, weighted by area."""
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    faces = np.cross(b - a, c - a)
    total = np.empty((len(vertices), 3), np.float64)
    for axis in range(3):
        total[:, axis] = sum(
            np.bincount(triangles[:, k], weights=faces[:, axis], minlength=len(vertices)) for k in range(3)
        )
    length = np.linalg.norm(total, axis=1, keepdims=True)
    return np.asarray(total / np.maximum(length, 1e-9), np.float32)


def turn_inside_out(solid: Solid, *, occlusion: float) -> Solid:
    """The other face of a thin surface; `occlusion` scales its free sky. Faces turned away are not drawn."""
    return replace(
        solid,
        triangles=np.ascontiguousarray(solid.triangles[:, ::-1]),
        normals=-solid.normals,
        occlusion=solid.occlusion * np.float32(occlusion),
    )


def grid_triangles(rows: int, columns: int, *, around: bool = False) -> Triangles:
    """Triangles of a grid of points, row by row; `around` closes the last column to the first."""
    across = columns if around else columns - 1
    row, column = np.mgrid[0 : rows - 1, 0:across]
    a = row * columns + column
    b = row * columns + (column + 1) % columns
    c, d = a + columns, b + columns
    return np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([b, d, c], -1).reshape(-1, 3)]).astype(
        np.int32
    )


def smoothstep(values: Array, low: float, high: float) -> Array:
    """0 below `low`, 1 above `high`, smooth between."""
    share = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def turn_between(first: NDArray[np.float64], second: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """The rotation that lies `share` of the way from one rotation to another."""
    step = cv2.Rodrigues(second @ first.T)[0]
    return np.asarray(cv2.Rodrigues(step * share)[0] @ first)


def bump(points: Array, center: Sequence[float] | Array, radius_mm: Sequence[float] | float) -> Array:
    """(n,) Gaussian weight about a place; `radius_mm` per axis or one for all."""
    scaled = (points - np.asarray(center, np.float32)) / np.asarray(radius_mm, np.float32)
    return np.asarray(np.exp(-0.5 * (scaled**2).sum(axis=-1)), np.float32)
