"""Many small irregular outlines, filled at once."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.sheet import SkinSheet
from skincast.types import FloatMap

CORNERS = 24
SHIFT = 4
"""Fraction bits of OpenCV's drawing: a sixteenth of a pixel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlines:
    """Irregular closed shapes of mean radius 1."""

    points: NDArray[np.float64]
    """(n, CORNERS, 2)."""

    @classmethod
    def grown(cls, rng: np.random.Generator, count: int, *, rough: float) -> Outlines:
        """Draw `count` shapes: lobed, a little elongated, turned at random."""
        angle = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
        order = np.arange(2, 8)
        wave = rng.standard_normal((count, len(order))) * rough / (order / 2) ** 1.1
        phase = rng.random((count, len(order))) * 2 * np.pi
        radius = 1 + (wave[:, None] * np.cos(order * angle[:, None] + phase[:, None])).sum(axis=2)
        circle = np.stack([np.cos(angle), np.sin(angle)], axis=1) * np.maximum(radius, 0.3)[..., None]
        stretch = np.exp(0.18 * np.abs(rng.standard_normal(count)))
        circle *= np.stack([stretch, 1 / stretch], axis=1)[:, None]
        turn = rng.random(count) * np.pi
        cos, sin = np.cos(turn), np.sin(turn)
        return cls(points=circle @ np.stack([cos, sin, -sin, cos], axis=1).reshape(count, 2, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spots:
    """The spots a person can get; `(n,)` each, but `outlines`."""

    x_mm: NDArray[np.float64]
    y_mm: NDArray[np.float64]
    radius_mm: NDArray[np.float64]
    color: NDArray[np.float64]
    """Full color, 0-1 of its kind."""
    onset: NDArray[np.float64]
    """Severity at which it is first seen."""
    outlines: Outlines


def stamp_spots(sheet: SkinSheet, spots: Spots, shown: NDArray[np.float64], *, soft_mm: float) -> FloatMap:
    """Fill each outline with how much of it is shown; where two meet the stronger wins.

    Args:
        sheet: gives scale and size.
        spots: places, radii and outlines.
        shown: (n,) 0-1; above 1 is cut.
        soft_mm: sigma of the edge.

    Returns:
        The sheet's map, 0-1.
    """
    height, width = sheet.shape
    layer = np.zeros((height, width), np.uint8)
    values = np.rint(255 * np.clip(shown, 0, 1)).astype(np.intp)
    corners = spots.outlines.points * spots.radius_mm[:, None, None]
    corners = (corners + np.stack([spots.x_mm, spots.y_mm], axis=1)[:, None]) / sheet.mm_per_px - 0.5
    fixed = np.rint(corners * (1 << SHIFT)).astype(np.int32)
    for k in np.argsort(values, kind="stable"):
        if values[k]:
            cv2.fillPoly(layer, [fixed[k]], (int(values[k]),), lineType=cv2.LINE_AA, shift=SHIFT)
    soft = cv2.GaussianBlur(layer, (0, 0), max(soft_mm / sheet.mm_per_px, 0.5), dst=None)
    return np.asarray(soft, np.float32) / np.float32(255)
