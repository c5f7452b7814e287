"""Eyelids and nostrils on the sheet."""

from __future__ import annotations

import numpy as np

from skincast.twin.fittings.places import (
    LID_CREASE,
    LOWER_LID,
    NOSTRIL,
    UPPER_LID,
    distance_to_curve,
    landmark_curve_mm,
    landmark_places_mm,
    window_around,
)
from skincast.twin.person import Traits, stream
from skincast.twin.sheet import Canvas

RIM_MM = 1.1
CREASE_WIDTH_MM = 0.55
HOLE = np.array([0.7, 0.48])
"""Of a nostril's outline, across and along the nose, that is dark from every side."""


def draw_lids(canvas: Canvas, traits: Traits) -> None:
    """Draw lid rims, thin lid skin and the crease of the upper lid.

    Creases run from next to none to deep. Source: ours, untested.
    """
    random = stream(traits.seed, "lids")
    crease = float(np.clip(random.normal(0.75, 0.4), 0.05, 1.3))
    tint = float(random.uniform(0.6, 1.4))
    for side in (0, 1):
        _tint_lids(canvas, side, tint)
        _draw_crease(canvas, side, crease)


def draw_nostrils(canvas: Canvas) -> None:
    """Darken the nostrils: next to no light comes back out of them."""
    sheet = canvas.sheet
    for numbers in NOSTRIL:
        places = landmark_places_mm()[list(numbers)]
        window = window_around(canvas, places, 4.0)
        middle = places.mean(axis=0)
        hole = window.fill(middle + HOLE * (places - middle), edge_mm=0.7)
        for values, inside in ((sheet.melanin, 0.5), (sheet.blood, 0.12), (sheet.sheen, 0.0)):
            part = window.of(values)
            part += hole * (inside - part)
        # The darkest cover of a sheet; labels and amounts, which are the truth, know nothing of it.
        window.of(sheet.plug)[...] = np.maximum(window.of(sheet.plug), 0.35 * hole)


def _tint_lids(canvas: Canvas, side: int, tint: float) -> None:
    upper, lower = landmark_curve_mm(UPPER_LID[side], 40), landmark_curve_mm(LOWER_LID[side], 40)
    crease = landmark_curve_mm(LID_CREASE[side], 40)
    window = window_around(canvas, np.concatenate([crease, lower]), 6.0)
    sheet = canvas.sheet
    lid = window.fill(np.concatenate([crease, upper[::-1]]), edge_mm=1.3)
    window.of(sheet.melanin)[...] *= 1 + 0.14 * tint * lid
    window.of(sheet.blood)[...] *= 1 + 0.22 * tint * lid
    for curve, strength in ((upper, 1.0), (lower, 0.7)):
        rim = np.exp(-0.5 * (distance_to_curve(window, curve) / RIM_MM) ** 2) * strength
        window.of(sheet.melanin)[...] *= 1 + 0.30 * tint * rim
        window.of(sheet.blood)[...] *= 1 + 0.35 * rim


def _draw_crease(canvas: Canvas, side: int, strength: float) -> None:
    curve = landmark_curve_mm(LID_CREASE[side][1:-1], 60)
    window = window_around(canvas, curve, 4.0)
    distance = distance_to_curve(window, curve)
    x, _ = window.grid_mm()
    span = np.sort(curve[[0, -1], 0])
    fade = np.clip(np.minimum(x - span[0], span[1] - x) / 4.0, 0, 1)
    groove = np.exp(-0.5 * (distance / CREASE_WIDTH_MM) ** 2) * fade * strength
    window.of(canvas.sheet.height_mm)[...] -= 0.22 * groove
    window.of(canvas.sheet.blood)[...] *= 1 + 0.55 * groove
    window.of(canvas.sheet.melanin)[...] *= 1 + 0.28 * groove
