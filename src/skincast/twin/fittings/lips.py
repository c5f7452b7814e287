"""Lips on the sheet: thin, red, finely folded skin with a border."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.fittings.places import (
    LOWER_LIP,
    LOWER_LIP_INSIDE,
    UPPER_LIP,
    UPPER_LIP_INSIDE,
    Curve,
    Window,
    distance_to_curve,
    landmark_curve_mm,
    landmark_places_mm,
    window_around,
)
from skincast.twin.person import Traits, stream
from skincast.twin.sheet import Canvas
from skincast.types import FloatMap

LINE_SPACING_MM = 1.3
BORDER_EDGE_MM = 0.45
ROLL_HEIGHT_MM = 0.10


def draw_lips(canvas: Canvas, traits: Traits) -> None:
    """Draw both lips.

    The vermilion has little melanin and its vessels lie near the surface; dark lips keep more pigment at the rim and in
    the upper lip. Vertical folds are relief only: they look like wrinkles and are none.

    Source: ours, untested; amounts set by eye.
    """
    outline = np.concatenate([landmark_curve_mm(UPPER_LIP, 60), landmark_curve_mm(LOWER_LIP, 60)[::-1]])
    window = window_around(canvas, outline, 4.0)
    cover = lip_cover(window)
    _color_lips(canvas, window, cover, traits)
    _fold_lips(canvas, window, cover, traits)
    _draw_border(canvas, window, outline)


def lip_cover(window: Window) -> FloatMap:
    """Share of each pixel that is lip, 0-1; the gap between the lips counts as lip."""
    outline = np.concatenate([landmark_curve_mm(UPPER_LIP, 60), landmark_curve_mm(LOWER_LIP, 60)[::-1]])
    return window.fill(outline, edge_mm=BORDER_EDGE_MM)


def lip_sides(window: Window) -> tuple[FloatMap, FloatMap]:
    """Upper and lower lip without the gap, each 0-1, softly edged."""
    pairs = ((UPPER_LIP, UPPER_LIP_INSIDE), (LOWER_LIP, LOWER_LIP_INSIDE))
    upper, lower = (
        window.fill(np.concatenate([landmark_curve_mm(outer, 60), landmark_curve_mm(inner, 60)[::-1]]), edge_mm=0.5)
        for outer, inner in pairs
    )
    return upper, lower


def _color_lips(canvas: Canvas, window: Window, cover: FloatMap, traits: Traits) -> None:
    random = stream(traits.seed, "lips")
    sheet = canvas.sheet
    upper, _ = lip_sides(window)
    dark = float(np.clip((traits.complexion.melanin - 0.08) / 0.2, 0, 1))
    rim = np.clip(1 - _depth_inside_mm(window) / 3.0, 0, 1)
    kept = 1.12 - 0.24 * dark + dark * (0.28 * upper + 0.2 * rim) + random.normal(0, 0.08)
    mottle = _mottle(window, random, 1.5)
    age = float(np.clip((traits.age_years - 40) / 40, 0, 1))
    melanin, blood = window.of(sheet.melanin), window.of(sheet.blood)
    melanin *= 1 + cover * (np.clip(kept, 0.45, 1.4) - 1)
    usual = 0.075 if traits.sex == "male" else 0.098
    more_blood = (usual + 0.03 * float(random.standard_normal())) * (1 - 0.35 * age)
    # The wet middle of the lower lip is redder than the rim.
    blood += cover * np.clip(more_blood, 0.035, 0.17) * (1 + 0.14 * mottle) * (1.1 - 0.35 * rim)
    oxygen = window.of(sheet.oxygen)
    oxygen += cover * (0.86 - oxygen) * 0.8
    sheen = window.of(sheet.sheen)
    sheen *= 1 + cover * (0.05 + 0.35 * float(random.random()))


def _fold_lips(canvas: Canvas, window: Window, cover: FloatMap, traits: Traits) -> None:
    """Relief: folds that run from the mouth's gap to the border, fanning out toward the corners."""
    random = stream(traits.seed, "lip lines")
    x, y = window.grid_mm()
    places = landmark_places_mm()
    middle = places[[13, 14]].mean(axis=0)
    half_width = abs(places[61, 0] - middle[0])
    across = x - middle[0]
    fan = across * (1 + 0.035 * np.abs(y - middle[1])) + 0.35 * _mottle(window, random, 2.5)
    depth = np.zeros(window.shape, np.float32)
    for spacing, weight in ((LINE_SPACING_MM, 1.0), (LINE_SPACING_MM / 2.1, 0.45)):
        depth += weight * _grooves(fan, spacing, half_width, random)
    strength = 0.07 + 0.08 * float(random.random()) + 0.06 * np.clip((traits.age_years - 40) / 40, 0, 1)
    fade = np.clip(1 - np.abs(across) / (half_width * 1.02), 0, 1) ** 0.4
    partly = np.clip(0.75 + 0.5 * _mottle(window, random, 3.0), 0.1, 1.3)
    deep = depth * cover * fade * partly
    window.of(canvas.sheet.height_mm)[...] -= deep * strength
    window.of(canvas.sheet.blood)[...] += deep * 0.035


def _grooves(along_mm: FloatMap, spacing_mm: float, half_width_mm: float, random: np.random.Generator) -> FloatMap:
    """0-1 groove depth as a function of the place along the lip: narrow valleys at uneven distances."""
    count = int(2.6 * half_width_mm / spacing_mm)
    centers = -1.3 * half_width_mm + spacing_mm * (np.arange(count) + random.uniform(-0.35, 0.35, count))
    depths, widths = random.uniform(0.25, 1.0, count), random.uniform(0.12, 0.22, count) * spacing_mm
    at = np.linspace(-1.4 * half_width_mm, 1.4 * half_width_mm, 1200)
    profile = (depths[:, None] * np.exp(-0.5 * ((at - centers[:, None]) / widths[:, None]) ** 2)).max(axis=0)
    return np.asarray(np.interp(along_mm, at, profile), np.float32)


def _draw_border(canvas: Canvas, window: Window, outline: Curve) -> None:
    """A pale, slightly raised roll just outside the border."""
    distance = distance_to_curve(window, outline)
    outside = 1 - window.fill(outline)
    roll = np.exp(-0.5 * ((distance - 0.9) / 0.55) ** 2) * outside
    window.of(canvas.sheet.height_mm)[...] += ROLL_HEIGHT_MM * roll
    window.of(canvas.sheet.blood)[...] *= 1 - 0.12 * roll


def _depth_inside_mm(window: Window) -> FloatMap:
    inside = (lip_cover(window) > 0.5).astype(np.uint8)
    return np.asarray(cv2.distanceTransform(inside, cv2.DIST_L2, 3) * window.mm_per_px, np.float32)


def _mottle(window: Window, random: np.random.Generator, size_mm: float) -> NDArray[np.float32]:
    """Smooth noise of about unit SD with a grain of `size_mm`."""
    height, width = window.shape
    cells = (max(2, int(width * window.mm_per_px / size_mm)), max(2, int(height * window.mm_per_px / size_mm)))
    coarse = random.standard_normal(cells[::-1]).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
