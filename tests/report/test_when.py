"""Days are those of the place where the person was, and read the same in every locale."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from skincast.report.when import day_there, read_clock, say_clock, say_day, say_days, write_instant


def test_an_instant_is_written_in_utc() -> None:
    east = timezone(timedelta(hours=9))

    assert write_instant(datetime(2026, 3, 1, 7, 12, tzinfo=UTC)) == "2026-03-01T07:12:00Z"
    assert write_instant(datetime(2026, 3, 1, 7, 12, 0, 250, tzinfo=east)) == "2026-02-28T22:12:00.000250Z"
    with pytest.raises(ValueError, match="needs a zone"):
        write_instant(datetime(2026, 3, 1, 7, 12))  # noqa: DTZ001 - the mistake that is tested


def test_the_day_is_that_of_the_place() -> None:
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)

    assert day_there(late, "Asia/Tokyo") == date(2026, 3, 2)
    assert day_there(late, "America/New_York") == date(2026, 3, 1)
    assert say_clock(read_clock("2026-03-01T23:30:00Z", "Asia/Tokyo")) == "2 Mar 2026, 08:30"


def test_clocks_jump_with_daylight_saving() -> None:
    assert read_clock("2026-03-29T00:59:00Z", "Europe/Berlin") == datetime(2026, 3, 29, 1, 59)  # noqa: DTZ001
    assert read_clock("2026-03-29T01:00:00Z", "Europe/Berlin") == datetime(2026, 3, 29, 3, 0)  # noqa: DTZ001


def test_days_and_spans_in_words() -> None:
    assert say_day("2026-05-03") == "3 May 2026"
    assert [say_days(days) for days in (0, 1, 20, 21, 84, 260)] == [
        "0 days",
        "1 day",
        "20 days",
        "3 weeks",
        "12 weeks",
        "9 months",
    ]
