"""Brows on the sheet: some hundred short hairs each, laid along their natural directions."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.twin.fittings.places import BROW_LOWER, BROW_UPPER, Window, landmark_curve_mm, window_around
from skincast.twin.fittings.strokes import Floats, bend, lay_hairs, samples_for
from skincast.twin.person import Traits, stream
from skincast.twin.sheet import Canvas
from skincast.types import FloatMap

CURVE_POINTS = 40
TAIL_UP_MM = 2.0
"""The mesh lets every tail hang more than people do (ours)."""


def draw_brows(canvas: Canvas, traits: Traits) -> None:
    """Draw both brows into the hair cover.

    Men's brows are fuller and lower, women's narrower with a longer taper; with age they thin out at the tail and grow
    longer strays. Left and right differ a little.

    Source: ours, untested; more hairs than are counted in life, because each is drawn alone.
    """
    random = stream(traits.seed, "brows")
    shape = _BrowShape(traits, random)
    for side in (0, 1):
        _draw_brow(canvas, side, shape, random)


class _BrowShape:
    """What both brows of a person share."""

    def __init__(self, traits: Traits, random: np.random.Generator) -> None:
        male = traits.sex == "male"
        age = float(np.clip((traits.age_years - 45) / 35, 0, 1))
        self.count = int(random.uniform(520, 800) if male else random.uniform(400, 650))
        self.count = int(self.count * (1 - 0.35 * age))
        self.fullness = float(random.uniform(0.9, 1.5) if male else random.uniform(0.7, 1.25))
        self.lift_mm = float(random.normal(-2.2 if male else -2.0, 0.7))
        self.arch_mm = float(random.normal(-0.4 if male else 0.3, 0.8))
        self.tail_up_mm = TAIL_UP_MM + float(random.normal(0, 1.1))
        self.tail = float(np.clip(random.normal(1.03, 0.05) - 0.12 * age, 0.8, 1.12))
        self.width_mm = float(random.uniform(0.064, 0.085) if male else random.uniform(0.056, 0.076))
        self.length_mm = float(random.uniform(6.0, 8.0) if male else random.uniform(5.0, 6.8)) * (1 + 0.25 * age)
        self.stray = 0.03 + 0.05 * float(random.random()) + 0.05 * age


def _draw_brow(canvas: Canvas, side: int, shape: _BrowShape, random: np.random.Generator) -> None:
    upper, lower = _edges_mm(side, shape)
    window = window_around(canvas, np.concatenate([upper, lower]), 9.0)
    paths = _grow_hairs((upper, lower), _scatter_roots(shape, random), shape, random)
    pixels = window.pixels(paths)
    width = shape.width_mm * np.exp(random.normal(0, 0.2, len(paths))) / canvas.sheet.mm_per_px
    cover = lay_hairs(window.shape, pixels, width)
    _blend(canvas, window, cover)


def _blend(canvas: Canvas, window: Window, cover: FloatMap) -> None:
    hair = window.of(canvas.sheet.hair)
    # Hair keeps light from the skin below it: a soft shade around every bundle.
    shade = cv2.GaussianBlur(cover, (0, 0), 0.9 / window.mm_per_px)
    hair[...] = 1 - (1 - hair) * (1 - cover) * (1 - 0.16 * shade)
    window.of(canvas.sheet.sheen)[...] *= 1 - 0.7 * np.clip(cover + 0.4 * shade, 0, 1)


def _edges_mm(side: int, shape: _BrowShape) -> tuple[Floats, Floats]:
    """Upper and lower edge from the nose outward, bent to this person's arch and fullness."""
    upper, lower = landmark_curve_mm(BROW_UPPER[side], CURVE_POINTS), landmark_curve_mm(BROW_LOWER[side], CURVE_POINTS)
    t = np.linspace(0, 1, CURVE_POINTS)
    rise = shape.lift_mm + shape.arch_mm * np.exp(-(((t - 0.62) / 0.25) ** 2))
    middle, half = (upper + lower) / 2, (upper - lower) / 2
    taper = np.interp(t, [0, 0.12, 0.5, 1], [0.85, 1.0, 0.95, 0.6])
    middle[:, 1] -= rise + shape.tail_up_mm * t**3
    half = half * (shape.fullness * taper)[:, None]
    return middle + half, middle - half


def _scatter_roots(shape: _BrowShape, random: np.random.Generator) -> tuple[Floats, Floats]:
    """Place along the brow (0 nose - 1 tail) and across it (-1 lower - 1 upper edge)."""
    tries = shape.count * 4
    along = random.random(tries) * shape.tail
    across = random.uniform(-1.15, 1.15, tries)
    thick = np.interp(along, [0, 0.10, 0.22, 0.7, 1.0, 1.12], [0.18, 0.6, 1.0, 1.0, 0.7, 0.2])
    edge = np.clip(1.25 - np.abs(across) ** 2.2, 0, 1)
    kept = random.random(tries) < thick * edge
    stray = random.random(tries) < shape.stray
    across = np.where(stray, across * 1.7, across)
    chosen = np.flatnonzero(kept)[: shape.count]
    return along[chosen], across[chosen]


def _grow_hairs(
    edges: tuple[Floats, Floats], places: tuple[Floats, Floats], shape: _BrowShape, random: np.random.Generator
) -> Floats:
    """(n, k, 2) hairs on the sheet: upright at the nose, leaning outward, both rows closing in at the crest."""
    (upper, lower), (along, across) = edges, places
    middle, half = (upper + lower) / 2, (upper - lower) / 2
    at = along * (CURVE_POINTS - 1)
    root = _at(middle, at) + _at(half, at) * across[:, None]
    outward = _at(np.gradient(middle, axis=0), at)
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    up = np.array([0.0, -1.0])
    count = len(along)
    upright = np.interp(along, [0, 0.15, 0.4, 0.8, 1.1], [1.5, 0.75, 0.3, 0.05, -0.05])
    closing = -0.55 * across * np.interp(along, [0, 0.2, 0.5], [0, 0.5, 1]) + 0.18
    start = outward + (upright + closing * 0.3 + random.normal(0, 0.14, count))[:, None] * up
    end = outward + (0.45 * upright + closing + random.normal(0, 0.10, count))[:, None] * up
    start /= np.linalg.norm(start, axis=1, keepdims=True)
    end /= np.linalg.norm(end, axis=1, keepdims=True)
    length = shape.length_mm * np.interp(along, [0, 0.2, 0.6, 1], [0.75, 1, 1, 0.75])
    length = (length * np.exp(random.normal(0, 0.22, count)))[:, None]
    knee = root + 0.5 * length * start
    return bend(root, knee, knee + 0.5 * length * end, samples_for(float(length.max()) / 0.08))


def _at(curve: Floats, place: Floats) -> Floats:
    """Points of a curve at fractional indices; beyond its end it runs straight on."""
    low = np.clip(place.astype(np.int64), 0, len(curve) - 2)
    return np.asarray(curve[low] + (curve[low + 1] - curve[low]) * (place - low)[:, None])
