"""The fittings of one stage: the room behind, layers over the skin, mirrored lights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skincast.twin.fittings import Glint, Layer, draw_layers, draw_room
from skincast.twin.frame import Vectors
from skincast.twin.scene.stage import Stage

BRIGHTEST_ROOM = 1.6
"""Far above what the sensor holds; more would eat the edges of the head in steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dress:
    """What the fittings lay behind and over the lit skin."""

    room: Vectors
    """(height, width, 3) linear, as lit by the lamps of the shot."""
    over: tuple[Layer, ...]
    """From back to front."""
    glints: tuple[Glint, ...]


def dress_stage(stage: Stage, behind: Vectors | None = None) -> Dress:
    """Paint the fittings of a shot, before a room of its own or before what is given."""
    layers, glints = draw_layers(stage.frame, stage.traits, stage.shot)
    return Dress(room=_room(stage) if behind is None else behind, over=tuple(layers), glints=tuple(glints))


def _room(stage: Stage) -> Vectors:
    strength = np.float32(sum(lamp.strength for lamp in stage.shot.lamps))
    return np.minimum(draw_room(stage.shot, stage.frame.part.shape), BRIGHTEST_ROOM) * strength
