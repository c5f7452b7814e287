"""Chromophores -> what light meets on its way through the skin: absorption and scattering of three layers."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skincast.twin.optics.tables import WAVELENGTHS_NM, Spectrum, table
from skincast.twin.person import Complexion

UPPER_DERMIS_MM = 0.2
"""Papillary dermis and upper plexus: where the blood lies that makes skin red."""
RESTING_BLOOD, RESTING_OXYGEN = 0.006, 0.75
"""Of the dermis below it (ours)."""
DEEP_OXYGEN = 0.35
"""Veins below the thin skin of the lids (ours)."""
SUNKEN = 0.3
"""Dermal melanin below the upper dermis over that within it: melanophages lie high, around the vessels (ours)."""
UPPER_VESSEL_MM, DEEP_VESSEL_MM = 0.008, 0.06
"""Mean diameters: capillaries and venules above, small veins below."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer of tissue; both arrays broadcast to (..., 41)."""

    absorption: Spectrum
    """1/mm."""
    scattering: Spectrum
    """Reduced, 1/mm."""
    thickness_mm: Floats | np.float64


@dataclass(frozen=True, slots=True, kw_only=True)
class Skin:
    """All that decides the color of places of skin; each a number or an array, all broadcast against each other.

    Units and ranges as in `Complexion` and `SkinSheet`.
    """

    melanin: ArrayLike
    pheomelanin_share: ArrayLike
    blood: ArrayLike
    oxygen: ArrayLike
    epidermis_mm: ArrayLike
    carotene: ArrayLike
    bilirubin: ArrayLike
    scattering: ArrayLike
    deep_melanin: ArrayLike = 0.0
    deep_blood: ArrayLike = 0.0


def skin_of(complexion: Complexion) -> Skin:
    """The even skin of one person; vary it with `dataclasses.replace`."""
    return Skin(**{name.name: getattr(complexion, name.name) for name in fields(complexion)})


def layers(skin: Skin) -> tuple[Layer, Layer, Layer]:
    """Epidermis, upper dermis and the endless dermis below.

    Source: absorption Jacques 1998 (omlc.org) and 2013 (Phys Med Biol 58:R37), Prahl 1999; scattering of epidermis and
        dermis Salomatina et al. 2006 (J Biomed Opt 11:064026), fitted as Rayleigh + Mie; blood in vessels van Veen et
        al. 2002 (Opt Lett 27:246).
    """
    pigments = table("chromophores")
    yellow = _column(skin.bilirubin) * pigments["bilirubin_per_mm"]
    plain = bloodless() + yellow + _column(skin.carotene) * pigments["carotene_per_mm"]
    melanin, scattering = _column(skin.melanin), _column(skin.scattering)
    dermal = _column(skin.deep_melanin) * melanosome(0.0)
    lower = (
        RESTING_BLOOD * blood(RESTING_OXYGEN, DEEP_VESSEL_MM)
        + _column(skin.deep_blood) * blood(DEEP_OXYGEN, DEEP_VESSEL_MM)
        + SUNKEN * dermal
        + plain
    )
    upper = _column(skin.blood) * blood(skin.oxygen, UPPER_VESSEL_MM) + dermal + plain
    dermis = scattering * dermal_scattering()
    return (
        Layer(
            absorption=melanin * melanosome(skin.pheomelanin_share) + (1 - melanin) * plain,
            scattering=scattering * epidermal_scattering(),
            thickness_mm=_column(skin.epidermis_mm),
        ),
        Layer(
            absorption=upper,
            scattering=dermis,
            thickness_mm=np.float64(UPPER_DERMIS_MM),
        ),
        Layer(absorption=lower, scattering=dermis, thickness_mm=np.float64(np.inf)),
    )


def melanosome(pheomelanin_share: ArrayLike) -> Spectrum:
    """Absorption inside melanosomes of this mixture, 1/mm, (..., 41).

    Source: Jacques and McAuliffe 1991 (Photochem Photobiol 53:769), Jacques 1998; both powers as in Donner et al. 2008
        (ACM Trans Graph 27:140). They fit cheeks better than the tabulated melanins of Sarna and Swartz 2006.
    """
    eumelanin = 6.6e10 * WAVELENGTHS_NM**-3.33
    pheomelanin = 2.9e14 * WAVELENGTHS_NM**-4.75
    share = _column(pheomelanin_share)
    return np.asarray((1 - share) * eumelanin + share * pheomelanin)


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
