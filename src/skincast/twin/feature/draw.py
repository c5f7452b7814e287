"""Everything that one person's skin shows on one day, drawn in the order in which skin is built."""

from __future__ import annotations

from collections.abc import Mapping

from skincast.twin.feature.lesions import draw_acne, draw_moles, draw_small_bumps
from skincast.twin.feature.pigment import draw_pigment
from skincast.twin.feature.relief import draw_relief
from skincast.twin.feature.relief.wrinkles import NEUTRAL
from skincast.twin.person import Condition, Traits
from skincast.twin.sheet import Canvas


def draw_features(
    canvas: Canvas, traits: Traits, condition: Condition, *, expression: Mapping[str, float] = NEUTRAL
) -> None:
    """Draw all features of a person on a day, in place.

    From the pigment's ground up to what lies on top, so that a papule reddens freckled skin and lifts its pores.

    Args:
        canvas: even skin of this person, from `blank_canvas`.
        traits: who it is.
        condition: how the skin is today.
        expression: amounts 0-1 as in `Shot.expression`: lines deepen with it.
    """
    draw_pigment(canvas, traits, condition)
    draw_relief(canvas, traits, condition, expression=expression)
    draw_moles(canvas, traits)
    draw_small_bumps(canvas, traits, condition)
    draw_acne(canvas, traits, condition)
