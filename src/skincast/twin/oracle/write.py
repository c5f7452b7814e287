"""Both ceilings of a folder of lives, beside its hidden truth, as forecasts in the backtest format."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from skincast.errors import OutputUnwritable, TwinFolderUnreadable
from skincast.twin.folder.columns import HORIZONS_DAYS
from skincast.twin.folder.order import Order, open_order
from skincast.twin.folder.write import LIFE, ORIGIN_DAYS, TESTED, person_name
from skincast.twin.life.lives import CHUNK_PEOPLE, Chunk, live_chunk
from skincast.twin.life.observe import Schedule
from skincast.twin.life.world import CONCERNS
from skincast.twin.life.worlds import WORLDS
from skincast.twin.oracle.fair import fair_oracle
from skincast.twin.oracle.forecasts import LEVELS, Forecasts, from_samples, levels
from skincast.twin.oracle.learner.foresee import foresee
from skincast.twin.oracle.learner.learner import learn_person
from skincast.twin.oracle.learner.record import record_of
from skincast.twin.oracle.relive import relive
from skincast.twin.person import stream

FAIR_FILE, LEARNER_FILE = "oracle_fair.csv.gz", "oracle_learner.csv.gz"
HEAD = ("person_id", "origin_date", "concern", "horizon_days", *(f"q{100 * p:02.0f}" for p in LEVELS), "p_worse")
Progress = Callable[[int, int], None]


def write_oracle(
    folder: Path, *, law: str, n_futures: int = 200, progress: Progress = lambda _done, _all: None
) -> tuple[Path, Path]:
    """Write what the fair oracle and the best learner foretell at every origin of a folder.

    Args:
        folder: finished, without pictures: of measured pictures nobody knows the noise.
        law: fingerprint of the worlds as they are now: lives under another law cannot be lived again.
        n_futures: of each forecast.
        progress: told how many chunks are done, of how many.

    Returns:
        Files of the fair oracle and of the learner.

    Raises:
        TwinFolderUnreadable: no finished folder, or one whose lives cannot be lived again.
        OutputUnwritable: the files cannot be written.
    """
    order = _checked(folder, law)
    files = folder / LIFE / FAIR_FILE, folder / LIFE / LEARNER_FILE
    chunks = -(-order.people // CHUNK_PEOPLE)
    try:
        with gzip.open(files[0], "wt", newline="\n") as fair, gzip.open(files[1], "wt", newline="\n") as learner:
            for file in (fair, learner):
                file.write(",".join(HEAD) + "\n")
            for number in range(chunks):
                _write_chunk(order, number, n_futures, fair, learner)
                progress(number + 1, chunks)
    except OSError as error:
        raise OutputUnwritable(
            f"{folder} cannot be written: {error.strerror}.", hint="Name a folder of yours."
        ) from error
    return files


def fair_forecasts(
    chunk: Chunk, order: Order, rows: NDArray[np.int64], days: list[int], *, n_futures: int
) -> Iterator[Forecasts]:
    """The fair oracle's forecasts of some people of a chunk, one origin after the other."""
    evenings = relive(WORLDS[order.world], order.seed, chunk.number, days, people=rows, schedule=schedule_of(order))
    for day, evening in zip(days, evenings, strict=True):
        random = stream(order.seed, "fair oracle", chunk.number, day)
        level = levels(chunk.measured[rows], day)
        yield fair_oracle(evening, level, random, horizons_days=HORIZONS_DAYS, n_futures=n_futures)


def learner_forecasts(chunk: Chunk, order: Order, row: int, days: list[int], *, n_futures: int) -> Iterator[Forecasts]:
    """The best learner's forecasts of one person of a chunk, one origin after the other."""
    random = stream(order.seed, "learner", chunk.number, row)
    for day, learned in zip(days, learn_person(WORLDS[order.world], record_of(chunk, row), days, random), strict=True):
        samples = foresee(learned, random, horizons_days=HORIZONS_DAYS, n_futures=n_futures)
        yield from_samples(samples[None], levels(chunk.measured[row : row + 1], day), horizons_days=HORIZONS_DAYS)


def schedule_of(order: Order) -> Schedule:
    """How often the people of an order photograph."""
    return "mixed" if order.selfies == "none" else order.selfies


def _checked(folder: Path, law: str) -> Order:
    order = open_order(folder)
    if order.selfies != "none":
        raise TwinFolderUnreadable(
            f"The scores in {folder} were measured in pictures.",
            hint="Ask for the ceilings of a folder made with `--selfies none`.",
        )
    if order.law != law:
        raise TwinFolderUnreadable(
            f"The lives in {folder} follow another law than today's.",
            hint="Make the lives anew with this version of Skincast.",
        )
    return order


def _write_chunk(order: Order, number: int, n_futures: int, fair: TextIO, learner: TextIO) -> None:
    size = min(CHUNK_PEOPLE, order.people - number * CHUNK_PEOPLE)
    world, schedule = WORLDS[order.world], schedule_of(order)
    chunk = live_chunk(world, order.seed, number, size, order.days, schedule=schedule)
    days = [day for day in ORIGIN_DAYS if day + min(HORIZONS_DAYS) < order.days]
    rows = np.array([row for row in range(size) if (chunk.first_person + row) % TESTED == TESTED - 1], np.int64)
    if len(rows) == 0 or not days:
        return
    for day, told in zip(days, fair_forecasts(chunk, order, rows, days, n_futures=n_futures), strict=True):
        fair.writelines(_rows(chunk, int(row), day, told, at=at) for at, row in enumerate(rows))
    for row in rows:
        for day, told in zip(days, learner_forecasts(chunk, order, int(row), days, n_futures=n_futures), strict=True):
            learner.write(_rows(chunk, int(row), day, told, at=0))


def _rows(chunk: Chunk, row: int, day: int, told: Forecasts, *, at: int) -> str:
    """Every concern and horizon of one person at one origin."""
    name = person_name(chunk.first_person + row)
    date = (chunk.lives.first_day + dt.timedelta(days=day)).isoformat()
    return "".join(
        f"{name},{date},{concern},{horizon},"
        + ",".join(f"{value:.2f}" for value in told.quantiles[at, h, c])
        + f",{told.p_worse[at, h, c]:.4f}\n"
        for c, concern in enumerate(CONCERNS)
        for h, horizon in enumerate(told.horizons_days)
    )
