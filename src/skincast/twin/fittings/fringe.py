"""Hair that hangs into the forehead in one photo, with its shadow on the skin."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.twin.fittings.color import scalp_hair_rgb
from skincast.twin.fittings.layer import Box, Floats, Layer, box_around, flat_color
from skincast.twin.fittings.strokes import bend, cover_of, hair_area, samples_for, splat
from skincast.twin.frame import Frame, Part
from skincast.twin.head.hair import haircut_of
from skincast.twin.person import Traits, stream
from skincast.twin.shot import Shot
from skincast.types import FloatMap

HAIR_LINE = (54, 103, 67, 109, 10, 338, 297, 332, 284)
LONGEST_MM = 75.0
LOCKS = 15
HAIRS_PER_LOCK = 50
ABOVE_MM = 24.0


def fringe_layers(frame: Frame, traits: Traits, shot: Shot) -> list[Layer]:
    """Locks over the forehead and the shade they throw; nothing when `shot.fringe` is 0."""
    if shot.fringe <= 0 or haircut_of(traits).style in ("bald", "cropped", "bun"):
        return []
    paths = _locks(frame, shot)
    box = box_around(paths[:, ::8], 6.0 / frame.mm_per_px, frame.part.shape)
    if box is None:
        return []
    random = stream(shot.seed, "fringe width")
    width = random.uniform(0.07, 0.13, len(paths)) / frame.mm_per_px
    local = box.shift(paths)
    area = hair_area(local, width, taper=0.6)
    shade = np.exp(random.normal(-0.1, 0.45, (len(paths), 1)))
    weight = splat(box.shape, local[..., 0], local[..., 1], area)
    bright = splat(box.shape, local[..., 0], local[..., 1], area * shade)
    alpha = cover_of(weight)
    texture = (bright + 0.02) / (weight + 0.02)
    rgb = np.asarray(texture[..., None] * scalp_hair_rgb(traits), np.float32)
    hair = Layer(name="fringe", box=box, rgb=rgb, alpha=alpha, part=Part.HAIR)
    return [_shade(frame, box, alpha), hair]


def _locks(frame: Frame, shot: Shot) -> Floats:
    """(n, k, 2) photo pixels: locks that fall from the hair line, curved to one side, closing toward their tips."""
    random = stream(shot.seed, "fringe")
    points = frame.landmarks_px[list(HAIR_LINE), :2].astype(np.float64)
    down, right = _axes(frame)
    mm = frame.mm_per_px
    amount = float(np.clip(shot.fringe, 0, 1))
    locks = max(2, round(LOCKS * (0.4 + 0.6 * amount)))
    place = random.uniform(0.5, len(points) - 1.5, locks)
    low = place.astype(int)
    base = points[low] + (points[low + 1] - points[low]) * (place - low)[:, None] - down * ABOVE_MM / mm
    length = (ABOVE_MM + LONGEST_MM * amount * random.uniform(0.4, 1.0, locks)) / mm
    side = random.choice([-1.0, 1.0]) * random.uniform(0.1, 0.5) + random.normal(0, 0.15, locks)
    lock = np.repeat(np.arange(locks), HAIRS_PER_LOCK)
    spread = random.normal(0, 1, len(lock))
    wide = random.uniform(2.5, 8.0, locks)[lock]
    root = base[lock] + (spread * wide / mm)[:, None] * right
    reach = (length[lock] * random.uniform(0.6, 1.1, len(lock)))[:, None]
    knee = root + reach * (0.55 * down + (0.30 * side[lock] + random.normal(0, 0.05, len(lock)))[:, None] * right)
    tip = (
        root
        + reach * (down + side[lock][:, None] * right)
        + (random.normal(0, 2.0, len(lock)) - 0.75 * spread * wide)[:, None] / mm * right
    )
    return bend(root, knee, tip, samples_for(float(reach.max())))


def _axes(frame: Frame) -> tuple[Floats, Floats]:
    down = (frame.rotation @ np.array([0.0, 1.0, 0.0]))[:2]
    right = (frame.rotation @ np.array([1.0, 0.0, 0.0]))[:2]
    return down, right


def _shade(frame: Frame, box: Box, alpha: FloatMap) -> Layer:
    sigma = 1.6 / frame.mm_per_px
    moved = cv2.warpAffine(alpha, np.array([[1, 0, 0], [0, 1, 1.5 / frame.mm_per_px]], np.float32), box.shape[::-1])
    soft = 0.32 * cv2.GaussianBlur(moved, (0, 0), sigma)
    return Layer(name="fringe shade", box=box, rgb=flat_color((0, 0, 0), box.shape), alpha=soft, part=None)
