"""Pressing lines into the sheet: a sharp, lopsided furrow in a soft trough, with the skin rolled up beside it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.feature.relief.noise import Floats
from skincast.twin.feature.relief.places import Path
from skincast.twin.sheet import SHEET_HEIGHT_MM, SHEET_WIDTH_MM
from skincast.types import FloatMap

Window = tuple[int, int, int, int]

MIN_DEPTH_MM = 0.003
REACH = 2.6
"""A furrow ends this many half widths from its middle."""
SHARPNESS = 1.5
"""Exponent of the furrow's walls: 1 a knife's cut, 2 a rounded gutter (ours, by eye)."""
ROLL_MM_PER_PX = 0.5
NARROWEST_MM, WIDEST_MM = 0.4, 1.9
TROUGHS = ((0.6, 0.5, 0.2), (1.4, 0.3, 0.35), (3.0, 0.2, 0.45))
"""SD in millimeters of the parts of a trough, and their shares in the narrowest lines and in the widest: a soft cusp,
steep at the line and running out over the whole band of skin to the next one."""
ROLL_MM, ROLL_SHARE = 5.0, 0.85
FULLNESS = 1.65
"""Sharp furrow and soft trough together, of a line's depth: the rolls raise the ground that it is measured from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strokes:
    """Every place of many lines, in one list; (n,) or (n, 2) each."""

    place_mm: Path
    direction: Path
    """Unit."""
    depth_mm: Floats
    half_width_mm: Floats
    overhang: Floats
    crisp: Floats
    """Share of the depth that is sharp furrow; the rest is soft trough."""
    step_mm: float

    def visible(self) -> Strokes:
        """Only places that have any depth, shallow ones first, so that deep ones win a shared pixel."""
        order = np.argsort(self.depth_mm)
        order = order[np.searchsorted(self.depth_mm[order], MIN_DEPTH_MM) :]
        return Strokes(
            place_mm=self.place_mm[order],
            direction=self.direction[order],
            depth_mm=self.depth_mm[order],
            half_width_mm=self.half_width_mm[order],
            overhang=self.overhang[order],
            crisp=self.crisp[order],
            step_mm=self.step_mm,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Furrows:
    """What strokes leave: (height, width) each."""

    depth_mm: FloatMap
    """Of furrow and trough together."""
    sharp_mm: FloatMap
    """Of the furrow alone: what `rolled_skin` does not press."""
    width_mm: FloatMap
    """Between the shoulders, inside a furrow; 0 outside."""


def cut_furrows(strokes: Strokes, shape: tuple[int, int], mm_per_px: float) -> Furrows:
    """The furrows of strokes, exact below the size of a pixel.

    Each pixel near a line belongs to the nearest place of it and lies at a signed distance from its tangent there.

    Args:
        strokes: of lines that hardly cross.
        shape: (height, width) pixels.
        mm_per_px: scale.

    Source: ours, untested.
    """
    depth, sharp, width = (np.zeros(shape, np.float32) for _ in range(3))
    strokes = strokes.visible()
    if not len(strokes.depth_mm):
        return Furrows(depth_mm=depth, sharp_mm=sharp, width_mm=width)
    window = _window(strokes, shape, mm_per_px)
    pixels, owner = _nearest(strokes, window, shape[1], mm_per_px)
    aside, beyond = _offsets(strokes, pixels, owner, shape[1], mm_per_px)
    half = strokes.half_width_mm.astype(np.float32)[owner]
    lopsided = half * (1 - strokes.overhang.astype(np.float32)[owner] * np.sign(aside))
    blurred = np.sqrt(lopsided**2 + np.float32((0.42 * mm_per_px) ** 2))
    profile = np.exp(-(((np.abs(aside) + beyond) / blurred) ** np.float32(SHARPNESS)))
    cut = strokes.depth_mm.astype(np.float32)[owner] * profile * (lopsided / blurred)
    depth.ravel()[pixels] = cut
    sharp.ravel()[pixels] = cut * strokes.crisp.astype(np.float32)[owner]
    width.ravel()[pixels] = np.where(np.abs(aside) < np.maximum(lopsided, mm_per_px / 2), 2 * half, 0)
    return Furrows(depth_mm=depth, sharp_mm=sharp, width_mm=width)


def _reach_px(strokes: Strokes, mm_per_px: float) -> float:
    return REACH * (1.5 * float(strokes.half_width_mm.max()) + 0.42 * mm_per_px) / mm_per_px


def _window(strokes: Strokes, shape: tuple[int, int], mm_per_px: float) -> Window:
    """(left, upper, right, lower) pixels around all strokes."""
    margin = int(_reach_px(strokes, mm_per_px)) + 2
    left, upper = (np.floor(strokes.place_mm.min(axis=0) / mm_per_px).astype(int) - margin).tolist()
    right, lower = (np.floor(strokes.place_mm.max(axis=0) / mm_per_px).astype(int) + margin).tolist()
    return max(left, 0), max(upper, 0), min(right, shape[1]), min(lower, shape[0])


def _nearest(
    strokes: Strokes, window: Window, width_px: int, mm_per_px: float
) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """Flat indices on the sheet of the pixels within reach, and the stroke place that each belongs to."""
    left, upper, right, lower = window
    shape = (lower - upper, right - left)
    column, row = np.floor(strokes.place_mm.T / mm_per_px).astype(int) - np.array([[left], [upper]])
    inside = (column >= 0) & (row >= 0) & (column < shape[1]) & (row < shape[0])
    free = np.full(shape, 255, np.uint8)
    place_of = np.zeros(shape, np.int32)
    free[row[inside], column[inside]] = 0
    place_of[row[inside], column[inside]] = np.flatnonzero(inside)
    distance, label = cv2.distanceTransformWithLabels(free, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    table = np.zeros(int(label.max()) + 1, np.int32)
    on_line = np.flatnonzero(free.ravel() == 0)
    table[label.ravel()[on_line]] = place_of.ravel()[on_line]
    near = np.flatnonzero(distance.ravel() < _reach_px(strokes, mm_per_px))
    pixels = (near // shape[1] + upper) * width_px + near % shape[1] + left
    return pixels, table[label.ravel()[near]]


def _offsets(
    strokes: Strokes, pixels: NDArray[np.intp], owner: NDArray[np.int32], width_px: int, mm_per_px: float
) -> tuple[FloatMap, FloatMap]:
    """(n,) signed distance from the line, positive to its right, and distance beyond the owner's own stretch."""
    place = strokes.place_mm.astype(np.float32)[owner]
    direction = strokes.direction.astype(np.float32)[owner]
    x = (pixels % width_px + np.float32(0.5)) * np.float32(mm_per_px) - place[:, 0]
    y = (pixels // width_px + np.float32(0.5)) * np.float32(mm_per_px) - place[:, 1]
    aside = direction[:, 0] * y - direction[:, 1] * x
    along = np.abs(direction[:, 0] * x + direction[:, 1] * y)
    slack = strokes.step_mm + 0.75 * mm_per_px
    return np.asarray(aside, np.float32), np.asarray(np.maximum(along - slack, 0), np.float32)


def rolled_skin(strokes: Strokes, shape: tuple[int, int]) -> FloatMap:
    """The soft relief around lines, in millimeters: a wide trough along each and the skin bulging beside it.

    Source: ours, untested.
    """
    rows, columns = (round(side / ROLL_MM_PER_PX) for side in (SHEET_HEIGHT_MM, SHEET_WIDTH_MM))
    column, row = np.floor(strokes.place_mm.T / ROLL_MM_PER_PX).astype(int)
    inside = (column >= 0) & (row >= 0) & (column < columns) & (row < rows)
    pixel = (row * columns + column)[inside]
    wide = np.clip((2 * strokes.half_width_mm - NARROWEST_MM) / (WIDEST_MM - NARROWEST_MM), 0, 1)
    soft_mm = (FULLNESS - strokes.crisp) * strokes.depth_mm
    relief, masses = (np.zeros((rows, columns), np.float32) for _ in range(2))
    for sigma_mm, narrowest, widest in TROUGHS:
        share = narrowest + (widest - narrowest) * wide
        section = np.sqrt(2 * np.pi) * sigma_mm * soft_mm * share * strokes.step_mm
        flat = np.bincount(pixel, section[inside], rows * columns)
        mass = (flat.reshape(rows, columns) / ROLL_MM_PER_PX**2).astype(np.float32)
        relief -= cv2.GaussianBlur(mass, (0, 0), sigma_mm / ROLL_MM_PER_PX)
        masses += mass
    relief += ROLL_SHARE * cv2.GaussianBlur(masses, (0, 0), ROLL_MM / ROLL_MM_PER_PX)
    return np.asarray(cv2.resize(relief, shape[::-1], interpolation=cv2.INTER_CUBIC), np.float32)
