"""What acne leaves behind: flat red marks and flat brown ones."""

from __future__ import annotations

import numpy as np

from skincast.twin.feature.lesions.patch import fade, grain, pull
from skincast.twin.feature.lesions.stroke import Stroke, stroke_at
from skincast.twin.person import Lesion
from skincast.twin.sheet import Canvas

RED_BLOOD, RED_OXYGEN, RED_HIDDEN = 0.07, 0.78, 0.6
"""Blood of a red mark and its saturation, and the share of it that the darkest skin hides (ours, untested)."""
RED_TAN = 0.8
"""Relative melanin that a red mark on the darkest skin carries (ours, untested)."""
BROWN_FIXED, BROWN_LIGHT, BROWN_DARK = 0.022, 0.85, 1.0
"""Melanin that a brown mark adds: a floor plus a share of the skin's own, which is less where there is most of it
already (ours, untested)."""
BROWN_BLOOD = 0.015
BROWN_DEEP = 0.03
"""Dermal melanin of a brown mark on the darkest skin: it turns gray-brown to black (ours, untested)."""


def draw_red_mark(canvas: Canvas, lesion: Lesion, darkness: float) -> None:
    """Draw post-inflammatory erythema: soft, flat, uneven, more livid than fresh inflammation.

    Args:
        canvas: drawn on in place.
        lesion: the mark; its activity is how red it still is.
        darkness: of the skin, 0-1: a trace of melanin comes with it.
    """
    stroke = _open(canvas, lesion)
    if stroke is None:
        return
    distance, sheet = stroke.outline.torn, canvas.sheet
    blotch = grain(stroke.patch, size_mm=0.9 * lesion.radius_mm, random=stroke.random)
    shape = fade(distance, -0.1, stroke.within(1.5, 2.0)) * np.clip(1 + 0.3 * blotch, 0.1, 1.9)
    more = np.float32(RED_BLOOD * (1 - RED_HIDDEN * darkness) * lesion.activity) * shape
    blood, melanin = stroke.of(sheet.blood), stroke.of(sheet.melanin)
    pull(stroke.of(sheet.oxygen), RED_OXYGEN, more / (blood + more))
    blood += more
    melanin *= 1 + np.float32(RED_TAN * darkness * lesion.activity) * fade(distance, 0.2, 1.6)
    stroke.of(sheet.height_mm)[...] -= np.float32(0.03 * lesion.activity) * fade(stroke.outline.smooth, 0, 1.4)
    stroke.finish("red_mark")


def draw_brown_mark(canvas: Canvas, lesion: Lesion, darkness: float) -> None:
    """Draw post-inflammatory hyperpigmentation: irregular, speckled, with a feathered edge.

    Source: macules of 2-4 mm (Alexis 2014, J Drugs Dermatol 13(6)); their fine structure is ours, by eye.

    Args:
        canvas: drawn on in place.
        lesion: the mark; its activity is how dark it still is.
        darkness: of the skin, 0-1: on light skin some redness stays in the middle.
    """
    stroke = _open(canvas, lesion)
    if stroke is None:
        return
    broad = grain(stroke.patch, size_mm=0.9 * lesion.radius_mm, random=stroke.random)
    fine = grain(stroke.patch, size_mm=0.45, random=stroke.random)
    uneven = np.clip(1 + 0.22 * broad + 0.16 * fine, 0.15, 1.8)
    shape = fade(stroke.outline.torn, 0, stroke.within(1.35, 1.8)) * uneven
    melanin, blood = stroke.of(canvas.sheet.melanin), stroke.of(canvas.sheet.blood)
    own = lesion.activity * stroke.within(0.7, 1.2)
    relative = BROWN_LIGHT + (BROWN_DARK - BROWN_LIGHT) * darkness
    melanin += np.float32(own) * (np.float32(BROWN_FIXED) + np.float32(relative) * melanin) * shape
    stroke.of(canvas.sheet.deep_melanin)[...] += np.float32(BROWN_DEEP * own * darkness) * shape
    blood += np.float32(BROWN_BLOOD * own * (1 - darkness)) * fade(stroke.outline.torn, 0, 1.6)
    stroke.finish("brown_mark")


def _open(canvas: Canvas, lesion: Lesion) -> Stroke | None:
    return stroke_at(canvas, lesion, reach_mm=2.3 * lesion.radius_mm + 0.5, ragged=0.28, purpose="mark")
