"""The Gaussian parts of the linear world: priors, chance and couplings, for the simulator and for exact filters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from skincast.twin.life.levels import level_covariance
from skincast.twin.life.population import by_concern, effects, mean, parameters
from skincast.twin.life.world import CONCERNS, PRODUCTS, Array

MEMORIES = (0.5, 1.0, 2.0)
"""Personal multiples of the memory of what no factor explains."""
VOLATILITIES = (0.7, 1.0, 1.4)
"""Personal multiples of its SD."""
GRID_SHARES = (0.25, 0.5, 0.25)
"""Of people, for both."""
SOURCES = tuple(name.removeprefix("pool.") for name in parameters() if name.startswith("pool."))
"""Concerns that act on others, each through one pool."""
N_CONCERNS, N_SOURCES = len(CONCERNS), len(SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """The daily chance under one memory and volatility: deviation' = keep * deviation + noise."""

    keep: Array
    """(C,)"""
    noise: Array
    """(C, C) covariance of a day's noise."""
    stationary: Array
    """(C, C) covariance in the long run."""


@cache
def chance(memory: float, volatility: float) -> Chance:
    """The law of the part that no factor explains, for a person with these multiples."""
    keep = np.exp(-1 / (by_concern("memory") * memory))
    scale = by_concern("deviation") * volatility * np.sqrt(1 - keep**2)
    share = mean("shock_share")
    noise = (share + (1 - share) * np.eye(len(CONCERNS))) * np.outer(scale, scale)
    return Chance(keep=keep, noise=noise, stationary=noise / (1 - np.outer(keep, keep)))


@cache
def couplings() -> Array:
    """(len(SOURCES), C) points of a concern per point in a source's pool."""
    rows = [[f"couple.{source}.{concern}" for concern in CONCERNS] for source in SOURCES]
    return np.array([[mean(name) if name in parameters() else 0.0 for name in row] for row in rows])


@cache
def pool_gain() -> Array:
    """(len(SOURCES),) share of a pool that a day renews."""
    return np.asarray(1 - np.exp(-1 / np.array([mean(f"pool.{source}") for source in SOURCES])))


@cache
def source_columns() -> NDArray[np.int64]:
    """Of the sources among the concerns."""
    return np.array([CONCERNS.index(source) for source in SOURCES])


@cache
def sensitivity_slope() -> Array:
    """(E, C): how sensitivities move with levels: products do more, in points, for worse acne."""
    slope = np.zeros((len(effects()), len(CONCERNS)))
    for row, effect in enumerate(effects()):
        if effect.concern == "acne" and effect.driver in (*PRODUCTS, "cream"):
            slope[row, CONCERNS.index("acne")] = -mean("acne_product_slope") * effect.mean
    return slope


@cache
def sensitivity_covariance() -> Array:
    """(E, E) of sensitivities given the levels: whoever feels a factor in one concern tends to feel it in others."""
    share = mean("driver_share")
    sign = np.array([np.sign(effect.mean) or 1.0 for effect in effects()])
    spread = np.array([effect.sd for effect in effects()]) * sign
    driver = np.array([effect.driver for effect in effects()])
    same = (driver[:, None] == driver[None, :]).astype(float)
    return np.asarray((share * same + (1 - share) * np.eye(len(driver))) * np.outer(spread, spread))


@cache
def prior_covariance() -> Array:
    """(C + E, C + E) of levels and sensitivities together."""
    level, slope = level_covariance(), sensitivity_slope()
    cross = slope @ level
    return np.block([[level, cross.T], [cross, sensitivity_covariance() + slope @ level @ slope.T]])


@cache
def sensitivity_mean() -> Array:
    """(E,) points."""
    return np.array([effect.mean for effect in effects()])


def parts() -> tuple[slice, slice, slice, slice]:
    """Where levels, sensitivities, deviation and pools stand in x, the state of one person as one vector."""
    n_fixed = N_CONCERNS + len(effects())
    end = n_fixed + N_CONCERNS
    return slice(N_CONCERNS), slice(N_CONCERNS, n_fixed), slice(n_fixed, end), slice(end, end + N_SOURCES)
