"""Edges between parts, smooth instead of in steps."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.twin.frame import Frame, Vectors
from skincast.types import Labels, Mask

STEP_MM = 4.0
"""A jump in depth that makes an edge inside one part: nose before cheek, chin before neck."""


def edge_pixels(part: Labels, depth_mm: np.ndarray) -> Mask:
    """Pixels on either side of an edge."""
    kernel = np.ones((3, 3), np.uint8)
    labels = cv2.dilate(part, kernel) != cv2.erode(part, kernel)
    depth = np.where(np.isfinite(depth_mm), depth_mm, 1e4).astype(np.float32)
    jump = cv2.dilate(depth, kernel) - cv2.erode(depth, kernel)
    # A slope as steep as this within one pixel is an edge as well.
    return np.asarray(labels | (jump > STEP_MM))


def smooth_edges(picture: Vectors, frame: Frame) -> Vectors:
    """Blend the colors on both sides of every edge over about one pixel, without touching anything else."""
    edge = edge_pixels(frame.part, frame.depth_mm)
    soft = cv2.GaussianBlur(picture, (5, 5), 0.75)
    return np.where(edge[..., None], soft, picture)
