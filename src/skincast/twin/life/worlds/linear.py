"""The linear world: delayed factors times personal sensitivities, a level, a deviation with memory, all Gaussian.

score = level + sum(sensitivity x exposure) + deviation + couplings x pools, where a pool is a slow copy of what another
concern does. Sensitivities are Gaussian here, so that an exact filter can learn them; other worlds draw
them log-normal with people who feel nothing. There is no ceiling but the ends of the scale.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from skincast.twin.life.drivers import drivers_of, usual_drivers
from skincast.twin.life.exposure import advance_exposure, seen_exposure, start_exposure, sum_by_concern
from skincast.twin.life.levels import level_mean
from skincast.twin.life.world import CONCERNS, Array, Inputs, People, Table
from skincast.twin.life.worlds.gauss import (
    GRID_SHARES,
    MEMORIES,
    VOLATILITIES,
    chance,
    couplings,
    pool_gain,
    prior_covariance,
    sensitivity_mean,
    source_columns,
)


class LinearWorld:
    """Linear, delayed, Gaussian; the clip to 0-100 is its only bend.

    Source: the form of Kalman filters for symptom diaries, ours; numbers in `population.toml`.
    """

    name = "linear"

    def draw_persons(self, people: People, random: np.random.Generator) -> Table:
        """Levels, sensitivities, memory and volatility of each person, from their joint Gaussian."""
        n = len(people.seed)
        expected = level_mean(people)
        root = np.linalg.cholesky(prior_covariance() + 1e-9 * np.eye(len(prior_covariance())))
        drawn = random.standard_normal((n, len(root))) @ root.T
        grid = random.choice(len(GRID_SHARES), size=(n, 2), p=GRID_SHARES)
        return {
            "level_mean": expected,
            "level": expected + drawn[:, : len(CONCERNS)],
            "sensitivity": sensitivity_mean() + drawn[:, len(CONCERNS) :],
            "memory": np.array(MEMORIES)[grid[:, 0]],
            "volatility": np.array(VOLATILITIES)[grid[:, 1]],
            "usual_drivers": usual_drivers(people),
            "cycle_length_days": people.cycle_length_days,
        }

    def start(self, persons: Table, random: np.random.Generator) -> Table:
        """Exposures of an ordinary day, pools in balance with them, the deviation from its long-run law."""
        exposure = start_exposure(persons["usual_drivers"])
        push = _push(persons, exposure)
        return {
            **exposure,
            "push": push,
            "deviation": _draw(persons, random, long_run=True),
            "pools": push[:, source_columns()],
            "day": np.zeros(len(push)),
        }

    def advance(self, persons: Table, state: Table, inputs: Inputs, random: np.random.Generator) -> Table:
        """One day more."""
        exposure = expose(persons, state, inputs)
        deviation = _keep(persons) * state["deviation"] + _draw(persons, random, long_run=False)
        push = _push(persons, exposure)
        own = np.take(push + deviation, source_columns(), axis=1)
        pools = state["pools"] + (own - state["pools"]) * pool_gain()
        return {**exposure, "push": push, "deviation": deviation, "pools": pools}

    def scores(self, persons: Table, state: Table) -> Array:
        """The linear sum, clipped to the scale."""
        return np.clip(self.unclipped(persons, state), 0.0, 100.0)

    def unclipped(self, persons: Table, state: Table) -> Array:
        """The linear sum itself: what an exact filter is exact about."""
        return np.asarray(persons["level"] + state["push"] + state["deviation"] + state["pools"] @ couplings())


def expose(persons: Table, state: Table, inputs: Inputs) -> Table:
    """Exposures and day count after one day's inputs: no chance, and nothing that a filter must learn."""
    drivers = drivers_of(persons, inputs, years=state["day"] / 365.25)
    return {**advance_exposure(state, drivers), "day": state["day"] + 1}


def _push(persons: Table, exposure: Table) -> Array:
    """(n, C) points that all factors together are worth today."""
    return sum_by_concern(seen_exposure(exposure) * persons["sensitivity"])


def _keep(persons: Table) -> Array:
    """(n, C) share of the deviation that outlives a day."""
    table = np.array([chance(memory, 1.0).keep for memory in MEMORIES])
    return np.asarray(table[np.searchsorted(MEMORIES, persons["memory"])])


@cache
def _root(memory: float, *, long_run: bool) -> Array:
    law = chance(memory, 1.0)
    return np.asarray(np.linalg.cholesky(law.stationary if long_run else law.noise).T)


def _draw(persons: Table, random: np.random.Generator, *, long_run: bool) -> Array:
    """(n, C) noise of a day, or a deviation of the long run."""
    white = random.standard_normal((len(persons["memory"]), len(CONCERNS)))
    drawn = np.empty_like(white)
    for memory in MEMORIES:
        rows = persons["memory"] == memory
        drawn[rows] = white[rows] @ _root(memory, long_run=long_run)
    return np.asarray(drawn * persons["volatility"][:, None])
