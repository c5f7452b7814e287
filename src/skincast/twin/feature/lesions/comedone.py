"""Open and closed comedones: a plugged pore, and a pale seed under the skin."""

from __future__ import annotations

import numpy as np

from skincast.twin.feature.lesions.patch import cover, fade, grain, veiled
from skincast.twin.feature.lesions.stroke import stroke_at
from skincast.twin.person import Lesion
from skincast.twin.sheet import Canvas

RIM_MM, PIT = 0.04, 0.15
"""Raised rim of an open comedone; depth of its pit over its radius (ours, untested)."""
CLOSED_RISE = 0.2
"""Height over radius (ours, untested)."""
RED_BASED = 0.3
"""Share of closed comedones with a breath of redness at their foot (ours, untested)."""


def draw_open_comedone(canvas: Canvas, lesion: Lesion) -> None:
    """Draw a dark plug in a widened pore with a barely raised rim.

    Args:
        canvas: drawn on in place.
        lesion: its radius is that of the plug.
    """
    stroke = stroke_at(canvas, lesion, reach_mm=3.2 * lesion.radius_mm + 0.5, ragged=0.14, purpose="comedone")
    if stroke is None:
        return
    distance, sheet = stroke.outline.torn, canvas.sheet
    uneven = np.clip(1 + 0.2 * grain(stroke.patch, size_mm=0.4, random=stroke.random), 0.5, 1.3)
    plug = fade(distance, 0.2, 1.5)
    density = stroke.within(0.45, 0.9) * (0.3 + 0.7 * lesion.activity)
    cover(stroke.of(sheet.plug), np.float32(density) * plug * uneven)
    height, blood = stroke.of(sheet.height_mm), stroke.of(sheet.blood)
    height += np.float32(RIM_MM * lesion.activity) * fade(np.abs(stroke.outline.smooth - 1.7), 0, 1.2)
    height -= np.float32(PIT * lesion.radius_mm) * plug
    blood += np.float32(0.006 * lesion.activity) * fade(distance, 0.6, 3.0)
    stroke.finish("acne", depth_mm=PIT * lesion.radius_mm)


def draw_closed_comedone(canvas: Canvas, lesion: Lesion, darkness: float) -> None:
    """Draw a small pale dome, mostly seen by its shadow.

    Args:
        canvas: drawn on in place.
        lesion: its radius is that of the dome.
        darkness: of the skin, 0-1: what is pale below shows less through dark skin.
    """
    stroke = stroke_at(canvas, lesion, reach_mm=2.4 * lesion.radius_mm + 0.5, ragged=0.1, purpose="comedone")
    if stroke is None:
        return
    distance, sheet = stroke.outline.smooth, canvas.sheet
    dome = fade(distance, -0.3, 1.6)
    rise = CLOSED_RISE * lesion.radius_mm * (0.3 + 0.7 * lesion.activity) * stroke.within(0.7, 1.3)
    stroke.of(sheet.height_mm)[...] += np.float32(rise) * dome
    pale = lesion.activity * veiled(darkness) * stroke.within(0.03, 0.16)
    cover(stroke.of(sheet.pus), np.float32(pale) * fade(distance, -0.3, 1.5))
    blood = stroke.of(sheet.blood)
    blood *= 1 - np.float32(0.25 * lesion.activity) * dome
    if stroke.random.random() < RED_BASED:
        blood += np.float32(0.012 * lesion.activity) * fade(np.abs(distance - 1.2), 0, 1.2)
    stroke.finish("acne", depth_mm=-rise)
