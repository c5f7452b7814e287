"""A stage under its lamps -> the picture in linear light, as it reaches the lens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skincast.twin.fittings.layer import Glint, Layer
from skincast.twin.frame import Part, Vectors
from skincast.twin.scene.edges import smooth_edges
from skincast.twin.scene.exposure import face_gain
from skincast.twin.scene.layers import add_glints, lay_over, light_in_the_air
from skincast.twin.scene.light import Lit, light_surface
from skincast.twin.scene.stage import Stage, stage_colors, stage_shadows, stage_surface, stage_whites
from skincast.twin.scene.surface import Surface


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The picture, and what it was made of."""

    linear: Vectors
    """(height, width, 3) before exposure."""
    gain: float
    """Of the metering."""
    surface: Surface
    lit: Lit


@dataclass(frozen=True, slots=True, kw_only=True)
class Dress:
    """What the fittings lay behind and over the lit skin."""

    behind: tuple[Layer, ...] = ()
    over: tuple[Layer, ...] = ()
    glints: tuple[Glint, ...] = ()


def light_stage(stage: Stage, dress: Dress) -> Scene:
    """Light the skin, lay the fittings behind and over it, and meter."""
    colors, whites = stage_colors(stage), stage_whites(stage)
    surface = stage_surface(stage)
    lit = light_surface(surface, stage.shot.lamps, colors, whites, stage_shadows(stage))
    picture = lit.diffuse + lit.shine
    solid = stage.frame.part != Part.BACKGROUND
    falling = {name: light_in_the_air(light, solid) for name, light in lit.falling.items()}
    materials = {name: stage.balance.material(name) for name in colors}
    behind = np.zeros_like(picture)
    lay_over(behind, dress.behind, falling, materials)
    picture = smooth_edges(np.where(solid[..., None], picture, behind), stage.frame)
    lay_over(picture, dress.over, falling, materials)
    add_glints(picture, dress.glints, stage.shot.lamps, whites)
    first = colors[stage.kinds_of_light[0]]
    gain = face_gain(lit.diffuse + lit.shine, first, stage.frame.part == Part.SKIN)
    return Scene(linear=picture, gain=gain, surface=surface, lit=lit)
