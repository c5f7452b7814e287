"""Squares around things, normalized by the size of the thing: what probes are trained on and scored with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.density import optical_density

SIDE_PX = 112
LEAST_BOX_PX = 8
MARGIN = 2.2
"""Side of the square over the size of the box."""
OUTSIDE = 0.25
"""At most this share of a square may lie beyond the photo's edge, where pixels are mirrored."""
TRIES = 60
COLOR_OD = 0.35
"""How far the color of clear skin may lie from that beside the boxes."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The middle and the size of a thing in a photo, in pixels."""

    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """One square with what it shows."""

    pixels: Pixels
    label: str
    group: str
    """Photo, near-duplicates of it included, or twin."""


def cut(photo: Pixels, place: Place, *, margin: float = MARGIN) -> Pixels | None:
    """The square around a place; None where too little of it is in the photo."""
    half = margin * place.size / 2
    height, width = photo.shape[:2]
    inside = _overlap(place.x, half, width) * _overlap(place.y, half, height)
    if inside < 1 - OUTSIDE:
        return None
    scale = SIDE_PX / (2 * half)
    move = np.array([[scale, 0, -scale * (place.x - half)], [0, scale, -scale * (place.y - half)]])
    reduced = photo
    if scale < 0.5:  # so that nothing finer than the square's pixels turns into false grain
        reduced = np.asarray(cv2.GaussianBlur(photo, (0, 0), 0.4 / scale), np.uint8)
    square = cv2.warpAffine(reduced, move, (SIDE_PX, SIDE_PX), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(square, np.uint8)


def clear_places(photo: Pixels, things: Sequence[Place], random: np.random.Generator, count: int) -> Iterator[Place]:
    """Places of skin of the same photo that hold none of the things, as large as they are.

    Skin is what has the color that is found around the things: close-ups have no face to ask.

    Args:
        photo: (height, width, 3) uint8 sRGB.
        things: all that is known in the photo.
        random: of the photo.
        count: at most as many.
    """
    small = cv2.GaussianBlur(photo, (0, 0), 2.0)
    density = optical_density(np.asarray(small, np.uint8))
    around = np.median([_ring(density, thing) for thing in things], axis=0)
    height, width = photo.shape[:2]
    found: list[Place] = []
    sizes = [thing.size for thing in things if 2 * thing.size < min(height, width)]
    for _ in range(TRIES if sizes else 0):
        size = float(random.choice(sizes))
        place = Place(x=random.uniform(size, width - size), y=random.uniform(size, height - size), size=size)
        free = all(_apart(place, other) for other in (*things, *found))
        if free and _is_skin(density, place, around):
            found.append(place)
        if len(found) == count:
            break
    yield from found


def _overlap(middle: float, half: float, length: int) -> float:
    return max(min(middle + half, length) - max(middle - half, 0), 0) / (2 * half)


def _apart(one: Place, other: Place) -> bool:
    gap = MARGIN / 2 * one.size + 0.6 * other.size
    return max(abs(one.x - other.x), abs(one.y - other.y)) > gap


def _window(density: NDArray[np.float32], place: Place) -> NDArray[np.float32]:
    half = MARGIN * place.size / 2
    top, left = max(int(place.y - half), 0), max(int(place.x - half), 0)
    return density[top : int(place.y + half) + 1, left : int(place.x + half) + 1].reshape(-1, 3)


def _ring(density: NDArray[np.float32], place: Place) -> NDArray[np.float64]:
    return np.asarray(np.median(_window(density, place), axis=0), np.float64)


def _is_skin(density: NDArray[np.float32], place: Place, around: NDArray[np.float64]) -> bool:
    """The color without the light: a shadow is the same density in all channels."""
    window = _window(density, place)
    if not len(window):
        return False
    colors = window[:: max(len(window) // 200, 1)] - around
    tint = colors - colors.mean(axis=1, keepdims=True)
    off = np.abs(tint).max(axis=1) + 0.25 * np.abs(colors.mean(axis=1))
    return bool(np.quantile(off, 0.9) < COLOR_OD)
