"""What the top of an inflamed lesion carries: pus, a pore, scale or a picked crust."""

from __future__ import annotations

import numpy as np

from skincast.twin.feature.lesions.kin import blob
from skincast.twin.feature.lesions.patch import Outline, cover, fade, grain, outline, pull, veiled
from skincast.twin.feature.lesions.stroke import Stroke
from skincast.twin.sheet import Kind
from skincast.types import FloatMap

SCALY, CRUSTED, PUNCTATE = 0.2, 0.08, 0.35
"""Share of papules that end scaly, that were picked, and that show their pore (ours, untested)."""
CRUST_OXYGEN = 0.5
RIPE, SEVERAL, DRYING, OPENED = range(4)
HEADS = (0.42, 0.24, 0.2, 0.14)
"""Chances of the kinds of heads (ours, by eye on close-ups)."""
DENSITY, GLOSS = (1.0, 1.0, 0.65, 0.45), (0.8, 0.6, 0.0, 0.3)
"""Relative cover by pus, and added sheen, of each kind of head."""


def draw_summit(stroke: Stroke, lines: FloatMap, darkness: float) -> None:
    """Draw what this lesion's seed put on its top; on many there is nothing.

    Args:
        stroke: of the lesion.
        lines: fine skin lines that run over it, 0-1.
        darkness: of the skin, 0-1.
    """
    scaly, crusted, punctate = stroke.random.random(3) < (SCALY, CRUSTED, PUNCTATE)
    if stroke.lesion.kind is Kind.PUSTULE:
        _draw_pus(stroke, lines, veiled(darkness))
    elif crusted:
        _draw_crust(stroke)
    elif scaly:
        _draw_scale(stroke, 1 - 0.7 * darkness)
    elif punctate:
        _draw_punctum(stroke)


def _top(stroke: Stroke, radius_mm: float, ragged: float, *, aside: float = 0.18) -> Outline:
    """A smaller outline near, not in, the middle."""
    right, down = stroke.random.normal(0, aside * stroke.lesion.radius_mm, 2)
    moved = stroke.patch.moved(float(right), float(down))
    return outline(moved, radius_mm=radius_mm, ragged=ragged, random=stroke.random)


def _draw_pus(stroke: Stroke, lines: FloatMap, clear: float) -> None:
    """Draw a head: ripe, in several specks, drying to a crust, or opened."""
    lesion, sheet, random = stroke.lesion, stroke.sheet, stroke.random
    radius = lesion.radius_mm * stroke.within(0.25, 0.6) * (0.6 + 0.4 * lesion.activity)
    top = _top(stroke, radius, 0.2)
    kind = int(random.choice(4, p=HEADS))
    rough = grain(stroke.patch, size_mm=max(1.2 * radius, 0.4), random=random)
    veil = np.float32(0.35) * fade(top.torn, 0.2, 2.3)
    veil += np.float32(0.65) * fade(top.torn, stroke.within(0.2, 0.8), 1.35)
    if kind == SEVERAL:
        veil *= 0.5
        for _ in range(int(random.integers(2, 5))):
            size = stroke.within(0.12, 0.3) * max(lesion.radius_mm, 1.0)
            speck = blob(stroke.patch, random, aside_mm=(0.1, 0.8 * lesion.radius_mm), size_mm=size)
            cover(veil, np.float32(stroke.within(0.4, 0.9)) * speck)
    # Skin lines and thicker skin in places hide some of it.
    veil = veil * np.clip(1 + 0.25 * rough - 0.25 * lines, 0.2, 1.4)
    cover(stroke.of(sheet.pus), np.float32(clear * stroke.within(0.3, 0.75) * DENSITY[kind]) * veil)
    stroke.of(sheet.height_mm)[...] += np.float32(0.22 * radius) * fade(top.smooth, 0, 1.6) * (1 + 0.12 * rough)
    sheen = stroke.of(sheet.sheen)
    sheen *= 1 + np.float32(GLOSS[kind]) * fade(top.smooth, 0.2, 1.3) * np.clip(1 + rough, 0, 2)
    if kind >= DRYING:
        _draw_head_crust(stroke, top, rough, opened=kind == OPENED)


def _draw_head_crust(stroke: Stroke, top: Outline, rough: FloatMap, *, opened: bool) -> None:
    """Dried pus: a torn honey-brown edge of scale, and where it has opened a dark red middle."""
    sheet, active = stroke.sheet, np.float32(stroke.lesion.activity)
    edge = fade(np.abs(top.torn - np.float32(1.0)), 0.05, 0.6) * np.clip(0.45 + 0.6 * rough, 0, 1)
    middle = fade(top.torn, 0.2, 0.95)
    cover(stroke.of(sheet.plug), active * np.float32(stroke.within(0.12, 0.4)) * (middle if opened else edge))
    cover(stroke.of(sheet.keratin), active * np.float32(stroke.within(0.15, 0.45)) * edge)
    if opened:
        blood, height = stroke.of(sheet.blood), stroke.of(sheet.height_mm)
        blood += 0.1 * active * middle
        height -= 0.12 * active * middle


def _draw_crust(stroke: Stroke) -> None:
    lesion, sheet = stroke.lesion, stroke.sheet
    top = _top(stroke, min(lesion.radius_mm * stroke.within(0.3, 0.5), 1.2), 0.3)
    ragged = np.clip(0.8 + 0.25 * grain(stroke.patch, size_mm=0.6, random=stroke.random), 0.3, 1.1)
    where = fade(top.torn, 0.3, 1.5) * ragged
    blood = stroke.of(sheet.blood)
    blood += 0.06 * where
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
