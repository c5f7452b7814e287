"""What makes a head a person beside its skin: eyes, brows, lips, hair, stubble, glasses, clothes, a room behind."""

from skincast.twin.fittings.color import face_hair_rgb, iris_rgb, scalp_hair_rgb
from skincast.twin.fittings.draw import draw_fittings
from skincast.twin.fittings.layer import Box, Glint, Layer
from skincast.twin.fittings.photo import draw_layers
from skincast.twin.fittings.room import draw_room, room_layer

__all__ = [
    "Box",
    "Glint",
    "Layer",
    "draw_fittings",
    "draw_layers",
    "draw_room",
    "face_hair_rgb",
    "iris_rgb",
    "room_layer",
    "scalp_hair_rgb",
]
