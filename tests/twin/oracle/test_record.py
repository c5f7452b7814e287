"""The learner reads what a folder's files show, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from skincast.twin.folder.columns import NORMALS, concern_columns, factor_columns, normal_columns, product_columns
from skincast.twin.folder.order import Order, open_folder
from skincast.twin.folder.read import Record as Shown
from skincast.twin.folder.read import read_record
from skincast.twin.folder.rows import Column
from skincast.twin.folder.write import finish_folder, person_name, write_chunk
from skincast.twin.life.climate import usual_weather
from skincast.twin.life.lives import Chunk, live_chunk
from skincast.twin.life.worlds import LinearWorld
from skincast.twin.oracle.learner.record import Record, record_of

PEOPLE, DAYS = 8, 40
Shape = tuple[Record, Shown]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Chunk, Path]:
    order = Order(people=PEOPLE, days=DAYS, selfies="none", world="linear", seed=6, law="today")
    folder = tmp_path_factory.mktemp("record") / "lives"
    chunk = live_chunk(LinearWorld(), 6, 0, PEOPLE, DAYS, schedule="daily")
    open_folder(folder, order)
    write_chunk(folder, chunk)
    finish_folder(folder, order, chunks=1)
    return chunk, folder


@pytest.fixture(scope="module", params=range(PEOPLE))
def both(request: pytest.FixtureRequest, written: tuple[Chunk, Path]) -> Shape:
    chunk, folder = written
    return record_of(chunk, request.param), read_record(folder, person_name(request.param))


def table(
    rows: dict[dt.date, dict[str, float]], first: dt.date, columns: Sequence[Column], *, empty: float
) -> NDArray[np.float64]:
    """(DAYS, columns) of rows by day and name."""
    days = [rows.get(first + dt.timedelta(days=day), {}) for day in range(DAYS)]
    return np.array([[day.get(column.name, empty) for column in columns] for day in days])


def test_measured_scores_and_told_sds_are_those_of_the_file(both: Shape) -> None:
    record, shown = both
    told = {day: {name: one.value for name, one in rows.items()} for day, rows in shown.observed.items()}
    sds = {day: {name: one.sd or 0.0 for name, one in rows.items()} for day, rows in shown.observed.items()}
    assert told
    for mine, rows in ((record.measured, told), (record.measured_sd, sds)):
        theirs = table(rows, record.first_day, concern_columns(), empty=np.nan)
        np.testing.assert_allclose(mine, theirs, atol=1e-6)


def test_what_was_logged_and_what_was_planned_are_those_of_the_file(both: Shape) -> None:
    record, shown = both
    first = record.first_day
    factors = table(shown.happened, first, factor_columns(), empty=np.nan)
    np.testing.assert_allclose(record.factors, factors, atol=1e-6)
    for mine, rows in ((record.products, shown.happened), (record.planned, shown.planned)):
        np.testing.assert_allclose(mine, table(rows, first, product_columns(), empty=0.0), atol=1e-6)


def test_the_planned_normals_of_the_file_tell_the_place_and_the_hours_outdoors(both: Shape) -> None:
    record, shown = both
    theirs = table(shown.planned, record.first_day, normal_columns(), empty=np.nan)
    for day in (0, DAYS - 1):
        date = record.first_day + dt.timedelta(days=day)
        normal = dict(usual_weather(np.array([record.place]), min(date.timetuple().tm_yday - 1, 364)))
        normal["uv_dose_sed"] = normal.pop("sed_per_hour") * record.outdoor_hours
        mine = [column.rounded(normal[name])[0] for name, column in zip(NORMALS, normal_columns(), strict=True)]
        np.testing.assert_allclose(mine, theirs[day], atol=1e-6)


def test_the_folder_shows_nothing_that_the_learner_cannot_place(both: Shape) -> None:
    _, shown = both
    named = {column.name for column in (*factor_columns(), *product_columns())}
    assert {name for rows in shown.happened.values() for name in rows} <= named
    assert {name for rows in shown.planned.values() for name in rows} <= named
