"""What has acted on the skin so far: drivers seen through the delays of their effects.

Every effect of `population.toml` sees its driver through two smoothers in a row, so that it comes late, rises
to a plateau and fades. Irritation is seen less a slow copy of itself: skin gets used to it.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from skincast.twin.life.drivers import DRIVERS
from skincast.twin.life.population import effects, mean
from skincast.twin.life.world import CONCERNS, Array, Table


def start_exposure(usual: Array) -> Table:
    """Smoothers in balance with ordinary days.

    Args:
        usual: (n, len(DRIVERS)) as by `usual_drivers`.
    """
    columns, _, _ = _bank()
    seen = usual[:, columns]
    return {"first": seen, "second": seen.copy(), "irritated": usual[:, DRIVERS.index("irritants")]}


def advance_exposure(state: Table, drivers: Array, *, pace: float = 1.0) -> Table:
    """One day more.

    Args:
        state: with `first`, `second`, `irritated`.
        drivers: (n, len(DRIVERS)) of the day.
        pace: time constants are this many times longer than in `population.toml`.
    """
    columns, _, _ = _bank()
    gain_first, gain_second, gain_slow = _gains(pace)
    first = state["first"] + (np.take(drivers, columns, axis=1) - state["first"]) * gain_first
    second = state["second"] + (first - state["second"]) * gain_second
    slow = state["irritated"]
    return {
        "first": first,
        "second": second,
        "irritated": slow + (drivers[:, DRIVERS.index("irritants")] - slow) * gain_slow,
    }


def seen_exposure(state: Table, *, adaptation: float | None = None) -> Array:
    """What each effect sees today.

    Args:
        state: of the smoothers.
        adaptation: share of irritation that skin gets used to; None: of the population.

    Returns:
        (n, number of effects) float64, in the order of `effects()`.
    """
    _, of_effect, irritants = _bank()
    seen: Array = np.take(state["second"], of_effect, axis=1)
    share = mean("adaptation_share") if adaptation is None else adaptation
    seen[:, irritants] -= share * state["irritated"][:, None]
    return seen


def sum_by_concern(values: Array) -> Array:
    """Add up what all effects do to each concern: (n, number of effects) -> (n, len(CONCERNS))."""
    return np.asarray(np.add.reduceat(values, _first_effects(), axis=1))


@cache
def _first_effects() -> NDArray[np.int64]:
    return np.array([[row.concern for row in effects()].index(concern) for concern in CONCERNS])


@cache
def to_concerns() -> Array:
    """(number of effects, len(CONCERNS)): 1 where an effect is on a concern."""
    table = np.zeros((len(effects()), len(CONCERNS)))
    for row, effect in enumerate(effects()):
        table[row, CONCERNS.index(effect.concern)] = 1.0
    return table


@cache
def _kinds() -> tuple[tuple[str, float, float], ...]:
    return tuple(sorted({(effect.driver, *effect.days) for effect in effects()}))


@cache
def _bank() -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Driver of each smoother, smoother of each effect, effects of irritation."""
    kinds = _kinds()
    columns = np.array([DRIVERS.index(kind[0]) for kind in kinds])
    of_effect = np.array([kinds.index((effect.driver, *effect.days)) for effect in effects()])
    irritants = np.array([row for row, effect in enumerate(effects()) if effect.driver == "irritants"])
    return columns, of_effect, irritants


@cache
def _gains(pace: float) -> tuple[Array, Array, float]:
    days = np.array([kind[1:] for kind in _kinds()]) * pace
    gains = np.where(days > 0, 1 - np.exp(-1 / np.maximum(days, 1e-3)), 1.0)
    return gains[:, 0], gains[:, 1], float(1 - np.exp(-1 / (mean("adaptation_days") * pace)))
