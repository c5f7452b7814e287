"""Glasses of one photo: rims, bridge and temples, a film and a reflection on the lenses, a shade on the skin."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from skincast.twin.fittings.layer import Box, Floats, Glint, Layer, box_around, flat_color
from skincast.twin.fittings.places import LOWER_LID, UPPER_LID
from skincast.twin.frame import Frame, Part
from skincast.twin.person import Traits, stream
from skincast.twin.shot import Shot
from skincast.types import FloatMap

BEFORE_EYE_MM = 14.0
RIM_COLORS = (
    (0.012, 0.012, 0.013),
    (0.07, 0.030, 0.013),
    (0.060, 0.058, 0.056),
    (0.115, 0.066, 0.022),
    (0.02, 0.03, 0.06),
)
METAL = (2, 3)
EARS = (127, 356)
OUTLINE_POINTS = 90
RIGHT_END, LEFT_END = 0, OUTLINE_POINTS // 2
"""Of a lens, in the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """Form of a person's glasses."""

    half_width_mm: float
    half_height_mm: float
    squareness: float
    rim_mm: float
    color: int


def glasses_layers(frame: Frame, traits: Traits, shot: Shot) -> tuple[list[Layer], list[Glint]]:
    """Glasses where `shot.glasses` asks for them; a person keeps one pair.

    Source: ours, untested.
    """
    if not shot.glasses:
        return [], []
    pair = _choose(traits)
    outlines = [_outline(frame, side, pair, 0.0) for side in (0, 1)]
    inner = [_outline(frame, side, pair, pair.rim_mm) for side in (0, 1)]
    box = box_around(np.concatenate([*outlines, _ears(frame)]), 8.0 / frame.mm_per_px, frame.part.shape)
    if box is None:
        return [], []
    lens = np.maximum(box.fill(inner[0]), box.fill(inner[1]))
    rim = np.clip(np.maximum(box.fill(outlines[0]), box.fill(outlines[1])) - lens, 0, 1)
    rim = np.maximum(rim, _wires(frame, box, outlines, pair))
    color = flat_color(RIM_COLORS[pair.color], box.shape)
    layers = [
        _shade(frame, box, rim),
        Layer(
            name="lens",
            box=box,
            rgb=flat_color((0.05, 0.06, 0.06), box.shape),
            alpha=np.asarray(0.05 * lens, np.float32),
            part=None,
        ),
        Layer(name="rim", box=box, rgb=color, alpha=rim, part=Part.GLASSES),
    ]
    return layers, _reflections(frame, box, lens, outlines, shot)


def _choose(traits: Traits) -> _Pair:
    random = stream(traits.seed, "glasses")
    color = int(random.integers(len(RIM_COLORS)))
    return _Pair(
        half_width_mm=float(random.uniform(23.5, 27.0)),
        half_height_mm=float(random.uniform(17.0, 23.0)),
        squareness=float(random.uniform(2.1, 4.5)),
        rim_mm=float(random.uniform(0.9, 1.4) if color in METAL else random.uniform(2.0, 4.2)),
        color=color,
    )


def _outline(frame: Frame, side: int, pair: _Pair, inset_mm: float) -> Floats:
    """A rounded rectangle before the eye, (n, 2) photo pixels."""
    t = np.linspace(0, 2 * np.pi, OUTLINE_POINTS, endpoint=False)
    power = 2 / pair.squareness
    x = np.sign(np.cos(t)) * np.abs(np.cos(t)) ** power * (pair.half_width_mm - inset_mm)
    y = np.sign(np.sin(t)) * np.abs(np.sin(t)) ** power * (pair.half_height_mm - inset_mm)
    outward = 1.5 * (1 if side else -1)
    wrap = 0.10 * (x + outward) * (1 if side else -1)
    plane = np.stack([x + outward, y + 3.0, wrap - BEFORE_EYE_MM], axis=1)
    return _eye_middle(frame, side) + (plane @ frame.rotation.T)[:, :2] / frame.mm_per_px


def _eye_middle(frame: Frame, side: int) -> Floats:
    corners = frame.landmarks_px[[UPPER_LID[side][0], LOWER_LID[side][-1]], :2]
    return np.asarray(corners.mean(axis=0), np.float64)


def _ears(frame: Frame) -> Floats:
    return frame.landmarks_px[list(EARS), :2].astype(np.float64)


def _wires(frame: Frame, box: Box, outlines: list[Floats], pair: _Pair) -> FloatMap:
    """Bridge over the nose and the temples back to the ears, as far as they are turned to the camera."""
    mask = np.zeros(box.shape, np.uint8)
    thick = max(1, round(pair.rim_mm / frame.mm_per_px))
    inner = [outlines[0][RIGHT_END], outlines[1][LEFT_END]]
    lift = (frame.rotation @ np.array([0.0, -5.0, -2.0]))[:2] / frame.mm_per_px
    _line(mask, box, np.stack([inner[0] + lift, (inner[0] + inner[1]) / 2 + 1.5 * lift, inner[1] + lift]), thick)
    for side in (0, 1):
        outer = outlines[side][RIGHT_END if side else LEFT_END]
        ear = outer + 1.3 * (_ears(frame)[side] + lift - outer)
        outside = (ear[0] - outer[0]) * (1 if side else -1)
        if outside > 0:
            _line(mask, box, np.stack([outer + lift, ear]), max(1, round(0.8 * thick)))
    return mask.astype(np.float32) / np.float32(255)


def _line(mask: np.ndarray, box: Box, points: Floats, thick: int) -> None:
    corners = np.rint(box.shift(points) * 16).astype(np.int32)
    cv2.polylines(mask, [corners], isClosed=False, color=255, thickness=thick, lineType=cv2.LINE_AA, shift=4)


def _shade(frame: Frame, box: Box, rim: FloatMap) -> Layer:
    drop = 5.0 / frame.mm_per_px
    moved = cv2.warpAffine(rim, np.array([[1, 0, 0], [0, 1, drop]], np.float32), box.shape[::-1])
    solid = frame.part[box.rows, box.columns] != Part.BACKGROUND
    soft = np.asarray(0.30 * cv2.GaussianBlur(moved, (0, 0), 1.8 / frame.mm_per_px) * solid, np.float32)
    return Layer(name="glasses shade", box=box, rgb=flat_color((0, 0, 0), box.shape), alpha=soft, part=None)


def _reflections(frame: Frame, box: Box, lens: FloatMap, outlines: list[Floats], shot: Shot) -> list[Glint]:
    """A slanted patch of the brightest lamp on each lens, alike on both."""
    random = stream(shot.seed, "lens reflection")
    brightest = int(np.argmax([lamp.strength for lamp in shot.lamps]))
    strength = float(random.uniform(0.0, 0.09)) * shot.lamps[brightest].strength
    place, size = random.uniform(-0.5, 0.5, 2), random.uniform(0.25, 0.6)
    patch = np.zeros(box.shape, np.float32)
    for outline in outlines:
        middle, half = outline.mean(axis=0), np.ptp(outline, axis=0) / 2
        corners = np.array([[-0.5, -1], [0.6, -1], [0.3, 1], [-0.8, 1]]) * size + place
        patch = np.maximum(patch, box.fill(middle + corners * half))
    soft = cv2.GaussianBlur(patch, (0, 0), 0.8 / frame.mm_per_px) * lens
    return [Glint(name="lens", box=box, light=np.asarray(soft * strength, np.float32), lamp=brightest)]
