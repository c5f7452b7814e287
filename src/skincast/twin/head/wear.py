"""What a person wears: a shirt's neckline and, at times, glasses."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Part
from skincast.twin.head.bust import follow_head
from skincast.twin.head.solid import Solid, grid_triangles, make_solid, smooth_normals
from skincast.twin.person import Traits, stream

Array = NDArray[np.float32]

CLOTH_MM = 3.5
ROWS, COLUMNS = 10, 72
VERTEX_MM = 15.0
"""Distance of the glasses from the eyes; 12-14 mm is ordinary, and the rim stands a little before the lens."""
TUBE = 8


def make_cloth(bust: Array, traits: Traits, *, loops: int) -> Solid:
    """A shirt over the shoulders.

    Args:
        bust: (loops * 36, 3) control points, millimeters.
        traits: who; the neckline is theirs for ever.
        loops: how many loops the bust has.

    Returns:
        A solid of `Part.CLOTH`; `place_mm` is (around the neck, down from the neckline), millimeters.
    """
    random = stream(traits.seed, "neckline")
    deep, high = float(random.uniform(0.0, 2.6)), float(random.uniform(4.6, 6.2))
    net = bust.reshape(loops, -1, 3)
    turn = 2 * np.pi * np.arange(COLUMNS) / COLUMNS
    front = np.clip(-np.cos(turn), 0, 1)
    first = high + deep * front**3 + 0.3 * np.cos(turn)
    share = np.linspace(0, 1, ROWS)[:, None] ** 1.5
    at_loop = first[None] + share * (loops - 1 - first[None])
    at_column = np.broadcast_to(turn / (2 * np.pi) * net.shape[1] + 3, at_loop.shape)
    wrapped = np.concatenate([net[:, -3:], net, net[:, :4]], axis=1).astype(np.float32)
    grid = cv2.remap(wrapped, at_column.astype(np.float32), at_loop.astype(np.float32), cv2.INTER_LINEAR)
    # Chords of a coarse net run inside the round body; folding the rows softly outward covers it.
    grid = cv2.GaussianBlur(np.concatenate([grid[:, -4:], grid, grid[:, :4]], axis=1), (0, 0), 0.9)[:, 4:-4]
    points = grid.reshape(-1, 3)
    triangles = grid_triangles(ROWS, COLUMNS, around=True)
    lift = np.repeat(np.array([-2.0, CLOTH_MM, *[CLOTH_MM + 3.0] * (ROWS - 2)]), COLUMNS)[:, None]
    normals = smooth_normals(points, triangles)
    place = np.stack(np.broadcast_arrays(turn[None] * 60, share * 120), axis=-1).reshape(-1, 2)
    vertices = points + lift * normals
    return make_solid(
        Part.CLOTH, vertices, triangles, place_mm=np.clip(place, -250, 250), follow=follow_head(points), occlusion=0.85
    )


def make_glasses(landmarks: Array, centers: Array, traits: Traits) -> list[Solid]:
    """Rims, bridge and sides.

    Args:
        landmarks: (468, 3) at rest.
        centers: (2, 3) of the eyeballs, right and left.
        traits: who; everybody has one pair.

    Returns:
        Solids of `Part.GLASSES`, without lenses; `place_mm` is unused.
    """
    random = stream(traits.seed, "glasses")
    wide, high = float(random.uniform(24, 28)), float(random.uniform(17, 23))
    power, thick = float(random.uniform(2.2, 4.0)), float(random.uniform(0.9, 2.2))
    front = float(min(centers[:, 2].mean() - 12 - VERTEX_MM, landmarks[168, 2] - 1.5))
    turn = np.linspace(0, 2 * np.pi, 49)[:-1]
    cos, sin = np.cos(turn), np.sin(turn)
    round_ = (np.abs(cos) ** power + np.abs(sin) ** power) ** (-1 / power)
    parts = []
    for center, side in zip(centers, (-1.0, 1.0), strict=True):
        x = center[0] + side * 1.0 + wide * round_ * cos
        y = center[1] + 3.0 + high * round_ * sin
        z = front + 0.0016 * (x - center[0] * 0.2) ** 2
        parts.append(_tube(np.stack([x, y, z], axis=1), thick, closed=True))
        hinge = np.array([center[0] + side * (wide + 2), center[1] - 6, front + 0.0016 * (center[0] * 0.8 + side * wide) ** 2])
        ear = np.array([side * (abs(float(landmarks[454 if side > 0 else 234, 0])) + 3), hinge[1] - 2, 55.0])
        way = np.linspace(0, 1, 12)[:, None]
        bow = hinge + way * (ear - hinge) + np.array([side * 7.0, 0, 0]) * np.sin(np.pi * way)
        parts.append(_tube(bow, thick * 0.9, closed=False))
    inner = centers[:, 0] + np.array([1.0, -1.0]) * (wide - 1.5)
    way = np.linspace(0, 1, 9)[:, None]
    ends = [np.array([x, centers[:, 1].mean() - 1, front]) for x in inner]
    arch = ends[0] + way * (ends[1] - ends[0]) + np.array([0, -3.0, -1.0]) * np.sin(np.pi * way)
    return [*parts, _tube(arch, thick, closed=False)]


def _tube(path: NDArray[np.float64], radius_mm: float, *, closed: bool) -> Solid:
    """A round wire along a path."""
    step = np.roll(path, -1, axis=0) - np.roll(path, 1, axis=0) if closed else np.gradient(path, axis=0)
    along = step / np.linalg.norm(step, axis=1, keepdims=True)
    aside = np.cross(along, np.array([0.13, 0.31, 0.94]))
    aside /= np.linalg.norm(aside, axis=1, keepdims=True)
    third = np.cross(along, aside)
    turn = np.linspace(0, 2 * np.pi, TUBE, endpoint=False)[None, :, None]
    normals = aside[:, None] * np.cos(turn) + third[:, None] * np.sin(turn)
    vertices = path[:, None] + radius_mm * normals
    rows = len(path)
    if closed:
        vertices, normals = (np.concatenate([v, v[:1]]) for v in (vertices, normals))
        rows += 1
    return make_solid(
        Part.GLASSES, vertices.reshape(-1, 3), grid_triangles(rows, TUBE, around=True), normals=normals.reshape(-1, 3)
    )
