"""How good forecasts are: the scores of the backtest format."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from skincast.twin.oracle.forecasts import LEVELS

Array = NDArray[np.float64]
WIDTHS = np.array([0.075, 0.075, *[0.1] * 7, 0.075, 0.075])
"""Part of the probability axis that each quantile stands for."""


def crps(quantiles: Array, truth: Array) -> Array:
    """Continuous ranked probability score: twice the pinball loss over all probabilities; lower is better.

    Args:
        quantiles: (..., len(LEVELS)).
        truth: (...); NaN gives NaN.

    Returns:
        (...) in units of the value.

    Source: Gneiting and Raftery 2007, J Am Stat Assoc 102:359; widths of the cells as in the backtest format.
    """
    error = truth[..., None] - quantiles
    pinball = np.maximum(np.array(LEVELS) * error, (np.array(LEVELS) - 1) * error)
    return np.asarray(2 * pinball @ WIDTHS)


def covered(quantiles: Array, truth: Array, *, share: float) -> Array:
    """Whether the central interval holds the truth: 1 or 0, NaN where there is no truth.

    Args:
        quantiles: (..., len(LEVELS)).
        truth: (...).
        share: 0.8 or 0.9, or any other whose ends are among `LEVELS`.
    """
    low, high = LEVELS.index(round((1 - share) / 2, 3)), LEVELS.index(round((1 + share) / 2, 3))
    within = (quantiles[..., low] <= truth) & (truth <= quantiles[..., high])
    return np.where(np.isnan(truth), np.nan, within.astype(np.float64))


def absolute_error(quantiles: Array, truth: Array) -> Array:
    """Of the median, (...)."""
    return np.asarray(np.abs(quantiles[..., LEVELS.index(0.5)] - truth))


def brier(probability: Array, happened: Array) -> Array:
    """Squared error of a probability, (...); `happened` 1, 0 or NaN."""
    return np.asarray((probability - happened) ** 2)


def over_people(
    values: Array, random: np.random.Generator, *, draws: int = 1000, share: float = 0.95
) -> tuple[float, float, float]:
    """Mean over people, each with the same weight, and its bootstrap interval over people.

    Args:
        values: (n, ...) one value for each forecast of a person; NaN: not scored.
        random: source of chance.
        draws: of the bootstrap.
        share: of the interval.

    Returns:
        Mean, lower and upper end; NaN when nobody was scored.
    """
    flat = values.reshape(len(values), -1)
    count = (~np.isnan(flat)).sum(axis=1)
    own = np.nansum(flat, axis=1)[count > 0] / count[count > 0]
    if len(own) == 0:
        return float("nan"), float("nan"), float("nan")
    means = own[random.integers(0, len(own), (draws, len(own)))].mean(axis=1)
    low, high = np.quantile(means, [(1 - share) / 2, (1 + share) / 2])
    return float(own.mean()), float(low), float(high)
