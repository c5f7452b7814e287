"""A sheet of chromophores -> linear color under one lamp, by tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.optics.balance import Balance
from skincast.twin.optics.covers import COVERS, cover_reflectance
from skincast.twin.optics.reflectance import OpticalModel, reflectance
from skincast.twin.optics.tables import Spectrum
from skincast.twin.optics.tissue import skin_of
from skincast.twin.person import Complexion
from skincast.twin.sheet import SkinSheet
from skincast.twin.shot import Illuminant
from skincast.types import FloatMap

LinearColor = NDArray[np.float32]
"""(height, width, 3) float32 linear sRGB, red first."""

MELANIN_RANGE = (0.002, 0.6)
BLOOD_RANGE = (0.001, 0.4)
MELANIN_STEPS, BLOOD_STEPS = 64, 48
SHIFTS = (("oxygen", -0.25), ("deep_melanin", 0.02), ("deep_blood", 0.03))
"""What is tabulated to first order in optical density, and how far the table's own step goes."""
DEEP_HALF = {"deep_melanin": 0.03, "deep_blood": 0.06}
"""Amounts at which the shade of deep chromophores has lost half of its slope: they shade each other."""
LEAST_COLOR = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SkinColors:
    """One complexion under one lamp through one camera, ready for any number of sheets."""

    oxygen: float
    """At which the first table holds."""
    plain: LinearColor
    """(melanin, blood, 3) linear color; melanin on a log scale, blood on a square root scale."""
    shifts: dict[str, LinearColor]
    """Optical density added by one unit of a deviation, same axes."""
    covers: dict[str, NDArray[np.float64]]
    """(3,) linear color of each cover."""

    def linear(self, sheet: SkinSheet) -> LinearColor:
        """Linear sRGB of the sheet where the lamp's irradiance is 1, without gloss.

        Args:
            sheet: the skin; its relief and sheen are the light's business.

        Returns:
            `(height, width, 3)` float32, white is 1.
        """
        x, y = _places(sheet)
        color = np.asarray(cv2.remap(self.plain, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)
        self._shade(color, x, y, {"oxygen": sheet.oxygen - np.float32(self.oxygen)})
        self._shade(color, x, y, {name: _saturated(name, getattr(sheet, name)) for name in DEEP_HALF})
        for name, cover in self.covers.items():
            _lay_over(color, getattr(sheet, name), cover)
        return color

    def _shade(self, color: LinearColor, x: FloatMap, y: FloatMap, deviations: dict[str, FloatMap]) -> None:
        """Darken in place by what deviates from the table, only around where it does."""
        for name, deviation in deviations.items():
            window = _window(deviation)
            if window is None:
                continue
            part = cv2.remap(self.shifts[name], x[window], y[window], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            part = part * -deviation[window][..., None]
            color[window] *= cv2.exp(part)


def skin_colors(
    complexion: Complexion,
    balance: Balance,
    illuminant: Illuminant,
    *,
    model: OpticalModel = "kubelka_munk",
    hair_melanin: float = 0.25,
) -> SkinColors:
    """Tabulate the colors of one person's skin under one lamp.

    Args:
        complexion: of the person; the tables hold at its oxygen, and at every melanin and blood.
        balance: of the shot, common to all its lamps.
        illuminant: of this lamp.
        model: see `reflectance`.
        hair_melanin: see `hair_reflectance`.
    """
    spectra = _spectra(complexion, model)
    weights = balance.weights(illuminant)
    plain = np.maximum(spectra["plain"] @ weights, LEAST_COLOR)
    shifts = {}
    for name, step in SHIFTS:
        unit = step if name == "oxygen" else step * DEEP_HALF[name] / (step + DEEP_HALF[name])
        shifts[name] = np.asarray(np.log(plain / np.maximum(spectra[name] @ weights, LEAST_COLOR)) / unit, np.float32)
    covers = {name: cover_reflectance(name, hair_melanin) @ weights for name in COVERS}
    return SkinColors(oxygen=complexion.oxygen, plain=np.asarray(plain, np.float32), shifts=shifts, covers=covers)


@lru_cache(maxsize=8)
def _spectra(complexion: Complexion, model: OpticalModel) -> dict[str, Spectrum]:
    """Reflectance at the tables' places, plain and with each deviation alone: (melanin, blood, 41)."""
    melanin = np.geomspace(*MELANIN_RANGE, MELANIN_STEPS)[:, None]
    blood = np.linspace(BLOOD_RANGE[0] ** 0.5, BLOOD_RANGE[1] ** 0.5, BLOOD_STEPS)[None] ** 2
    plain = replace(skin_of(complexion), melanin=melanin, blood=blood)
    spectra = {"plain": reflectance(plain, model)}
    for name, step in SHIFTS:
        shifted = replace(plain, **{name: getattr(plain, name) + step})
        spectra[name] = reflectance(shifted, model)
    return spectra


def _places(sheet: SkinSheet) -> tuple[FloatMap, FloatMap]:
    """Columns (blood) and rows (melanin) in the tables."""
    low, high = np.log(MELANIN_RANGE)
    y = cv2.log(np.maximum(sheet.melanin, np.float32(MELANIN_RANGE[0])))
    y = (y - np.float32(low)) * np.float32((MELANIN_STEPS - 1) / (high - low))
    first, last = np.sqrt(BLOOD_RANGE)
    x = cv2.sqrt(np.maximum(sheet.blood, np.float32(BLOOD_RANGE[0])))
    x = (x - np.float32(first)) * np.float32((BLOOD_STEPS - 1) / (last - first))
    return np.asarray(x, np.float32), np.asarray(y, np.float32)


def _saturated(name: str, amount: FloatMap) -> FloatMap:
    """Deep amounts on the scale on which their shade grows evenly."""
    half = np.float32(DEEP_HALF[name])
    return np.asarray(amount * half / (amount + half), np.float32)


def _window(deviation: FloatMap) -> tuple[slice, slice] | None:
    """The smallest window around everything that is not zero."""
    left, top, width, height = cv2.boundingRect((np.abs(deviation) > 1e-4).astype(np.uint8))
    return (slice(top, top + height), slice(left, left + width)) if width else None


def _lay_over(color: LinearColor, cover: FloatMap, over: NDArray[np.float64]) -> None:
    """Mix a cover into the color in place, by its share of each pixel."""
    window = _window(cover)
    if window is not None:
        share = np.minimum(cover[window], 1)[..., None]
        color[window] += share * (over.astype(np.float32) - color[window])
