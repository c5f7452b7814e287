"""Chromophores -> what light meets on its way through the skin: absorption and scattering of three layers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skincast.twin.optics.tables import WAVELENGTHS_NM, Spectrum, table
from skincast.twin.person import Complexion

UPPER_DERMIS_MM = 0.35
"""Papillary dermis and upper plexus: where the blood lies that makes skin red."""
RESTING_BLOOD, RESTING_OXYGEN = 0.006, 0.6
"""Of the dermis below it (ours)."""
DEEP_OXYGEN = 0.35
"""Veins below the thin skin of the lids (ours)."""
UPPER_VESSEL_MM, DEEP_VESSEL_MM = 0.012, 0.06
"""Mean diameters: capillaries and venules above, small veins below."""
LEAST = 1e-6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer of tissue; both arrays broadcast to (..., 41)."""

    absorption: Spectrum
    """1/mm."""
    scattering: Spectrum
    """Reduced, 1/mm."""
    thickness_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """What a sheet says of one place, each a number or an array; all broadcast against each other."""

    melanin: ArrayLike
    blood: ArrayLike
    oxygen: ArrayLike
    deep_melanin: ArrayLike = 0.0
    deep_blood: ArrayLike = 0.0


def layers(amounts: Amounts, complexion: Complexion) -> tuple[Layer, Layer, Layer]:
    """Epidermis, upper dermis and the endless dermis below.

    Args:
        amounts: chromophores as in `SkinSheet`.
        complexion: its `melanin`, `blood` and `oxygen` are not read: they stand in the amounts.

    Source: absorption Jacques 1998 (omlc.org) and 2013 (Phys Med Biol 58:R37), Prahl 1999, Sarna and Swartz 2006;
        scattering of epidermis and dermis Salomatina et al. 2006 (J Biomed Opt 11:064026), fitted as Rayleigh + Mie;
        blood in vessels van Veen et al. 2002 (Opt Lett 27:246).
    """
    pigments = table("chromophores")
    yellow = complexion.bilirubin * pigments["bilirubin_per_mm"] + complexion.carotene * pigments["carotene_per_mm"]
    plain = bloodless() + yellow
    mel = _column(amounts.melanin)
    epidermis = mel * melanosome(complexion.pheomelanin_share) + (1 - mel) * plain
    upper = _column(amounts.blood) * blood(amounts.oxygen, UPPER_VESSEL_MM) + plain
    lower = (
        RESTING_BLOOD * blood(RESTING_OXYGEN, DEEP_VESSEL_MM)
        + _column(amounts.deep_blood) * blood(DEEP_OXYGEN, DEEP_VESSEL_MM)
        + _column(amounts.deep_melanin) * melanosome(0.0)
        + plain
    )
    dermis = complexion.scattering * dermal_scattering()
    return (
        Layer(
            absorption=epidermis,
            scattering=complexion.scattering * epidermal_scattering(),
            thickness_mm=complexion.epidermis_mm,
        ),
        Layer(absorption=upper, scattering=dermis, thickness_mm=UPPER_DERMIS_MM),
        Layer(absorption=lower, scattering=dermis, thickness_mm=np.inf),
    )


def melanosome(pheomelanin_share: float) -> Spectrum:
    """Absorption inside melanosomes of this mixture, 1/mm, (41,)."""
    pigments = table("chromophores")
    share = pheomelanin_share
    return np.asarray((1 - share) * pigments["eumelanin_per_mm"] + share * pigments["pheomelanin_per_mm"])


def blood(oxygen: ArrayLike, vessel_mm: float) -> Spectrum:
    """Absorption of blood in vessels, 1/mm per volume fraction: light misses what lies behind a vessel's own shade."""
    pigments = table("chromophores")
    saturation = _column(oxygen)
    whole = saturation * pigments["blood_oxy_per_mm"] + (1 - saturation) * pigments["blood_deoxy_per_mm"]
    return np.asarray(-np.expm1(-whole * vessel_mm) / vessel_mm)


def bloodless() -> Spectrum:
    """Absorption of skin without blood and melanin, 1/mm, (41,). Source: Jacques 1998, after Saidi 1992."""
    return np.asarray(0.0244 + 8.53 * np.exp(-(WAVELENGTHS_NM - 154.0) / 66.2))


def epidermal_scattering() -> Spectrum:
    """Reduced scattering of epidermis, 1/mm, (41,)."""
    return _scattering(at_500=6.94, rayleigh=0.301, mie_power=0.813)


def dermal_scattering() -> Spectrum:
    """Reduced scattering of dermis, 1/mm, (41,)."""
    return _scattering(at_500=4.56, rayleigh=0.445, mie_power=0.573)


def _scattering(*, at_500: float, rayleigh: float, mie_power: float) -> Spectrum:
    scale = WAVELENGTHS_NM / 500.0
    return np.asarray(at_500 * (rayleigh * scale**-4.0 + (1 - rayleigh) * scale**-mie_power))


def _column(value: ArrayLike) -> Floats:
    """An axis for the wavelengths behind those of the places."""
    return np.asarray(value, np.float64)[..., None]
