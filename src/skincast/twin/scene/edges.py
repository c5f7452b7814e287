"""Edges between parts, smooth instead of in steps."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.twin.frame import Frame, Vectors
from skincast.types import FloatMap, Labels, Mask

STEP_MM = 4.0
"""A jump in depth that makes an edge inside one part: nose before cheek, chin before neck."""
CONTOUR_PX = 1.5
"""Sigma that turns the steps of a label map into a contour."""
SOFT_PX = 1.3
"""Width of an edge in the picture."""
REACH_PX = 2
LEAST_WEIGHT = 0.01


def edge_pixels(part: Labels, depth_mm: FloatMap) -> Mask:
    """Pixels on either side of an edge."""
    kernel = np.ones((3, 3), np.uint8)
    labels = cv2.dilate(part, kernel) != cv2.erode(part, kernel)
    depth = np.where(np.isfinite(depth_mm), depth_mm, 1e4).astype(np.float32)
    jump = cv2.dilate(depth, kernel) - cv2.erode(depth, kernel)
    return np.asarray(labels | (jump > STEP_MM))


def smooth_edges(picture: Vectors, frame: Frame) -> Vectors:
    """Blend the colors on both sides of every edge over about one pixel, without touching anything else."""
    edge = edge_pixels(frame.part, frame.depth_mm)
    soft = cv2.GaussianBlur(picture, (5, 5), 0.75)
    return np.where(edge[..., None], soft, picture)


def smooth_outline(picture: Vectors, inside: Mask) -> None:
    """Redraw the edge of a region in place as a contour: each side keeps its own color up to the edge.

    Args:
        picture: (height, width, 3) linear light.
        inside: the region, in steps of whole pixels.

    Source: ours; the half-way line of the blurred mask runs between the pixels.
    """
    kernel = np.ones((2 * REACH_PX + 1, 2 * REACH_PX + 1), np.uint8)
    solid = inside.astype(np.uint8)
    near, core = cv2.dilate(solid, kernel) > 0, cv2.erode(solid, kernel) > 0
    # What fittings paint a pixel beyond the edge belongs to neither side.
    within, weight_in = _spread(picture, solid.astype(np.float32))
    without, weight_out = _spread(picture, (~near).astype(np.float32))
    # In a gap too narrow for either side the steps stay.
    rows, columns = np.nonzero(near & ~core & (np.minimum(weight_in, weight_out) > LEAST_WEIGHT))
    steps = np.float32(CONTOUR_PX * np.sqrt(2 * np.pi) / SOFT_PX)
    cover = cv2.GaussianBlur(solid.astype(np.float32), (0, 0), CONTOUR_PX)[rows, columns]
    share = np.clip((cover - 0.5) * steps + 0.5, 0, 1)[:, None]
    picture[rows, columns] = share * within[rows, columns] + (1 - share) * without[rows, columns]


def _spread(picture: Vectors, known: FloatMap) -> tuple[Vectors, FloatMap]:
    """The picture of a region, continued a few pixels beyond it, and how much of it is near."""
    size = (4 * REACH_PX + 3, 4 * REACH_PX + 3)
    color = cv2.GaussianBlur(picture * known[..., None], size, 1.4)
    weight = np.asarray(cv2.GaussianBlur(known, size, 1.4), np.float32)
    color = np.asarray(color / np.maximum(weight, LEAST_WEIGHT)[..., None], np.float32)
    return np.where(known[..., None] > 0, picture, color), weight
