"""Unevenness of the surface: low bumps and coarse furrows that only raking light shows well."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from skincast.twin.feature.relief.noise import cloud
from skincast.twin.feature.relief.places import amount_map, bare_skin
from skincast.twin.feature.relief.tiles import TILE_MM, bump_tile, folded, glyph_tile, laid_out
from skincast.twin.person import Condition, Traits, stream
from skincast.twin.sheet import Canvas

AFFINITY = MappingProxyType(
    {
        "cheek": 0.95,
        "forehead": 0.85,
        "chin": 1.0,
        "nose": 0.7,
        "glabella": 0.8,
        "perioral": 0.75,
        "nasolabial": 0.8,
        "jaw": 0.85,
        "temple": 0.7,
        "crows_feet": 0.5,
        "under_eye": 0.4,
        "": 0.3,
    }
)
BUMP_SD_MM = 0.052
FURROW_MM = 0.07
"""Of full severity. Source: ours; facial profilometry gives an Ra of 0.015-0.035 mm from smooth to rough skin, within
a cut-off that leaves out bumps of a few millimeters."""


def draw_texture(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Make the surface uneven in proportion to the severity of `texture`.

    The fine net that all skin has comes with the light (`scene`); this is what rough skin has beyond it.

    Truth: amount `roughness`, SD of the added relief in millimeters.

    Args:
        canvas: drawn on.
        traits: the seed fixes every bump.
        condition: severity of `texture`, by region.
    """
    shape, mm_per_px = canvas.sheet.shape, canvas.sheet.mm_per_px
    random = stream(traits.seed, "texture")
    strength = amount_map(condition, "texture", AFFINITY, shape) * bare_skin(shape)
    if strength.max() <= 0:
        return
    strength *= np.clip(1 + 0.3 * cloud(random, shape, 11.0), 0.25, 1.8)
    side = round(TILE_MM / mm_per_px)
    relief = np.float32(BUMP_SD_MM) * laid_out(bump_tile(side), random, shape)
    relief -= np.float32(FURROW_MM) * laid_out(glyph_tile(side), random, shape)
    relief = folded(relief, random, mm_per_px=mm_per_px)
    height = canvas.sheet.height_mm
    height += relief * strength
    roughness = canvas.amount("roughness")
    roughness += np.float32(relief.std()) * strength
