"""Patches of facial skin at one physical scale, so that sets of photos can be compared whatever their size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.analysis import Analysis

SIDE_MM = 28.0
COARSEST_MM_PER_PX = 0.5
LEAST_SKIN = 0.97
STEP_MM = 14.0
MOST_OF_A_FACE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """A square of skin at the scale of the detail crop, and where it lies."""

    pixels: NDArray[np.uint8]
    region: str
    person: str
    native_mm_per_px: float
    """Finer detail the photo does not have."""
    monk: int
    """As the analysis reads it from the uncalibrated photo: for sorting."""
    noise_od: float


def cut_patches(analysis: Analysis, person: str, *, most: int = MOST_OF_A_FACE) -> Iterator[Patch]:
    """Cut squares that hold next to nothing but readable skin, spread over the face.

    Args:
        analysis: of a photo; one that shows no face, or is too coarse, gives none.
        person: whose.
        most: patches of one face.
    """
    skin, tone = analysis.skin, analysis.tone
    if skin is None or tone is None or tone.monk is None or not skin.crop.scale_known:
        return
    crop, readable = skin.crop, skin.mask
    if crop.native_mm_per_px > COARSEST_MM_PER_PX:
        return
    side, step = round(SIDE_MM / crop.color_mm_per_px), round(STEP_MM / crop.color_mm_per_px)
    for y, x in _places(readable, side, step, most):
        yield Patch(
            pixels=crop.pixels[2 * y : 2 * (y + side), 2 * x : 2 * (x + side)].copy(),
            region=crop.region_names[crop.regions[y + side // 2, x + side // 2]],
            person=person,
            native_mm_per_px=crop.native_mm_per_px,
            monk=tone.monk,
            noise_od=skin.noise_od,
        )


def _places(readable: NDArray[np.bool_], side: int, step: int, most: int) -> list[tuple[int, int]]:
    height, width = readable.shape
    share = cv2.boxFilter(readable.astype(np.float32), -1, (side, side), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
    places = [
        (y, x) for y in range(0, height - side, step) for x in range(0, width - side, step) if share[y, x] > LEAST_SKIN
    ]
    order = np.random.default_rng(len(places)).permutation(len(places))[:most]
    return [places[k] for k in order]
