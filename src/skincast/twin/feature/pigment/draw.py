"""All that pigment and blood make of one person's skin on one day."""

from __future__ import annotations

import numpy as np

from skincast.twin.feature.pigment.complexion import draw_complexion
from skincast.twin.feature.pigment.erythema import draw_erythema
from skincast.twin.feature.pigment.melasma import draw_diffuse_melanin, draw_melasma
from skincast.twin.feature.pigment.spots import draw_freckles, draw_lentigines
from skincast.twin.feature.pigment.under_eye import draw_dark_circles, draw_eye_bags
from skincast.twin.feature.pigment.vessels import draw_vessels
from skincast.twin.person import Condition, Traits
from skincast.twin.sheet import Canvas

BOUNDS = {"melanin": (0.005, 0.5), "blood": (0.002, 0.25), "oxygen": (0.0, 1.0)}
"""What the sheet's maps may hold."""


def draw_pigment(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Draw complexion, redness, vessels, brown patches and spots, dark circles and bags.

    Soft and wide things come first, so that the labels of small ones stand on top.

    Args:
        canvas: with the person's even skin.
        traits: whose; places come from the seed.
        condition: how strongly each concern shows today.
    """
    draw_complexion(canvas, traits, condition.tan)
    draw_erythema(canvas, traits, condition)
    draw_diffuse_melanin(canvas, traits, condition)
    draw_melasma(canvas, traits, condition)
    draw_dark_circles(canvas, traits, condition)
    draw_eye_bags(canvas, traits, condition)
    draw_vessels(canvas, traits, condition)
    draw_freckles(canvas, traits, condition)
    draw_lentigines(canvas, traits, condition)
    for name, (low, high) in BOUNDS.items():
        values = getattr(canvas.sheet, name)
        np.clip(values, low, high, out=values)
