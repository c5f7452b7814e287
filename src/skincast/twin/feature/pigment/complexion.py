"""The base complexion of a real face: redder in the middle, darker around, uneven at every scale."""

from __future__ import annotations

import numpy as np

from skincast.smooth import enlarge
from skincast.twin.feature.pigment.ground import Blob, both_sides, ramp, soft_patches
from skincast.twin.feature.pigment.mottle import mottle
from skincast.twin.person import Traits, stream
from skincast.twin.sheet import Canvas
from skincast.types import FloatMap

BLOOD: tuple[Blob, ...] = (
    (4, 10.0, 9.0, 0.42),
    (48, 6.0, 6.0, 0.25),
    (64, 4.0, 4.0, 0.25),
    (36, 9.0, 8.0, 0.12),
    (50, 17.0, 13.0, 0.26),
    (205, 13.0, 12.0, 0.12),
    (199, 14.0, 10.0, 0.26),
    (9, 11.0, 10.0, 0.12),
    (159, 9.0, 4.0, 0.20),
    (230, 9.0, 4.0, -0.06),
    (108, 26.0, 12.0, -0.06),
    (71, 14.0, 14.0, -0.16),
    (135, 22.0, 12.0, -0.14),
    (164, 12.0, 4.0, -0.08),
)
"""Log rise of blood. The pattern (nose, cheeks and chin reddest) is that of measured faces; amounts ours."""
MELANIN: tuple[Blob, ...] = (
    (108, 26.0, 13.0, 0.10),
    (71, 14.0, 16.0, 0.16),
    (234, 14.0, 24.0, 0.12),
    (135, 24.0, 14.0, 0.12),
    (164, 12.0, 5.0, 0.10),
    (57, 6.0, 7.0, 0.14),
    (18, 12.0, 4.0, 0.10),
    (50, 14.0, 10.0, -0.10),
    (5, 7.0, 10.0, -0.04),
    (133, 6.0, 5.0, 0.14),
    (159, 11.0, 5.0, 0.14),
    (129, 3.5, 6.0, 0.10),
)
"""Log rise of melanin on dark skin; light skin has a third of it. Ours, after looking."""
SUN: tuple[Blob, ...] = (
    (151, 34.0, 18.0, 0.9),
    (6, 8.0, 16.0, 0.5),
    (4, 9.0, 8.0, 0.5),
    (50, 18.0, 12.0, 0.8),
    (234, 16.0, 24.0, 0.35),
    (199, 12.0, 8.0, 0.3),
    (159, 12.0, 6.0, -0.35),
)
"""How much sun a place gets, about 0-1: what faces the sky."""
MELANIN_SD = (0.04, 0.045, 0.05, 0.07, 0.10, 0.10, 0.09)
BLOOD_SD = (0.06, 0.06, 0.06, 0.06, 0.07, 0.09, 0.10)
"""Strength of the unevenness by octave, 16 to 0.25 mm, in log amount.

Source: band by band at the SD of the green density of two people's cross-polarized faces (5-20 millidensity per octave
from 0.2 to 13 mm, finest third left to pores and hairs); melanin and blood vary independently there.
"""


def darkness(traits: Traits) -> float:
    """0 for light, 1 for very dark skin: how far patterns of dark skin hold."""
    return float(np.clip(np.log(traits.complexion.melanin / 0.03) / np.log(0.3 / 0.03), 0, 1))


def sun_exposure(traits: Traits) -> FloatMap:
    """How much sun each place of the grid gets, 0-1."""
    field = 0.25 + soft_patches(both_sides(SUN), stream(traits.seed, "pigment sun"), vary=0.1)
    return np.asarray(np.clip(field, 0.1, 1.0), np.float32)


def draw_complexion(canvas: Canvas, traits: Traits, tan: float = 0.0) -> None:
    """Turn even skin into the complexion of a face; nothing of it counts as a feature.

    Args:
        canvas: with the person's even skin.
        traits: whose.
        tan: relative gain of melanin by the sun of late, 0-0.5.
    """
    sheet = canvas.sheet
    steps = 7 if sheet.mm_per_px <= 0.4 else 6
    melanin = _melanin(traits, steps) + np.log1p(tan * _fit(sun_exposure(traits), steps))
    np.multiply(sheet.melanin, enlarge(np.exp(melanin), sheet.shape), out=sheet.melanin)
    blood, oxygen = _blood(traits, steps)
    np.multiply(sheet.blood, enlarge(np.exp(blood), sheet.shape), out=sheet.blood)
    np.add(sheet.oxygen, enlarge(oxygen, sheet.shape), out=sheet.oxygen)


def _melanin(traits: Traits, steps: int) -> FloatMap:
    rng = stream(traits.seed, "pigment melanin")
    dark = darkness(traits)
    regional = soft_patches(both_sides(MELANIN), rng) * np.float32((0.35 + 0.65 * dark) * np.exp(rng.normal(0, 0.3)))
    # The darker the skin, the smaller the relative unevenness that gives the same contrast.
    calm = max(0.2, 1 / (1 + traits.complexion.melanin / 0.06))
    uneven = mottle(rng, tuple(sd * calm for sd in MELANIN_SD[:steps]), spotty=True)
    return _fit(regional, steps) + uneven


def _blood(traits: Traits, steps: int) -> tuple[FloatMap, FloatMap]:
    rng = stream(traits.seed, "pigment blood")
    regional = soft_patches(both_sides(BLOOD), rng) * np.float32(np.exp(rng.normal(0, 0.25)))
    uneven = mottle(rng, BLOOD_SD[:steps], spotty=True)
    livelier = 0.65 + 1.1 * ramp(regional, -0.15, 0.6)
    oxygen = np.asarray(0.2 * np.clip(regional, -0.2, 0.6), np.float32)
    return _fit(regional, steps) + uneven * _fit(livelier, steps), oxygen


def _fit(grid: FloatMap, steps: int) -> FloatMap:
    """A grid map at the scale of a mottle of so many octaves."""
    return grid if steps == 6 else enlarge(grid, (grid.shape[0] * 2, grid.shape[1] * 2))
