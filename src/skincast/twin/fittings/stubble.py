"""Beard stubble on the sheet: roots below shaved skin, and short hairs as the days go by."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.twin.fittings.lips import lip_cover
from skincast.twin.fittings.places import Window, landmark_places_mm, window_around
from skincast.twin.fittings.strokes import Floats, bend, cover_of, hair_area, samples_for, splat
from skincast.twin.person import Condition, Traits, stream
from skincast.twin.sheet import Canvas, Item, Kind
from skincast.types import FloatMap

ROOTS_PER_MM2 = 1.2
"""Of the densest beard at upper lip and chin."""
GROWTH_MM_PER_DAY = 0.38
"""Beard hair grows 0.3-0.5 mm a day (textbooks); the number is ours."""
SHADE, SHADE_MM = 0.35, 0.7
"""Hairs keep light from the skin between them."""
LABEL_FROM = 0.12

# fmt: off
# The person's right half; the left is its mirror. Corners of the beard from the ear over cheek and mouth to the nose.
CHEEK_LINE = (507, 127, 234, 137, 147, 187, 216, 206, 165, 98, 2)
CHEEK_LINE_LEFT = (485, 356, 454, 366, 376, 411, 436, 426, 391, 327, 2)
JAW_RING = (497, 498, 499, 500, 501, 502, 503, 504, 505, 506)
JAW_RING_LEFT = (495, 494, 493, 492, 491, 490, 489, 488, 487, 486)
SPARSE_BELOW_LIP = ((202, 106, 182, 91, 61), (422, 335, 406, 321, 291))
DENSE = (98, 165, 92, 57, 43, 106, 194, 208, 199, 428, 418, 335, 273, 287, 322, 391, 327, 2)
# fmt: on


def draw_stubble(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Draw the beard's roots and what has grown of them since the last shave.

    The truth gets the soft map `stubble` (roots per square millimeter) and one item for the whole beard, not one per
    hair: dots that look like open comedones and are none.

    Source: ours, untested; roots stand denser than the 20-80 per square centimeter that textbooks give, set by eye
    against shaved faces. The bluish shade is melanin below the skin's surface.
    """
    if traits.beard <= 0:
        return
    random = stream(traits.seed, "beard")
    window = window_around(canvas, landmark_places_mm()[list(CHEEK_LINE + CHEEK_LINE_LEFT + JAW_RING)], 2.0)
    density = beard_density(window) * np.float32(traits.beard)
    roots = _scatter(window, density, random)
    if not len(roots):
        return
    cover = _hair_cover(window, roots, traits, condition, random)
    _blend(canvas, window, cover, density, condition)
    _tell(canvas, window, density, condition)


def beard_density(window: Window) -> FloatMap:
    """Share of the densest beard by place, 0-1, on the pixels of a window."""
    scale = window.mm_per_px
    size = (max(2, round(window.shape[1] * scale)), max(2, round(window.shape[0] * scale)))
    corner = np.array([window.columns.start, window.rows.start]) * scale
    places = landmark_places_mm() - corner
    whole = (*CHEEK_LINE, *reversed(CHEEK_LINE_LEFT[:-1]), *JAW_RING_LEFT[::-1], 496, *JAW_RING)
    thick = 0.62 * _soft(places, whole, size, 5.0) + 0.38 * _soft(places, DENSE, size, 4.0)
    for numbers in SPARSE_BELOW_LIP:
        thick *= 1 - 0.55 * _soft(places, numbers, size, 2.0)
    full = cv2.resize(thick, window.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(full * 1.08 - 0.08, 0, 1) * (1 - np.clip(2 * lip_cover(window), 0, 1)), np.float32)


def _soft(places_mm: Floats, numbers: tuple[int, ...], size: tuple[int, int], edge_mm: float) -> FloatMap:
    mask = np.zeros(size[::-1], np.uint8)
    cv2.fillPoly(mask, [np.rint((places_mm[list(numbers)] - 0.5) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), edge_mm), np.float32)


def _scatter(window: Window, density: FloatMap, random: np.random.Generator) -> Floats:
    """(n, 2) roots in window pixels: a shaken grid, since roots keep their distance."""
    step = 1 / np.sqrt(ROOTS_PER_MM2) / window.mm_per_px
    height, width = window.shape
    rows, columns = int(height / step), int(width / step)
    y, x = np.mgrid[0:rows, 0:columns]
    x = (x + 0.5 + 0.5 * (y % 2) + random.uniform(-0.45, 0.45, x.shape)) * step
    y = (y + 0.5 + random.uniform(-0.45, 0.45, y.shape)) * step
    chance = random.random(x.shape)
    here = density[np.clip(y.astype(int), 0, height - 1), np.clip(x.astype(int), 0, width - 1)]
    return np.asarray(np.stack([x, y], axis=-1)[chance < here], np.float64)


def _hair_cover(
    window: Window, roots: Floats, traits: Traits, condition: Condition, random: np.random.Generator
) -> FloatMap:
    """Roots below the surface and the hairs above it, 0-1."""
    scale, count = window.mm_per_px, len(roots)
    thickness = (0.14 if traits.sex == "male" else 0.055) * np.exp(random.normal(0, 0.18, count)) / scale
    length = GROWTH_MM_PER_DAY * condition.shaved_days_ago * np.exp(random.normal(0, 0.25, count)) / scale
    # Below the surface the root shines through, wider and fainter.
    below = splat(window.shape, roots[:, 0], roots[:, 1], 2.4 * thickness**2 * random.uniform(0.4, 1.1, count))
    way = _growth_direction(window, roots, random)
    tip = roots + way * length[:, None]
    knee = roots + 0.5 * length[:, None] * (way + random.normal(0, 0.18, way.shape))
    paths = bend(roots, knee, tip, samples_for(float(length.max())))
    above = splat(window.shape, paths[..., 0], paths[..., 1], hair_area(paths, thickness, taper=0.3))
    return cover_of(below + above)


def _growth_direction(window: Window, roots: Floats, random: np.random.Generator) -> Floats:
    """Unit vectors: down, on the cheeks a little toward the ear, beside the mouth outward."""
    middle = window.pixels(landmark_places_mm()[0])[0]
    aside = np.clip((roots[:, 0] - middle) * window.mm_per_px / 45, -1.2, 1.2)
    angle = 0.55 * aside + random.normal(0, 0.25, len(roots))
    return np.stack([np.sin(angle), np.cos(angle)], axis=1)


def _blend(canvas: Canvas, window: Window, cover: FloatMap, density: FloatMap, condition: Condition) -> None:
    sheet = canvas.sheet
    hair = window.of(sheet.hair)
    shade = cv2.GaussianBlur(cover, (0, 0), SHADE_MM / window.mm_per_px)
    hair[...] = 1 - (1 - hair) * (1 - cover) * (1 - SHADE * shade)
    fresh = float(np.exp(-condition.shaved_days_ago / 2.0))
    window.of(sheet.deep_melanin)[...] += density * (0.006 + 0.004 * fresh)
    window.of(sheet.sheen)[...] *= 1 - 0.25 * density


def _tell(canvas: Canvas, window: Window, density: FloatMap, condition: Condition) -> None:
    roots = density * np.float32(ROOTS_PER_MM2)
    window.of(canvas.amount("stubble"))[...] = np.maximum(window.of(canvas.amount("stubble")), roots)
    labels = canvas.labels[window.rows, window.columns]
    there = (density > LABEL_FROM) & (labels == Kind.NONE)
    labels[there] = Kind.STUBBLE
    if not there.any():
        return
    y, x = np.nonzero(there)
    mm = window.mm_per_px
    item = Item(
        kind=Kind.STUBBLE,
        x_mm=float((x.mean() + window.columns.start + 0.5) * mm),
        y_mm=float((y.mean() + window.rows.start + 0.5) * mm),
        radius_mm=float(np.sqrt(there.sum() / np.pi) * mm),
        strength=float(np.clip(density[there].mean(), 0, 1)),
        depth_mm=-GROWTH_MM_PER_DAY * condition.shaved_days_ago,
    )
    canvas.items.append(item)
