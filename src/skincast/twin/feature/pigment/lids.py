"""Where one is around an eye: along the lid and across it, so that what lies there follows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from skincast.twin.feature.pigment.ground import GRID_MM, axes_mm, place_mm
from skincast.types import FloatMap

LOWER_LID = (33, 7, 163, 144, 145, 153, 154, 155, 133)
ORBITAL_RIM = (111, 117, 118, 119, 120, 121, 128)
UPPER_LID = (33, 246, 161, 160, 159, 158, 157, 173, 133)
BROW_EDGE = (46, 53, 52, 65, 55)
"""Landmarks of the person's right side, from outside to inside."""
CURVE_MM = 2.5
"""Corners of the lines through them are rounded over this length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lids:
    """Coordinates around the right eye on the grid; mirror them for the left."""

    along: FloatMap
    """0 at the inner, 1 at the outer corner of the eye."""
    below: FloatMap
    """0 at the lower lid's edge, 1 at the rim of the orbit; negative above."""
    above: FloatMap
    """0 at the upper lid's edge, 1 at the brow; negative below."""
    rim_mm: FloatMap
    """Millimeters below the rim of the orbit; negative above it."""


@cache
def lids() -> Lids:
    """The coordinates; the atlas is the same for all people, so they are too."""
    columns, rows = axes_mm()
    x, y = np.meshgrid(columns, rows)
    lower, rim, upper, brow = (_curve(marks, x) for marks in (LOWER_LID, ORBITAL_RIM, UPPER_LID, BROW_EDGE))
    outer, inner = place_mm(33)[0], place_mm(133)[0]
    return Lids(
        along=np.asarray((inner - x) / (inner - outer), np.float32),
        below=np.asarray((y - lower) / np.maximum(rim - lower, 8.0), np.float32),
        above=np.asarray((upper - y) / np.maximum(upper - brow, 4.0), np.float32),
        rim_mm=np.asarray(y - rim, np.float32),
    )


def _curve(marks: tuple[int, ...], x: FloatMap) -> FloatMap:
    points = sorted(place_mm(mark) for mark in marks)
    line = np.interp(x[0], [p[0] for p in points], [p[1] for p in points])[None].astype(np.float32)
    return np.asarray(cv2.GaussianBlur(line, (0, 0), CURVE_MM / GRID_MM, borderType=cv2.BORDER_REPLICATE), np.float32)
