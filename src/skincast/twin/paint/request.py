"""What to paint: a condition of the skin, or any hand that draws on a canvas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from skincast.twin.feature.lesions import draw_acne
from skincast.twin.feature.pigment.erythema import draw_erythema
from skincast.twin.feature.pigment.melasma import draw_diffuse_melanin, draw_melasma
from skincast.twin.feature.pigment.spots import draw_freckles, draw_lentigines
from skincast.twin.feature.pigment.under_eye import draw_dark_circles, draw_eye_bags
from skincast.twin.feature.pigment.vessels import draw_vessels
from skincast.twin.feature.relief import draw_relief
from skincast.twin.person import Complexion, Condition, Sex, Traits
from skincast.twin.sheet import Canvas

Draw = Callable[[Canvas, Complexion], None]
"""Draws in place on a canvas of even skin; the complexion is the one read off the photo."""
Features = Condition | Draw


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitter:
    """What a photo does not tell of its person, but features ask for."""

    seed: int
    """Fixes the places of everything."""
    age_years: float = 35.0
    sex: Sex = "female"
    freckling: float = 0.0


def draw_request(canvas: Canvas, features: Features, sitter: Sitter, complexion: Complexion) -> None:
    """Draw what was asked for and nothing else: a photo has its own unevenness, moles and stubble.

    Args:
        canvas: even skin of the complexion; drawn on in place.
        features: a condition (its severities and lesions), or a hand of one's own.
        sitter: whose places.
        complexion: read off the photo.
    """
    if not isinstance(features, Condition):
        features(canvas, complexion)
        return
    traits = Traits(
        seed=sitter.seed,
        age_years=sitter.age_years,
        sex=sitter.sex,
        complexion=complexion,
        freckling=sitter.freckling,
        moles=0,
    )
    for draw in _drawers(features):
        draw(canvas, traits, features)


def _drawers(condition: Condition) -> list[Callable[[Canvas, Traits, Condition], None]]:
    """The hands that a condition needs, in the order in which skin is built."""
    asked = {concern for concern, amount in condition.severity.items() if amount > 0}
    hands: list[tuple[set[str], Callable[[Canvas, Traits, Condition], None]]] = [
        ({"redness"}, draw_erythema),
        ({"pigmentation"}, draw_diffuse_melanin),
        ({"pigmentation"}, draw_melasma),
        ({"dark_circles"}, draw_dark_circles),
        ({"eye_bags"}, draw_eye_bags),
        ({"redness"}, draw_vessels),
        ({"pigmentation"}, draw_freckles),
        ({"pigmentation"}, draw_lentigines),
        ({"texture", "radiance", "oiliness", "wrinkles", "pores", "dryness"}, draw_relief),
    ]
    drawers = [draw for concerns, draw in hands if concerns & asked]
    return [*drawers, draw_acne] if condition.lesions or "acne" in asked else drawers
