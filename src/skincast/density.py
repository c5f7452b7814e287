"""sRGB <-> optical density: the scale on which light, shade and pigment add up.

Optical density is `-ln` of linear sRGB. An exposure or a white balance is a constant there, a shadow is the same
constant in all channels and a pigment is a direction; so most of the house works in it.
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.types import Picture

DENSITY_FLOOR = 0.003
"""Linear light below this is sensor noise; it bounds the density at 5.8."""

Densities = NDArray[np.float32]
"""(h, w, 3) optical density in red, green, blue."""


def optical_density(picture: Picture) -> Densities:
    """`-ln` of linear sRGB.

    Args:
        picture: `(h, w, 3)` uint8 sRGB.

    Returns:
        `(h, w, 3)` float32, 0 (white) to 5.8 (black).
    """
    return np.asarray(cv2.LUT(picture, _density_table()), np.float32)


def with_density(picture: Picture, added: NDArray[np.float32]) -> Picture:
    """The picture seen through a filter: what another white balance or exposure would have made of it.

    Args:
        picture: `(h, w, 3)` uint8 sRGB.
        added: (3,) density added to red, green and blue.

    Returns:
        `(h, w, 3)` uint8 sRGB.
    """
    linear = np.exp(-(_density_table()[:, None] + added[None]))
    srgb = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    table = np.asarray(np.rint(255 * np.clip(srgb, 0, 1)), np.uint8)[:, None, :]
    return np.asarray(cv2.LUT(picture, table), np.uint8)


@cache
def _density_table() -> NDArray[np.float32]:
    value = np.arange(256) / 255.0
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return -np.log(np.maximum(linear, DENSITY_FLOOR)).astype(np.float32)
