"""The same lives once more, evening by evening, so that an oracle can stand in any of them.

A chunk that was written to a folder tells what was seen; living it again with the same seed tells everything else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skincast.twin.life.course import Lives, Moment, begin, step
from skincast.twin.life.lives import CHUNK_PEOPLE, FIRST_DAY
from skincast.twin.life.observe import Schedule, draw_watchers, start_watch, watch
from skincast.twin.life.world import Table, World, take
from skincast.twin.person import stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """What somebody photographs with on an evening."""

    watchers: Table
    """What no day changes, as by `draw_watchers`."""
    state: Table
    """The phone and its bias, as by `start_watch`."""

    def take(self, index: NDArray[np.int64]) -> Camera:
        """Of some of the people, in this order, repeats allowed."""
        return Camera(watchers=take(self.watchers, index), state=take(self.state, index))


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """The end of a day, with nothing hidden."""

    lives: Lives
    moment: Moment
    camera: Camera

    def take(self, index: NDArray[np.int64]) -> Evening:
        """Of some of the people, in this order, repeats allowed."""
        return Evening(lives=self.lives.take(index), moment=self.moment.take(index), camera=self.camera.take(index))


def relive(
    world: World,
    seed: int,
    number: int,
    evenings: Sequence[int],
    *,
    people: NDArray[np.int64],
    schedule: Schedule = "mixed",
    first_day: dt.date = FIRST_DAY,
) -> Iterator[Evening]:
    """Live a chunk again and stop on some evenings.

    Args:
        world: the law of skin.
        seed: of everything.
        number: of the chunk.
        evenings: days of the life, rising.
        people: rows of the chunk that are wanted.
        schedule: as it was.
        first_day: as it was.

    Yields:
        One evening for each day that is asked for; its people are those of `live_chunk` with the same arguments.
    """
    chance, eye = stream(seed, "lives", number), stream(seed, "photos and logs", number)
    lives, moment = begin(world, CHUNK_PEOPLE, chance, first_day=first_day)
    watchers = draw_watchers(CHUNK_PEOPLE, eye, schedule=schedule)
    seeing = start_watch(watchers, eye)
    for day in range(max(evenings, default=-1) + 1):
        moment, lived = step(lives, moment, chance)
        happened, used = lived.inputs.factors, lived.inputs.products
        seeing, _ = watch(watchers, seeing, eye, scores=lived.scores, happened=happened, used=used)
        if day in evenings:
            camera = Camera(watchers=watchers, state=seeing)
            yield Evening(lives=lives, moment=moment, camera=camera).take(people)
