"""What lies over or in the skin and hides it: scale, pus, plugs, hair."""

from __future__ import annotations

import numpy as np

from skincast.twin.optics.tables import WAVELENGTHS_NM, Spectrum
from skincast.twin.optics.tissue import melanosome

COVERS = ("keratin", "pus", "plug", "hair")
"""In the order in which they are laid over the skin; names of maps of `SkinSheet`."""


def cover_reflectance(name: str, hair_melanin: float) -> Spectrum:
    """Reflectance of one cover where it hides the skin wholly, (41,).

    Source: ours, untested: dry scale scatters white, pus is a thick suspension that absorbs a little blue, the plug of
        a comedone is horn with oxidized lipid and melanin.
    """
    if name == "hair":
        return hair_reflectance(hair_melanin)
    if name == "keratin":
        return _rise(low=0.50, high=0.66, middle_nm=470, width_nm=60)
    if name == "pus":
        return _rise(low=0.19, high=0.74, middle_nm=512, width_nm=44)
    return _rise(low=0.02, high=0.085, middle_nm=620, width_nm=55)


def hair_reflectance(melanin: float, pheomelanin_share: float = 0.1) -> Spectrum:
    """Diffuse reflectance of hair, (41,).

    Args:
        melanin: 0.0 white, 0.02 blond, 0.08 brown, 0.2 dark brown, 0.5 black.
        pheomelanin_share: 0-1; much of it makes red.

    Source: ours, untested: the law of Kubelka and Munk for a thick mat of fibers.
    """
    absorption = 0.12 + melanin * melanosome(pheomelanin_share)
    ratio = absorption / 1.2
    return np.asarray(0.015 + 0.75 * (1 + ratio - np.sqrt(ratio * (ratio + 2))))


def _rise(*, low: float, high: float, middle_nm: float, width_nm: float) -> Spectrum:
    return np.asarray(low + (high - low) / (1 + np.exp(-(WAVELENGTHS_NM - middle_nm) / width_nm)))
