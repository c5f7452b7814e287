"""Crops with a known light and known pigments."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from skincast.types import Crop

CHEEK = np.array([0.86, 1.41, 1.76], np.float32)
"""Density of a middling cheek (ISSA median, D65)."""
MELANIN = np.array([0.60, 1.00, 1.27], np.float32)
HEMOGLOBIN = np.array([0.25, 1.00, 0.75], np.float32)


@pytest.fixture
def patch() -> Callable[..., Crop]:
    """A crop of plain cheek skin, 200 x 160 at color level, plus the given density maps."""

    def make(
        extra: NDArray[np.float32] | float = 0.0, *, base: NDArray[np.float32] = CHEEK, noise: float = 0.7
    ) -> Crop:
        densities = np.broadcast_to(base, (200, 160, 3)) + np.asarray(extra, np.float32)
        fine = np.repeat(np.repeat(densities, 2, axis=0), 2, axis=1)
        linear = np.exp(-fine)
        srgb = 255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
        # Without a camera's noise the steps of 8 bits would be read as pigment.
        grain = np.random.default_rng(7).normal(0, noise, srgb.shape)
        pixels = np.clip(np.rint(srgb + grain), 0, 255).astype(np.uint8)
        shape = densities.shape[:2]
        return Crop(
            pixels=pixels,
            mm_per_px=0.2,
            native_mm_per_px=0.2,
            scale_known=False,
            to_photo=np.array([[1.0, 0, 0], [0, 1.0, 0]]),
            inside=np.ones(shape, bool),
            regions=np.ones(shape, np.uint8),
            region_names=("", "patch"),
            features=np.zeros(shape, bool),
            hull=np.ones(shape, bool),
            facing=np.ones(shape, np.float32),
            landmarks=np.zeros((0, 3), np.float32),
        )

    return make


@pytest.fixture
def disk() -> NDArray[np.float32]:
    """(200, 160, 1) disk of 6 mm radius with a soft rim in the middle."""
    y, x = np.mgrid[0:200, 0:160].astype(np.float32)
    distance = np.hypot(x - 80, y - 100) * 0.4
    return np.asarray(np.clip(6.5 - distance, 0, 1)[..., None], np.float32)
