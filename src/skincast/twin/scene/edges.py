"""Edges between parts, smooth instead of in steps."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Frame, Vectors
from skincast.types import FloatMap, Labels, Mask

STEP_MM = 4.0
"""A jump in depth that makes an edge inside one part: nose before cheek, chin before neck."""
CONTOUR_PX = 1.5
"""Sigma that turns the steps of a label map into a contour."""
SOFT_PX = 1.3
"""Width of an edge in the picture."""
REACH_PX = 2
LEAST_WEIGHT = 0.03
SPREAD_PX = 3
"""How far beyond a region its color is continued."""

Places = NDArray[np.intp]
Colors = NDArray[np.float32]


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
    return np.asarray(cv2.copyTo(soft, edge.astype(np.uint8), picture.copy()), np.float32)


def smooth_outline(picture: Vectors, inside: Mask) -> None:
    """Redraw the edge of a region in place as a contour: each side keeps its own color up to the edge.

    Args:
        picture: (height, width, 3) linear light.
        inside: the region, in steps of whole pixels.

    Source: ours; the half-way line of the blurred mask runs between the pixels.
    """
    kernel = np.ones((2 * REACH_PX + 1, 2 * REACH_PX + 1), np.uint8)
    solid = inside.astype(np.uint8)
    near = np.asarray(cv2.dilate(solid, kernel), np.uint8)
    cover = cv2.GaussianBlur(solid.astype(np.float32), (0, 0), CONTOUR_PX)
    steps = np.float32(CONTOUR_PX * np.sqrt(2 * np.pi) / SOFT_PX)
    share = np.clip((cover - np.float32(0.5)) * steps + np.float32(0.5), 0, 1)
    rows, columns = np.nonzero((near > 0) & (share < 1))
    # What fittings paint a pixel beyond the edge belongs to neither side.
    without, much = _around(picture, np.uint8(1) - near, rows, columns)
    mixed = share[rows, columns] > 0
    within, much_within = _around(picture, solid, rows[mixed], columns[mixed])
    part = share[rows[mixed], columns[mixed]][:, None]
    without[mixed] = part * within + (1 - part) * without[mixed]
    much[mixed] = np.minimum(much[mixed], much_within)
    # In a gap too narrow for either side the steps stay.
    known = much > LEAST_WEIGHT
    picture[rows[known], columns[known]] = without[known]


def _around(picture: Vectors, known: Labels, rows: Places, columns: Places) -> tuple[Colors, FloatMap]:
    """Color of the known pixels around each place, its own where it is known, and how much of it is near."""
    wide = cv2.copyMakeBorder(picture, *(SPREAD_PX,) * 4, cv2.BORDER_REPLICATE)
    there = cv2.copyMakeBorder(known, *(SPREAD_PX,) * 4, cv2.BORDER_REPLICATE)
    color, weight = np.zeros((len(rows), 3), np.float32), np.zeros(len(rows), np.float32)
    for down in range(2 * SPREAD_PX + 1):
        for right in range(2 * SPREAD_PX + 1):
            place = (rows + down, columns + right)
            falloff = np.exp(-((down - SPREAD_PX) ** 2 + (right - SPREAD_PX) ** 2) / SPREAD_PX)
            part = there[place] * np.float32(falloff)
            color += part[:, None] * wide[place]
            weight += part
    own = known[rows, columns].astype(bool)
    mean = color / np.maximum(weight, LEAST_WEIGHT)[:, None]
    return np.where(own[:, None], picture[rows, columns], mean), weight
