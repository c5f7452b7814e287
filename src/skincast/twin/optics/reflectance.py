"""Three layers -> the share of light that comes back: two published models of different structure."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from skincast.twin.optics.tables import Spectrum
from skincast.twin.optics.tissue import Layer, Skin, layers

OpticalModel = Literal["kubelka_munk", "diffusion"]

ENTRY_LOSS = 0.0278
"""Light that bounces off the surface of index 1.4 before it enters; the gloss of the scene is made of it."""
INNER_REFLECTION = 0.53
"""Diffuse light that the surface sends back down (Saunderson's k2 for an index of 1.4)."""
INNER_EFFECTIVE = 0.493
"""The same for the boundary condition of diffusion. Source: Haskell et al. 1994, JOSA A 11:2727, index 1.4."""
RESONANCE = 8e-4


def reflectance(skin: Skin, model: OpticalModel = "kubelka_munk") -> Spectrum:
    """What comes back of the light that falls on a place of skin, without the gloss of its surface.

    Args:
        skin: of the places.
        model: `kubelka_munk` draws; `diffusion` is for examining with another hand.

    Returns:
        (..., 41) float64, 0-1.
    """
    stack = layers(skin)
    return kubelka_munk(*stack) if model == "kubelka_munk" else diffusion(*stack)


def kubelka_munk(epidermis: Layer, upper: Layer, lower: Layer) -> Spectrum:
    """Reflectance by two diffuse fluxes, one down and one up.

    Source: Kubelka 1948 (JOSA 38:448) and 1954 (JOSA 44:330) for layers, Saunderson 1942 for the surface, K = 2 mu_a
        and S = 3/4 mu_s' after Mudgett and Richards 1971 (Appl Opt 10:1485); skin as such layers: Anderson and Parrish
        1981, Doi and Tominaga 2003.
    """
    below = _endless(lower)
    for layer in (upper, epidermis):
        own, through = _slab(layer)
        below = own + through**2 * below / (1 - own * below)
    return np.asarray((1 - ENTRY_LOSS) * (1 - INNER_REFLECTION) * below / (1 - INNER_REFLECTION * below))


def _endless(layer: Layer) -> Spectrum:
    ratio = 2 * layer.absorption / (0.75 * layer.scattering)
    return np.asarray(1 + ratio - np.sqrt(ratio * (ratio + 2)))


def _slab(layer: Layer) -> tuple[Spectrum, Spectrum]:
    """Reflectance and transmittance of one layer on black."""
    scattering = 0.75 * layer.scattering
    a = 1 + 2 * layer.absorption / scattering
    b = np.sqrt(np.maximum(a**2 - 1, 1e-6))
    decay = np.exp(-2 * b * scattering * layer.thickness_mm)
    shared = a * (1 - decay) + b * (1 + decay)
    return np.asarray((1 - decay) / shared), np.asarray(2 * b * np.sqrt(decay) / shared)


def diffusion(epidermis: Layer, upper: Layer, lower: Layer) -> Spectrum:
    """Reflectance by diffusion of the fluence below a collimated beam.

    Each layer is solved exactly; what lies below enters as a linear relation between flux and fluence at its top.

    Source: Svaasand et al. 1995 (Lasers Med Sci 10:55), Spott and Svaasand 2000 (Appl Opt 39:6453); boundary condition
        Haskell et al. 1994.
    """
    epidermis, upper, lower = (_off_resonance(layer) for layer in (epidermis, upper, lower))
    beam_upper = np.exp(-_extinction(epidermis) * epidermis.thickness_mm)
    beam_lower = beam_upper * np.exp(-_extinction(upper) * upper.thickness_mm)
    slope, offset = _endless_flux(lower, beam_lower)
    slope, offset = _through(upper, beam_upper, slope, offset)
    slope, offset = _through(epidermis, np.ones_like(beam_upper), slope, offset)
    mismatch = (1 + INNER_EFFECTIVE) / (1 - INNER_EFFECTIVE)
    return np.asarray((1 - ENTRY_LOSS) * -offset / (1 + 2 * mismatch * slope))


def _off_resonance(layer: Layer) -> Layer:
    """The layer with absorption moved by 0.3 % where beam and fluence decay alike: there it would divide by 0."""
    near = np.abs(layer.absorption / layer.scattering - 0.5) < RESONANCE
    absorption = np.where(near, (0.5 - RESONANCE) * layer.scattering, layer.absorption)
    return replace(layer, absorption=absorption)


def _extinction(layer: Layer) -> Spectrum:
    return np.asarray(layer.absorption + layer.scattering)


def _terms(layer: Layer, beam: Spectrum) -> tuple[Spectrum, Spectrum, Spectrum, Spectrum]:
    """Diffusion length's inverse, flux per fluence, amplitude of the beam's own fluence, extinction."""
    extinction = _extinction(layer)
    constant = 1 / (3 * extinction)
    kappa = np.sqrt(layer.absorption / constant)
    gap = extinction / 3 - layer.absorption
    return kappa, constant * kappa, -layer.scattering * beam / gap, extinction


def _endless_flux(layer: Layer, beam: Spectrum) -> tuple[Spectrum, Spectrum]:
    """Downward flux at the top = slope * fluence + offset."""
    kappa, conductance, amplitude, extinction = _terms(layer, beam)
    return conductance, amplitude * (extinction - kappa) * conductance / kappa


def _through(layer: Layer, beam: Spectrum, slope: Spectrum, offset: Spectrum) -> tuple[Spectrum, Spectrum]:
    """The same relation at the top of a layer, from that at its bottom."""
    kappa, conductance, amplitude, extinction = _terms(layer, beam)
    tanh = np.tanh(kappa * layer.thickness_mm)
    sech = 1 / np.cosh(np.minimum(kappa * layer.thickness_mm, 300.0))
    beam_flux = conductance / kappa * extinction * amplitude
    at_bottom = np.exp(-extinction * layer.thickness_mm) * sech
    shared = conductance + slope * tanh
    lifted = conductance * tanh + slope
    swing = (at_bottom * (beam_flux - slope * amplitude) - offset * sech + amplitude * lifted) / shared
    return conductance * lifted / shared, beam_flux - conductance * swing
