"""Maps and outlines as 8-bit pictures in the upright photo's own size: for machines, not for looking."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.report.frame import move_points
from skincast.types import Affine, FloatMap, Mask

Gray = NDArray[np.uint8]
"""(height, width) uint8."""


def draw_map(strength: FloatMap, move: Affine, *, width_px: int, height_px: int) -> Gray:
    """Lay a map onto the photo.

    Args:
        strength: color level, 0-1.
        move: color level -> pixels of the photo.
        width_px: of the photo.
        height_px: of the photo.

    Returns:
        (height_px, width_px) uint8; 255 = strongest, 0 also outside the crop.
    """
    levels = np.asarray(cv2.convertScaleAbs(strength, alpha=255.0), np.uint8)
    return _lay(levels, move, width_px=width_px, height_px=height_px)


def draw_mask(mask: Mask, move: Affine, *, width_px: int, height_px: int) -> Gray:
    """Lay a mask onto the photo: 255 inside, 0 outside, the edge where the enlarged mask is half covered."""
    laid = _lay(mask.astype(np.uint8) * np.uint8(255), move, width_px=width_px, height_px=height_px)
    return np.asarray(cv2.threshold(laid, 127, 255, cv2.THRESH_BINARY)[1], np.uint8)


def encode_png(gray: Gray) -> bytes:
    """Return a PNG file; a light compression, because a big photo has a mask for each concern."""
    options = [cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_UP]
    done, data = cv2.imencode(".png", gray, options)
    if not done:
        raise ValueError("the picture could not be encoded")
    return data.tobytes()


def _lay(levels: Gray, move: Affine, *, width_px: int, height_px: int) -> Gray:
    """Warp only where the crop lies: a face fills a part of the photo."""
    height, width = levels.shape
    edges = np.array([[-1, -1], [width, -1], [width, height], [-1, height]], np.float32)
    moved = move_points(edges, move)
    left, top = np.clip(np.floor(moved.min(axis=0)), 0, (width_px, height_px)).astype(int)
    right, bottom = np.clip(np.ceil(moved.max(axis=0)) + 1, 0, (width_px, height_px)).astype(int)
    laid = np.zeros((height_px, width_px), np.uint8)
    if right > left and bottom > top:
        near = move.copy()
        near[:, 2] -= (left, top)
        laid[top:bottom, left:right] = cv2.warpAffine(levels, near, (int(right - left), int(bottom - top)))
    return laid
