"""What every format tells before its pixels are decoded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skincast.errors import PhotoAnimated, PhotoUnreadable

Samples = NDArray[np.uint8]
"""(h, w) gray, (h, w, 3) RGB or (h, w, 4) CMYK uint8, as stored: not upright, not yet sRGB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColorTag:
    """What the file says about its colors: an ICC profile, or code points of ITU-T H.273, or nothing."""

    icc: bytes | None = None
    primaries: int | None = None
    transfer: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """An opened file: the header is read, the pixels are not.

    `width_px` and `height_px` are as stored, before `orientation` (EXIF, 1-8) is applied. `decode(reduction)` gives
    the samples; where `scales` is true they come out reduced, else at full size. `decode_bytes(reduction)` estimates
    the memory that takes, from above.
    """

    width_px: int
    height_px: int
    orientation: int
    color: ColorTag
    scales: bool
    decode: Callable[[int], Samples]
    decode_bytes: Callable[[int], int]


def damaged(words: str) -> PhotoUnreadable:
    """Build the refusal of a broken file; `words` finishes the sentence "The photo ..."."""
    return PhotoUnreadable(
        f"The photo {words}.", hint="Copy the original photo again: the file may have been damaged on its way."
    )


def animated() -> PhotoAnimated:
    """Build the refusal of a moving picture."""
    return PhotoAnimated("The picture is animated.", hint="Save one frame as a photo and use that.")
