"""Lay one atlas exactly over another: landmarks are a few millimeters off, creases and spots are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.density import optical_density
from skincast.types import FloatMap, Mask, Picture
from skincast.visit.place import ATLAS_MM_PER_PX, atlas_pixel

SHRINK = 2
BANDS_MM = ((3.0, 12.0), (3.0, 12.0), (1.5, 6.0), (1.5, 6.0), (1.0, 4.0), (1.0, 4.0))
"""Blurs between which each step looks for detail: the coarse ones catch what is far off, the fine ones set it right."""
REACH_MM = 9.0
"""SD of the window that moves as one: wider than any spot, so that a spot that came or went moves nothing."""
LARGEST_MM = 8.0
"""Landmarks do not err further; a larger shift is a mistake of the search."""
FLAT = 0.02
"""Detail below this contrast, in optical density, is noise and moves nothing."""
STIFFNESS = 0.002
"""Holds the field at rest where there is no detail."""
ODD = 1.0
"""Detail that differs by more than this many of its own SDs is a change or a shadow, not a shift."""

Field = NDArray[np.float32]
"""(448, 512, 2) float32: x and y displacement in atlas pixels."""


class Unrolled(Protocol):
    """A face on the atlas: all that aligning needs of `AtlasMaps`."""

    @property
    def picture(self) -> Picture:
        """(448, 512, 3) uint8 sRGB; black where nothing was seen."""

    @property
    def visibility(self) -> FloatMap:
        """(448, 512); 0 where nothing was seen."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Alignment:
    """Where each place of the first atlas lies on the second."""

    field: Field
    """What the first atlas shows at `p` the second shows at `p + field[p]`."""

    def carry(self, values: FloatMap) -> FloatMap:
        """Bring a map of the second atlas onto the first; 0 where it has none."""
        x, y = self._places()
        return np.asarray(cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT), np.float32)

    def carry_picture(self, picture: Picture) -> Picture:
        """Bring a picture of the second atlas onto the first; black where it has none."""
        x, y = self._places()
        return np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT), np.uint8)

    def carry_mask(self, mask: Mask, *, least: float = 0.5) -> Mask:
        """Bring a mask of the second atlas onto the first; a pixel is in it where at least this share of it was."""
        return np.asarray(self.carry(mask.astype(np.float32)) > least)

    def carry_place(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        """Bring a place of the second atlas onto the first, in millimeters."""
        x, y = x_mm, y_mm
        for _ in range(3):
            shift = self._shift_mm(x, y)
            x, y = x_mm - shift[0], y_mm - shift[1]
        return x, y

    def _shift_mm(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        row, column = atlas_pixel(x_mm, y_mm, self.field.shape[:2])
        dx, dy = (self.field[row, column] * ATLAS_MM_PER_PX).tolist()
        return float(dx), float(dy)

    def _places(self) -> tuple[FloatMap, FloatMap]:
        height, width = self.field.shape[:2]
        y, x = np.mgrid[:height, :width].astype(np.float32)
        return x + self.field[..., 0], y + self.field[..., 1]


def no_shift(shape: tuple[int, ...]) -> Alignment:
    """The alignment of an atlas with itself."""
    return Alignment(field=np.zeros((shape[0], shape[1], 2), np.float32))


def align(first: Unrolled, second: Unrolled) -> Alignment:
    """Find where each place of the first atlas lies on the second.

    Optical flow by least squares in a soft window, from coarse detail to fine: creases, brows, lips and spots pull the
    window into place, what is smooth follows its surroundings. Detail is scaled to its own contrast, so that another
    light or another camera moves nothing, and detail that fits nowhere loses its weight.

    Args:
        first: the atlas that stays.
        second: the atlas that is laid over it.

    Returns:
        The alignment; nothing moves where the two show no skin in common.

    Source: Lucas & Kanade 1981, IJCAI; weights after Odobez & Bouthemy 1995, J Vis Commun Image Represent 6:348; bands,
    window and bounds are ours. Figures in the tests.
    """
    pictures = [_small(optical_density(one.picture)[..., 1]) for one in (first, second)]
    seen = [_small((one.visibility > 0).astype(np.float32)) for one in (first, second)]
    trust = [_small(one.visibility) for one in (first, second)]
    field = np.zeros((*pictures[0].shape, 2), np.float32)
    for band in BANDS_MM:
        still = _detail(pictures[0], seen[0], band)
        moving = _detail(pictures[1], seen[1], band)
        field = _step(still, moving, field, trust)
    height, width = first.visibility.shape
    return Alignment(field=np.asarray(SHRINK * cv2.resize(field, (width, height)), np.float32))


def _step(still: FloatMap, moving: FloatMap, field: Field, trust: list[FloatMap]) -> Field:
    """One step of the flow: solve for the shift that explains the difference around each pixel."""
    there = _warp(np.dstack([moving, trust[1]]), field)
    both = trust[0] * there[..., 1]
    slope = 0.5 * (still + there[..., 0])
    across, down = cv2.Sobel(slope, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(slope, cv2.CV_32F, 0, 1, scale=0.125)
    difference = there[..., 0] - still
    weight = both / (1 + (difference / ODD) ** 2)
    sums = np.dstack(
        [
            weight * term
            for term in (across * across, across * down, down * down, across * difference, down * difference)
        ]
    )
    sigma = REACH_MM / (ATLAS_MM_PER_PX * SHRINK)
    xx, xy, yy, xt, yt = cv2.split(cv2.GaussianBlur(sums, (0, 0), sigma))
    stiff = STIFFNESS * float((xx + yy).max())
    # The prior holds the whole shift, not the step: where detail is missing the field returns to rest.
    xt, yt = xt + stiff * field[..., 0], yt + stiff * field[..., 1]
    xx, yy = xx + stiff + 1e-9, yy + stiff + 1e-9
    det = xx * yy - xy * xy
    step = np.dstack([(xy * yt - yy * xt) / det, (xy * xt - xx * yt) / det])
    moved = field + step
    most = LARGEST_MM / (ATLAS_MM_PER_PX * SHRINK)
    length = np.maximum(np.linalg.norm(moved, axis=2, keepdims=True), 1e-6)
    return np.asarray(moved * np.minimum(1.0, most / length), np.float32)


def _detail(values: FloatMap, seen: FloatMap, band_mm: tuple[float, float]) -> FloatMap:
    """The band between two blurs over its local SD; 0 where nothing was seen."""
    near_px, far_px = (mm / (ATLAS_MM_PER_PX * SHRINK) for mm in band_mm)
    band = _mean(values, seen, near_px) - _mean(values, seen, far_px)
    contrast = np.sqrt(_mean(band * band, seen, 2 * far_px)) + FLAT
    return np.asarray(np.clip(band / contrast, -3, 3) * (seen > 0.99), np.float32)


def _mean(values: FloatMap, seen: FloatMap, sigma_px: float) -> FloatMap:
    total = cv2.GaussianBlur(np.dstack([values * seen, seen]), (0, 0), sigma_px)
    return np.asarray(total[..., 0] / np.maximum(total[..., 1], 1e-3), np.float32)


def _warp(values: NDArray[np.float32], field: Field) -> NDArray[np.float32]:
    y, x = np.mgrid[: field.shape[0], : field.shape[1]].astype(np.float32)
    return np.asarray(cv2.remap(values, x + field[..., 0], y + field[..., 1], cv2.INTER_LINEAR), np.float32)


def _small(values: FloatMap) -> FloatMap:
    height, width = values.shape
    return np.asarray(cv2.resize(values, (width // SHRINK, height // SHRINK), interpolation=cv2.INTER_AREA), np.float32)
