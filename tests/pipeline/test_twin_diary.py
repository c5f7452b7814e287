"""Rows of a folder become what a journal takes: values with a source, bleeding in place of phases, runs of use."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skincast.journal.cycle import count_cycle_days
from skincast.pipeline.twin_diary import FLOW, PERIOD_FLOW, TWIN, readings_of, unknown_factors, uses_of
from skincast.types import Ingredient

FIRST = date(2026, 1, 10)
FACTS = {
    "sleep_hours": {"kind": "lifestyle", "unit": "h"},
    "humidity_percent": {"kind": "environment", "unit": "%"},
    "cycle_phase": {"kind": "cycle", "unit": "days"},
    "azelaic_acid": {"kind": "product", "unit": "share"},
    "vehicle": {"kind": "product", "unit": "share"},
    "snake_oil": {"kind": "product", "unit": "share"},
}


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def test_values_keep_their_day_and_say_that_a_twin_told_them() -> None:
    happened = {day(0): {"sleep_hours": 7.5, "azelaic_acid": 1.0}}
    planned = {day(0): {"humidity_percent": 60.0}, day(400): {"humidity_percent": 55.0}}
    read = list(readings_of(happened, planned, FACTS))
    assert {one.source for one in read} == {TWIN}
    assert [(one.factor, one.day, one.value, one.planned) for one in read] == [
        ("humidity_percent", day(0), 60.0, True),
        ("humidity_percent", day(400), 55.0, True),
        ("sleep_hours", day(0), 7.5, False),
    ]


def test_names_that_the_catalog_does_not_know_or_counts_otherwise_are_told() -> None:
    facts = FACTS | {"mood": {"kind": "lifestyle", "unit": "points"}, "water_ml": {"kind": "lifestyle", "unit": "oz"}}
    assert unknown_factors(facts) == ("mood", "water_ml")
    happened = {day(0): {"mood": 3.0, "water_ml": 60.0, "sleep_hours": 7.0, "unheard_of": 1.0}}
    assert [one.factor for one in readings_of(happened, {}, facts)] == ["sleep_hours"]


@given(
    st.lists(st.integers(21, 38), min_size=1, max_size=5),
    st.integers(0, 20),
    st.sets(st.integers(0, 150), min_size=1),
)
def test_the_journal_counts_the_days_of_the_cycle_that_the_folder_told(
    lengths: list[int], begun: int, known: set[int]
) -> None:
    starts = [-begun]
    for length in lengths:
        starts.append(starts[-1] + length)
    phases = {n: n - max(s for s in starts if s <= n) for n in known if n - starts[-1] <= 38}
    happened = {day(number): {"cycle_phase": float(phase)} for number, phase in phases.items()}
    flows = {one.day: one.value for one in readings_of(happened, {}, FACTS) if one.factor == FLOW}
    if not phases:
        assert not flows
        return
    counted = count_cycle_days(flows, until=day(max(phases)))
    assert {number: counted[day(number)] for number in phases} == phases
    assert max(flows) == day(max(phases))


def test_a_period_is_five_days_and_the_others_have_none() -> None:
    happened = {day(number): {"cycle_phase": float(number)} for number in (2, 3, 20)}
    flows = {one.day: one.value for one in readings_of(happened, {}, FACTS)}
    assert [flows[day(number)] for number in range(5)] == list(PERIOD_FLOW)
    assert flows[day(20)] == 0
    assert len(flows) == 6


def test_a_run_of_use_is_a_product() -> None:
    happened = {day(n): {"sleep_hours": 7.0} for n in range(80)}
    for number in (10, 11, 13, 14, 16):
        happened[day(number)]["azelaic_acid"] = 1.0
    happened[day(79)]["vehicle"] = 0.5
    first, last = uses_of(happened, {}, FACTS)
    assert first.ingredients == (Ingredient(active="azelaic_acid", percent=None),)
    assert (first.label, first.opened_on, first.stopped_on) == ("Azelaic acid", day(10), day(17))
    assert first.times_per_week == pytest.approx(5.0)
    assert first.adherence is None
    assert (last.label, last.ingredients, last.stopped_on) == ("Cream without an active", (), None)


def test_a_long_pause_makes_two_of_it() -> None:
    happened = {day(n): {"sleep_hours": 7.0} for n in range(60)}
    for number in (0, 14, 29, 59):
        happened[day(number)]["snake_oil"] = 1.0
    uses = uses_of(happened, {}, FACTS)
    assert [(use.opened_on, use.stopped_on) for use in uses] == [
        (day(0), day(15)),
        (day(29), day(30)),
        (day(59), None),
    ]
    assert {use.label for use in uses} == {"Snake oil"}
    assert all(use.ingredients == () for use in uses)


def test_what_was_meant_tells_how_often_and_how_faithfully() -> None:
    happened = {day(n): {"sleep_hours": 7.0} for n in range(28)}
    planned = {day(n): {"azelaic_acid": 1.0} for n in range(28)}
    for number in range(0, 28, 2):
        happened[day(number)]["azelaic_acid"] = 1.0
    (use,) = uses_of(happened, planned, FACTS)
    assert use.times_per_week == 7
    assert use.adherence == pytest.approx(14 / 27, abs=0.01)


def test_days_on_which_nobody_wrote_say_nothing_about_how_often() -> None:
    happened = {day(n): {"azelaic_acid": 1.0} for n in (0, 7, 14)}
    happened |= {day(n): {"humidity_percent": 50.0} for n in (1, 2, 3)}
    (use,) = uses_of(happened, {}, FACTS)
    assert use.times_per_week == 7
