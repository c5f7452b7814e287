"""Lashes: curved hairs that stand out of the lid margins, drawn in three dimensions so that they turn with the head."""

from __future__ import annotations

import numpy as np

from skincast.twin.fittings.color import face_hair_rgb
from skincast.twin.fittings.eyes import lid_curve_px
from skincast.twin.fittings.layer import Box, Floats, Layer, box_around, flat_color
from skincast.twin.fittings.places import LOWER_LID, UPPER_LID
from skincast.twin.fittings.strokes import bend, cover_of, lay_hairs, samples_for, splat
from skincast.twin.frame import Frame, Part
from skincast.twin.person import Traits, stream
from skincast.types import FloatMap

UPPER_COUNT, LOWER_COUNT = 150, 70
ROOT_LINE_MM = 0.40
UPPER_LENGTH_MM, LOWER_LENGTH_MM = 8.5, 5.0
OUTWARD = np.array([[-0.40, 0.0, -0.92], [0.40, 0.0, -0.92]])
"""Out of each eye, head axes."""


def lash_layer(frame: Frame, traits: Traits, side: int) -> Layer | None:
    """Lashes of one eye; None when it is turned away.

    Source: 90-160 upper lashes of 8-12 mm and half as many, shorter, lower ones (anatomy texts); curves ours.
    """
    if (frame.rotation @ OUTWARD[side])[2] > -0.15:
        return None
    random = stream(traits.seed, f"lashes {side}")
    female = traits.sex == "female"
    length = (1.0 if female else 0.82) * float(np.exp(random.normal(0, 0.12)))
    upper = _lashes(frame, side, random, upper=True, length=length)
    lower = _lashes(frame, side, random, upper=False, length=length)
    ends = np.concatenate([upper.reshape(-1, 2), lower.reshape(-1, 2)])
    box = box_around(ends, 2.0, frame.part.shape)
    if box is None:
        return None
    alpha = np.zeros(box.shape, np.float32)
    for paths, width_mm in ((upper, 0.115 if female else 0.095), (lower, 0.060)):
        width = np.full(len(paths), width_mm / frame.mm_per_px)
        alpha = 1 - (1 - alpha) * (1 - lay_hairs(box.shape, box.shift(paths), width, taper=0.8))
    alpha = 1 - (1 - alpha) * (1 - _root_line(frame, side, box))
    rgb = flat_color(0.5 * face_hair_rgb(traits), box.shape)
    return Layer(name="lashes", box=box, rgb=rgb, alpha=alpha, part=Part.HAIR)


def _root_line(frame: Frame, side: int, box: Box) -> FloatMap:
    """Roots stand so close that the upper margin looks drawn with a pencil."""
    line = box.shift(lid_curve_px(frame, UPPER_LID[side], 120))
    step = np.linalg.norm(np.diff(line, axis=0, prepend=line[:1]), axis=1)
    thick = (
        np.interp(np.linspace(0, 1, 120), [0, 0.1, 0.5, 0.9, 1], [0.5, 1, 1, 0.4, 0]) * ROOT_LINE_MM / frame.mm_per_px
    )
    return 0.75 * cover_of(splat(box.shape, line[:, 0], line[:, 1], step * thick))


def _lashes(frame: Frame, side: int, random: np.random.Generator, *, upper: bool, length: float) -> Floats:
    """(n, k, 2) photo pixels."""
    count = UPPER_COUNT if upper else LOWER_COUNT
    numbers = UPPER_LID[side] if upper else LOWER_LID[side]
    margin = lid_curve_px(frame, numbers, 200)
    along = np.sort(random.uniform(0.06, 0.88 if upper else 0.75, count))
    root = margin[(along * 199).astype(int)].copy()
    root[:, 1] += random.normal(0.1, 0.25, count) / frame.mm_per_px * (1 if upper else 0.6)
    out, up, fan = _directions(side, along)
    mm = (UPPER_LENGTH_MM if upper else LOWER_LENGTH_MM) * length * np.exp(random.normal(0, 0.18, count))
    mm *= np.interp(along, [0, 0.3, 0.7, 1], [1.05, 1, 0.8, 0.55])
    # Lashes clump by threes and fours at their tips.
    clump = np.repeat(random.normal(0, 0.16, -(-count // 3)), 3)[:count] + random.normal(0, 0.07, count)
    side_way = (fan + clump)[:, None] * np.array([-1.0, 0, 0]) * (1 if side == 0 else -1)
    rise = np.array([0.0, -1.0, 0.0]) if upper else np.array([0.0, 0.75, 0.0])
    sag = np.array([0.0, 0.28, 0.0]) if upper else np.array([0.0, 0.25, 0.0])
    knee = mm[:, None] * (0.55 * out + sag + 0.25 * side_way)
    tip = mm[:, None] * (0.72 * out + up[:, None] * rise + side_way)
    to_px = frame.rotation.T / frame.mm_per_px
    paths = bend(root, root + knee @ to_px, root + tip @ to_px, samples_for(float(mm.max()) / frame.mm_per_px))
    return np.asarray(paths[..., :2])


def _directions(side: int, along: Floats) -> tuple[Floats, Floats, Floats]:
    """Out of the eye, how far up, and how far to the temple, by place from the temple (0) to the nose (1)."""
    out = np.repeat(OUTWARD[side][None], len(along), axis=0)
    up = np.interp(along, [0, 0.4, 1], [0.42, 0.52, 0.35])
    fan = np.interp(along, [0, 0.5, 1], [0.55, 0.08, -0.30])
    return out, up, fan
