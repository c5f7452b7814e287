"""What a change would truly do: the same futures lived twice, with and without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from skincast.twin.life.course import Change, Moment, step
from skincast.twin.life.world import FACTORS, PRODUCTS, Array
from skincast.twin.oracle.relive import Evening
from skincast.twin.person import stream

Plan = Callable[[int], Change | None]
"""Days ahead, from 1 -> what is done otherwise on that day."""
FOREVER_DAYS = 10_000
FUTURES_AT_ONCE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Of a change, for n people."""

    horizons_days: tuple[int, ...]
    mean: Array
    """(n, h, c) points of the true score, over all that may happen to the person."""
    error: Array
    """(n, h, c) standard error of that mean by the number of futures."""


def what_if_truth(
    evening: Evening, plan: Plan | Change, seed: int, *, horizons_days: tuple[int, ...], n_futures: int = 100
) -> Effect:
    """Mean effect of a change against carrying on as life has it.

    Both lives of a pair share every day's chance; products that the skin makes people start or stop may still differ,
    as they would in life.

    Args:
        evening: of the origin, n people; the change begins the day after.
        plan: of the change; a `Change` is done every day.
        seed: of all chance.
        horizons_days: rising.
        n_futures: pairs of lives for each person.
    """
    if isinstance(plan, Change):
        change = plan
        plan = lambda _: change  # noqa: E731 - a plan is a function of the day
    people = len(evening.moment.scores)
    at_once = max(1, FUTURES_AT_ONCE // n_futures)
    means, errors = [], []
    for first in range(0, people, at_once):
        rows = np.arange(first, min(first + at_once, people))
        gain = _pairs(evening.take(np.repeat(rows, n_futures)), plan, seed, first, horizons_days)
        gain = gain.reshape(len(rows), n_futures, *gain.shape[1:])
        means.append(gain.mean(axis=1))
        errors.append(gain.std(axis=1) / np.sqrt(n_futures))
    return Effect(horizons_days=horizons_days, mean=np.concatenate(means), error=np.concatenate(errors))


def plan_of(
    factor: str,
    mode: Literal["set", "add"],
    value: float,
    *,
    days_per_week: int = 7,
    duration_days: int = FOREVER_DAYS,
) -> Plan:
    """A question of the backtest format as a plan.

    Args:
        factor: a name of `FACTORS` or `PRODUCTS`.
        mode: set: takes `value` on some days of the week and 0 on the others; add: `value` more on every day.
        value: in the factor's unit; of products 0-1.
        days_per_week: of mode set, spread evenly.
        duration_days: after which life goes on as it has it.

    Raises:
        ValueError: nobody uses a product "more": only `set` has a meaning for products.
    """
    if factor in PRODUCTS and mode == "add":
        raise ValueError(factor)

    def plan(day: int) -> Change | None:
        if day > duration_days:
            return None
        if mode == "add":
            return Change(added={FACTORS.index(factor): value})
        due = (day * days_per_week) // 7 > ((day - 1) * days_per_week) // 7
        today = value if due else 0.0
        if factor in PRODUCTS:
            return Change(products={PRODUCTS.index(factor): today})
        return Change(factors={FACTORS.index(factor): today})

    return plan


def _pairs(evening: Evening, plan: Plan, seed: int, first: int, horizons_days: tuple[int, ...]) -> Array:
    """(n, h, c) difference of two lives on each horizon."""
    plain: Moment = evening.moment
    changed = plain
    gains = []
    for day in range(1, max(horizons_days) + 1):
        # A generator for each day: chance that a changed skin uses up cannot shift the weather of the next one.
        plain, one = step(evening.lives, plain, stream(seed, "what if", first, day))
        changed, other = step(evening.lives, changed, stream(seed, "what if", first, day), change=plan(day))
        if day in horizons_days:
            gains.append(other.scores - one.scores)
    return np.stack(gains, axis=1)
