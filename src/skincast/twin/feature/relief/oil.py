"""Oil on the skin: a surface that mirrors more, mostly down the middle of the face, in a film that is never even."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from skincast.twin.feature.relief.noise import cloud
from skincast.twin.feature.relief.places import amount_map, bare_skin
from skincast.twin.feature.relief.tiles import TILE_MM, bump_tile, laid_out
from skincast.twin.person import Condition, Traits, stream
from skincast.twin.sheet import SHEET_WIDTH_MM, Canvas
from skincast.types import FloatMap

AFFINITY = MappingProxyType(
    {
        "nose": 1.0,
        "glabella": 0.95,
        "forehead": 0.9,
        "chin": 0.75,
        "cheek": 0.7,
        "nasolabial": 0.85,
        "perioral": 0.5,
        "under_eye": 0.3,
        "temple": 0.35,
        "crows_feet": 0.3,
        "jaw": 0.25,
        "": 0.4,
    }
)
"""Source: ours, in the order of casual sebum levels (forehead and nose above chin, above cheeks;
Youn et al., Skin Res. Technol. 2002)."""
SHEEN_GAINED = 2.8
MIDDLE_MM = 42.0
"""Half the breadth of the oily middle of the face."""


def draw_oil(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Oil the skin in proportion to the severity of `oiliness`.

    Truth: amount `oil`, the gain of sheen over ordinary skin.

    Args:
        canvas: drawn on.
        traits: the seed fixes where the film is thick.
        condition: severity of `oiliness`, by region.
    """
    sheet = canvas.sheet
    random = stream(traits.seed, "oil")
    strength = amount_map(condition, "oiliness", AFFINITY, sheet.shape) * bare_skin(sheet.shape)
    if strength.max() <= 0:
        return
    film = np.clip(0.75 + 0.18 * cloud(random, sheet.shape, 9.0) + 0.15 * cloud(random, sheet.shape, 3.0), 0.15, 1.4)
    # Sebum leaves by the pores and gathers in the valleys between low bumps.
    film *= 1 - 0.22 * laid_out(bump_tile(round(TILE_MM / sheet.mm_per_px)), random, sheet.shape)
    gained = SHEEN_GAINED * strength * _middle(sheet.shape) * np.maximum(film, 0)
    np.minimum(sheet.sheen * (1 + gained), 4, out=sheet.sheen)
    oil = canvas.amount("oil")
    np.maximum(oil, gained, out=oil)


def _middle(shape: tuple[int, int]) -> FloatMap:
    """(1, width) 1 down the middle of the face, falling toward its sides."""
    x = (np.arange(shape[1], dtype=np.float32) + 0.5) / shape[1] * SHEET_WIDTH_MM - SHEET_WIDTH_MM / 2
    return np.asarray(0.3 + 0.7 * np.exp(-0.5 * (x / MIDDLE_MM) ** 4)[None], np.float32)
