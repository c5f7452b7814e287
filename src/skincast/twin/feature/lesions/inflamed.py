"""Papule, pustule and nodule: blood first, then the bump, then what sits on top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from skincast.twin.feature.lesions.patch import fade, grain, pull
from skincast.twin.feature.lesions.stroke import MOST_BLOOD, Stroke, stroke_at
from skincast.twin.feature.lesions.summit import draw_summit
from skincast.twin.person import Lesion, stream
from skincast.twin.sheet import Canvas, Kind
from skincast.types import FloatMap

TAN_LIGHT, TAN_DARK = 0.35, 1.0
"""Relative rise of melanin in the core of a lesion on the lightest and on the darkest skin, where blood hardly shows
and a papule is a darker, shinier bump (ours, untested)."""
HIDDEN_BLOOD = 0.35
"""How much less blood is added on the darkest skin, where more of it turns gray-violet rather than red (by eye)."""
HALO_ENDS = 2.4
"""The window reaches this many halo widths beyond the bump."""


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
            blood=0.2, halo_blood=0.06, halo_mm=(1.2, 3.4), oxygen=0.95, steepness=0.24, edge=(0.1, 1.6)
        ),
        Kind.PUSTULE: Inflammation(
            blood=0.2, halo_blood=0.065, halo_mm=(1.2, 3.2), oxygen=0.96, steepness=0.28, edge=(0.2, 1.6)
        ),
        Kind.NODULE: Inflammation(
            blood=0.16, halo_blood=0.07, halo_mm=(2.5, 5.0), oxygen=0.9, steepness=0.17, edge=(0.0, 1.8)
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
    law = KINDS[lesion.kind]
    spread = float(stream(lesion.seed, "halo").uniform(*law.halo_mm))
    halo_mm = spread * (0.5 + 0.5 * lesion.activity)
    reach_mm = 1.5 * lesion.radius_mm + HALO_ENDS * halo_mm
    stroke = stroke_at(canvas, lesion, reach_mm=reach_mm, ragged=0.15, purpose="inflamed")
    if stroke is None:
        return
    core = fade(stroke.outline.torn, *law.edge)
    _redden(stroke, core, _halo(stroke, halo_mm), share=1 - HIDDEN_BLOOD * darkness)
    tan = TAN_LIGHT + (TAN_DARK - TAN_LIGHT) * darkness
    melanin = stroke.of(canvas.sheet.melanin)
    melanin *= 1 + np.float32(tan * lesion.activity) * core
    height_mm = _raise(stroke)
    draw_summit(stroke, darkness)
    stroke.finish("acne", depth_mm=-height_mm)


def _halo(stroke: Stroke, halo_mm: float) -> FloatMap:
    """Blotchy redness around the bump, off center, falling without an edge."""
    patch, random = stroke.patch, stroke.random
    right, down = (float(aside) for aside in random.normal(0, 0.25 * halo_mm, 2))
    wide = stroke.lesion.radius_mm + halo_mm
    lop = 1 + 0.22 * grain(patch, size_mm=1.4 * wide, random=random)
    square = (patch.right_mm - right) ** 2 + (patch.down_mm - down) ** 2
    blotch = np.clip(1 + 0.28 * grain(patch, size_mm=2.4, random=random), 0.2, 1.8)
    # The window ends before the exponential does.
    reach = 1.5 * stroke.lesion.radius_mm + HALO_ENDS * halo_mm
    end = fade(np.maximum(np.abs(patch.right_mm), np.abs(patch.down_mm)), 0.6 * reach, reach)
    return np.asarray(np.exp(-square * lop * np.float32(1 / wide**2)) * blotch * end, np.float32)


def _redden(stroke: Stroke, core: FloatMap, halo: FloatMap, *, share: float) -> None:
    law, lesion = KINDS[stroke.lesion.kind], stroke.lesion
    own = share * lesion.activity * stroke.within(0.7, 1.2)
    blotch = grain(stroke.patch, size_mm=0.8 * lesion.radius_mm, random=stroke.random)
    uneven = np.clip(1 + 0.25 * blotch, 0.3, 1.7)
    more = np.float32(own * law.blood) * core * uneven + np.float32(own * law.halo_blood) * halo
    blood = stroke.of(stroke.sheet.blood)
    # Vessels can fill only so far: lesions that meet do not add up to a rim.
    room = np.maximum(MOST_BLOOD - blood, 1e-3)
    total = blood + room * (1 - np.exp(-more / room))
    pull(stroke.of(stroke.sheet.oxygen), law.oxygen + float(stroke.random.normal(0, 0.03)), (total - blood) / total)
    blood[...] = total


def _raise(stroke: Stroke) -> float:
    """The bump: dome or flat top, smoothing the fine relief that it stretches; returns its height."""
    law, lesion = KINDS[stroke.lesion.kind], stroke.lesion
    rise = law.steepness * lesion.radius_mm * (0.25 + 0.75 * lesion.activity) * stroke.within(0.6, 1.2)
    dome = fade(stroke.outline.smooth, stroke.within(-0.6, 0.3), 1.95)
    lumps = grain(stroke.patch, size_mm=max(1.2 * lesion.radius_mm, 0.8), random=stroke.random)
    height, sheen = stroke.of(stroke.sheet.height_mm), stroke.of(stroke.sheet.sheen)
    height *= 1 - np.float32(0.55 * lesion.activity) * dome
    height += np.float32(rise) * dome * (1 + 0.035 * lumps)
    sheen *= 1 + np.float32(0.6 * lesion.activity) * dome
    return rise
