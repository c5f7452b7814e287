"""A life that can be stopped on any day and continued many times over with other chance.

Everything is arrays whose first axis is people, so that one person can be taken out, repeated a thousand times and sent
into a thousand futures: that is what an oracle knows and a forecaster does not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from skincast.catalog import factors
from skincast.twin.life.climate import advance_weather, read_weather, start_weather
from skincast.twin.life.habits import advance_habits, read_habits, start_habits
from skincast.twin.life.people import draw_people
from skincast.twin.life.products import advance_use, draw_routines, planned_ahead, read_use, start_use
from skincast.twin.life.world import FACTORS, Array, Inputs, People, Table, World, take


@dataclass(frozen=True, slots=True, kw_only=True)
class Lives:
    """Everything about a group of people that no day changes."""

    world: World
    people: People
    persons: Table
    """Of the world's law."""
    routines: Table
    first_day: dt.date

    def take(self, index: NDArray[np.int64]) -> Lives:
        """Some of the people, in this order, repeats allowed."""
        return Lives(
            world=self.world,
            people=take_people(self.people, index),
            persons=take(self.persons, index),
            routines=take(self.routines, index),
            first_day=self.first_day,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Everything that an evening hands to the next morning."""

    day: int
    """Of the life; -1: the evening before the first day."""
    weather: Table
    habits: Table
    use: Table
    skin: Table
    scores: Array
    """(n, len(CONCERNS)) true scores of that evening."""

    def take(self, index: NDArray[np.int64]) -> Moment:
        """Of some of the people, in this order, repeats allowed."""
        return Moment(
            day=self.day,
            weather=take(self.weather, index),
            habits=take(self.habits, index),
            use=take(self.use, index),
            skin=take(self.skin, index),
            scores=self.scores[index],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What one day brought and did."""

    date: dt.date
    inputs: Inputs
    planned: Array
    """(n, len(PRODUCTS)) what the routine asked for on that day."""
    planned_ahead: Array
    """(n, len(PRODUCTS)) what had been planned for it on the first day: knows nothing of later starts and stops."""
    scores: Array
    """(n, len(CONCERNS)) true, of the evening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is done otherwise than life would have it, from the next day on: for trials and what-if questions."""

    products: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({}))
    """Column of `PRODUCTS` -> share of full use on every day."""
    only: bool = False
    """Every other product is left away."""
    factors: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({}))
    """Column of `FACTORS` -> its value on every day."""
    added: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({}))
    """Column of `FACTORS` -> added on every day, within the factor's bounds."""


def begin(world: World, n: int, random: np.random.Generator, *, first_day: dt.date) -> tuple[Lives, Moment]:
    """Draw people and the evening before their first day."""
    day_of_year = _day_of_year(first_day)
    return begin_with(world, draw_people(n, random, day_of_year=day_of_year), random, first_day=first_day)


def begin_with(
    world: World, people: People, random: np.random.Generator, *, first_day: dt.date
) -> tuple[Lives, Moment]:
    """Let these very people begin."""
    routines = draw_routines(people.usual_products, random)
    persons = world.draw_persons(people, random)
    skin = world.start(persons, random)
    lives = Lives(world=world, people=people, persons=persons, routines=routines, first_day=first_day)
    moment = Moment(
        day=-1,
        weather=start_weather(people.place, random),
        habits=start_habits(people, random),
        use=start_use(routines),
        skin=skin,
        scores=world.scores(persons, skin),
    )
    return lives, moment


def step(
    lives: Lives, moment: Moment, random: np.random.Generator, *, change: Change | None = None
) -> tuple[Moment, Day]:
    """Live one day more.

    Args:
        lives: who.
        moment: the evening before.
        random: chance of this day.
        change: done otherwise; None: as life has it.
    """
    day = moment.day + 1
    date = lives.first_day + dt.timedelta(days=day)
    people, day_of_year = lives.people, _day_of_year(date)
    weather = advance_weather(people.place, moment.weather, random)
    habits = advance_habits(people, moment.habits, random, day_of_year=day_of_year)
    happened = read_habits(
        people, habits, read_weather(people.place, weather, day_of_year), random, weekday=date.weekday()
    )
    use = advance_use(lives.routines, moment.use, moment.scores, random, day=day)
    planned, used = read_use(lives.routines, use, happened[:, FACTORS.index("uv_dose_sed")], random, day=day)
    if change is not None:
        used, happened = _changed(used, happened, change)
    inputs = Inputs(factors=happened, products=used, weekday=date.weekday(), day_of_year=day_of_year)
    skin = lives.world.advance(lives.persons, moment.skin, inputs, random)
    scores = lives.world.scores(lives.persons, skin)
    ahead = planned_ahead(lives.routines, day=day)
    after = Moment(day=day, weather=weather, habits=habits, use=use, skin=skin, scores=scores)
    return after, Day(date=date, inputs=inputs, planned=planned, planned_ahead=ahead, scores=scores)


def take_people(people: People, index: NDArray[np.int64]) -> People:
    """Some of the people, in this order, repeats allowed."""
    return People(**{one.name: getattr(people, one.name)[index] for one in fields(people)})


def _changed(used: Array, happened: Array, change: Change) -> tuple[Array, Array]:
    used = np.zeros_like(used) if change.only else used.copy()
    happened = happened.copy()
    for column, share in change.products.items():
        used[:, column] = share
    for column, value in change.factors.items():
        happened[:, column] = value
    for column, value in change.added.items():
        row = factors()[FACTORS[column]]
        happened[:, column] = np.clip(happened[:, column] + value, row.low, row.high)
    return used, happened


def _day_of_year(date: dt.date) -> int:
    return min(date.timetuple().tm_yday - 1, 364)
