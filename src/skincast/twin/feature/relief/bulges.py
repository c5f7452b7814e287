"""The muscle under lines: skin that bunches up beside a frown, where lines alone would lie in a calm face."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.twin.feature.relief.noise import Floats
from skincast.twin.feature.relief.places import SIDES, Side, between_mm, landmark_mm, on_side
from skincast.twin.person import stream
from skincast.twin.sheet import SHEET_HEIGHT_MM, SHEET_WIDTH_MM
from skincast.types import FloatMap

COARSE_MM = 1.0
HEAD_MM, CENTER_MM, POUCH_MM = 0.95, 0.6, 0.35
"""Height of the brow's bunched head, of the pad between the brows and of the pouch beside the eye, at full severity."""
REACH = 3.8

Mound = tuple[Floats, float, float, float, float]
"""Place, SD along, SD across in millimeters, turn in radians, height in millimeters."""


def bulges(seed: int, shape: tuple[int, int], *, frown: float, squint: float) -> FloatMap:
    """Where the muscles below the lines stand out.

    Args:
        seed: the person's.
        shape: (height, width) of the sheet.
        frown: severity of the lines between the brows, 0-1.
        squint: of those beside the eyes, 0-1.

    Returns:
        (height, width) float32 millimeters; grows with both.

    Source: ours, untested; corrugator, procerus and orbicularis oculi, by eye from photos.
    """
    rows, columns = (round(side / COARSE_MM) for side in (SHEET_HEIGHT_MM, SHEET_WIDTH_MM))
    relief = np.zeros((rows, columns), np.float32)
    for amount, mounds in ((frown, _frowning(seed)), (squint, _squinting(seed))):
        for mound in mounds if amount > 0 else ():
            _heap(relief, mound, amount)
    return np.asarray(cv2.resize(relief, shape[::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def _frowning(seed: int) -> list[Mound]:
    random = stream(seed, "bulges frown")
    mounds: list[Mound] = []
    for side in SIDES:
        place = landmark_mm(107) + np.array([-random.uniform(-1, 2), random.uniform(-1.5, 1.5)])
        turn = random.uniform(0.2, 0.5) * (-1 if side == "left" else 1)
        mounds.append((_mirrored(place, side), 5.5, 3.0, -turn, HEAD_MM * random.uniform(0.7, 1.2)))
    center = between_mm(9, 8, 0.3, shift=(float(random.normal(0, 0.6)), 0.0))
    return [*mounds, (center, 2.6, 5.5, 0.0, CENTER_MM * random.uniform(0.6, 1.2))]


def _squinting(seed: int) -> list[Mound]:
    random = stream(seed, "bulges squint")
    mounds: list[Mound] = []
    for side in SIDES:
        place = landmark_mm(33) + np.array([-random.uniform(6, 9), random.uniform(5, 8)])
        turn = -0.6 if side == "right" else 0.6
        mounds.append((_mirrored(place, side), 7.0, 3.5, turn, POUCH_MM * random.uniform(0.6, 1.2)))
    return mounds


def _mirrored(place: Floats, side: Side) -> Floats:
    return np.asarray(on_side(place[None], side)[0])


def _heap(relief: FloatMap, mound: Mound, amount: float) -> None:
    place, along_mm, across_mm, turn, height_mm = mound
    half = int(REACH * max(along_mm, across_mm) / COARSE_MM)
    column, row = (int(value / COARSE_MM) for value in place)
    window = np.s_[max(row - half, 0) : row + half + 1, max(column - half, 0) : column + half + 1]
    y, x = np.mgrid[window].astype(np.float32)
    x, y = (x + 0.5) * COARSE_MM - place[0], (y + 0.5) * COARSE_MM - place[1]
    along, across = np.cos(turn) * x + np.sin(turn) * y, np.cos(turn) * y - np.sin(turn) * x
    heap = np.exp(-0.5 * ((along / along_mm) ** 2 + (across / across_mm) ** 2))
    relief[window] += (amount * height_mm * heap).astype(np.float32)
