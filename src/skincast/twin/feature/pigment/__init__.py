"""Pigment and blood: complexion, freckles, sun spots, melasma, redness, small vessels, dark circles, bags."""

from skincast.twin.feature.pigment.complexion import draw_complexion
from skincast.twin.feature.pigment.draw import draw_pigment
from skincast.twin.feature.pigment.erythema import draw_erythema
from skincast.twin.feature.pigment.melasma import draw_diffuse_melanin, draw_melasma
from skincast.twin.feature.pigment.spots import draw_freckles, draw_lentigines
from skincast.twin.feature.pigment.under_eye import draw_dark_circles, draw_eye_bags
from skincast.twin.feature.pigment.vessels import draw_vessels

__all__ = [
    "draw_complexion",
    "draw_dark_circles",
    "draw_diffuse_melanin",
    "draw_erythema",
    "draw_eye_bags",
    "draw_freckles",
    "draw_lentigines",
    "draw_melasma",
    "draw_pigment",
    "draw_vessels",
]
