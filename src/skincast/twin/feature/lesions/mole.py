"""Moles: permanent, brown or skin-colored, flat or raised; not acne, and here so that nobody takes them for it."""

from __future__ import annotations

import math

import numpy as np

from skincast.twin.feature.lesions.patch import cover, fade, grain, note, outline, patch_at
from skincast.twin.feature.lesions.places import draw_places
from skincast.twin.feature.lesions.stroke import MOST_MELANIN
from skincast.twin.person import Traits, stream
from skincast.twin.sheet import Canvas, Item, Kind

MOST_DARK = 0.2
"""Melanin that the darkest mole adds (ours, untested)."""
MEDIAN_RADIUS_MM, SPREAD = 0.8, 0.4


def draw_moles(canvas: Canvas, traits: Traits) -> None:
    """Draw a person's moles where they have always been.

    With age more of them rise and pale: flat ones of the young, domes of the old.

    Source: the life of common moles from junctional to intradermal (Unna); sizes and shares ours, untested.
    """
    random = stream(traits.seed, "moles")
    places = draw_places(traits, Kind.MOLE, traits.moles, random)
    for x_mm, y_mm in places:
        seed = int(random.integers(2**31))
        _draw_mole(canvas, traits, float(x_mm), float(y_mm), seed)


def _draw_mole(canvas: Canvas, traits: Traits, x_mm: float, y_mm: float, seed: int) -> None:
    random = stream(seed, "mole")
    radius = float(np.clip(MEDIAN_RADIUS_MM * math.exp(SPREAD * random.normal()), 0.45, 3.0))
    # Each mole rises at its own age, so that one person's moles differ.
    ripe = 1 / (1 + math.exp(-(traits.age_years - 42 + 14 * random.normal()) / 7))
    patch = patch_at(canvas, x_mm, y_mm, reach_mm=2.0 * radius + 0.5)
    if patch is None:
        return
    shape = outline(patch, radius_mm=radius, ragged=0.1, random=random)
    uneven = np.clip(1 + 0.12 * grain(patch, size_mm=0.6 * radius, random=random), 0.5, 1.5)
    body = fade(shape.torn, 0.3, 1.55)
    dark = MOST_DARK * (0.2 + 0.8 * random.random()) * (1 - 0.7 * ripe)
    melanin = patch.of(canvas.sheet.melanin)
    melanin += np.float32(dark) * body * uneven * (1 + 0.3 * fade(shape.torn, 0, 0.9))
    np.minimum(melanin, MOST_MELANIN, out=melanin)
    patch.of(canvas.sheet.deep_melanin)[...] += np.float32(0.01 * random.random()) * body
    rise = radius * 0.5 * ripe * float(random.uniform(0.5, 1.0))
    patch.of(canvas.sheet.height_mm)[...] += np.float32(rise) * fade(shape.smooth, -0.2, 1.35)
    if ripe > 0.6 and random.random() < 0.25:
        cover(patch.of(canvas.sheet.hair), 0.5 * fade(np.hypot(patch.right_mm, patch.down_mm), 0.02, 0.25))
    item = Item(
        kind=Kind.MOLE, x_mm=x_mm, y_mm=y_mm, radius_mm=radius, strength=min(dark / MOST_DARK, 1.0), depth_mm=-rise
    )
    note(canvas, patch, item, name="mole", share=fade(shape.torn, 0.75, 1.25))
