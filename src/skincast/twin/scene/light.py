"""Lamps on a surface: diffuse light that spreads below the skin, and shine that does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Vectors
from skincast.twin.scene.diffusion import diffuse
from skincast.twin.scene.shine import lamp_shine, sky_shine
from skincast.twin.scene.surface import Surface
from skincast.twin.shot import Illuminant, Lamp
from skincast.types import FloatMap

SKY_DEG = 150.0
"""A lamp at least this wide is a sky: no direction of its own, no shadow."""
SKY_SLOPE = 0.42
"""How much brighter the side of the sky is that its direction names (ours)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lit:
    """Linear light toward the camera."""

    diffuse: Vectors
    shine: Vectors
    falling: Mapping[Illuminant, FloatMap]
    """Light that falls on the surface, by its kind; 1 = that of a lamp of strength 1 face on."""

    @property
    def irradiance(self) -> FloatMap:
        """All kinds together."""
        return np.asarray(np.sum(list(self.falling.values()), axis=0), np.float32)


def light_surface(
    surface: Surface,
    lamps: Sequence[Lamp],
    albedo: Mapping[Illuminant, Vectors],
    white: Mapping[Illuminant, NDArray[np.float32]],
    shadows: Sequence[FloatMap | None],
) -> Lit:
    """Light a surface with all lamps of a shot.

    Args:
        surface: geometry in photo pixels.
        lamps: of the shot.
        albedo: for each illuminant the linear camera color of a surface that gets a light of strength 1 face on.
        white: the same for a perfect white.
        shadows: for each lamp the share of it that each pixel sees, 0-1; None: nothing stands between.

    Returns:
        Diffuse light after spreading below the skin, shine, and the falling light alone.
    """
    first = albedo[lamps[0].illuminant]
    reflected, shine = np.zeros_like(first), np.zeros_like(first)
    falling = {name: np.zeros(first.shape[:2], np.float32) for name in albedo}
    for lamp, shadow in zip(lamps, shadows, strict=True):
        color, bright = albedo[lamp.illuminant], white[lamp.illuminant]
        fall, mirrored = _one_lamp(surface, lamp, shadow)
        sky = lamp.size_deg >= SKY_DEG
        falling[lamp.illuminant] += fall * surface.open_sky if sky else fall
        reflected += color * (_bounced(fall, surface.open_sky, color) if sky else fall[..., None])
        shine += mirrored[..., None] * bright
    spread = diffuse(reflected, first, surface.skin, surface.mm_per_px)
    return Lit(diffuse=spread, shine=shine, falling=falling)


def _one_lamp(surface: Surface, lamp: Lamp, shadow: FloatMap | None) -> tuple[FloatMap, FloatMap]:
    """Irradiance without bounces, and shine, of one lamp."""
    direction = unit(lamp.direction)
    cosine = surface.normal @ direction
    if lamp.size_deg >= SKY_DEG:
        fall = lamp.strength * np.maximum(1 - SKY_SLOPE + SKY_SLOPE * cosine, 0)
        shine = sky_shine(surface.fine_normal, surface.view) * surface.open_sky * surface.open_sky * lamp.strength
        return fall.astype(np.float32), np.asarray(shine * surface.sheen, np.float32)
    free = np.float32(lamp.strength) if shadow is None else shadow * np.float32(lamp.strength)
    fall = soft_cosine(cosine, lamp.size_deg) * free
    shine = lamp_shine(surface.fine_normal, surface.view, direction, surface.roughness, lamp.size_deg)
    return np.asarray(fall, np.float32), np.asarray(shine * surface.sheen * free, np.float32)


def unit(direction: tuple[float, float, float]) -> NDArray[np.float32]:
    """A direction of length 1."""
    vector = np.asarray(direction, np.float32)
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-6), np.float32)


def soft_cosine(cosine: FloatMap, size_deg: float) -> FloatMap:
    """Irradiance of a round lamp that sinks below the horizon bit by bit, over that of one at the zenith.

    Source: parabola through the rise of a lamp's edge; ours, after Karis 2013 (horizon handling).
    """
    width = max(float(np.sin(np.radians(size_deg / 2))), 0.02)
    rising = np.square(np.clip(cosine + width, 0, 2 * width)) / (4 * width)
    return np.asarray(np.where(cosine > width, cosine, rising), np.float32)


def _bounced(fall: FloatMap, open_sky: FloatMap, color: Vectors) -> Vectors:
    """Light of the sky in a hollow: what is hidden is partly given back by the skin around, in its color.

    Source: Jimenez et al., Practical realtime strategies for accurate indirect occlusion, SIGGRAPH 2016 course.
    """
    free = open_sky[..., None]
    a, b, c = 2.0404 * color - 0.3324, 0.6417 - 4.7951 * color, 2.7552 * color + 0.6903
    return np.asarray(fall[..., None] * np.maximum(((free * a + b) * free + c) * free, free), np.float32)
