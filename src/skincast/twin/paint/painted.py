"""A photo with features added, and what is true of them: only of what was added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skincast.twin.person import Complexion
from skincast.twin.scene.place import SeenItem
from skincast.types import FloatMap, Labels, Mask, Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """The painted photo with its truth; every map is of the photo's size."""

    photo: Picture
    added_od: NDArray[np.float32]
    """(height, width, 3) density that was added in red, green and blue; negative where gloss or scale made it lighter.

    Exactly 0 where the photo is untouched."""
    kind: Labels
    """`skincast.twin.sheet.Kind` of what was added; 0 where it cannot be seen."""
    amounts: Mapping[str, FloatMap]
    """The canvas's soft maps by name, times the share that is seen."""
    melanin: FloatMap
    """Volume fraction over the even skin that was estimated, dermal melanin included."""
    blood: FloatMap
    """The same of blood."""
    seen: FloatMap
    """Share of a feature that shows at each place, 0-1: 0 off the skin, below hair and on skin that is turned away."""
    items: tuple[SeenItem, ...]
    """What was added, in photo pixels; hidden ones have visibility 0."""
    complexion: Complexion
    """The even skin that was read off the photo."""
    mm_per_px: float

    @property
    def touched(self) -> Mask:
        """(height, width) where the photo was changed."""
        return np.asarray((self.added_od != 0).any(axis=2))
