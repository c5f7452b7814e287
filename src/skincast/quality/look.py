"""Crop -> Look: the small pictures that every check shares, so that each is made once."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.types import Crop, FloatMap, Labels, Mask, Picture

COARSE = 4
"""Detail pixels per coarse pixel: 0.8 mm, fine enough for light, color and cover."""
LEVELS = np.arange(256, dtype=np.float64)
OD_OF_LEVEL = (2.4 * np.log((LEVELS + 14.025) / 269.025)).astype(np.float32)
"""Natural logarithm of linear light by sRGB level, 0 at white; the offset of the sRGB curve keeps black finite."""
MIDDLE = ("cheek", "nose", "nasolabial", "perioral", "chin", "glabella", "under_eye", "patch")
"""Regions that hair, hats and the background rarely reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the checks look at; maps are coarse (`COARSE` detail pixels a pixel) unless said."""

    crop: Crop
    half: Picture
    """Color level."""
    picture: Picture
    od: NDArray[np.float32]
    """(h, w, 3) natural logarithm of linear light, 0 at white."""
    luma: NDArray[np.uint8]
    regions: Labels
    labels: Labels
    """Region of each pixel that is inside the photo and on no feature."""
    inside: Mask
    features: Mask
    """Eyes, brows, lips and nostrils inside the photo."""
    areas: NDArray[np.int64]
    """Pixels of each region by label, inside the photo or not; label 0 is what belongs to none."""
    middle: Mask
    """Skin of the regions in `MIDDLE`."""
    clipped: Mask
    """A color channel of the unaveraged photo is at its end."""

    @property
    def names(self) -> tuple[str, ...]:
        """Region names by label."""
        return self.crop.region_names

    @property
    def present(self) -> tuple[int, ...]:
        """Labels that own at least a few pixels inside the photo."""
        counts = np.bincount(self.labels.ravel(), minlength=len(self.names))
        return tuple(int(label) for label in np.flatnonzero(counts >= 12) if label > 0)

    def where(self, regions: tuple[str, ...]) -> Mask:
        """Skin of the named regions."""
        return _mark(self.labels, [label for label, name in enumerate(self.names) if name in regions])


def take_look(crop: Crop) -> Look:
    """Reduce the crop to what the checks need.

    Args:
        crop: a face or a patch.

    Returns:
        The shared pictures.
    """
    half = _halve(crop.pixels)
    picture = _halve(half)
    height, width = picture.shape[:2]
    grid = np.s_[: 2 * height : 2, : 2 * width : 2]
    regions = np.ascontiguousarray(crop.regions[grid])
    inside, features = crop.inside[grid], crop.features[grid] & crop.inside[grid]
    labels = regions * (inside & ~features)
    sampled = np.ascontiguousarray(crop.pixels[: COARSE * height : COARSE, : COARSE * width : COARSE])
    red, green, blue = cv2.split(sampled)
    return Look(
        crop=crop,
        half=half,
        picture=picture,
        od=OD_OF_LEVEL[picture],
        luma=np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8),
        labels=labels,
        regions=regions,
        inside=inside,
        features=features,
        areas=np.bincount(regions.ravel(), minlength=len(crop.region_names)),
        middle=_mark(labels, _middle_labels(crop.region_names)),
        clipped=np.asarray(cv2.max(cv2.max(red, green), blue) >= 250),
    )


def _middle_labels(names: tuple[str, ...]) -> list[int]:
    return [label for label, name in enumerate(names) if name.removesuffix("_left").removesuffix("_right") in MIDDLE]


def _mark(labels: Labels, wanted: list[int]) -> Mask:
    """Pixels with one of some labels."""
    table = np.zeros(256, np.uint8)
    table[wanted] = 1
    return np.asarray(cv2.LUT(labels, table), bool)


def share_by_label(look: Look, mask: Mask) -> NDArray[np.float64]:
    """Percent of each region's pixels that a mask holds; 0 for a region without pixels."""
    size = len(look.names)
    total = np.bincount(look.labels.ravel(), minlength=size)
    held = np.bincount(look.labels[mask], minlength=size)
    return np.asarray(100.0 * held / np.maximum(total, 1), np.float64)


def median_by_label(look: Look, levels: NDArray[np.uint8], *, where: Mask | None = None) -> NDArray[np.float64]:
    """Median of an 8-bit map in each region, through one histogram; 0 for a region without pixels."""
    size = len(look.names)
    labels = look.labels if where is None else look.labels * where
    bins = np.bincount((labels.astype(np.int32) << 8 | levels).ravel(), minlength=256 * size).reshape(size, 256)
    below = bins.cumsum(axis=1)
    return np.asarray((below < below[:, -1:] / 2).sum(axis=1) * (below[:, -1] > 0), np.float64)


def gray_of(picture: Picture) -> NDArray[np.uint8]:
    """Luma of a picture or a part of one."""
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2GRAY), np.uint8)


def green_od(look: Look) -> FloatMap:
    """Optical density-like map of the green channel, 0 at white, darker is lower."""
    return np.ascontiguousarray(look.od[..., 1])


def _halve(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    even = picture[: height // 2 * 2, : width // 2 * 2]
    return np.asarray(cv2.resize(even, (width // 2, height // 2), interpolation=cv2.INTER_AREA), np.uint8)
