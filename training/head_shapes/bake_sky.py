"""Bake how much sky each point of an ordinary bare head sees, by looking at it from all around.

python bake_sky.py ../../src/skincast/twin/head/sky.npz
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.face.pose import canonical_face
from skincast.twin.head.build import build_bare
from skincast.twin.head.net import head_net
from skincast.twin.head.shape import hollow_mm, hollowed
from skincast.twin.head.solid import smooth_normals

DIRECTIONS = 240
MAP_PX, REACH_MM, FAR_AWAY_MM = 700, 260.0, 9000.0
BIAS_MM = 1.5
SHADE_PER_MM = 0.15
"""Log of the sky that a millimeter of a hollow hides beyond what the mesh shows: real edges are sharper (ours)."""
NOSTRIL = ((79, 166, 75, 60, 20, 238, 239), (309, 392, 305, 290, 250, 458, 459))

Array = NDArray[np.float32]


def seen_from(points: Array, triangles: NDArray[np.int32], axes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which points a far eye sees that looks along the last row of `axes`."""
    local = ((points - points.mean(axis=0)) @ axes.T).astype(np.float32)
    away = local[:, 2:] + FAR_AWAY_MM
    spread = np.concatenate([local[:, :2] * away / FAR_AWAY_MM, away], axis=1) * np.array([1, -1, -1])
    depth = np.full((MAP_PX, MAP_PX), 2 * FAR_AWAY_MM, np.float32)
    settings = cv2.TriangleRasterizeSettings()
    settings.setCullingMode(cv2.RASTERIZE_CULLING_NONE)
    view = 2 * float(np.arctan(REACH_MM / FAR_AWAY_MM))
    eye = np.eye(4, dtype=np.float32)
    spread = np.ascontiguousarray(spread, np.float32)
    cv2.triangleRasterizeDepth(spread, triangles, depth, eye, view, FAR_AWAY_MM / 2, 2 * FAR_AWAY_MM, settings)
    at = np.clip(np.rint(local[:, :2] * MAP_PX / (2 * REACH_MM) + (MAP_PX - 1) / 2).astype(int), 0, MAP_PX - 1)
    return np.asarray(local[:, 2] < depth[at[:, 1], at[:, 0]] - FAR_AWAY_MM + BIAS_MM)


def bake() -> NDArray[np.uint8]:
    """Cosine-weighted share of seen directions, 0-255."""
    net = head_net()
    face = hollowed(canonical_face().vertices_cm.astype(np.float32) * 10)
    points = build_bare(face)
    triangles = np.concatenate([net.face_triangles, net.bust_triangles])
    normals = smooth_normals(points, triangles)
    free, total = np.zeros(len(points)), np.zeros(len(points))
    for k in range(DIRECTIONS):
        y = 1 - (2 * k + 1) / DIRECTIONS
        turn = k * np.pi * (3 - np.sqrt(5))
        toward = np.array([np.cos(turn) * np.sqrt(1 - y * y), y, np.sin(turn) * np.sqrt(1 - y * y)])
        aside = np.cross(toward, [0.31, 0.83, 0.46])
        aside /= np.linalg.norm(aside)
        cosine = np.clip(normals @ toward, 0, None)
        free += cosine * seen_from(points, triangles, np.stack([aside, np.cross(-toward, aside), -toward]))
        total += cosine
    share = free / np.maximum(total, 1e-6)
    for marks in NOSTRIL:
        middle = points[list(marks)].mean(axis=0)
        share *= 1 - 0.8 * np.exp(-((np.linalg.norm(points - middle, axis=1) / 2.4) ** 4))
    share *= np.exp(-SHADE_PER_MM * hollow_mm(points, face))
    return np.rint(np.clip(share, 0.02, 1) * 255).astype(np.uint8)


if __name__ == "__main__":
    np.savez_compressed(Path(sys.argv[1]), sky=bake())
