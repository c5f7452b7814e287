"""What the camera sees of the geometry, pixel by pixel: the hand-over from the head to the light."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from skincast.types import FloatMap, Labels, Points

Vectors = NDArray[np.float32]
"""(height, width, 3) float32, camera axes: x right, y down, z away from the camera."""


class Part(IntEnum):
    """What a pixel belongs to. The numbers are those of the label maps and never change."""

    BACKGROUND = 0
    SKIN = 1
    """The face: has a place on the sheet, lips included."""
    NECK = 2
    """Skin without a sheet: neck, ears, shoulders, the back of the jaw."""
    EYE = 3
    MOUTH = 4
    """Inside of the open mouth: teeth, tongue, dark."""
    HAIR = 5
    CLOTH = 6
    GLASSES = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Geometry buffers of one shot, all `(height, width)` at the rendered size."""

    part: Labels
    """`Part` per pixel."""
    sheet_x_mm: FloatMap
    """Place on the sheet, where `part` is SKIN; -1 elsewhere."""
    sheet_y_mm: FloatMap
    normal: Vectors
    """Unit, outward, of the smooth head without the sheet's relief."""
    depth_mm: FloatMap
    """Distance from the camera's plane; infinite in the background."""
    occlusion: FloatMap
    """Share of the sky that the smooth head leaves free, 0-1: low beside the nose, in eye sockets, below the chin."""
    landmarks_px: Points
    """(478, 3) pixels of this frame, z in pixels, of the true geometry (also where hidden)."""
    mm_per_px: float
    """At the depth of the eyes' outer corners, facing the camera."""
    focal_px: float
    rotation: NDArray[np.float64]
    """(3, 3) head axes -> camera axes."""
