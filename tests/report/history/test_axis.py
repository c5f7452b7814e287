"""Time is spaced as it passed, and the axis is named so that nobody misreads it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.journey import FIRST, make_days, make_empty, make_history, make_visits

from skincast.report import describe_history
from skincast.report.history.axis import TICK_PX, TimeAxis, days_before, make_axis
from skincast.report.history.scale import SPANS, choose_span, make_scale
from skincast.report.when import read_clock
from skincast.types import Day, DayValue, History


def axis_of(history: History) -> TimeAxis:
    return make_axis(describe_history(history), left=30.0, right=380.0)


@given(st.lists(st.floats(0, 2000), min_size=1, max_size=12))
def test_visits_lie_inside_and_are_spaced_as_they_were(days: list[float]) -> None:
    visits = make_visits(sorted(days))
    history = dataclasses.replace(make_empty(), visits=visits)
    axis = axis_of(history)
    clocks = [read_clock(visit.at.isoformat(), visit.zone) for visit in visits]
    xs = [axis.x(clock) for clock in clocks]

    assert all(30.0 <= x <= 380.0 for x in xs)
    for (x, clock), (next_x, next_clock) in pairwise(zip(xs, clocks, strict=True)):
        assert next_x - x == pytest.approx((next_clock - clock) / timedelta(days=1) * axis.day_px, abs=0.02)


@pytest.mark.parametrize("days", [0.2, 5, 20, 60, 200, 700, 3000, 20000])
def test_the_names_of_the_axis_do_not_run_into_each_other(days: float) -> None:
    ticks = axis_of(dataclasses.replace(make_empty(), visits=make_visits((0, days)))).ticks()

    assert len(ticks) >= 1
    assert all(30.0 <= tick.x <= 380.0 for tick in ticks)
    assert all(b.x - a.x >= 0.9 * TICK_PX for a, b in pairwise(ticks))


def test_january_is_called_by_its_year() -> None:
    ticks = axis_of(dataclasses.replace(make_empty(), visits=make_visits((0, 400)))).ticks()

    assert [tick.words for tick in ticks if tick.words.isdigit()] == ["2026", "2027"]


def test_a_month_begins_where_it_begins() -> None:
    axis = axis_of(make_history())
    march = next(tick for tick in axis.ticks() if tick.words == "Mar")

    assert march.x == pytest.approx(axis.x(datetime(2026, 3, 1)), abs=0.01)  # noqa: DTZ001 - a clock time


def test_an_old_import_does_not_push_the_visits_into_a_corner() -> None:
    old = tuple(
        Day(day=date(2016, 1, 1) + timedelta(days=n), values={"sleep_hours": DayValue(value=7.0, source="x")})
        for n in range(3)
    )
    history = dataclasses.replace(make_history(), days=(*old, *make_days()))
    axis = axis_of(history)

    assert axis.start > datetime(2025, 10, 1)  # noqa: DTZ001 - a clock time
    assert days_before(describe_history(history), axis) == 3


def test_what_was_logged_after_the_last_visit_is_shown() -> None:
    history = dataclasses.replace(make_empty(), visits=make_visits((0,)), days=make_days(100, first=date(2026, 2, 1)))

    assert axis_of(history).end > datetime(2026, 5, 10)  # noqa: DTZ001 - a clock time


def test_an_empty_journal_has_an_axis_too() -> None:
    axis = axis_of(make_empty())

    assert axis.start < FIRST.astimezone(UTC).replace(tzinfo=None) < axis.end


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)).map(sorted), min_size=1, max_size=13))
def test_every_score_fits_its_panel(reaches: list[list[float]]) -> None:
    ends = [(low, high) for low, high in reaches]
    span = choose_span(ends)

    assert span in SPANS
    for low, high in ends:
        scale = make_scale((low, high), span=span, top=10.0, bottom=106.0)
        assert scale.high - scale.low == span
        assert 10.0 - 0.01 <= scale.y(high) <= scale.y(low) <= 106.0 + 0.01
        assert scale.grid()[0].score == scale.low


def test_a_score_lies_where_its_value_says() -> None:
    scale = make_scale((45.0, 60.0), span=40, top=0.0, bottom=80.0)

    assert (scale.low, scale.y(scale.low), scale.y(scale.high)) == (30, 80.0, 0.0)
    assert scale.y(50.0) == 40.0
