"""Everything that belongs to a face beside its skin, drawn on the sheet in one go."""

from __future__ import annotations

from skincast.twin.fittings.brows import draw_brows
from skincast.twin.fittings.lids import draw_lids, draw_nostrils
from skincast.twin.fittings.lips import draw_lips
from skincast.twin.fittings.stubble import draw_stubble
from skincast.twin.person import Condition, Traits
from skincast.twin.sheet import Canvas


def draw_fittings(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Draw lips, lids, nostrils, stubble and brows on a sheet.

    Best before the features of the skin, so that a papule of the chin lies over the stubble's shade; stubble is
    labeled only where nothing else was.
    """
    draw_lips(canvas, traits)
    draw_lids(canvas, traits)
    draw_nostrils(canvas)
    draw_stubble(canvas, traits, condition)
    draw_brows(canvas, traits)
