"""Neck, ears and clothes: what surrounds a face without a place on the sheet."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.twin.fittings.color import face_hair_rgb
from skincast.twin.fittings.layer import Box, Layer, box_around, flat_color
from skincast.twin.fittings.noise import smooth_noise
from skincast.twin.frame import Frame, Part, Vectors
from skincast.twin.person import Traits, stream
from skincast.twin.shot import Shot
from skincast.types import FloatMap

CLOTH_COLORS = (
    (0.75, 0.74, 0.72), (0.03, 0.03, 0.035), (0.04, 0.06, 0.14), (0.20, 0.21, 0.22), (0.35, 0.05, 0.05),
    (0.08, 0.16, 0.10), (0.45, 0.36, 0.26), (0.16, 0.26, 0.42), (0.50, 0.30, 0.32), (0.55, 0.48, 0.16),
)  # fmt: skip
BEARD_BELOW_JAW_MM = 45.0
BLUSH_RGB = (0.22, 0.035, 0.03)


def body_layers(frame: Frame, traits: Traits, shot: Shot) -> list[Layer]:
    """Redder ears, the beard's shade below the jaw, and clothes of the day.

    The skin's own color there continues the face and is the scene's work.

    Args:
        frame: geometry.
        traits: the person.
        shot: decides the clothes.

    Source: ours, untested.
    """
    layers = []
    neck = _box_of(frame, Part.NECK)
    if neck is not None:
        layers += _neck(frame, neck, traits)
    cloth = _box_of(frame, Part.CLOTH)
    if cloth is not None:
        layers.append(_cloth(frame, cloth, shot))
    return layers


def _box_of(frame: Frame, part: Part) -> Box | None:
    here = frame.part == part
    columns, rows = np.flatnonzero(here.any(axis=0)), np.flatnonzero(here.any(axis=1))
    if not len(rows):
        return None
    return box_around(np.array([[columns[0], rows[0]], [columns[-1], rows[-1]]]), 1.0, frame.part.shape)


def _cover(frame: Frame, box: Box, part: Part) -> FloatMap:
    return np.asarray(frame.part[box.rows, box.columns] == part, np.float32)


def _neck(frame: Frame, box: Box, traits: Traits) -> list[Layer]:
    random = stream(traits.seed, "neck")
    cover = _cover(frame, box, Part.NECK)
    pale = max(1 - 5 * traits.complexion.melanin, 0.0)
    blush = np.asarray(0.10 * pale * _ears(frame, box) * cover, np.float32)
    layers = []
    if pale > 0:
        layers.append(Layer(name="ears", box=box, rgb=flat_color(BLUSH_RGB, box.shape), alpha=blush, part=None))
    if traits.beard > 0:
        shade = _neck_beard(frame, box, traits, random) * cover
        color = flat_color(face_hair_rgb(traits), box.shape)
        layers.append(Layer(name="neck beard", box=box, rgb=color, alpha=shade, part=None))
    return layers


def _ears(frame: Frame, box: Box) -> FloatMap:
    """Ears are redder: what lies above the mouth and is no face."""
    _, y = box.grid_px()
    above = 1 / (1 + np.exp((y - frame.landmarks_px[13, 1]) * frame.mm_per_px / 4))
    return np.asarray(np.broadcast_to(above, box.shape), np.float32)


def _neck_beard(frame: Frame, box: Box, traits: Traits, random: np.random.Generator) -> FloatMap:
    """Shade of stubble below the jaw, thinning out downward."""
    _, y = box.grid_px()
    below = (y - frame.landmarks_px[152, 1]) * np.float32(frame.mm_per_px)
    thick = np.clip(1 - below / BEARD_BELOW_JAW_MM, 0, 1) * np.clip((below + 45) / 20, 0, 1)
    tile = np.clip(1 + 0.7 * random.standard_normal((128, 128)).astype(np.float32), 0, 2)
    dots = np.tile(tile, (box.height_px // 128 + 1, box.width_px // 128 + 1))[: box.height_px, : box.width_px]
    return np.asarray(0.16 * traits.beard * thick * dots, np.float32)


def _cloth(frame: Frame, box: Box, shot: Shot) -> Layer:
    random, pattern = stream(shot.seed, "clothes"), stream(shot.seed, "stripes")
    color = np.array(CLOTH_COLORS[int(random.integers(len(CLOTH_COLORS)))]) * np.exp(random.normal(0, 0.15, 3))
    mm = frame.mm_per_px
    folds = 0.07 * smooth_noise(random, box.shape, 46 / mm) + 0.02 * smooth_noise(random, box.shape, 15 / mm)
    weave = 0.05 * smooth_noise(random, box.shape, 1.1 / mm)
    light = np.clip(1 + folds + weave, 0.4, 1.6)
    rgb: Vectors = np.asarray(light[..., None] * color, np.float32)
    if pattern.random() < 0.25:
        rgb *= _stripes(box, mm, pattern)[..., None]
    edge = cv2.GaussianBlur(_cover(frame, box, Part.CLOTH), (0, 0), 0.6)
    alpha = np.maximum(edge, _cover(frame, box, Part.CLOTH))
    return Layer(name="cloth", box=box, rgb=rgb, alpha=alpha, part=Part.CLOTH)


def _stripes(box: Box, mm_per_px: float, random: np.random.Generator) -> FloatMap:
    x, y = box.grid_px()
    period, tilt = random.uniform(8, 30) / mm_per_px, random.normal(0, 0.2)
    wave = np.sin(2 * np.pi * (y + tilt * x) / period)
    return np.asarray(1 - random.uniform(0.2, 0.7) * np.clip(wave * 3, 0, 1), np.float32)
