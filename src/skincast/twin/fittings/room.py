"""The room behind a person, out of focus."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.fittings.layer import Layer, whole_box
from skincast.twin.fittings.noise import smooth_noise
from skincast.twin.frame import Part, Vectors
from skincast.twin.person import stream
from skincast.twin.shot import Shot

SHRINK = 8
Floats = NDArray[np.float32]


def room_layer(shot: Shot, shape: tuple[int, ...]) -> Layer:
    """The room as a layer behind everything."""
    box = whole_box(shape)
    cover = np.ones(box.shape, np.float32)
    return Layer(name="room", box=box, rgb=draw_room(shot, shape), alpha=cover, part=Part.BACKGROUND)


def draw_room(shot: Shot, shape: tuple[int, ...]) -> Vectors:
    """Paint a plausible blurred room, the same for the same shot.

    Args:
        shot: its seed decides the room.
        shape: (height, width) of the frame.

    Returns:
        (height, width, 3) linear sRGB as it would be seen under lamps of total strength 1: to be scaled by the light of
        the shot, not to be shaded.

    Source: ours, untested.
    """
    random = stream(shot.seed, "room")
    small = (max(8, shape[0] // SHRINK), max(8, shape[1] // SHRINK))
    room = _wall(random, small)
    for painter in (_window, _shelves, _lamps, _furniture):
        if random.random() < 0.5:
            painter(random, room)
    room *= np.exp(0.06 * smooth_noise(random, small, 9.0))[..., None]
    focus = float(np.exp(random.uniform(np.log(0.012), np.log(0.06)))) * small[0]
    soft = cv2.GaussianBlur(room, (0, 0), focus)
    full = cv2.resize(soft, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(full, 0.002, 4.0), np.float32)


def _wall(random: np.random.Generator, size: tuple[int, int]) -> Floats:
    height, width = size
    hue = np.array([1.0, 0.96, 0.88]) * np.exp(random.normal(0, 0.10, 3))
    level = float(np.exp(random.uniform(np.log(0.06), np.log(0.6))))
    y, x = np.linspace(-1, 1, height)[:, None], np.linspace(-1, 1, width)[None]
    slope = 1 + random.uniform(-0.35, 0.35) * x + random.uniform(-0.2, 0.2) * y
    wall = (level * slope)[..., None] * hue
    if random.random() < 0.5:
        # A second wall meets the first in a corner of the room.
        corner = int(random.uniform(0.1, 0.9) * width)
        wall[:, corner:] *= random.uniform(0.5, 0.85)
    return np.asarray(wall, np.float32)


def _box(random: np.random.Generator, room: Floats, *, wide: float, high: float) -> tuple[slice, slice]:
    height, width = room.shape[:2]
    w, h = max(2, int(wide * width)), max(2, int(high * height))
    left, top = int(random.uniform(-0.1, 0.95) * width), int(random.uniform(-0.1, 0.8) * height)
    return slice(max(top, 0), max(top, 0) + h), slice(max(left, 0), max(left, 0) + w)


def _window(random: np.random.Generator, room: Floats) -> None:
    rows, columns = _box(random, room, wide=random.uniform(0.2, 0.5), high=random.uniform(0.3, 0.7))
    sky = np.array([0.9, 1.0, 1.12]) * random.uniform(0.8, 2.2)
    room[rows, columns] = sky
    middle = (columns.start + columns.stop) // 2
    room[rows, middle : middle + 1] = 0.3
    across = (rows.start + rows.stop) // 2
    room[across : across + 1, columns] = 0.3


def _shelves(random: np.random.Generator, room: Floats) -> None:
    """Boards with books of many colors."""
    rows, columns = _box(random, room, wide=random.uniform(0.3, 0.6), high=random.uniform(0.4, 0.9))
    board = max(4, int(room.shape[0] * random.uniform(0.12, 0.2)))
    room[rows, columns] *= 0.35
    for top in range(rows.start, min(rows.stop, room.shape[0]) - board, board):
        left = columns.start
        while left < columns.stop:
            wide = int(random.integers(1, 5))
            tall = int(board * random.uniform(0.5, 0.9))
            color = np.exp(random.normal(-2.0, 0.6)) * np.exp(random.normal(0, 0.45, 3))
            room[top + board - tall : top + board - 1, left : min(left + wide, columns.stop)] = color
            left += wide
        room[top + board - 1 : top + board, columns] = (0.20, 0.14, 0.09)


def _lamps(random: np.random.Generator, room: Floats) -> None:
    """Small bright lights that blur into discs."""
    height, width = room.shape[:2]
    for _ in range(int(random.integers(1, 6))):
        center = (int(random.uniform(0, width)), int(random.uniform(0, height * 0.6)))
        color = np.array([1.3, 1.0, 0.65]) * random.uniform(0.8, 3.0)
        cv2.circle(room, center, int(random.integers(1, 4)), color.tolist(), -1)


def _furniture(random: np.random.Generator, room: Floats) -> None:
    for _ in range(int(random.integers(1, 4))):
        rows, columns = _box(random, room, wide=random.uniform(0.15, 0.6), high=random.uniform(0.1, 0.4))
        moved = slice(rows.start + room.shape[0] // 3, rows.stop + room.shape[0] // 3)
        room[moved, columns] = np.exp(random.normal(-1.8, 0.6)) * np.exp(random.normal(0, 0.3, 3))
