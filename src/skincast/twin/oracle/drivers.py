"""What truly drives each person's skin: one year's days once more, with a little more of one factor on each of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from skincast.catalog import factors
from skincast.twin.life.course import Lives, Moment, step
from skincast.twin.life.drivers import PREMENSTRUAL_DAYS
from skincast.twin.life.world import FACTORS, PRODUCTS, Array, Inputs
from skincast.twin.person import stream

CYCLE = FACTORS.index("cycle_day")
SETTLED_AFTER_DAYS = 180
"""Days of the record that are not judged: most of what is slow has acted in full by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drivers:
    """Of n people; the second axis is `FACTORS`, then `PRODUCTS`."""

    effect: Array
    """(n, f, c) points of the score for one swing more on every day; of products: every day against never; of the
    cycle: days before the period against a life without a cycle; NaN without a cycle."""
    error: Array
    """(n, f, c) standard error by the number of repetitions."""


def driver_truth(lives: Lives, begun: Moment, seed: int, *, days: int = 365, repeats: int = 8) -> Drivers:
    """Live the days of a record once more for every factor, with the same chance.

    What people do stays as it was: nobody starts a product because the change made their skin worse.

    Args:
        lives: n people.
        begun: the evening before their first day.
        seed: of all chance.
        days: of the record.
        repeats: of each person; 1 is enough where chance is added and not acted upon.
    """
    index = np.repeat(np.arange(len(begun.scores)), repeats)
    year = _lived(lives.take(index), begun.take(index), days, seed)
    plain = _skin_of(year, year.inputs)
    effects = [_of_factor(year, plain, column) for column in range(len(FACTORS)) if column != CYCLE]
    effects.insert(CYCLE, _of_cycle(year, plain))
    effects += [_of_product(year, column) for column in range(len(PRODUCTS))]
    table = np.stack(effects, axis=1).reshape(-1, repeats, len(effects), plain.shape[-1])
    return Drivers(effect=table.mean(axis=1), error=table.std(axis=1) / np.sqrt(repeats))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Year:
    """Days as they were lived."""

    lives: Lives
    begun: Moment
    inputs: list[Inputs]
    seed: int

    @property
    def judged_from(self) -> int:
        return min(SETTLED_AFTER_DAYS, len(self.inputs) // 2)


def _lived(lives: Lives, begun: Moment, days: int, seed: int) -> _Year:
    """What the days bring."""
    random, moment, inputs = stream(seed, "days of the drivers"), begun, []
    for _ in range(days):
        moment, day = step(lives, moment, random)
        inputs.append(day.inputs)
    return _Year(lives=lives, begun=begun, inputs=inputs, seed=seed)


def _skin_of(year: _Year, inputs: Iterable[Inputs]) -> Array:
    """(days, n, c) true scores of the judged days under these inputs."""
    lives, state = year.lives, year.begun.skin
    scores = []
    for day, lived in enumerate(inputs):
        state = lives.world.advance(lives.persons, state, lived, stream(year.seed, "skin of the drivers", day))
        if day >= year.judged_from:
            scores.append(lives.world.scores(lives.persons, state))
    return np.array(scores, dtype=np.float64)


def _of_factor(year: _Year, plain: Array, column: int) -> Array:
    row = factors()[FACTORS[column]]
    more = (
        _with_factor(day, column, np.clip(day.factors[:, column] + row.swing, row.low, row.high)) for day in year.inputs
    )
    return np.asarray((_skin_of(year, more) - plain).mean(axis=0))


def _of_product(year: _Year, column: int) -> Array:
    daily, never = (_skin_of(year, (_with_product(day, column, share) for day in year.inputs)) for share in (1.0, 0.0))
    return np.asarray((daily - never).mean(axis=0))


def _of_cycle(year: _Year, plain: Array) -> Array:
    people = year.lives.people
    none = (_with_factor(day, CYCLE, np.full(len(people.seed), -1.0)) for day in year.inputs)
    gain = plain - _skin_of(year, none)
    late = people.cycle_length_days - PREMENSTRUAL_DAYS
    before = np.array([day.factors[:, CYCLE] >= late for day in year.inputs[year.judged_from :]])
    count = np.where(people.cycling, before.sum(axis=0), 0)
    mean = (gain * before[..., None]).sum(axis=0) / np.maximum(count, 1)[:, None]
    return np.where(count[:, None] > 0, mean, np.nan)


def _with_factor(day: Inputs, column: int, value: Array) -> Inputs:
    happened = day.factors.copy()
    happened[:, column] = value
    return replace(day, factors=happened)


def _with_product(day: Inputs, column: int, share: float) -> Inputs:
    used = day.products.copy()
    used[:, column] = share
    return replace(day, products=used)
