"""Lamps on a surface: diffuse light that spreads below the skin, and shine that does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Vectors
from skincast.twin.scene.diffusion import diffuse
from skincast.twin.scene.shine import Mirror, lamp_shine, sky_shine
from skincast.twin.scene.surface import Surface
from skincast.twin.shot import Illuminant, Lamp
from skincast.types import FloatMap

SKY_DEG = 150.0
"""A lamp at least this wide is a sky: no direction of its own, no shadow."""
HOLLOW_SHARE = 0.6
"""How far the hollows of the relief dim a lamp as they dim the sky (ours)."""
LAMP_SHARE = 0.5
"""How far the hollows of the head dim a lamp beyond the shadow it casts: the mesh is smoother than people (ours)."""
BOUNCE = 0.9
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
    skin = np.flatnonzero(surface.skin > 0)
    mirror = _mirror(surface, skin)
    reflected, shine = np.zeros_like(first), np.zeros_like(first)
    falling = {name: np.zeros(first.shape[:2], np.float32) for name in albedo}
    mirrored = {name: np.zeros(len(mirror.roughness), np.float32) for name in albedo}
    for lamp, shadow in zip(lamps, shadows, strict=True):
        if lamp.size_deg >= SKY_DEG:
            fall, free = _sky_light(surface, lamp), surface.open_sky * surface.cavity
            reflected += _bounced(fall, free, albedo[lamp.illuminant])
            glint = sky_shine(mirror) * free.ravel()[skin] * np.float32(lamp.strength)
            fall *= free
        else:
            fall, free = _lamp_light(surface, lamp, shadow)
            reflected += fall[..., None] * albedo[lamp.illuminant]
            glint = lamp_shine(mirror, unit(lamp.direction), lamp.size_deg) * free.ravel()[skin]
        falling[lamp.illuminant] += fall
        mirrored[lamp.illuminant] += glint
    shine.reshape(-1, 3)[skin] = sum(glint[:, None] * white[name] for name, glint in mirrored.items())
    spread = diffuse(reflected, first, surface.skin, surface.mm_per_px)
    return Lit(diffuse=spread, shine=shine, falling=falling)


def _mirror(surface: Surface, skin: NDArray[np.intp]) -> Mirror:
    """The pixels at some places of the flat picture."""
    return Mirror(
        normal=np.take(surface.normal.reshape(-1, 3), skin, axis=0),
        view=np.take(surface.view.reshape(-1, 3), skin, axis=0),
        roughness=np.take(surface.roughness.ravel(), skin),
        sheen=np.take(surface.sheen.ravel(), skin),
    )


def _sky_light(surface: Surface, lamp: Lamp) -> FloatMap:
    """Light of a sky before anything hides it."""
    cosine = surface.normal @ unit(lamp.direction)
    return np.asarray(lamp.strength * np.maximum(1 - SKY_SLOPE + SKY_SLOPE * cosine, 0), np.float32)


def _lamp_light(surface: Surface, lamp: Lamp, shadow: FloatMap | None) -> tuple[FloatMap, FloatMap]:
    """Irradiance of one lamp, and the share of its strength that arrives face on."""
    strength = np.float32(lamp.strength)
    free = np.full(surface.skin.shape, strength) if shadow is None else shadow * strength
    hollow = np.float32(1 - HOLLOW_SHARE) + np.float32(HOLLOW_SHARE) * surface.cavity
    hollow *= np.float32(1 - LAMP_SHARE) + np.float32(LAMP_SHARE) * surface.open_sky
    fall = soft_cosine(surface.normal @ unit(lamp.direction), lamp.size_deg) * free * hollow
    return np.asarray(fall, np.float32), np.asarray(free * hollow, np.float32)


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
    """What a surface reflects of a sky in a hollow: what is hidden comes partly back from the skin around.

    Source: first order of Jimenez et al., Practical realtime strategies for accurate indirect occlusion, SIGGRAPH 2016
    course.
    """
    plain = fall * open_sky
    again = np.float32(BOUNCE) * plain * (1 - open_sky)
    return np.asarray(color * (plain[..., None] + again[..., None] * color), np.float32)
