"""Whole lives of many people, chunk by chunk: memory stays flat however many they are.

A chunk depends on the seed and its number alone: asking for more people or fewer never changes anybody's life.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skincast.twin.life.climate import usual_weather
from skincast.twin.life.course import Day, Lives, Moment, begin, step
from skincast.twin.life.lesions import STAGES
from skincast.twin.life.observe import Schedule, Seen, draw_watchers, start_watch, watch
from skincast.twin.life.world import CONCERNS, FACTORS, PRODUCTS, Array, People, World
from skincast.twin.person import stream

CHUNK_PEOPLE = 500
FIRST_DAY = dt.date(2025, 1, 6)
Series = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """The lives of up to `CHUNK_PEOPLE` people; series are `(n, days, ...)` float32."""

    number: int
    first_person: int
    """Index of its first person among all."""
    lives: Lives
    """Who they are, to continue from `last` or to ask an oracle."""
    begun: Moment
    """The evening before the first day."""
    last: Moment
    """The evening of the last day."""
    scores: Series
    """True, in the order of `CONCERNS`."""
    factors: Series
    """True, in the order of `FACTORS`."""
    planned: Series
    """What the routine asked for, in the order of `PRODUCTS`; knows later decisions: never told beforehand."""
    planned_ahead: Series
    """What had been planned on the first day: may be told beforehand."""
    used: Series
    """What truly was used."""
    measured: Series
    """Scores that the app got; NaN: no photo."""
    measured_sd: Series
    """The SD that came with them."""
    logged_factors: Series
    """NaN: not logged."""
    logged_products: Series
    """NaN: no log on that day; 0: not written down."""
    lesion_counts: Series | None = None
    """In the order of `lesions.STAGES`; None: the world counts none."""


def live(
    world: World,
    seed: int,
    n_people: int,
    days: int,
    *,
    schedule: Schedule = "mixed",
    first_day: dt.date = FIRST_DAY,
    from_chunk: int = 0,
) -> Iterator[Chunk]:
    """Live and yield chunk by chunk.

    Args:
        world: the law of skin.
        seed: of everything.
        n_people: how many in all.
        days: of each life.
        schedule: how often people mean to take a photo.
        first_day: of every life.
        from_chunk: number of the first chunk that is wanted: a run goes on where it stopped.

    Yields:
        Chunks in order; the last one may hold fewer people.
    """
    for number in range(from_chunk, -(-n_people // CHUNK_PEOPLE)):
        n = min(CHUNK_PEOPLE, n_people - number * CHUNK_PEOPLE)
        yield live_chunk(world, seed, number, n, days, schedule=schedule, first_day=first_day)


def live_chunk(
    world: World,
    seed: int,
    number: int,
    n_people: int,
    days: int,
    *,
    schedule: Schedule = "mixed",
    first_day: dt.date = FIRST_DAY,
) -> Chunk:
    """One chunk; all of its people live and the first `n_people` are given: nobody depends on how many they are.

    Args:
        world: the law of skin.
        seed: of everything.
        number: of the chunk.
        n_people: how many of it are wanted, at most `CHUNK_PEOPLE`.
        days: of each life.
        schedule: how often people mean to take a photo.
        first_day: of every life.
    """
    chance = stream(seed, "lives", number)
    eye = stream(seed, "photos and logs", number)
    lives, moment = begin(world, CHUNK_PEOPLE, chance, first_day=first_day)
    watchers = draw_watchers(CHUNK_PEOPLE, eye, schedule=schedule)
    seeing, begun = start_watch(watchers, eye), moment
    rows = np.arange(n_people)
    series = _empty(n_people, days, lesions="counts" in moment.skin)
    for day in range(days):
        moment, lived = step(lives, moment, chance)
        happened, used = lived.inputs.factors, lived.inputs.products
        seeing, seen = watch(watchers, seeing, eye, scores=lived.scores, happened=happened, used=used)
        _write_down(series, day, lived, seen)
        if "counts" in moment.skin:
            series["lesion_counts"][:, day] = moment.skin["counts"][:n_people]
    return Chunk(
        number=number,
        first_person=number * CHUNK_PEOPLE,
        lives=lives.take(rows),
        begun=begun.take(rows),
        last=moment.take(rows),
        **series,
    )


def normal_factors(people: People, date: dt.date) -> dict[str, Array]:
    """The climate's normal of a day where people live: what a forecaster may know of any day.

    Returns:
        Catalog name of each environment factor -> (n,), UV dose by the person's ordinary hours outdoors.
    """
    weather = dict(usual_weather(people.place, min(date.timetuple().tm_yday - 1, 364)))
    return {"uv_dose_sed": weather.pop("sed_per_hour") * people.outdoor_hours, **weather}


def _write_down(series: dict[str, Series], day: int, lived: Day, seen: Seen) -> None:
    rows = {
        "scores": lived.scores,
        "factors": lived.inputs.factors,
        "planned": lived.planned,
        "planned_ahead": lived.planned_ahead,
        "used": lived.inputs.products,
        "measured": seen.values,
        "measured_sd": seen.sd,
        "logged_factors": seen.factors,
        "logged_products": seen.products,
    }
    for name, values in rows.items():
        series[name][:, day] = values[: len(series[name])]


def _empty(n: int, days: int, *, lesions: bool) -> dict[str, Series]:
    widths: dict[str, tuple[str, ...]] = {
        "scores": CONCERNS,
        "factors": FACTORS,
        "planned": PRODUCTS,
        "planned_ahead": PRODUCTS,
        "used": PRODUCTS,
        "measured": CONCERNS,
        "measured_sd": CONCERNS,
        "logged_factors": FACTORS,
        "logged_products": PRODUCTS,
    }
    if lesions:
        widths["lesion_counts"] = STAGES
    return {name: np.empty((n, days, len(columns)), np.float32) for name, columns in widths.items()}
