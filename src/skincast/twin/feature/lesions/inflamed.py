"""Papule, pustule and nodule: blood first, then the bump, then what sits on top."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import cv2
import numpy as np

from skincast.twin.feature.lesions.kin import blob, creases, leaning, neighbors, speck_of
from skincast.twin.feature.lesions.patch import Patch, fade, grain, patch_at, pull
from skincast.twin.feature.lesions.stroke import MOST_BLOOD, MOST_MELANIN, Stroke, stroke_at
from skincast.twin.feature.lesions.summit import draw_summit
from skincast.twin.person import Lesion, stream
from skincast.twin.sheet import Canvas, Kind
from skincast.types import FloatMap

TAN_LIGHT, TAN_DARK = 0.16, 0.75
"""Relative rise of melanin in the core of a lesion on the lightest and on the darkest skin, where blood hardly shows
and a papule is a darker, shinier bump.

Source: inflamed lesions of boxed close-ups lose 0.25 of green's density in red on light skin and 0.68 on brown skin;
these values come near it.
"""
TAN_HALO = 0.3
"""Of the core's rise: the darker halo around a bump of dark skin (ours, untested)."""
HIDDEN_BLOOD = 0.2
"""How much less blood is added on the darkest skin, where more of it turns gray-violet rather than red (by eye)."""
OWN = (0.5, 1.25)
"""How much redder one lesion is than another at the same activity (ours, after the spread of boxed lesions)."""
EASING = 0.7
"""Power of activity in redness: a young lesion is seen by its color first."""
LEAN = 0.4
"""How much farther and stronger the redness reaches on one side."""
CREASED = 0.22
"""Of the color that fine skin lines take away (ours, by eye)."""
CREASE_DEPTH_MM, MOST_FLECKS = 0.022, 3
"""Depth of the skin lines that stay on a bump; lesser flecks around it, at most (ours, by eye)."""
CORE_ENDS, HALO_ENDS = 2.4, 2.0
"""The windows reach this many radii, and this many halo widths beyond the bump."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inflammation:
    """What a kind does to the skin at full activity (ours, untested, tuned by eye on close-ups)."""

    blood: float
    """Added volume fraction in the core, before it saturates."""
    halo_blood: float
    """Added in the halo, beside the core."""
    halo_mm: tuple[float, float]
    """How far beyond the bump the halo falls to a third: between these, one lesion each."""
    oxygen: float
    """Saturation of the added blood."""
    steepness: float
    """Height over radius."""
    edge: tuple[float, float]
    """In radii: where the core starts to fade and where it has gone."""


KINDS: Mapping[Kind, Inflammation] = MappingProxyType(
    {
        Kind.PAPULE: Inflammation(
            blood=0.13, halo_blood=0.04, halo_mm=(0.8, 3.2), oxygen=0.95, steepness=0.24, edge=(0.1, 1.6)
        ),
        Kind.PUSTULE: Inflammation(
            blood=0.15, halo_blood=0.05, halo_mm=(1.0, 3.2), oxygen=0.96, steepness=0.28, edge=(0.2, 1.6)
        ),
        Kind.NODULE: Inflammation(
            blood=0.18, halo_blood=0.055, halo_mm=(1.8, 4.6), oxygen=0.9, steepness=0.17, edge=(0.0, 1.7)
        ),
    }
)


def draw_inflamed(canvas: Canvas, lesion: Lesion, darkness: float) -> None:
    """Draw a papule, pustule or nodule at today's activity.

    Args:
        canvas: drawn on in place.
        lesion: of a kind of `KINDS`.
        darkness: of the skin, 0-1: inflamed dark skin also makes melanin.
    """
    stroke = stroke_at(canvas, lesion, reach_mm=CORE_ENDS * lesion.radius_mm, ragged=0.2, purpose="inflamed")
    if stroke is None:
        return
    bearing, shown = stroke.within(0, 2 * math.pi), 1 - HIDDEN_BLOOD * darkness
    more = shown * lesion.activity**EASING * stroke.within(*OWN)
    tan = (TAN_LIGHT + (TAN_DARK - TAN_LIGHT) * darkness**1.2) * stroke.within(0.4, 1.0) * lesion.activity
    _draw_halo(stroke, bearing, blood=more, tan=TAN_HALO * darkness * tan)
    lean, lines = leaning(stroke.patch, bearing, lesion.radius_mm), creases(stroke)
    core = _core(stroke, lean, lines)
    melanin = stroke.of(canvas.sheet.melanin)
    melanin *= 1 + np.float32(tan) * core
    _redden_core(stroke, core, more)
    height_mm = _raise(stroke, lean, lines)
    draw_summit(stroke, lines, darkness)
    _strew(stroke, shown)
    stroke.finish("acne", depth_mm=-height_mm)


def _core(stroke: Stroke, lean: FloatMap, lines: FloatMap) -> FloatMap:
    """The lesion's own color, 0-1: stronger on one side, with lobes that merge with it, crossed by skin lines."""
    law, radius = KINDS[stroke.lesion.kind], stroke.lesion.radius_mm
    core = fade(stroke.outline.torn, law.edge[0], stroke.within(1.25, law.edge[1] + 0.15))
    core *= 1 + np.float32(LEAN) * (lean - 1) * np.float32(stroke.within(0.2, 0.7))
    for _ in range(int(stroke.random.integers(0, 4))):
        size = radius * stroke.within(0.2, 0.6)
        lobe = blob(stroke.patch, stroke.random, aside_mm=(0.3 * radius, 1.3 * radius), size_mm=size)
        core += (1 - core) * np.float32(stroke.within(0.3, 0.9)) * lobe
    return np.asarray(core * (1 - np.float32(CREASED) * lines), np.float32)


def _draw_halo(stroke: Stroke, bearing: float, *, blood: float, tan: float) -> None:
    """Redness around the bump that trails off on one side and often has a second middle; it falls without an edge."""
    law, lesion = KINDS[stroke.lesion.kind], stroke.lesion
    far = float(stream(lesion.seed, "halo").uniform(*law.halo_mm))
    halo_mm, radius = far * (0.5 + 0.5 * lesion.activity), lesion.radius_mm
    reach = 1.5 * radius + HALO_ENDS * halo_mm
    lopsided, second = stroke.within(0.2, 1.4) * LEAN, stroke.within(0, 0.9)
    patch = patch_at(stroke.canvas, lesion.x_mm, lesion.y_mm, reach_mm=reach)
    if patch is None:
        return
    wide = (1 + np.float32(lopsided) * leaning(patch, bearing, radius)) * np.float32(radius + halo_mm)
    away = cv2.magnitude(patch.right_mm, patch.down_mm)
    halo = speck_of(np.asarray(away / wide, np.float32), 1.0)
    halo += np.float32(second) * blob(
        patch, stroke.random, aside_mm=(radius, radius + 1.5 * halo_mm), size_mm=(0.3 + 0.5 * second) * halo_mm
    )
    # The window ends before the bells do.
    halo *= fade(np.asarray(away, np.float32), 0.6 * reach, reach)
    _redden(stroke, patch, np.float32(blood * law.halo_blood) * halo)
    melanin = patch.of(stroke.sheet.melanin)
    melanin *= 1 + np.float32(tan) * halo
    np.minimum(melanin, MOST_MELANIN, out=melanin)


def _redden_core(stroke: Stroke, core: FloatMap, amount: float) -> None:
    law, radius = KINDS[stroke.lesion.kind], stroke.lesion.radius_mm
    blotch = grain(stroke.patch, size_mm=min(0.8 * radius, 1.5), random=stroke.random, stretch=1.6)
    uneven = np.clip(1 + 0.3 * blotch, 0.3, 1.8)
    _redden(stroke, stroke.patch, np.float32(amount * law.blood) * core * uneven)


def _redden(stroke: Stroke, patch: Patch, more: FloatMap) -> None:
    blood, oxygen = patch.of(stroke.sheet.blood), KINDS[stroke.lesion.kind].oxygen
    # Vessels can fill only so far: lesions that meet do not add up to a rim.
    room = np.maximum(MOST_BLOOD - blood, 1e-3)
    total = blood + room * (1 - cv2.exp(-more / room))
    pull(patch.of(stroke.sheet.oxygen), oxygen, (total - blood) / total)
    blood[...] = total


def _raise(stroke: Stroke, lean: FloatMap, lines: FloatMap) -> float:
    """The bump: dome or flat top, steeper on one side, still creased; returns its height."""
    law, lesion = KINDS[stroke.lesion.kind], stroke.lesion
    rise = law.steepness * lesion.radius_mm * (0.25 + 0.75 * lesion.activity) * stroke.within(0.35, 1.25)
    skewed = np.asarray(stroke.outline.smooth * (1 + np.float32(stroke.within(0, 0.3)) * lean), np.float32)
    dome = fade(skewed, stroke.within(-0.6, 0.3), 1.75)
    lumps = grain(stroke.patch, size_mm=max(0.7 * lesion.radius_mm, 0.6), random=stroke.random)
    height, sheen = stroke.of(stroke.sheet.height_mm), stroke.of(stroke.sheet.sheen)
    height *= 1 - np.float32(0.4 * lesion.activity) * dome
    height += (
        np.float32(rise) * dome * (1 + 0.07 * lumps) - np.float32(CREASE_DEPTH_MM * lesion.activity) * dome * lines
    )
    # Stretched skin shines, in pieces: creases and scale break its light.
    sheen *= 1 + np.float32(0.7 * lesion.activity) * dome * np.clip(1 + 0.9 * lumps - 1.2 * lines, -0.6, 2.5)
    return rise


def _strew(stroke: Stroke, shown: float) -> None:
    """Lesser red flecks of the same inflammation around some lesions."""
    count = int(stroke.random.integers(0, MOST_FLECKS + 1))
    reach = stroke.lesion.radius_mm
    for patch, fleck in neighbors(stroke, count, aside_mm=(1.3 * reach, 2 * reach + 3), size_mm=(0.2, 0.75)):
        blood = patch.of(stroke.sheet.blood)
        blood += np.float32(shown * 0.06 * stroke.lesion.activity * stroke.within(0.2, 1)) * fleck
        np.minimum(blood, MOST_BLOOD, out=blood)
