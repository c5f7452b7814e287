"""What keeps a lesion from being one tidy disc: lobes that merge with it, specks, creases, and its neighbors."""

from __future__ import annotations

import math
from collections.abc import Iterator

import cv2
import numpy as np

from skincast.twin.feature.lesions.patch import Patch, grain, patch_at
from skincast.twin.feature.lesions.stroke import Stroke
from skincast.types import FloatMap

CREASE_MM, CREASE_STRETCH, CREASE_WIDTH = 0.9, 2.4, 0.3
"""Distance between fine skin lines, how straight they run, and their width in SD of the noise that they are the zero
lines of (ours, by eye on close-ups)."""
ALONG = 1.5
"""Most that a speck is longer than wide."""


def creases(stroke: Stroke) -> FloatMap:
    """Fine skin lines that run over a lesion, 0 between them, 1 in their middle."""
    waves = grain(stroke.patch, size_mm=CREASE_MM, random=stroke.random, stretch=CREASE_STRETCH)
    return speck_of(waves, CREASE_WIDTH)


def speck_of(distance: FloatMap, width: float) -> FloatMap:
    """A bell over a distance, 1 in its middle."""
    return np.asarray(cv2.exp(np.square(distance) * np.float32(-1 / width**2)), np.float32)


def blob(patch: Patch, random: np.random.Generator, *, aside_mm: tuple[float, float], size_mm: float) -> FloatMap:
    """A soft oval somewhere beside the patch's center, 1 in its middle.

    Args:
        patch: where.
        random: says in which direction, how far and how long.
        aside_mm: least and greatest distance from the center.
        size_mm: radius where it has fallen to a third.
    """
    bearing, turn = random.random(2) * (2 * math.pi, math.pi)
    aside, long = random.uniform(*aside_mm), random.uniform(1, ALONG)
    right = patch.right_mm - np.float32(aside * math.cos(bearing))
    down = patch.down_mm - np.float32(aside * math.sin(bearing))
    along = (right * np.float32(math.cos(turn)) + down * np.float32(math.sin(turn))) * np.float32(1 / long)
    across = (down * np.float32(math.cos(turn)) - right * np.float32(math.sin(turn))) * np.float32(long)
    return np.asarray(cv2.exp((along * along + across * across) * np.float32(-1 / size_mm**2)), np.float32)


def leaning(patch: Patch, bearing: float, radius_mm: float) -> FloatMap:
    """-1 on one side of a lesion to 1 on the other.

    Args:
        patch: where.
        bearing: direction of the strong side, radians.
        radius_mm: the change takes about half of it, so that there is no edge in the middle.
    """
    slope = patch.right_mm * np.float32(math.cos(bearing)) + patch.down_mm * np.float32(math.sin(bearing))
    distance = cv2.magnitude(patch.right_mm, patch.down_mm) + np.float32(0.5 * radius_mm)
    return np.asarray(slope / distance, np.float32)


def neighbors(
    stroke: Stroke, count: int, *, aside_mm: tuple[float, float], size_mm: tuple[float, float]
) -> Iterator[tuple[Patch, FloatMap]]:
    """Lesser spots of the same family: windows of their own and soft ovals in them, 1 in the middle.

    They are pores and flecks like those between any two lesions, too small to be told as lesions: the truth has none of
    them. None lies in another region than its lesion.

    Args:
        stroke: of the lesion.
        count: how many are tried.
        aside_mm: least and greatest distance from the lesion.
        size_mm: least and greatest radius.
    """
    lesion, random = stroke.lesion, stroke.random
    home = _region(stroke, lesion.x_mm, lesion.y_mm)
    for bearing, far, size in random.random((count, 3)):
        away = aside_mm[0] + (aside_mm[1] - aside_mm[0]) * math.sqrt(far)
        x = lesion.x_mm + away * math.cos(2 * math.pi * bearing)
        y = lesion.y_mm + away * math.sin(2 * math.pi * bearing)
        radius = size_mm[0] + (size_mm[1] - size_mm[0]) * size * size
        patch = patch_at(stroke.canvas, x, y, reach_mm=2.2 * radius * ALONG)
        if patch is not None and _region(stroke, x, y) == home:
            yield patch, blob(patch, random, aside_mm=(0, 0), size_mm=radius)


def _region(stroke: Stroke, x_mm: float, y_mm: float) -> int:
    regions, scale = stroke.canvas.regions, stroke.sheet.mm_per_px
    row = min(max(int(y_mm / scale), 0), regions.shape[0] - 1)
    column = min(max(int(x_mm / scale), 0), regions.shape[1] - 1)
    return int(regions[row, column])
