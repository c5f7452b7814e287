"""What of a patch is compared: as it is, its structure without its color, or only what small photos show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from training.twin_realism.patches import SIDE_MM, Patch

from skincast.density import optical_density, with_density

Look = Literal["as_is", "same_color", "coarse"]
Pixels = NDArray[np.uint8]

FINEST_MM_PER_PX = 0.32
"""Patches of coarser photos are left out of the looks that show detail."""
DETAIL_MM_PER_PX = 0.35
COARSE_MM_PER_PX = 0.7
COMMON_COLOR_OD = (0.87, 1.51, 1.97)
"""Density of a medium skin, which every patch's mean is moved to."""


def seen(patches: list[Patch], look: Look) -> list[Patch]:
    """The patches that a look can be had of: detail asks for photos that have it."""
    if look == "coarse":
        return patches
    return [patch for patch in patches if patch.native_mm_per_px <= FINEST_MM_PER_PX]


def look_at(pixels: Pixels, look: Look) -> Pixels:
    """The patch as a look shows it, square uint8 sRGB."""
    return _LOOKS[look](pixels)


def sized(pixels: Pixels, mm_per_px: float) -> Pixels:
    """The patch at another scale."""
    side = round(SIDE_MM / mm_per_px)
    return np.asarray(cv2.resize(pixels, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def same_color(pixels: Pixels) -> Pixels:
    """The patch with the common color: every channel's density is moved by one amount, so structure keeps its OD."""
    mean = optical_density(pixels).mean(axis=(0, 1))
    return with_density(pixels, (np.asarray(COMMON_COLOR_OD) - mean).astype(np.float32))


_LOOKS: Mapping[Look, Callable[[Pixels], Pixels]] = {
    "as_is": lambda pixels: sized(pixels, DETAIL_MM_PER_PX),
    "same_color": lambda pixels: same_color(sized(pixels, DETAIL_MM_PER_PX)),
    "coarse": lambda pixels: sized(pixels, COARSE_MM_PER_PX),
}
