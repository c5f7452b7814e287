"""Fit the twin's skin to measured spectra or colors, all at once, every property inside plausible bounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from benchmarks.skin_spectra import IN_GRID, lab_of
from numpy.typing import NDArray

from skincast.twin.optics import OpticalModel, Skin, reflectance

Floats = NDArray[np.float64]
Residuals = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One property of the skin, or the instrument's gloss: where it may lie and where it usually does."""

    name: str
    low: float
    high: float
    usual: float
    sd: float
    """How far people ordinarily are from it, on the log scale where `log`; wide: nothing is presumed."""
    log: bool = False


PROPERTIES = (
    Property(name="melanin", low=0.003, high=0.5, usual=0.05, sd=9.0, log=True),
    Property(name="pheomelanin_share", low=0.0, high=0.6, usual=0.2, sd=0.15),
    Property(name="blood", low=0.002, high=0.2, usual=0.025, sd=0.8, log=True),
    Property(name="oxygen", low=0.35, high=0.98, usual=0.78, sd=0.12),
    Property(name="epidermis_mm", low=0.04, high=0.15, usual=0.065, sd=0.3, log=True),
    Property(name="carotene", low=0.2, high=5.0, usual=1.0, sd=0.6, log=True),
    Property(name="bilirubin", low=0.1, high=5.0, usual=1.0, sd=0.6, log=True),
    Property(name="scattering", low=0.6, high=1.6, usual=1.0, sd=0.25, log=True),
    Property(name="gloss", low=0.015, high=0.05, usual=0.028, sd=0.006),
)
"""Of a cheek under an instrument that includes the specular component."""
LOG = np.array([one.log for one in PROPERTIES])


def to_scale(values: Floats) -> Floats:
    """Properties -> the scale on which they are fitted."""
    return np.where(LOG, np.log(np.maximum(values, 1e-9)), values)


def from_scale(values: Floats) -> Floats:
    """The way back."""
    return np.where(LOG, np.exp(np.where(LOG, values, 0.0)), values)


LOW = to_scale(np.array([one.low for one in PROPERTIES]))
HIGH = to_scale(np.array([one.high for one in PROPERTIES]))
USUAL = to_scale(np.array([one.usual for one in PROPERTIES]))
SD = np.array([one.sd for one in PROPERTIES])
START_MELANIN = (0.02, 0.08, 0.3)
MAX_STEPS = 40


def spectra_of(fitted: Floats, model: OpticalModel) -> Floats:
    """What the instrument would read.

    Args:
        fitted: (n, 9) on the fitting scale.
        model: of the skin.

    Returns:
        (n, 41), 380-780 nm.
    """
    values = from_scale(fitted)
    names = [one.name for one in PROPERTIES[:-1]]
    skin = Skin(**{name: values[:, i] for i, name in enumerate(names)})
    return reflectance(skin, model) + values[:, -1:]


def fit_spectra(measured: Floats, model: OpticalModel, *, relative_error: float = 0.03) -> Floats:
    """The likeliest properties behind measured spectra.

    Args:
        measured: (n, 31) 400-700 nm.
        model: of the skin.
        relative_error: SD of model and instrument together; the smaller, the less the usual values count.

    Returns:
        (n, 9) on the fitting scale.
    """

    def residuals(fitted: Floats) -> Floats:
        return np.log(spectra_of(fitted, model)[:, IN_GRID] / measured) / relative_error

    return _best_of_starts(residuals, len(measured))


def fit_colors(lab: Floats, model: OpticalModel, *, error: float = 0.2) -> Floats:
    """Properties that give a color, as near to the usual ones as the color allows.

    Args:
        lab: (n, 3) CIELAB in D65.
        model: of the skin.
        error: SD of each coordinate; small against what is examined.
    """

    def residuals(fitted: Floats) -> Floats:
        return (lab_of(spectra_of(fitted, model)[:, IN_GRID]) - lab) / error

    return _best_of_starts(residuals, len(lab))


def _best_of_starts(residuals: Residuals, count: int) -> Floats:
    best, least = np.zeros((count, len(USUAL))), np.full(count, np.inf)
    for melanin in START_MELANIN:
        start = np.tile(USUAL, (count, 1))
        start[:, 0] = np.log(melanin)
        fitted, cost = _descend(residuals, start)
        better = cost < least
        best[better], least[better] = fitted[better], cost[better]
    return best


def _descend(residuals: Residuals, start: Floats) -> tuple[Floats, Floats]:
    """Levenberg and Marquardt for many at once, projected into the bounds. Source: Marquardt 1963."""

    def all_residuals(fitted: Floats) -> Floats:
        return np.concatenate([residuals(fitted), (fitted - USUAL) / SD], axis=1)

    now, damping = start, np.full(len(start), 1e-2)
    left = all_residuals(now)
    cost = np.sum(left**2, axis=1)
    for _ in range(MAX_STEPS):
        slope = _slopes(all_residuals, now, left)
        normal = np.einsum("nij,nik->njk", slope, slope)
        down = np.einsum("nij,ni->nj", slope, left)
        normal += damping[:, None, None] * np.eye(len(SD)) * np.diagonal(normal, axis1=1, axis2=2)[:, :, None]
        tried = np.clip(now - np.linalg.solve(normal, down[..., None])[..., 0], LOW, HIGH)
        tried_left = all_residuals(tried)
        tried_cost = np.sum(tried_left**2, axis=1)
        better = tried_cost < cost
        now = np.where(better[:, None], tried, now)
        left = np.where(better[:, None], tried_left, left)
        cost = np.where(better, tried_cost, cost)
        damping = np.clip(np.where(better, damping / 4, damping * 6), 1e-7, 1e6)
    return now, cost


def _slopes(residuals: Residuals, at: Floats, there: Floats) -> Floats:
    """(n, residuals, properties) by differences that stay inside the bounds."""
    columns = []
    for i in range(at.shape[1]):
        step = 1e-4 * (HIGH[i] - LOW[i])
        moved = at.copy()
        signed = np.where(at[:, i] + step > HIGH[i], -step, step)
        moved[:, i] += signed
        columns.append((residuals(moved) - there) / signed[:, None])
    return np.stack(columns, axis=-1)
