"""What makes a head a person beside its skin: eyes, brows, lips, hair, stubble, glasses, clothes and the room behind."""

from skincast.twin.fittings.color import face_hair_rgb, iris_rgb, scalp_hair_rgb
from skincast.twin.fittings.draw import draw_fittings

__all__ = ["draw_fittings", "face_hair_rgb", "iris_rgb", "scalp_hair_rgb"]
