"""A stage under its lamps -> the picture in linear light, as it reaches the lens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skincast.twin.frame import Part, Vectors
from skincast.twin.scene.dress import Dress, dress_stage
from skincast.twin.scene.edges import smooth_edges, smooth_outline
from skincast.twin.scene.exposure import face_gain
from skincast.twin.scene.layers import add_glints, lay_over, light_in_the_air
from skincast.twin.scene.light import Lit, light_surface
from skincast.twin.scene.stage import Stage, bare_colors, stage_shadows, stage_surface, stage_whites
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
    dress: Dress


def light_stage(stage: Stage, *, behind: Vectors | None = None) -> Scene:
    """Light the skin, put the room behind it and the fittings over it, and meter.

    Args:
        stage: one person before one phone.
        behind: (height, width, 3) linear picture to stand before, as `Scene.linear` has it; None: a room.
    """
    colors, whites = bare_colors(stage), stage_whites(stage)
    dress, part = dress_stage(stage, behind), stage.frame.part
    surface = stage_surface(stage)
    lit = light_surface(surface, stage.shot.lamps, colors, whites, stage_shadows(stage))
    skin = lit.diffuse + lit.shine
    solid = part != Part.BACKGROUND
    falling = {name: light_in_the_air(light, solid) for name, light in lit.falling.items()}
    picture = smooth_edges(np.where(solid[..., None], skin, dress.room), stage.frame)
    lay_over(picture, dress.over, falling, {name: stage.balance.material(name) for name in colors})
    smooth_outline(picture, solid)
    smooth_outline(picture, part == Part.CLOTH)
    add_glints(picture, dress.glints, stage.shot.lamps, whites)
    gain = face_gain(skin, colors[stage.kinds_of_light[0]], part == Part.SKIN)
    return Scene(linear=picture, gain=gain, surface=surface, lit=lit, dress=dress)
