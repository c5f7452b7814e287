"""Two visits' atlases -> where pigment and blood changed, and by how much they seem to where nothing did."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import cv2
import numpy as np

from skincast.types import AtlasMaps, FloatMap, Lesion, Mask
from skincast.visit.align import Alignment, align
from skincast.visit.maps import WELL_SEEN
from skincast.visit.place import ATLAS_MM_PER_PX, atlas_pixel

SMOOTH_MM = 1.5
"""SD of the blur: six times what alignment usually errs by, and still finer than a papule."""
SLIP_MM = 0.3
"""A shift of this size is taken for an error of the alignment, not for a change (its typical error is 0.2)."""
BORDER_PX = 5
"""Width of the kernel that takes the edge of readable skin away: hair and lips bleed over it."""
AROUND_PX = 11
"""A lesion's place is shown where most of the five millimeters around it are."""
LEAST_MM2 = 500.0
"""Less skin in common is no comparison: about one under-eye region."""
LEAST_NOISE_OD: Final = {"melanin": 0.015, "hemoglobin": 0.01}
"""What the quietest tenth of retakes of unchanged generated faces give: no two visits agree better."""
MAD_TO_SD = 1.4826
TELLING = 1.5
"""A spot that came or went changes its own pigment by more than this many SDs of the map. Set on painted papules and
retakes of generated faces of training sets: six of seven papules pass, one of eight false alarms does."""
HEART_PX = 5
"""Width of the middle of a lesion."""
PIGMENT_OF: Final = {
    "papule": "hemoglobin",
    "pustule": "hemoglobin",
    "nodule": "hemoglobin",
    "mark_red": "hemoglobin",
    "mark_brown": "melanin",
    "comedone_open": "melanin",
    "freckle": "melanin",
    "lentigo": "melanin",
}
"""What a lesion is seen by; a closed comedone is relief, which no map of pigment shows."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Overlay:
    """The maps of two visits, the second laid over the first."""

    before: AtlasMaps
    after: AtlasMaps
    """As it was, not moved."""
    alignment: Alignment

    @cached_property
    def comparable(self) -> Mask:
        """Skin that both visits show well, without its edge."""
        both = _shown(self.before) & self.alignment.carry_mask(_shown(self.after))
        return np.asarray(cv2.erode(both.astype(np.uint8), np.ones((BORDER_PX, BORDER_PX), np.uint8)) > 0)

    @property
    def enough(self) -> bool:
        """Whether there is anything to compare."""
        return bool(self.comparable.sum() * ATLAS_MM_PER_PX**2 >= LEAST_MM2)

    @cached_property
    def changes(self) -> dict[str, tuple[FloatMap, float]]:
        """After minus before of each pigment, and its noise.

        The difference is smoothed to a scale at which what alignment errs by matters little, and its median is taken as
        no change: each map is relative to the person's own skin already, and a lamp's color is no change. The noise is
        the robust spread of the difference itself, so that what light, camera and alignment did to this pair of
        photos is in it and a few changed spots are not; a change of most of the face would widen it. From the change
        itself, what a slip of the alignment would make of creases and edges is taken off.

        Returns:
            By pigment: (448, 512) optical density, 0 where not comparable; SD where nothing changed, optical density.

        Source: ours.
        """
        return {pigment: self._change(pigment) for pigment in LEAST_NOISE_OD}

    def move(self, lesion: Lesion) -> Lesion:
        """A lesion of the second visit on the atlas of the first."""
        x_mm, y_mm = self.alignment.carry_place(lesion.x_mm, lesion.y_mm)
        return replace(lesion, x_mm=x_mm, y_mm=y_mm)

    def shown_before(self, lesion: Lesion) -> bool:
        """Whether the first visit shows the place of a lesion, moved to its atlas."""
        return bool(self._before_around[atlas_pixel(lesion.x_mm, lesion.y_mm, self._before_around.shape)])

    def shown_after(self, lesion: Lesion) -> bool:
        """Whether the second visit shows the place of a lesion of the first."""
        return bool(self._after_around[atlas_pixel(lesion.x_mm, lesion.y_mm, self._after_around.shape)])

    def bears_out(self, lesion: Lesion, *, sign: int) -> bool:
        """Whether the maps bear out that a lesion came (`sign` 1) or went (-1); True where they cannot tell.

        Args:
            lesion: on the first atlas.
            sign: what its pigment should have done.
        """
        pigment = PIGMENT_OF.get(lesion.type)
        row, column = atlas_pixel(lesion.x_mm, lesion.y_mm, self.comparable.shape)
        reach = HEART_PX // 2
        heart = (slice(max(row - reach, 0), row + reach + 1), slice(max(column - reach, 0), column + reach + 1))
        if pigment is None or self.comparable[heart].mean() < 0.5:
            return True
        values, noise = self.changes[pigment]
        return bool(sign * values[heart][self.comparable[heart]].mean() > TELLING * noise)

    def _change(self, pigment: str) -> tuple[FloatMap, float]:
        first, second = getattr(self.before, pigment), self.alignment.carry(getattr(self.after, pigment))
        first, second = (_smooth(values, self.comparable) for values in (first, second))
        moved = second - first
        moved -= np.median(moved[self.comparable])
        noise = MAD_TO_SD * float(np.median(np.abs(moved[self.comparable])))
        slip = SLIP_MM * _steepness(0.5 * (first + second), self.comparable)
        change = np.sign(moved) * np.maximum(np.abs(moved) - slip, 0)
        return np.where(self.comparable, change, 0).astype(np.float32), max(noise, LEAST_NOISE_OD[pigment])

    @cached_property
    def _before_around(self) -> Mask:
        return _mostly(_shown(self.before))

    @cached_property
    def _after_around(self) -> Mask:
        return _mostly(self.alignment.carry_mask(_shown(self.after)))


def lay_over(before: AtlasMaps, after: AtlasMaps) -> Overlay:
    """Lay the maps of the second visit over those of the first."""
    return Overlay(before=before, after=after, alignment=align(before, after))


def _shown(maps: AtlasMaps) -> Mask:
    return np.asarray((maps.visibility > WELL_SEEN) & maps.readable)


def _mostly(mask: Mask) -> Mask:
    return np.asarray(cv2.blur(mask.astype(np.float32), (AROUND_PX, AROUND_PX)) > 0.5)


def _steepness(values: FloatMap, where: Mask) -> FloatMap:
    """How fast a map changes from place to place, optical density a millimeter; 0 at its edge."""
    across, down = cv2.Sobel(values, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(values, cv2.CV_32F, 0, 1, scale=0.125)
    inner = cv2.erode(where.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return np.asarray(np.hypot(across, down) / ATLAS_MM_PER_PX * inner, np.float32)


def _smooth(values: FloatMap, where: Mask) -> FloatMap:
    """Gaussian mean of what is comparable, up to its edge."""
    weight = where.astype(np.float32)
    sums = cv2.GaussianBlur(np.dstack([values * weight, weight]), (0, 0), SMOOTH_MM / ATLAS_MM_PER_PX)
    return np.asarray(sums[..., 0] / np.maximum(sums[..., 1], 1e-3), np.float32)
