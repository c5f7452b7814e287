"""One lesion being drawn: where, what, and the chance that is its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skincast.twin.feature.lesions.patch import Outline, Patch, fade, note, outline, patch_at
from skincast.twin.person import Lesion, stream
from skincast.twin.sheet import Canvas, Item, SkinSheet
from skincast.types import FloatMap

LEAST_MELANIN, MOST_MELANIN = 0.005, 0.5
LEAST_BLOOD, MOST_BLOOD = 0.002, 0.25
MOST_SHEEN = 4.0
"""The ranges of `SkinSheet`."""
TRUTH_EDGE = (0.7, 1.3)
"""In radii: where a spot's soft truth starts to fade and where it has gone; half of it on the edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """Everything a drawing step needs to know of its lesion."""

    canvas: Canvas
    patch: Patch
    lesion: Lesion
    outline: Outline
    random: np.random.Generator

    @property
    def sheet(self) -> SkinSheet:
        """What is drawn on."""
        return self.canvas.sheet

    def of(self, values: FloatMap) -> FloatMap:
        """The window's view of a sheet map."""
        return self.patch.of(values)

    def within(self, low: float, high: float) -> float:
        """A number between two, this lesion's own."""
        return float(self.random.uniform(low, high))

    def finish(self, name: str, *, depth_mm: float = 0.0) -> None:
        """Bring the skin back into the sheet's ranges and write the lesion into the truth.

        Args:
            name: of the amount map.
            depth_mm: of the item; a bump's is negative.
        """
        for values, low, high in (
            (self.sheet.melanin, LEAST_MELANIN, MOST_MELANIN),
            (self.sheet.blood, LEAST_BLOOD, MOST_BLOOD),
            (self.sheet.sheen, 0.0, MOST_SHEEN),
        ):
            part = self.of(values)
            np.clip(part, low, high, out=part)
        lesion = self.lesion
        item = Item(
            kind=lesion.kind,
            x_mm=lesion.x_mm,
            y_mm=lesion.y_mm,
            radius_mm=lesion.radius_mm,
            strength=lesion.activity,
            depth_mm=depth_mm,
        )
        note(self.canvas, self.patch, item, name=name, share=fade(self.outline.torn, *TRUTH_EDGE))


def stroke_at(canvas: Canvas, lesion: Lesion, *, reach_mm: float, ragged: float, purpose: str) -> Stroke | None:
    """Open the window of a lesion; None where it lies off the sheet.

    Args:
        canvas: what is drawn on.
        lesion: what is drawn.
        reach_mm: half the window's side.
        ragged: see `outline`.
        purpose: names the lesion's stream of chance.
    """
    patch = patch_at(canvas, lesion.x_mm, lesion.y_mm, reach_mm=reach_mm)
    if patch is None:
        return None
    random = stream(lesion.seed, purpose)
    shape = outline(patch, radius_mm=lesion.radius_mm, ragged=ragged, random=random)
    return Stroke(canvas=canvas, patch=patch, lesion=lesion, outline=shape, random=random)
