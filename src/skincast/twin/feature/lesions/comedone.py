"""Open and closed comedones: a plugged pore, and a pale seed under the skin."""

from __future__ import annotations

import math

import numpy as np

from skincast.twin.feature.lesions.kin import blob, leaning, neighbors
from skincast.twin.feature.lesions.patch import cover, fade, grain, veiled
from skincast.twin.feature.lesions.stroke import Stroke, stroke_at
from skincast.twin.person import Lesion
from skincast.twin.sheet import Canvas
from skincast.types import FloatMap

RIM_MM, PIT = 0.09, 0.26
"""Raised rim of an open comedone, on one side; depth of its pit over its radius (ours, untested)."""
MOST_FILAMENTS, FILAMENT_MM = 7, (0.16, 0.45)
"""Plugged pores around an open comedone: how many at most, and their radius (ours, by eye)."""
BROWN_MELANIN, BLACK_MELANIN, BLACK_DEEP, GRAY = 0.02, 0.7, 0.05, 0.6
"""What browns a plug and the pore's wall on any skin, and the melanin and dermal melanin that make it gray-black on
dark skin, which is as dark as horn is; some plugs are gray on any skin (ours, after the color of boxed ones)."""
CLOSED_RISE = 0.36
"""Height over radius (ours, untested)."""
MOST_SEEDS, SEED_MM = 4, (0.2, 0.5)
"""Smaller seeds around a closed comedone (ours, by eye)."""
SEED_BLOOD = 0.25
"""Relative rise of blood over a seed (by eye)."""
RED_BASED = 0.35
"""Share of comedones with a breath of redness at their foot (ours, untested)."""


def draw_open_comedone(canvas: Canvas, lesion: Lesion, darkness: float) -> None:
    """Draw a dark, uneven plug in a widened pore, often with a lit rim, among lesser ones.

    Args:
        canvas: drawn on in place.
        lesion: its radius is that of the plug.
        darkness: of the skin, 0-1: on dark skin the plug is gray-black.
    """
    stroke = stroke_at(canvas, lesion, reach_mm=3.2 * lesion.radius_mm + 0.5, ragged=0.17, purpose="comedone")
    if stroke is None:
        return
    distance = stroke.outline.torn
    core = stroke.within(0.55, 1.15)
    plug = fade(distance, core - stroke.within(0.2, 0.55), core + stroke.within(0.2, 0.45))
    plug *= np.clip(1 + 0.3 * grain(stroke.patch, size_mm=lesion.radius_mm, random=stroke.random), 0.35, 1.3)
    for _ in range(int(stroke.random.integers(0, 2))):
        aside = (0.2 * lesion.radius_mm, 0.9 * lesion.radius_mm)
        bit = blob(stroke.patch, stroke.random, aside_mm=aside, size_mm=lesion.radius_mm * stroke.within(0.25, 0.5))
        cover(plug, np.float32(stroke.within(0.3, 0.9)) * bit)
    _fill(stroke, plug, np.maximum(plug, fade(distance, 0.5, 1.6)), darkness)
    _sink(stroke, plug)
    if stroke.random.random() < RED_BASED:
        blood = stroke.of(canvas.sheet.blood)
        blood += np.float32(0.015 * lesion.activity) * fade(distance, 0.6, 3.0)
    _filaments(stroke, darkness)
    stroke.finish("acne", depth_mm=PIT * lesion.radius_mm)


def _fill(stroke: Stroke, plug: FloatMap, wall: FloatMap, darkness: float) -> None:
    """Horn in the middle, browned pore around it."""
    sheet, amount = stroke.sheet, 0.35 + 0.65 * stroke.lesion.activity
    density = amount * stroke.within(0.2, 0.85)
    cover(stroke.of(sheet.plug), np.float32(density * (1 - 0.7 * darkness**2)) * plug)
    melanin, deep = stroke.of(sheet.melanin), stroke.of(sheet.deep_melanin)
    melanin += np.float32(amount) * (np.float32(BROWN_MELANIN) + np.float32(BLACK_MELANIN * darkness) * melanin) * wall
    gray = GRAY * stroke.within(0, 1) ** 2 + darkness**2
    deep += np.float32(BLACK_DEEP * amount * gray) * plug


def _sink(stroke: Stroke, plug: FloatMap) -> None:
    """The pit, and a rim that is raised, pale and shiny on one side."""
    lesion, sheet = stroke.lesion, stroke.sheet
    side = np.clip(0.3 + 0.9 * _lean(stroke), 0, 1) * np.float32(stroke.within(0.2, 1) * lesion.activity)
    rim = fade(np.abs(stroke.outline.smooth - np.float32(1.6)), 0, 0.8) * side
    stroke.of(sheet.height_mm)[...] += np.float32(RIM_MM) * rim - np.float32(PIT * lesion.radius_mm) * plug
    cover(stroke.of(sheet.keratin), np.float32(0.22) * rim)
    blood, sheen = stroke.of(sheet.blood), stroke.of(sheet.sheen)
    blood *= 1 - 0.3 * rim
    # Horn does not mirror the lamp: a glint in the pit would leave a dark ring with a pale middle.
    sheen *= (1 + 0.8 * rim) * (1 - 0.95 * plug)


def _filaments(stroke: Stroke, darkness: float) -> None:
    """Lesser plugged pores around: one blackhead is seldom alone."""
    count = int(stroke.random.integers(2, MOST_FILAMENTS + 1))
    for patch, pore in neighbors(stroke, count, aside_mm=(1.1, 4.2), size_mm=FILAMENT_MM):
        dark = np.float32(stroke.lesion.activity * stroke.within(0.25, 0.75)) * pore
        cover(patch.of(stroke.sheet.plug), dark * np.float32(1 - 0.7 * darkness**2))
        patch.of(stroke.sheet.deep_melanin)[...] += np.float32(BLACK_DEEP * darkness) * dark
        patch.of(stroke.sheet.height_mm)[...] -= 0.05 * dark


def draw_closed_comedone(canvas: Canvas, lesion: Lesion, darkness: float) -> None:
    """Draw a small pale dome among smaller ones, seen by its shadow and by what shines through.

    Args:
        canvas: drawn on in place.
        lesion: its radius is that of the dome.
        darkness: of the skin, 0-1: what is pale below shows less through dark skin.
    """
    stroke = stroke_at(canvas, lesion, reach_mm=2.4 * lesion.radius_mm + 0.5, ragged=0.14, purpose="comedone")
    if stroke is None:
        return
    distance, sheet = stroke.outline.smooth, canvas.sheet
    lean = _lean(stroke)
    dome = fade(np.asarray(distance * (1 + np.float32(0.25) * lean), np.float32), stroke.within(-0.3, 0.3), 1.5)
    rise = CLOSED_RISE * lesion.radius_mm * (0.3 + 0.7 * lesion.activity) * stroke.within(0.5, 1.3)
    lumps = grain(stroke.patch, size_mm=0.8 * lesion.radius_mm, random=stroke.random)
    stroke.of(sheet.height_mm)[...] += np.float32(rise) * dome * (1 + 0.06 * lumps)
    pale = lesion.activity * veiled(darkness) * stroke.within(0.11, 0.37)
    seed = fade(stroke.outline.torn, stroke.within(-0.2, 0.5), 1.35) * np.clip(1 + 0.18 * lumps, 0.3, 1.6)
    yellow = stroke.within(0.1, 0.5)
    cover(stroke.of(sheet.pus), np.float32(pale * yellow) * seed)
    cover(stroke.of(sheet.keratin), np.float32(pale * (1 - yellow)) * seed)
    blood, sheen, melanin = (stroke.of(values) for values in (sheet.blood, sheet.sheen, sheet.melanin))
    melanin *= 1 - np.float32(0.25 * lesion.activity * (1 - 0.8 * darkness)) * dome
    # White alone looks green beside red skin: blood above the seed still shows.
    blood *= 1 + np.float32(SEED_BLOOD * lesion.activity) * dome
    sheen *= 1 + np.float32(0.5 * lesion.activity) * dome * np.clip(1 + lumps, 0, 2)
    if stroke.random.random() < RED_BASED:
        blood += np.float32(0.03 * lesion.activity) * fade(np.abs(distance - 1.3), 0, 1.0) * np.clip(0.3 + lean, 0, 1)
    _seeds(stroke, pale)
    stroke.finish("acne", depth_mm=-rise)


def _lean(stroke: Stroke) -> FloatMap:
    return leaning(stroke.patch, stroke.within(0, 2 * math.pi), stroke.lesion.radius_mm)


def _seeds(stroke: Stroke, pale: float) -> None:
    """Smaller seeds around: closed comedones stand in groups."""
    count = int(stroke.random.integers(0, MOST_SEEDS + 1))
    away = stroke.lesion.radius_mm
    for patch, seed in neighbors(stroke, count, aside_mm=(1.5 * away + 0.4, 2 * away + 3), size_mm=SEED_MM):
        share = np.float32(stroke.within(0.3, 0.8)) * seed
        cover(patch.of(stroke.sheet.pus), np.float32(pale) * share)
        patch.of(stroke.sheet.height_mm)[...] += np.float32(0.1 * stroke.lesion.activity) * share
