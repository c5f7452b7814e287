"""Unevenness at every scale: what keeps skin from looking like plastic."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from skincast.twin.sheet import SHEET_HEIGHT_MM, SHEET_WIDTH_MM
from skincast.types import FloatMap

COARSEST_MM = 16.0
UNIT_SD = float(12**0.5)
"""Uniform noise of width 1 has an SD of 1 / this."""
SPOTTY_FROM_MM = 1.0
CUBE_MEAN, CUBE_SD = 0.25, float((1 / 7 - 1 / 16) ** 0.5)
"""Of the cube of uniform noise: a skew of 1.1."""


def mottle(rng: np.random.Generator, sd: Sequence[float], *, spotty: bool = False) -> FloatMap:
    """Noise of a chosen spectrum, the same places at every scale of the sheet.

    Args:
        rng: the person's own stream.
        sd: strength of the noise laid at lattices of 16, 8, 4, 2, 1, 0.5, 0.25 mm, in this order; may end earlier.
        spotty: fine octaves are skewed: few strong specks on calm ground, as pigment lies in skin.

    Returns:
        A map of the sheet at the last lattice, mean about 0.

    Source: sum of octaves (Perlin 1985); the spectra are each caller's.
    """
    lattice = COARSEST_MM
    field = _white(rng, lattice, sd[0], spotty=False)
    for strength in sd[1:]:
        lattice /= 2
        height, width = field.shape
        how = cv2.INTER_LINEAR if lattice < 0.5 else cv2.INTER_CUBIC
        field = np.asarray(cv2.resize(field, (2 * width, 2 * height), interpolation=how), np.float32)
        if strength:
            field += _white(rng, lattice, strength, spotty=spotty and lattice <= SPOTTY_FROM_MM)
    return field


def _white(rng: np.random.Generator, lattice_mm: float, sd: float, *, spotty: bool) -> FloatMap:
    shape = round(SHEET_HEIGHT_MM / lattice_mm), round(SHEET_WIDTH_MM / lattice_mm)
    noise = rng.random(shape, np.float32)
    if spotty:
        noise *= noise * noise
        noise -= np.float32(CUBE_MEAN)
        noise *= np.float32(sd / CUBE_SD)
    else:
        noise -= np.float32(0.5)
        noise *= np.float32(sd * UNIT_SD)
    return noise
