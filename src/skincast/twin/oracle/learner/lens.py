"""Each world as a Gaussian one behind a curve: one filter follows all of them, closest in the linear one.

In points z before the curve, every world says z = level + sum(sensitivity x what the effect sees) + deviation +
couplings x pools. The linear world shows z itself; the others show a curve of it. Heavy tails, shots and pools that
saturate are replaced by Gaussian ones with the same mean and variance.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from skincast.twin.life.exposure import seen_exposure
from skincast.twin.life.population import by_concern, mean, spread
from skincast.twin.life.world import CONCERNS, Array, Table
from skincast.twin.life.worlds import flare, saturating
from skincast.twin.life.worlds.gauss import (
    GRID_SHARES,
    MEMORIES,
    SOURCES,
    VOLATILITIES,
    Chance,
    chance,
    couplings,
    prior_covariance,
    sensitivity_mean,
)
from skincast.twin.life.worlds.sensitivity import driver_columns

HERMITE = ((-np.sqrt(3.0), 1 / 6), (0.0, 2 / 3), (np.sqrt(3.0), 1 / 6))
"""Three points with the weights that keep a normal's first five moments."""
Curve = Callable[[Array], Array]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """How a filter in points sees one world."""

    grid: tuple[tuple[float, float, float], ...]
    """Memory, volatility, share of people: one filter each."""
    chance: Callable[[float, float], Chance]
    couplings: Array
    """(sources, c)"""
    straight: bool
    """There is no curve, but for the ends of the scale, which are left out."""
    curve: Curve
    """z -> score."""
    slope: Curve
    """z -> d score / d z."""
    see: Callable[[Table], Array]
    """Skin -> (n, e) what each effect sees."""
    prior: Callable[[Table], tuple[Array, Array]]
    """Persons who could be the stranger -> mean and covariance of levels and sensitivities."""
    judged: Array
    """(c,) 1 where the scores follow this form at all."""


def lens_of(world: str) -> Lens:
    """The lens for a world by its name."""
    return {"linear": _linear, "saturating": _saturating, "flare": _flare}[world]()


@cache
def _linear() -> Lens:
    grid = [
        (memory, volatility, share * other)
        for memory, share in zip(MEMORIES, GRID_SHARES, strict=True)
        for volatility, other in zip(VOLATILITIES, GRID_SHARES, strict=True)
    ]
    return Lens(
        grid=tuple(grid),
        chance=chance,
        couplings=couplings(),
        straight=True,
        curve=lambda z: z,
        slope=np.ones_like,
        see=seen_exposure,
        prior=_linear_prior,
        judged=np.ones(len(CONCERNS)),
    )


@cache
def _saturating() -> Lens:
    scale, width = saturating.POINTS_PER_LATENT, spread("deviation.acne")
    grid = [
        (float(np.exp(spread("memory.acne") * at)), float(np.exp(width * other - width**2 / 2)), share * more)
        for at, share in HERMITE
        for other, more in HERMITE
    ]

    def curve(z: Array) -> Array:
        return np.asarray(100.0 / (1.0 + np.exp(np.clip(-z / scale, -6, 6))))

    return Lens(
        grid=tuple(grid),
        chance=lambda memory, volatility: _apart(np.maximum(by_concern("memory") * memory, 1.0), volatility),
        couplings=couplings(),
        straight=False,
        curve=curve,
        slope=lambda z: curve(z) * (100.0 - curve(z)) / (100.0 * scale),
        see=saturating.felt_exposure,
        prior=lambda persons: _drawn_prior(persons, scale),
        judged=np.ones(len(CONCERNS)),
    )


@cache
def _flare() -> Lens:
    scale, width = flare.POINTS_PER_LATENT, spread("deviation.acne")
    grid = [(mean("flare_pace"), float(np.exp(width * at - width**2 / 2)), share) for at, share in HERMITE]
    coupled = couplings().copy()
    coupled[SOURCES.index("acne")] = 0.0
    judged = np.ones(len(CONCERNS))
    judged[flare.ACNE] = 0.0

    def burden(z: Array) -> Array:
        return np.asarray(np.exp(np.clip(-z / scale, -6.0, 1.6)))

    return Lens(
        grid=tuple(grid),
        chance=lambda memory, volatility: _apart(by_concern("memory") * memory, volatility),
        couplings=coupled,
        straight=False,
        curve=lambda z: np.asarray(100.0 * np.exp(-burden(z))),
        slope=lambda z: np.asarray(100.0 * np.exp(-burden(z)) * burden(z) / scale),
        see=seen_exposure,
        prior=lambda persons: _drawn_prior(persons, scale),
        judged=judged,
    )


def _apart(memory_days: Array, volatility: float) -> Chance:
    """Chance of concerns that go their own ways."""
    keep = np.exp(-1 / memory_days)
    variance = (by_concern("deviation") * volatility) ** 2
    return Chance(keep=keep, noise=np.diag(variance * (1 - keep**2)), stationary=np.diag(variance))


def _linear_prior(persons: Table) -> tuple[Array, Array]:
    """Exact given who somebody is; who they are widens the levels."""
    expected = persons["level_mean"]
    covariance = prior_covariance().copy()
    covariance[: len(CONCERNS), : len(CONCERNS)] += np.cov(expected.T)
    return np.concatenate([expected.mean(axis=0), sensitivity_mean()]), covariance


def _drawn_prior(persons: Table, scale: float) -> tuple[Array, Array]:
    """Moments of those who could be the stranger; only sensitivities to one driver go together."""
    level, felt = -scale * persons["latent"], persons["sensitivity"]
    together = driver_columns()[:, None] == driver_columns()[None, :]
    covariance = np.zeros((level.shape[1] + felt.shape[1],) * 2)
    covariance[: level.shape[1], : level.shape[1]] = np.cov(level.T)
    covariance[level.shape[1] :, level.shape[1] :] = np.cov(felt.T) * together
    return np.concatenate([level.mean(axis=0), felt.mean(axis=0)]), covariance
