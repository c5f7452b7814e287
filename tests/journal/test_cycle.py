"""The day of the cycle, counted from what was logged about bleeding."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skincast.catalog import factors
from skincast.journal.cycle import DERIVED, LOOK_BACK_DAYS, count_cycle_days

START = date(2026, 1, 1)


def day(number: int) -> date:
    return START + timedelta(days=number)


def count(flows: dict[int, float], until: int) -> dict[int, float]:
    counted = count_cycle_days({day(number): flow for number, flow in flows.items()}, until=day(until))
    return {(one - START).days: value for one, value in counted.items()}


def test_every_derived_factor_can_be_counted() -> None:
    assert set(DERIVED) == {one.name for one in factors().values() if one.derived_from is not None}


def test_counts_from_the_first_day_of_bleeding() -> None:
    assert count({0: 3, 1: 4, 2: 2, 28: 2}, 30) == {
        **{number: float(number) for number in range(28)},
        28: 0.0,
        29: 1.0,
        30: 2.0,
    }


def test_nothing_is_known_before_the_first_period() -> None:
    assert count({0: 0, 1: 0, 5: 3}, 6) == {5: 0.0, 6: 1.0}
    assert count({}, 10) == {}
    assert count({20: 3}, 10) == {}


def test_spotting_begins_no_period() -> None:
    assert count({0: 3, 20: 1, 28: 1, 29: 2}, 29)[28] == 28.0
    assert count({0: 3, 20: 1, 28: 1, 29: 2}, 29)[29] == 0.0


@pytest.mark.parametrize(("again", "begins"), [(5, False), (10, False), (11, True)])
def test_a_new_period_is_ten_days_apart(again: int, begins: bool) -> None:
    assert count({0: 3, again: 3}, again)[again] == (0.0 if begins else float(again))


def test_a_long_bleeding_is_one_period() -> None:
    assert count(dict.fromkeys(range(25), 2.0), 24)[24] == 24.0


def test_silence_ends_what_is_known() -> None:
    assert max(count({0: 3}, 80)) == 44
    logged = count({0: 3, 30: 0}, 89)
    assert max(logged) == 74
    assert count({0: 3, 50: 0, 60: 3}, 61) == {**{n: float(n) for n in range(45)}, 60: 0.0, 61: 1.0}


def test_a_cycle_ends_after_ninety_days() -> None:
    logged = count({0: 3.0} | dict.fromkeys(range(1, 120), 0.0), 119)
    assert max(logged) == 90


@given(st.dictionaries(st.integers(0, 300), st.sampled_from([0.0, 1.0, 2.0, 4.0]), max_size=60), st.integers(0, 300))
def test_looking_back_far_enough_is_as_good_as_reading_all(flows: dict[int, float], first: int) -> None:
    late = {number: flow for number, flow in flows.items() if number >= first - LOOK_BACK_DAYS}
    everything, part = count(flows, 310), count(late, 310)
    assert {n: v for n, v in everything.items() if n >= first} == {n: v for n, v in part.items() if n >= first}


@given(st.dictionaries(st.integers(0, 200), st.sampled_from([0.0, 1.0, 2.0, 4.0]), max_size=60))
def test_days_go_up_by_one_or_begin_anew(flows: dict[int, float]) -> None:
    counted = count(flows, 210)
    for number, value in counted.items():
        assert 0 <= value <= factors()["cycle_day"].high
        assert value == 0 or counted.get(number - 1) == value - 1
