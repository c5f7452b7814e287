"""The skin's relief and cover: lines, pores, texture, dryness, oil and dullness."""

from skincast.twin.feature.relief.draw import draw_relief
from skincast.twin.feature.relief.dryness import draw_dryness
from skincast.twin.feature.relief.dullness import draw_dullness
from skincast.twin.feature.relief.oil import draw_oil
from skincast.twin.feature.relief.pores import draw_pores
from skincast.twin.feature.relief.texture import draw_texture
from skincast.twin.feature.relief.wrinkles import draw_wrinkles

__all__ = ["draw_dryness", "draw_dullness", "draw_oil", "draw_pores", "draw_relief", "draw_texture", "draw_wrinkles"]
