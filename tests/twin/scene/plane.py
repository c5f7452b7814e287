"""A flat piece of skin that faces the camera: every answer about it can be worked out by hand."""

from __future__ import annotations

import numpy as np

from skincast.twin.frame import Frame, Part
from skincast.types import FloatMap

DISTANCE_MM = 500.0
FOCAL_PX = 1000.0
MM_PER_PX = DISTANCE_MM / FOCAL_PX


def plane(shape: tuple[int, int] = (120, 160), *, corner_mm: tuple[float, float] = (60.0, 50.0)) -> Frame:
    """A frame filled with skin, half a millimeter a pixel; its first pixel's center shows `corner_mm` of the sheet."""
    height, width = shape
    x = np.broadcast_to(corner_mm[0] + np.arange(width, dtype=np.float32) * MM_PER_PX, shape)
    y = np.broadcast_to((corner_mm[1] + np.arange(height, dtype=np.float32) * MM_PER_PX)[:, None], shape)
    normal = np.zeros((*shape, 3), np.float32)
    normal[..., 2] = -1
    return Frame(
        part=np.full(shape, Part.SKIN, np.uint8),
        sheet_x_mm=np.ascontiguousarray(x, np.float32),
        sheet_y_mm=np.ascontiguousarray(y, np.float32),
        normal=normal,
        depth_mm=np.full(shape, DISTANCE_MM, np.float32),
        occlusion=np.ones(shape, np.float32),
        landmarks_px=np.zeros((478, 3), np.float32),
        mm_per_px=MM_PER_PX,
        focal_px=FOCAL_PX,
        rotation=np.eye(3),
    )


def flat(value: float, shape: tuple[int, int] = (120, 160)) -> FloatMap:
    """The same value everywhere."""
    return np.full(shape, value, np.float32)
