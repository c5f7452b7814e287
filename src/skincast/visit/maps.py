"""The maps of one sitting: every photo unrolled onto the atlas, laid over the best one and joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.density import optical_density, with_density
from skincast.types import AtlasMaps, FloatMap, Mask, Picture
from skincast.visit.align import Alignment, align, no_shift
from skincast.visit.seen import Atlas, Regions, Seen

WELL_SEEN = 0.4
"""Visibility from which two photos, or two visits, are compared."""
FADE = (0.3, 0.5)
"""Between these visibilities a photo fades in, so that no seam is left where one ends (ours)."""
UNREADABLE = 0.02
"""Weight of what may not be judged, beside what may: hair before a cheek gives way to the photo without it."""
FEWEST_PX = 400
"""A square centimeter: less skin in common does not tell how two photos differ."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """One photo on the atlas of its sitting."""

    seen: Seen
    atlas: Atlas
    """Its own atlas, before alignment."""
    alignment: Alignment
    """From the sitting's reference to this photo."""
    x: FloatMap = field(repr=False)
    """Color-level column of each pixel of the sitting's atlas."""
    y: FloatMap = field(repr=False)
    """Color-level row."""
    visibility: FloatMap = field(repr=False)
    """0 where it was not seen."""
    unspoiled: Mask = field(repr=False)
    """Outside of the regions that a problem of the photo spoiled."""

    @cached_property
    def readable(self) -> Mask:
        """Skin that may be judged, in regions that no problem of the photo spoiled."""
        return np.asarray((self.unroll(self.seen.skin.mask.astype(np.float32)) > 0.5) & self.unspoiled)

    @cached_property
    def picture(self) -> Picture:
        """The photo on the atlas; black where it was not seen."""
        flat = cv2.remap(self.seen.skin.picture, self.x, self.y, cv2.INTER_LINEAR)
        return np.asarray(flat * (self.visibility > 0)[..., None], np.uint8)

    @cached_property
    def weight(self) -> FloatMap:
        """How much it says at each pixel, next to other photos."""
        fade = np.clip((self.visibility - FADE[0]) / (FADE[1] - FADE[0]), 0.01, 1)
        trusted = np.where(self.readable, 1.0, UNREADABLE)
        return np.asarray(self.visibility**2 * fade * trusted, np.float32)

    def unroll(self, values: FloatMap) -> FloatMap:
        """Carry a color-level map onto the sitting's atlas; 0 where it was not seen."""
        flat = cv2.remap(values, self.x, self.y, cv2.INTER_LINEAR)
        return np.where(self.visibility > 0, flat, 0).astype(np.float32)


def lay_out(photos: Sequence[Seen], regions: Regions) -> list[Sheet]:
    """Unroll every face and lay it over the reference: the front photo that shows most, or the side that does.

    Args:
        photos: of one sitting; close-ups are left out.
        regions: of the atlas.

    Returns:
        The sheets, the reference first, then in the order of the photos.
    """
    own = [_own_sheet(photo, photo.atlas, regions) for photo in photos if photo.atlas is not None]
    if not own:
        return []
    best = max(range(len(own)), key=lambda k: _as_reference(own[k]))
    return [own[best], *(_laid_over(own[best], sheet) for k, sheet in enumerate(own) if k != best)]


def fuse_maps(sheets: Sequence[Sheet]) -> AtlasMaps:
    """Join the photos of one sitting pixel by pixel, weighted by squared visibility.

    Each photo's zero of pigment and its exposure are first brought to those of the reference where both show readable
    skin: a photo of the left side alone has another median than one of the whole face.

    Args:
        sheets: at least one, from `lay_out`.

    Returns:
        The maps; of one photo exactly its own.

    Source: ours.
    """
    weights = _shares([sheet.weight for sheet in sheets])
    pigments = {
        name: [sheet.unroll(getattr(sheet.seen.skin, name)) for sheet in sheets] for name in ("melanin", "hemoglobin")
    }
    pictures = [sheet.picture for sheet in sheets]
    for k, sheet in enumerate(sheets[1:], start=1):
        common = _common(sheets[0], sheet)
        for values in pigments.values():
            values[k] = values[k] - _offset(values[k] - values[0], common) * (sheet.visibility > 0)
        pictures[k] = _as_bright(pictures[k], pictures[0], common)
    return AtlasMaps(
        picture=np.asarray(
            np.rint(sum(w[..., None] * one for w, one in zip(weights, pictures, strict=True))), np.uint8
        ),
        visibility=np.maximum.reduce([sheet.visibility for sheet in sheets]),
        melanin=_mean(pigments["melanin"], weights),
        hemoglobin=_mean(pigments["hemoglobin"], weights),
        maps=_concern_maps(sheets),
        readable=np.logical_or.reduce([sheet.readable for sheet in sheets]),
    )


def _own_sheet(photo: Seen, atlas: Atlas, regions: Regions) -> Sheet:
    visibility = np.where(atlas.visible, atlas.visibility, 0).astype(np.float32)
    return Sheet(
        seen=photo,
        atlas=atlas,
        alignment=no_shift(visibility.shape),
        x=atlas.x,
        y=atlas.y,
        visibility=visibility,
        unspoiled=regions.outside(photo.unjudged),
    )


def _as_reference(sheet: Sheet) -> tuple[bool, float, str]:
    """Landmarks are surest in a front view."""
    return sheet.seen.view == "front", float(sheet.weight.sum()), sheet.seen.sha256


def _laid_over(reference: Sheet, sheet: Sheet) -> Sheet:
    alignment = align(reference, sheet)
    seen = alignment.carry_mask(sheet.visibility > 0, least=0.99)
    return Sheet(
        seen=sheet.seen,
        atlas=sheet.atlas,
        alignment=alignment,
        x=alignment.carry(sheet.x),
        y=alignment.carry(sheet.y),
        visibility=np.where(seen, alignment.carry(sheet.visibility), 0).astype(np.float32),
        unspoiled=sheet.unspoiled,
    )


def _concern_maps(sheets: Sequence[Sheet]) -> dict[str, FloatMap]:
    """Strength of each concern that any photo could judge, from the photos that could."""
    maps = {}
    for concern in sheets[0].seen.measurements:
        judged = [sheet for sheet in sheets if sheet.seen.measurements[concern].burden is not None]
        if judged:
            weights = _shares([sheet.weight for sheet in judged])
            maps[concern] = _mean([sheet.unroll(sheet.seen.measurements[concern].map) for sheet in judged], weights)
    return maps


def _shares(weights: Sequence[FloatMap]) -> list[FloatMap]:
    """Weights that sum to 1 wherever there is any."""
    total = np.add.reduce(list(weights))
    return [np.divide(one, total, out=np.zeros_like(one), where=total > 0) for one in weights]


def _mean(values: Sequence[FloatMap], shares: Sequence[FloatMap]) -> FloatMap:
    return np.asarray(np.add.reduce([share * one for share, one in zip(shares, values, strict=True)]), np.float32)


def _common(first: Sheet, second: Sheet) -> Mask:
    """Skin that both photos show well."""
    well = (first.visibility > WELL_SEEN) & (second.visibility > WELL_SEEN)
    return np.asarray(well & first.readable & second.readable)


def _offset(difference: NDArray[np.float32], where: Mask) -> float:
    return float(np.median(difference[where])) if where.sum() >= FEWEST_PX else 0.0


def _as_bright(picture: Picture, reference: Picture, where: Mask) -> Picture:
    """The picture with the reference's exposure and color of light."""
    difference = optical_density(reference) - optical_density(picture)
    return with_density(picture, np.array([_offset(difference[..., k], where) for k in range(3)], np.float32))
