"""One day's document: whatever the order in which things are said, the same counts."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skincast.catalog import factors
from skincast.errors import DateRefused, FactorUnknown, ValueRefused
from skincast.journal.daybook import (
    Document,
    as_readings,
    check_reading,
    choose,
    collect,
    find_factor,
    merge,
    pack,
    unpack,
)
from skincast.types import DayValue, Reading

TODAY = date(2026, 6, 15)
SOURCES = ["person", "apple_health", "oura", "environment", "computed"]
readings = st.builds(
    Reading,
    factor=st.sampled_from(["sleep_hours", "stress", "humidity_percent"]),
    day=st.just(TODAY),
    value=st.sampled_from([1.0, 2.5, 4.0]),
    source=st.sampled_from(SOURCES),
    planned=st.booleans(),
)


def reading(**changes: Any) -> Reading:
    given = {"factor": "stress", "day": TODAY, "value": 3.0, "source": "person"}
    return Reading(**{**given, **changes})


def check(**changes: Any) -> Reading:
    return check_reading(reading(**changes), today=TODAY, birth_year=1990)


def write(*said: Reading) -> Document:
    document: Document = {}
    for one in said:
        merge(document, one)
    return document


@given(st.lists(readings, unique_by=lambda one: (one.factor, one.source)), st.randoms(use_true_random=False))
def test_the_order_of_sources_does_not_matter(said: list[Reading], random: Any) -> None:
    shuffled = random.sample(said, len(said))
    assert pack(write(*said)) == pack(write(*shuffled))
    assert json.dumps(pack(write(*said))) == json.dumps(pack(write(*shuffled)))


@given(st.lists(readings))
def test_saying_it_again_changes_nothing(said: list[Reading]) -> None:
    last = [one for day in collect(said).values() for one in day.values()]
    document = write(*said)
    before = pack(document)
    assert [merge(document, one) for one in last] == ["unchanged"] * len(last)
    assert pack(document) == before


@given(st.lists(readings))
def test_all_at_once_is_as_good_as_one_by_one(said: list[Reading]) -> None:
    at_once = [one for day in collect(said).values() for one in day.values()]
    assert pack(write(*at_once)) == pack(write(*said))


@given(st.lists(readings))
def test_comes_back_from_json(said: list[Reading]) -> None:
    document = write(*said)
    assert unpack(json.loads(json.dumps(pack(document)))) == document
    assert write(*as_readings(TODAY, document)) == document


@given(st.lists(readings, min_size=1))
def test_what_happened_counts_more_than_what_was_planned(said: list[Reading]) -> None:
    values = choose(pack(write(*said)))  # type: ignore[arg-type]
    assert set(values) == {one.factor for one in said}
    for name, value in values.items():
        assert value.planned == all(one.planned for one in said if one.factor == name)


def test_the_person_counts_more_than_devices_and_these_more_than_the_environment() -> None:
    for some in range(1, len(SOURCES) + 1):
        said = [reading(source=source, value=float(k)) for k, source in enumerate(SOURCES)][-some:]
        chosen = choose(pack(write(*said)))  # type: ignore[arg-type]
        assert chosen == {"stress": DayValue(value=said[0].value, source=said[0].source)}


def test_a_plan_never_replaces_what_happened() -> None:
    document = write(reading(value=3.0))
    assert merge(document, reading(value=9.0, planned=True)) == "unchanged"
    assert document == {"stress": {"person": (3.0, False)}}
    planned = write(reading(value=9.0, planned=True))
    assert merge(planned, reading(value=3.0)) == "changed"
    assert planned == document
    assert merge(planned, reading(value=4.0)) == "changed"


def test_factors_answer_to_their_aliases() -> None:
    for name in ("sleep_hours", "sleep", "Sleep", " SLEEP-hours ", "sleep duration"):
        assert find_factor(name).name == "sleep_hours"
    assert check(factor="Stress Level").factor == "stress"


def test_an_unknown_factor_names_the_nearest() -> None:
    with pytest.raises(FactorUnknown, match="Did you mean 'sleep_quality'") as caught:
        find_factor("sleep_qualty")
    assert "skincast factors" in caught.value.hint
    with pytest.raises(FactorUnknown, match=r"'xyzzyx'\.$"):
        find_factor("xyzzyx")


@pytest.mark.parametrize("name", [one.name for one in factors().values() if one.derived_from])
def test_derived_factors_are_not_logged(name: str) -> None:
    with pytest.raises(ValueRefused, match="computed"):
        check(factor=name, value=3.0)


@pytest.mark.parametrize("name", [one.name for one in factors().values() if not one.derived_from])
def test_every_factor_takes_what_a_day_can_have(name: str) -> None:
    factor = factors()[name]
    for value in (factor.low, factor.high):
        assert check(factor=name, value=value).value == value
    for value in (factor.low - 0.01, factor.high + 0.01, math.nan, math.inf, -math.inf):
        with pytest.raises(ValueRefused, match=f"{factor.low:g} to {factor.high:g}"):
            check(factor=name, value=value)


def test_yes_or_no_has_nothing_between() -> None:
    with pytest.raises(ValueRefused):
        check(factor="shaving", value=0.5)


def test_only_plans_lie_in_the_future() -> None:
    tomorrow = date(2026, 6, 16)
    assert check(day=tomorrow, planned=True).planned
    with pytest.raises(DateRefused, match="2026-06-16"):
        check(day=tomorrow)
    with pytest.raises(DateRefused):
        check(day=date(1989, 12, 31))
    assert check(day=date(1990, 1, 1)).day.year == 1990


@pytest.mark.parametrize("source", ["", "x" * 101, "two\nlines"])
def test_a_source_has_a_name(source: str) -> None:
    with pytest.raises(ValueRefused, match="source"):
        check(source=source)
