"""Where the parts of a face lie on the sheet, and small windows around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from skincast.face.atlas import ATLAS_MM_PER_PX, atlas_points
from skincast.twin.sheet import Canvas
from skincast.types import FloatMap

Curve = NDArray[np.float64]
"""(n, 2) points in order."""

# fmt: off
UPPER_LIP = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291)
LOWER_LIP = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291)
UPPER_LIP_INSIDE = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
LOWER_LIP_INSIDE = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
# Sides: the person's right, then left; inner or outer end first as noted.
BROW_UPPER = ((107, 66, 105, 63, 70), (336, 296, 334, 293, 300))
"""From the nose outward."""
BROW_LOWER = ((55, 65, 52, 53, 46), (285, 295, 282, 283, 276))
UPPER_LID = ((33, 246, 161, 160, 159, 158, 157, 173, 133), (263, 466, 388, 387, 386, 385, 384, 398, 362))
"""From the temple to the nose."""
LOWER_LID = ((33, 7, 163, 144, 145, 153, 154, 155, 133), (263, 249, 390, 373, 374, 380, 381, 382, 362))
LID_CREASE = ((130, 247, 30, 29, 27, 28, 56, 190, 243), (359, 467, 260, 259, 257, 258, 286, 414, 463))
NOSTRIL = ((79, 166, 75, 60, 20, 238, 239), (309, 392, 305, 290, 250, 458, 459))
# fmt: on


@cache
def landmark_places_mm() -> NDArray[np.float64]:
    """(514, 2) places of landmarks and ring on the sheet, millimeters from its upper left corner.

    An atlas pixel's center is at an integer coordinate, so the corner of the sheet is half a pixel before the first.
    """
    return (atlas_points()[:, :2].astype(np.float64) + 0.5) * ATLAS_MM_PER_PX


def smooth_curve(points: ArrayLike, count: int) -> Curve:
    """A curve through every point (Catmull-Rom), sampled at `count` places, evenly per span.

    Args:
        points: (n, d), n at least 2.
        count: at least 2.
    """
    knots = np.asarray(points, np.float64)
    at = np.linspace(0, len(knots) - 1, count)
    span = np.minimum(at.astype(np.int64), len(knots) - 2)
    t = (at - span)[:, None]
    p0, p1 = knots[np.maximum(span - 1, 0)], knots[span]
    p2, p3 = knots[span + 1], knots[np.minimum(span + 2, len(knots) - 1)]
    return np.asarray(
        0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * (p1 - p2) + p3 - p0) * t**3)
    )


def landmark_curve_mm(numbers: Sequence[int], count: int) -> Curve:
    """A smooth curve through landmarks, on the sheet."""
    return smooth_curve(landmark_places_mm()[list(numbers)], count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A rectangle of sheet pixels, so that a small part never touches the whole sheet."""

    rows: slice
    columns: slice
    mm_per_px: float

    def of(self, values: FloatMap) -> FloatMap:
        """The window's part of a whole-sheet map; writing to it writes to the map."""
        return values[self.rows, self.columns]

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width) in pixels."""
        return self.rows.stop - self.rows.start, self.columns.stop - self.columns.start

    def grid_mm(self) -> tuple[FloatMap, FloatMap]:
        """Sheet place of every pixel center: x `(1, width)` and y `(height, 1)`."""
        x = (np.arange(self.columns.start, self.columns.stop, dtype=np.float32) + 0.5) * self.mm_per_px
        y = (np.arange(self.rows.start, self.rows.stop, dtype=np.float32) + 0.5) * self.mm_per_px
        return x[None, :].astype(np.float32), y[:, None].astype(np.float32)

    def pixels(self, places_mm: ArrayLike) -> Curve:
        """Sheet millimeters -> pixels of this window, centers at integer coordinates."""
        corner = np.array([self.columns.start, self.rows.start])
        return np.asarray(np.asarray(places_mm, np.float64) / self.mm_per_px - 0.5 - corner)

    def fill(self, outline_mm: ArrayLike, *, edge_mm: float = 0.0) -> FloatMap:
        """Cover 0-1 by a polygon, its edge anti-aliased and softened over `edge_mm` (sigma)."""
        # OpenCV grows a polygon by half a pixel all around: drawn twice as fine, that is a quarter.
        fine = np.zeros((2 * self.shape[0], 2 * self.shape[1]), np.uint8)
        corners = np.rint((2 * self.pixels(outline_mm) + 0.5) * 16).astype(np.int32)
        cv2.fillPoly(fine, [corners], 255, cv2.LINE_AA, 4)
        mask = cv2.resize(fine, self.shape[::-1], interpolation=cv2.INTER_AREA)
        cover = mask.astype(np.float32) / 255
        sigma = edge_mm / self.mm_per_px
        return np.asarray(cover if sigma < 0.3 else cv2.GaussianBlur(cover, (0, 0), sigma), np.float32)


def window_around(canvas: Canvas, places_mm: ArrayLike, margin_mm: float) -> Window:
    """The window that holds these places and a margin, cut at the sheet's edge."""
    places = np.asarray(places_mm, np.float64)
    height, width = canvas.sheet.shape
    scale = canvas.sheet.mm_per_px
    low = np.floor((places.min(axis=0) - margin_mm) / scale).astype(int)
    high = np.ceil((places.max(axis=0) + margin_mm) / scale).astype(int)
    return Window(
        rows=slice(max(int(low[1]), 0), min(int(high[1]), height)),
        columns=slice(max(int(low[0]), 0), min(int(high[0]), width)),
        mm_per_px=scale,
    )


def distance_to_curve(window: Window, curve_mm: Curve) -> FloatMap:
    """Millimeters from each pixel of a window to a curve, exact to half a pixel."""
    mask = np.full(window.shape, 255, np.uint8)
    corners = np.rint(window.pixels(curve_mm) * 16).astype(np.int32)
    cv2.polylines(mask, [corners], isClosed=False, color=0, thickness=1, lineType=cv2.LINE_8, shift=4)
    return np.asarray(cv2.distanceTransform(mask, cv2.DIST_L2, 5) * window.mm_per_px, np.float32)
