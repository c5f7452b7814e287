"""Whose life the demo shows: of many people who do not exist, the one whose skin has most to tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skincast.pipeline.twin_selfies import draw_life_shot
from skincast.report import TrueCourse
from skincast.twin.draw import traits_of
from skincast.twin.folder.columns import factor_columns, meta, product_columns
from skincast.twin.folder.rows import Column
from skincast.twin.life.appearance import conditions_of
from skincast.twin.life.lives import CHUNK_PEOPLE, Chunk, live_chunk
from skincast.twin.life.world import CONCERNS, PRODUCTS
from skincast.twin.life.worlds import WORLDS
from skincast.twin.render import render

WORLD, SEED, DAYS = "flare", 48, 90
"""The seed was chosen among eighty for a life worth seeing: it shows what a journal does, not what is usual."""
TONES, AGES_YEARS = (4, 7), (18.0, 40.0)
REMEDIES = ("azelaic_acid", "adapalene", "benzoyl_peroxide")
BEGUN_DAYS = (14, 45)
ENDS_DAYS, LAST_DAYS, MOST_PRODUCTS, LEAST_LOGGED_DAYS = 21, 10, 3, 45
CLEARING = ("acne", "redness")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoLife:
    """One life, moved in time so that it ends on a given day."""

    chunk: Chunk
    person: int
    first_day: date

    @property
    def age_years(self) -> int:
        """Of the person."""
        return int(self.chunk.lives.people.age_years[self.person])

    def day(self, number: int) -> date:
        """The date of a day of the life, from 0."""
        return self.first_day + timedelta(days=number)

    def selfies(self, days: tuple[int, ...]) -> Iterator[tuple[int, bytes]]:
        """Number of each of these days with the photo of that morning, a JPEG."""
        traits = traits_of(self.chunk.lives.people, self.person)
        for number, condition in enumerate(conditions_of(self.chunk, self.person, traits)):
            if number in days:
                yield number, render(traits, condition, draw_life_shot(traits, number)).jpeg

    def logged(self) -> dict[date, dict[str, float]]:
        """Day -> factor or product -> value, as a diary with its gaps has them, named as in the backtest format."""
        values: dict[date, dict[str, float]] = {}
        for columns, series in (
            (factor_columns(), self.chunk.logged_factors),
            (product_columns(), self.chunk.logged_products),
        ):
            self._add(values, columns, series[self.person].astype(np.float64))
        return values

    def truth(self) -> TrueCourse:
        """What the simulator knows of every day."""
        scores = self.chunk.scores[self.person].astype(float)
        return TrueCourse(
            days=tuple(self.day(number) for number in range(len(scores))),
            scores={name: tuple(scores[:, k].tolist()) for k, name in enumerate(CONCERNS)},
        )

    def _add(self, values: dict[date, dict[str, float]], columns: tuple[Column, ...], series: NDArray[Any]) -> None:
        for k, column in enumerate(columns):
            written = column.rounded(series[:, k])
            for number in np.flatnonzero(~np.isnan(written)):
                values.setdefault(self.day(int(number)), {})[column.name] = round(float(written[number]), 6)


def live_demo(*, today: date) -> DemoLife:
    """Let the crowd live and choose whose life is shown.

    Args:
        today: the last day of the life.
    """
    chunk = live_chunk(WORLDS[WORLD], SEED, 0, CHUNK_PEOPLE, DAYS, schedule="weekly")
    return DemoLife(chunk=chunk, person=choose_person(chunk), first_day=today - timedelta(days=DAYS - 1))


def demo_facts() -> dict[str, dict[str, Any]]:
    """What each name of `DemoLife.logged` is, as in `meta.json`."""
    return {name: dict(facts) for name, facts in meta()["factors"].items()}


def choose_person(chunk: Chunk) -> int:
    """Of those of medium tone who keep a diary and begin a remedy after some weeks, the one whose skin clears most.

    Args:
        chunk: of lives.

    Returns:
        A row of the chunk; where nobody is like that, simply the one whose skin clears most.
    """
    people = chunk.lives.people
    scores = chunk.scores[..., [CONCERNS.index(name) for name in CLEARING]].sum(axis=-1)
    clears = scores[:, -ENDS_DAYS:].mean(axis=1) - scores[:, :ENDS_DAYS].mean(axis=1)
    used = chunk.used > 0
    remedies = used[..., [PRODUCTS.index(name) for name in REMEDIES]]
    begun, kept = remedies.argmax(axis=1), remedies[:, -LAST_DAYS:].any(axis=1)
    later = (begun >= BEGUN_DAYS[0]) & (begun <= BEGUN_DAYS[1]) & kept
    fits = later.any(axis=1) & (used.any(axis=1).sum(axis=1) <= MOST_PRODUCTS)
    fits &= (~np.isnan(chunk.logged_products[..., 0])).sum(axis=1) >= LEAST_LOGGED_DAYS
    fits &= (people.tone >= TONES[0]) & (people.tone <= TONES[1])
    fits &= (people.age_years >= AGES_YEARS[0]) & (people.age_years <= AGES_YEARS[1])
    return int(np.argmax(np.where(fits, clears, clears - 1000)))
