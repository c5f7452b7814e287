"""What the top of an inflamed lesion carries: pus, a pore, scale or a picked crust."""

from __future__ import annotations

import numpy as np

from skincast.twin.feature.lesions.patch import Outline, cover, fade, grain, outline, pull, veiled
from skincast.twin.feature.lesions.stroke import Stroke
from skincast.twin.sheet import Kind

SCALY, CRUSTED, PUNCTATE = 0.2, 0.08, 0.35
"""Share of papules that end scaly, that were picked, and that show their pore (ours, untested)."""
CRUST_OXYGEN = 0.5


def draw_summit(stroke: Stroke, darkness: float) -> None:
    """Draw what this lesion's seed put on its top; on many there is nothing."""
    scaly, crusted, punctate = stroke.random.random(3) < (SCALY, CRUSTED, PUNCTATE)
    if stroke.lesion.kind is Kind.PUSTULE:
        _draw_pus(stroke, veiled(darkness))
    elif crusted:
        _draw_crust(stroke)
    elif scaly:
        _draw_scale(stroke, 1 - 0.7 * darkness)
    elif punctate:
        _draw_punctum(stroke)


def _top(stroke: Stroke, radius_mm: float, ragged: float) -> Outline:
    """A smaller outline near, not in, the middle."""
    right, down = stroke.random.normal(0, 0.12 * stroke.lesion.radius_mm, 2)
    moved = stroke.patch.moved(float(right), float(down))
    return outline(moved, radius_mm=radius_mm, ragged=ragged, random=stroke.random)


def _draw_pus(stroke: Stroke, clear: float) -> None:
    """Pus shines through thin skin: densest in the middle, without an edge of its own."""
    lesion, sheet = stroke.lesion, stroke.sheet
    radius = lesion.radius_mm * stroke.within(0.4, 0.7) * (0.6 + 0.4 * lesion.activity)
    top = _top(stroke, radius, 0.1)
    uneven = 1 + 0.12 * grain(stroke.patch, size_mm=radius, random=stroke.random)
    veil = 0.6 * fade(top.torn, 0, 1.8) + 0.4 * fade(top.torn, 0, 0.9)
    cover(stroke.of(sheet.pus), np.float32(clear * stroke.within(0.18, 0.45)) * veil * uneven)
    stroke.of(sheet.height_mm)[...] += np.float32(0.2 * radius) * fade(top.smooth, 0, 1.7)
    stroke.of(sheet.sheen)[...] *= 1 + 0.4 * fade(top.smooth, 0.2, 1.4)


def _draw_crust(stroke: Stroke) -> None:
    lesion, sheet = stroke.lesion, stroke.sheet
    top = _top(stroke, min(lesion.radius_mm * stroke.within(0.3, 0.5), 1.2), 0.3)
    ragged = np.clip(0.8 + 0.25 * grain(stroke.patch, size_mm=0.6, random=stroke.random), 0.3, 1.1)
    where = fade(top.torn, 0.3, 1.5) * ragged
    blood = stroke.of(sheet.blood)
    blood += 0.09 * where
    pull(stroke.of(sheet.oxygen), CRUST_OXYGEN, 0.7 * where)
    cover(stroke.of(sheet.plug), np.float32(stroke.within(0.2, 0.45)) * where)
    stroke.of(sheet.sheen)[...] *= 1 - 0.5 * where


def _draw_scale(stroke: Stroke, shows: float) -> None:
    """Thin flakes that come off a drying bump; the same scale stands out more, and is laid thinner, on dark skin."""
    lesion, sheet = stroke.lesion, stroke.sheet
    torn = np.clip(grain(stroke.patch, size_mm=1.6, random=stroke.random) * 0.35 + 0.4, 0, 1)
    shoulder = fade(stroke.outline.smooth, 0.4, 1.3)
    strength = shows * 0.22 * (1.2 - lesion.activity)
    cover(stroke.of(sheet.keratin), np.float32(strength) * shoulder * torn)
    stroke.of(sheet.sheen)[...] *= 1 - 0.4 * shoulder


def _draw_punctum(stroke: Stroke) -> None:
    spot = fade(_top(stroke, stroke.within(0.14, 0.28), 0.15).torn, 0.3, 1.6)
    cover(stroke.of(stroke.sheet.plug), np.float32(stroke.within(0.08, 0.3)) * spot)
    stroke.of(stroke.sheet.height_mm)[...] -= 0.04 * spot
