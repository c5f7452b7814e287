"""All relief of one person on one day."""

from __future__ import annotations

from collections.abc import Mapping

from skincast.twin.feature.relief.dryness import draw_dryness
from skincast.twin.feature.relief.dullness import draw_dullness
from skincast.twin.feature.relief.oil import draw_oil
from skincast.twin.feature.relief.pores import draw_pores
from skincast.twin.feature.relief.texture import draw_texture
from skincast.twin.feature.relief.wrinkles import NEUTRAL, draw_wrinkles
from skincast.twin.person import Condition, Traits
from skincast.twin.sheet import Canvas


def draw_relief(
    canvas: Canvas, traits: Traits, condition: Condition, *, expression: Mapping[str, float] = NEUTRAL
) -> None:
    """Draw texture, lines, pores, dullness, oil and dryness in place.

    What lies on top comes last: flakes are not oily, oil does not fill wrinkles.

    Args:
        canvas: sheet with pigment and lesions or without.
        traits: who it is; fixes every place.
        condition: how much of each shows today.
        expression: amounts 0-1 as in `Shot.expression`.
    """
    draw_texture(canvas, traits, condition)
    draw_dullness(canvas, traits, condition)
    draw_oil(canvas, traits, condition)
    draw_wrinkles(canvas, traits, condition, expression=expression)
    draw_pores(canvas, traits, condition)
    draw_dryness(canvas, traits, condition)
