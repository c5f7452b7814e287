"""Answers of the service, good and bad."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.environment.weather_server import Station

from skincast.environment.answer import Answer, read_answer, read_reason
from skincast.environment.hours import QUANTITIES
from skincast.environment.kinds import AIR, FORECAST, HISTORY, KINDS, Kind
from skincast.errors import EnvironmentUnreachable

DAY = date(2024, 6, 1)
Spoil = Callable[[dict[str, Any]], None]


def document(kind: Kind, last_day: date = DAY) -> dict[str, Any]:
    names = ",".join(variable.name for variable in kind.variables)
    return Station(url="").document({"hourly": names, "latitude": "52.5", "longitude": "13.4"}, DAY, last_day)


def read(told: object, kind: Kind = HISTORY) -> Answer:
    return read_answer(json.dumps(told).encode(), kind, DAY, DAY)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_documented_answer_is_read_whole(kind: Kind) -> None:
    answer = read(document(kind), kind)
    assert answer.notices == ()
    assert answer.hours.count == 24
    assert set(answer.hours.values) == {variable.quantity for variable in kind.variables} <= set(QUANTITIES)
    assert all(np.isfinite(values).all() for values in answer.hours.values.values())


def test_values_are_at_their_hours() -> None:
    told = document(HISTORY)
    answer = read(told)
    assert answer.hours.first_hour * 3600 == 1717200000
    assert answer.hours.of("temperature_c").tolist() == told["hourly"]["temperature_2m"]


def test_both_letters_mean_micrograms() -> None:
    told = document(AIR)
    told["hourly_units"]["pm2_5"] = "\u00b5g/m\u00b3"
    assert told["hourly_units"]["ozone"] == "\u03bcg/m\u00b3"
    assert read(told, AIR).notices == ()


def test_nulls_are_unknown() -> None:
    told = document(HISTORY)
    told["hourly"]["temperature_2m"][3] = None
    known = ~np.isnan(read(told).hours.of("temperature_c"))
    assert known.sum() == 23
    assert not known[3]


def test_a_variable_that_is_not_told_at_all_is_unknown_and_said_so() -> None:
    told = document(AIR)
    told["hourly"]["ozone"] = [None] * 24
    told["hourly_units"]["ozone"] = "undefined"
    del told["hourly"]["nitrogen_dioxide"]
    answer = read(told, AIR)
    assert answer.notices == ("The service does not tell nitrogen dioxide.",)
    assert np.isnan(answer.hours.of("o3_ug_m3")).all()
    assert np.isnan(answer.hours.of("no2_ug_m3")).all()


@pytest.mark.parametrize("impossible", [101.0, -1, 1e400, float("nan"), 10**400])
def test_impossible_values_are_left_out_and_said_so(impossible: float) -> None:
    told = document(HISTORY)
    told["hourly"]["relative_humidity_2m"][5] = impossible
    answer = read(told)
    assert answer.notices == ("Left out 1 impossible values of humidity, outside of 0 to 100 %.",)
    assert np.isnan(answer.hours.of("humidity_percent")).sum() == 1


def test_hours_outside_of_the_question_are_ignored() -> None:
    told = document(HISTORY, last_day=date(2024, 6, 3))
    assert read(told).hours.of("temperature_c").tolist() == told["hourly"]["temperature_2m"][:24]


def test_hours_that_are_missing_are_unknown() -> None:
    told = document(HISTORY)
    for values in told["hourly"].values():
        del values[4:10]
    known = ~np.isnan(read(told).hours.of("temperature_c"))
    assert known.tolist() == [True] * 4 + [False] * 6 + [True] * 14


def change(*path: str, to: object) -> Spoil:
    def spoil(told: dict[str, Any]) -> None:
        for step in path[:-1]:
            told = told[step]
        told[path[-1]] = to

    return spoil


BAD: dict[str, Spoil] = {
    "is not in UTC": change("utc_offset_seconds", to=7200),
    "has no hours": change("hourly", to=None),
    "has no units": lambda told: told.pop("hourly_units"),
    "counts seconds": lambda told: told["hourly"].update(time=list(range(24))),
    "has half hours": lambda told: told["hourly"]["time"].__setitem__(3, "2024-06-01T03:30"),
    "has a 31 June": lambda told: told["hourly"]["time"].__setitem__(3, "2024-06-31T03:00"),
    "repeats an hour": lambda told: told["hourly"]["time"].__setitem__(3, "2024-06-01T02:00"),
    "is in kilometers an hour": change("hourly_units", "wind_speed_10m", to="km/h"),
    "is in Fahrenheit": change("hourly_units", "temperature_2m", to="°F"),
    "does not tell a unit": lambda told: told["hourly_units"].pop("cloud_cover"),
    "has a value too few": lambda told: told["hourly"]["cloud_cover"].pop(),
    "has one value for all": change("hourly", "cloud_cover", to=40),
    "has words for values": lambda told: told["hourly"]["cloud_cover"].__setitem__(0, "cloudy"),
    "has yes for a value": lambda told: told["hourly"]["cloud_cover"].__setitem__(0, True),
    "is an error": change("error", to=True),
}


@pytest.mark.parametrize("name", BAD)
def test_an_answer_is_refused_that(name: str) -> None:
    told = document(HISTORY)
    BAD[name](told)
    with pytest.raises(EnvironmentUnreachable, match="cannot be used") as caught:
        read(told)
    assert "52.5" not in caught.value.message


@pytest.mark.parametrize("content", [b"", b"{", b"<html>", b"[]", b"3", b"\xff\xfe", b"[" * 100_000, b'{"hourly": {}}'])
def test_other_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(EnvironmentUnreachable):
        read_answer(content, HISTORY, DAY, DAY)


def test_an_answer_cut_off_anywhere_is_refused() -> None:
    content = json.dumps(document(FORECAST)).encode()
    for length in range(0, len(content), 97):
        with pytest.raises(EnvironmentUnreachable):
            read_answer(content[:length], FORECAST, DAY, DAY)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda any_: (
            st.lists(any_)
            | st.dictionaries(
                st.sampled_from(["hourly", "hourly_units", "time", "temperature_2m", "error", "reason"]), any_
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_read_or_refused(told: object) -> None:
    with suppress(EnvironmentUnreachable):
        assert read(told).hours.count == 24


def test_reasons_are_one_short_line() -> None:
    assert read_reason(b'{"error": true, "reason": "Too\\nmany \\u001b[31mcalls."}') == "Too many  [31mcalls."
    assert len(read_reason(json.dumps({"reason": "x" * 9999}).encode())) == 200
    assert [read_reason(other) for other in (b"", b"[]", b'{"reason": 3}', b"[" * 100_000)] == [""] * 4
