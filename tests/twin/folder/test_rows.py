"""Tens of millions of numbers as text say the same as one number at a time."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from skincast.twin.folder.rows import Column, date_texts, long_rows

FIRST = date(2024, 2, 27)
COLUMNS = (
    Column(name="fine", step=0.1, low=0.0, high=100.0),
    Column(name="coarse", step=10.0, low=0.0, high=300.0),
    Column(name="cold", step=0.1, low=-60.0, high=60.0),
)


def test_numbers_are_written_as_people_write_them() -> None:
    texts = Column(name="hours", step=0.5, low=-1.0, high=1.0).texts()
    assert texts.tolist() == [b"-1", b"-0.5", b"0", b"0.5", b"1"]


def test_days_count_over_the_end_of_a_month() -> None:
    assert date_texts(FIRST, 4).tolist() == [b"2024-02-27", b"2024-02-28", b"2024-02-29", b"2024-03-01"]


def test_numbers_out_of_bounds_are_written_as_the_bounds_and_unknown_ones_stay_unknown() -> None:
    rounded = COLUMNS[0].rounded(np.array([-3.0, 100.4, 50.04, np.nan]))
    assert rounded[:3].tolist() == [0.0, 100.0, 50.0]
    assert np.isnan(rounded[3])


numbers = st.one_of(st.just(float("nan")), st.floats(-80, 400, allow_nan=False))


@given(st.lists(st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=4, max_size=4), min_size=1, max_size=3))
def test_every_known_value_is_one_row_and_no_other(cells: list[list[list[float]]]) -> None:
    values = np.array(cells)
    people = [f"p{k}" for k in range(len(cells))]
    endings = [
        np.array([b",0\n"]),
        np.array([b",1\n"]),
        np.char.mod(b",%d\n", np.arange(4)[None].repeat(len(cells), 0)),
    ]
    text = long_rows(people, date_texts(FIRST, 4), COLUMNS, values, endings=endings).decode()
    read = list(csv.reader(io.StringIO(text)))
    expected = [
        (who, (FIRST + timedelta(days=day)).isoformat(), column.name, float(column.rounded(values[i, day, k])))
        for i, who in enumerate(people)
        for day in range(4)
        for k, column in enumerate(COLUMNS)
        if not np.isnan(values[i, day, k])
    ]
    assert [(who, day, name) for who, day, name, *_ in read] == [row[:3] for row in expected]
    assert np.allclose([float(row[3]) for row in read], [row[3] for row in expected])
    tails = {"fine": "0", "coarse": "1"}
    assert all(tail == tails.get(name, str((date.fromisoformat(day) - FIRST).days)) for _, day, name, _, tail in read)
