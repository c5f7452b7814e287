"""The linear world as matrices: the reference that the world and the filters of the learner are tested against.

Given the exposures (which follow from known inputs) and a person's memory and volatility out of a grid of nine, the
vector x = [levels, sensitivities, deviation, pools] moves linearly with Gaussian noise and is read out linearly.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from skincast.twin.life.exposure import seen_exposure, start_exposure, to_concerns
from skincast.twin.life.world import Array, Table
from skincast.twin.life.worlds.gauss import (
    GRID_SHARES,
    MEMORIES,
    N_CONCERNS,
    N_SOURCES,
    VOLATILITIES,
    chance,
    couplings,
    parts,
    pool_gain,
    prior_covariance,
    sensitivity_mean,
    source_columns,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StateSpace:
    """One person's linear world under one memory and one volatility; x is (dimension,)."""

    weight: float
    """Share of people with this memory and volatility: the prior weight of this filter in the bank."""
    memory: float
    volatility: float
    mean: Array
    """(dimension,) of x in the evening before the first day."""
    covariance: Array
    """(dimension, dimension) of x then."""

    def transition(self, seen: Array) -> tuple[Array, Array]:
        """Move x by one day.

        Args:
            seen: (E,) `seen_exposure` of this person after the day's inputs.

        Returns:
            Matrix F and covariance Q with x' = F x + noise(Q), both (dimension, dimension).
        """
        law = chance(self.memory, self.volatility)
        _, sens, dev, pools = parts()
        step = np.eye(len(self.mean))
        step[dev, dev] = np.diag(law.keep)
        gain, columns = pool_gain()[:, None], source_columns()
        step[pools, sens] = gain * (seen[:, None] * to_concerns()).T[columns]
        into = np.zeros((N_SOURCES, N_CONCERNS))
        into[np.arange(N_SOURCES), columns] = pool_gain()
        step[pools, dev] = into * law.keep
        step[pools, pools] = np.diag(1 - pool_gain())
        spread = np.zeros((len(self.mean), N_CONCERNS))
        spread[dev], spread[pools] = np.eye(N_CONCERNS), into
        return step, spread @ law.noise @ spread.T

    def readout(self, seen: Array) -> Array:
        """H of (len(CONCERNS), dimension) with unclipped scores = H x.

        Args:
            seen: (E,) `seen_exposure` of this person in the evening of the day that is read.
        """
        levels, sens, dev, pools = parts()
        out = np.zeros((N_CONCERNS, len(self.mean)))
        out[:, levels] = out[:, dev] = np.eye(N_CONCERNS)
        out[:, sens] = (seen[:, None] * to_concerns()).T
        out[:, pools] = couplings().T
        return out


def state_space(persons: Table, index: int) -> tuple[StateSpace, ...]:
    """The bank of nine filters that knows the world and must learn the person.

    Args:
        persons: of the linear world; only what a stranger may know is read: expected levels and the usual drivers.
        index: of the person.
    """
    seen = seen_exposure(start_exposure(persons["usual_drivers"][index : index + 1]))[0]
    expected = np.concatenate([persons["level_mean"][index], sensitivity_mean()])
    grid = product(zip(MEMORIES, GRID_SHARES, strict=True), zip(VOLATILITIES, GRID_SHARES, strict=True))
    return tuple(
        _start(expected, seen, memory=memory, volatility=volatility, weight=share * other)
        for (memory, share), (volatility, other) in grid
    )


def _start(expected: Array, seen: Array, *, memory: float, volatility: float, weight: float) -> StateSpace:
    """The law of x before the first day: pools stand in balance with the usual exposures."""
    _, sens, dev, pools = parts()
    spread = np.zeros((pools.stop, len(expected) + N_CONCERNS))
    spread[: sens.stop, : sens.stop] = np.eye(sens.stop)
    spread[dev, sens.stop :] = np.eye(N_CONCERNS)
    spread[pools, sens] = (seen[:, None] * to_concerns()).T[source_columns()]
    inner = np.zeros((spread.shape[1], spread.shape[1]))
    inner[: sens.stop, : sens.stop] = prior_covariance()
    inner[sens.stop :, sens.stop :] = chance(memory, volatility).stationary
    mean = spread @ np.concatenate([expected, np.zeros(N_CONCERNS)])
    covariance = spread @ inner @ spread.T
    return StateSpace(weight=weight, memory=memory, volatility=volatility, mean=mean, covariance=covariance)
