"""Shadows that the head casts on itself: depth as a lamp sees it, compared with what the camera sees."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Frame
from skincast.twin.head.build import Head
from skincast.twin.head.see import Placed, place_head
from skincast.twin.shot import Pose
from skincast.types import FloatMap

Array = NDArray[np.float32]

MAP_PX = 448
REACH_MM = 170.0
"""Half the width of what a lamp's map covers, about the head's middle."""
FAR_AWAY_MM = 6000.0
BIAS_MM = 1.2
SHRINK = 2
TAPS = 12


def lit(frame: Frame, head: Head, pose: Pose, direction: tuple[float, float, float], *, size_deg: float) -> FloatMap:
    """Share of one lamp that reaches each pixel past the head itself.

    Args:
        frame: from `see_head` of the same head and pose.
        head: what casts the shadow.
        pose: where it is.
        direction: toward the lamp, camera axes; need not be unit.
        size_deg: angular diameter of the lamp; a larger one has softer edges.

    Returns:
        0 in the umbra - 1; 1 in the background. Does not know whether the skin faces the lamp: multiply by the cosine.

    Source: Williams 1978, shadow maps; edges softened after Fernando 2005 (percentage closer). Bias is ours.
    """
    placed, _ = place_head(head, pose)
    axes = _lamp_axes(direction)
    middle = placed.vertices_mm[placed.part == 1].mean(axis=0).astype(np.float64)
    near = _lamp_depth(placed, axes, middle)
    small = _positions(frame)[::SHRINK, ::SHRINK]
    seen = np.isfinite(small[..., 2])
    local = (np.where(seen[..., None], small, 0).astype(np.float32) - middle.astype(np.float32)) @ axes.T.astype(
        np.float32
    )
    share = _soft(local, near, size_deg)
    share[~seen] = 1
    size = (frame.part.shape[1], frame.part.shape[0])
    return np.asarray(cv2.resize(share, size, interpolation=cv2.INTER_LINEAR), np.float32)


def _lamp_axes(direction: tuple[float, float, float]) -> NDArray[np.float64]:
    """Rows: the map's x, y and the way from the lamp, camera axes."""
    away = -np.asarray(direction, np.float64)
    away /= np.linalg.norm(away)
    aside = np.cross([0.0, 1.0, 0.0] if abs(away[1]) < 0.9 else [1.0, 0.0, 0.0], away)
    aside /= np.linalg.norm(aside)
    return np.stack([aside, np.cross(away, aside), away])


def _lamp_depth(placed: Placed, axes: NDArray[np.float64], middle: NDArray[np.float64]) -> Array:
    """(MAP_PX, MAP_PX) millimeters along the lamp's rays, from the head's middle."""
    local = (placed.vertices_mm - middle.astype(np.float32)) @ axes.T.astype(np.float32)
    # From very far the rasterizer's perspective is parallel; spreading the points undoes what is left of it.
    away = local[:, 2:] + FAR_AWAY_MM
    points = np.concatenate([local[:, :2] * away / FAR_AWAY_MM, away], axis=1) * np.array([1, -1, -1])
    depth = np.full((MAP_PX, MAP_PX), 2 * FAR_AWAY_MM, np.float32)
    settings = cv2.TriangleRasterizeSettings()
    settings.setCullingMode(cv2.RASTERIZE_CULLING_CW)
    view = 2 * float(np.arctan(REACH_MM / FAR_AWAY_MM))
    cv2.triangleRasterizeDepth(
        np.ascontiguousarray(points, np.float32), placed.triangles, depth, np.eye(4, dtype=np.float32), view,
        FAR_AWAY_MM / 2, 2 * FAR_AWAY_MM, settings,
    )  # fmt: skip
    return np.asarray(depth - np.float32(FAR_AWAY_MM), np.float32)


def _positions(frame: Frame) -> Array:
    """(h, w, 3) millimeters in camera axes; infinite in the background."""
    height, width = frame.part.shape
    x = (np.arange(width, dtype=np.float32) - (width - 1) / 2) / frame.focal_px
    y = (np.arange(height, dtype=np.float32) - (height - 1) / 2) / frame.focal_px
    depth = frame.depth_mm
    flat = np.where(np.isfinite(depth), depth, 0)
    return np.stack([x[None] * flat, y[:, None] * flat, depth], axis=-1).astype(np.float32)


def _soft(local: Array, near: Array, size_deg: float) -> Array:
    """Compare at several places of the map; the farther the caster, the wider apart."""
    scale = MAP_PX / (2 * REACH_MM)
    x = local[..., 0] * scale + np.float32((MAP_PX - 1) / 2)
    y = local[..., 1] * scale + np.float32((MAP_PX - 1) / 2)
    gap = _blocker_gap(x, y, local[..., 2], near, size_deg)
    spread = np.clip(gap * np.float32(np.tan(np.radians(size_deg) / 2)), 0.4, 30.0) * np.float32(scale)
    # Neighbors look at turned disks and are averaged afterwards: four times the places for the price of one.
    along, aside = (spread * turned for turned in _turns(x.shape))
    share = np.zeros(x.shape, np.float32)
    for dx, dy in _disk():
        there_x, there_y = x + dx * along - dy * aside, y + dx * aside + dy * along
        there = cv2.remap(near, there_x, there_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        share += np.clip((there - local[..., 2]) / np.float32(BIAS_MM) + 2, 0, 1)
    return np.asarray(cv2.blur(share / np.float32(TAPS), (2, 2)), np.float32)


def _turns(shape: tuple[int, ...]) -> tuple[Array, Array]:
    """Cosine and sine of a quarter of the disk's own step, in a pattern of two by two pixels."""
    step = np.pi * (3 - np.sqrt(5)) / 4
    block = np.array([[0, 1], [2, 3]]) * step
    tiles = np.tile(block, (shape[0] // 2 + 1, shape[1] // 2 + 1))[: shape[0], : shape[1]]
    return np.cos(tiles).astype(np.float32), np.sin(tiles).astype(np.float32)


def _blocker_gap(x: Array, y: Array, depth: Array, near: Array, size_deg: float) -> Array:
    """Mean distance to what stands before a place, millimeters."""
    reach = max(1.0, 25.0 * float(np.tan(np.radians(size_deg) / 2)) * MAP_PX / (2 * REACH_MM))
    kernel = 2 * round(reach) + 1
    nearest = cv2.erode(near, np.ones((kernel, kernel), np.uint8))
    there = cv2.remap(cv2.blur(nearest, (kernel, kernel)), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.maximum(depth - there, 0), np.float32)


def _disk() -> Array:
    """(TAPS, 2) evenly over the unit disk (sunflower)."""
    number = np.arange(TAPS)
    radius, turn = np.sqrt((number + 0.5) / TAPS), number * np.pi * (3 - np.sqrt(5))
    return np.stack([radius * np.cos(turn), radius * np.sin(turn)], axis=1).astype(np.float32)
