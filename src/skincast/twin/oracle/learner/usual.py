"""A person's ordinary day, learned from what they log: habits' means and the length of the cycle."""

from __future__ import annotations

from functools import cache

import numpy as np

from skincast.catalog import factors
from skincast.twin.life.habits import ADDED, SCALED
from skincast.twin.life.population import mean, spread
from skincast.twin.life.world import FACTORS, Array

EFFECTIVE_SHARE = 0.4
"""Independent days in a day of a habit that lingers with the correlation of `habit_keep`."""
CYCLE = FACTORS.index("cycle_day")
_DAY_SD_SHAVING = 0.45


def learn_usual(drawn: Array, logged: Array) -> Array:
    """Pull imagined ordinary days to what has been logged so far; habits that are never logged stay as drawn.

    Args:
        drawn: (n, len(FACTORS)) ordinary days of strangers.
        logged: (days, len(FACTORS)) so far; NaN where there is no row.

    Returns:
        (n, len(FACTORS)): each imagined person keeps their place in the shrinking posterior.

    Source: normal prior and likelihood, moments matched; ours.
    """
    usual: Array = drawn.copy()
    for column in habit_columns():
        seen = logged[~np.isnan(logged[:, column]), column]
        if len(seen) == 0:
            continue
        center, width = drawn[:, column].mean(), drawn[:, column].std() + 1e-6
        error = _day_sd(column, float(seen.mean())) ** 2 / (1 + EFFECTIVE_SHARE * (len(seen) - 1))
        gain = width**2 / (width**2 + error)
        middle = center + gain * (seen.mean() - center)
        usual[:, column] = middle + (drawn[:, column] - center) * np.sqrt(1 - gain)
    least = np.where(np.arange(len(FACTORS)) == CYCLE, -1.0, 0.0)
    return np.asarray(np.maximum(usual, least))


def learn_cycle(drawn_days: Array, cycle_day: Array) -> Array:
    """Pull imagined mean lengths of the cycle to the cycles that were seen whole, (n,).

    Args:
        drawn_days: (n,) of strangers.
        cycle_day: (days,) as logged so far; NaN where there is no row.
    """
    days = np.nonzero(~np.isnan(cycle_day))[0]
    begun = np.unique(days - cycle_day[days]) if len(days) else np.zeros(0)
    lengths = np.diff(begun)
    lengths = lengths[(lengths > 15) & (lengths < 61)]
    if len(lengths) == 0:
        return drawn_days
    prior, error = spread("cycle_length") ** 2, (spread("cycle_swing") ** 2 + 2.0) / len(lengths)
    gain = prior / (prior + error)
    middle = mean("cycle_length") + gain * (float(lengths.mean()) - mean("cycle_length"))
    return np.asarray(np.clip(middle + (drawn_days - mean("cycle_length")) * np.sqrt(1 - gain), 18.0, 45.0))


@cache
def habit_columns() -> tuple[int, ...]:
    """Columns of what people do, whatever the weather."""
    names = (*ADDED, *SCALED[:-1], "shaving")
    return tuple(FACTORS.index(name) for name in names)


def _day_sd(column: int, level: float) -> float:
    """Between the days of one person."""
    name = FACTORS[column]
    if name == "shaving":
        return _DAY_SD_SHAVING
    swing = float(factors()[name].swing)
    return swing if name in ADDED else float(max(mean(f"day_swing.{name}") * level, 0.05 * swing))
