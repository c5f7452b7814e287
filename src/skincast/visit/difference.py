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
CREASE_PX = 5
"""Width of the kernel that finds the steepest place nearby: on the floor of a crease there is no slope to slip on."""
BLEED_MM = 1.0
"""Width of the edge of readable skin into which hair, lips and brows bleed: it takes no part in anything."""
EDGE_MM = 2.5
"""Width of the edge of readable skin that is not compared: the mask itself errs, and the blur has one side only."""
FACING = 0.7
"""Visibility below which noise grows as one over it: what is seen aslant is seen in fewer pixels and slips further. On
retakes of the portrait and of generated faces the spread grows threefold from 0.9 to 0.4."""
BEYOND = 3.0
"""SDs of the map from which a change is shown; where noise is larger, the share above is taken off the change."""
LEAST_MM2 = 500.0
"""Less skin in common is no comparison: about one under-eye region."""
LEAST_NOISE_OD: Final = {"melanin": 0.015, "hemoglobin": 0.01}
"""What the quietest tenth of retakes of unchanged generated faces give: no two visits agree better."""
MAD_TO_SD = 1.4826
TELLING = 1.5
"""A spot that came or went changes its own pigment by more than this many SDs of the map. Of papules painted on retakes
of a dozen generated faces of a training set (3.5 mm, 0.16 to 0.45 OD in green) all pass, of as many unchanged places
none does; a spot that the finder reports on unchanged skin is likelier to pass than such a place."""
HEART_PX = 5
"""Width of the middle of a lesion."""
RING_MM = (2.5, 5.0)
"""How far from the edge of a lesion the skin begins that it is held against, and how wide that is."""
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
        return _inside(self._both, EDGE_MM)

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
        itself, what a slip of the alignment would make of creases and edges is taken off, and so is what noise makes
        more of where the skin is seen aslant: one SD then holds for the whole map.

        Returns:
            By pigment: (448, 512) optical density, 0 where not comparable; SD where nothing changed, optical density.

        Source: ours.
        """
        return {pigment: self._change(pigment) for pigment in LEAST_NOISE_OD}

    def move(self, lesion: Lesion) -> Lesion:
        """A lesion of the second visit on the atlas of the first."""
        x_mm, y_mm = self.alignment.carry_place(lesion.x_mm, lesion.y_mm)
        return replace(lesion, x_mm=x_mm, y_mm=y_mm)

    def shown(self, lesion: Lesion) -> bool:
        """Whether the skin at the place of a lesion of the first atlas can be compared."""
        return bool(self.comparable[_around(lesion, self.comparable.shape)].mean() >= 0.5)

    def bears_out(self, lesion: Lesion, *, sign: int) -> bool:
        """Whether the maps bear out that a lesion came or went; False where they cannot tell.

        Args:
            lesion: on the first atlas.
            sign: what its pigment should have done: 1 to come, -1 to go.
        """
        pigment = PIGMENT_OF.get(lesion.type)
        return pigment is not None and sign * self._rise(lesion, pigment) > TELLING

    def stained(self, lesion: Lesion) -> bool:
        """Whether melanin rose at the place of a lesion of the first atlas, beyond what is shown as a change."""
        return self._rise(lesion, "melanin") > BEYOND

    def reddened(self, lesion: Lesion) -> bool:
        """Whether hemoglobin rose there, beyond what is shown as a change."""
        return self._rise(lesion, "hemoglobin") > BEYOND

    def _rise(self, lesion: Lesion, pigment: str) -> float:
        """How far a pigment rose at a place beyond the skin around it, in SDs of the map; 0 where it cannot be told.

        Redness that fades from a whole cheek takes no papule away: only what stands out against its surroundings does.
        """
        if not self.shown(lesion):
            return 0.0
        values, noise = self.changes[pigment]
        heart = _around(lesion, values.shape)
        ring = _ring(lesion, values.shape) & self.comparable
        around = float(np.median(values[ring])) if ring.any() else 0.0
        return (float(values[heart][self.comparable[heart]].mean()) - around) / noise

    def _change(self, pigment: str) -> tuple[FloatMap, float]:
        first, second = getattr(self.before, pigment), self.alignment.carry(getattr(self.after, pigment))
        clean = _inside(self._both, BLEED_MM)
        first, second = (_smooth(values, clean) for values in (first, second))
        moved = second - first
        moved -= np.median(moved[self.comparable])
        noise = max(MAD_TO_SD * float(np.median(np.abs(moved[self.comparable]))), LEAST_NOISE_OD[pigment])
        slip = SLIP_MM * _steepness(0.5 * (first + second), clean)
        excess = BEYOND * noise * np.maximum(FACING / np.maximum(self._facing, WELL_SEEN) - 1, 0)
        change = np.sign(moved) * np.maximum(np.abs(moved) - slip - excess, 0)
        return np.where(self.comparable, change, 0).astype(np.float32), noise

    @cached_property
    def _both(self) -> Mask:
        return np.asarray(_shown(self.before) & self.alignment.carry_mask(_shown(self.after)))

    @cached_property
    def _facing(self) -> FloatMap:
        return np.minimum(self.before.visibility, self.alignment.carry(self.after.visibility))


def lay_over(before: AtlasMaps, after: AtlasMaps) -> Overlay:
    """Lay the maps of the second visit over those of the first."""
    return Overlay(before=before, after=after, alignment=align(before, after))


def _shown(maps: AtlasMaps) -> Mask:
    return np.asarray((maps.visibility > WELL_SEEN) & maps.readable)


def _inside(mask: Mask, edge_mm: float) -> Mask:
    """What of a mask lies farther than this from its edge."""
    far_px = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    return np.asarray(far_px * ATLAS_MM_PER_PX > edge_mm)


def _around(lesion: Lesion, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """The middle of a lesion."""
    row, column = atlas_pixel(lesion.x_mm, lesion.y_mm, shape)
    reach = HEART_PX // 2
    return slice(max(row - reach, 0), row + reach + 1), slice(max(column - reach, 0), column + reach + 1)


def _ring(lesion: Lesion, shape: tuple[int, ...]) -> Mask:
    """The skin around a lesion, without what its edge and the blur still reach."""
    row, column = atlas_pixel(lesion.x_mm, lesion.y_mm, shape)
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    far_mm = np.hypot(rows - row, columns - column) * ATLAS_MM_PER_PX
    least = lesion.size_mm / 2 + RING_MM[0]
    return np.asarray((far_mm > least) & (far_mm < least + RING_MM[1]))


def _steepness(values: FloatMap, where: Mask) -> FloatMap:
    """How fast a map changes at its steepest nearby, optical density a millimeter; its edge is no slope."""
    across, down = cv2.Sobel(values, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(values, cv2.CV_32F, 0, 1, scale=0.125)
    inner = cv2.erode(where.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    steepness = np.hypot(across, down) / ATLAS_MM_PER_PX * inner
    return np.asarray(cv2.dilate(steepness, np.ones((CREASE_PX, CREASE_PX), np.uint8)), np.float32)


def _smooth(values: FloatMap, where: Mask) -> FloatMap:
    """Gaussian mean of what is comparable, up to its edge."""
    weight = where.astype(np.float32)
    sums = cv2.GaussianBlur(np.dstack([values * weight, weight]), (0, 0), SMOOTH_MM / ATLAS_MM_PER_PX)
    return np.asarray(sums[..., 0] / np.maximum(sums[..., 1], 1e-3), np.float32)
