"""Days and times as clocks on the wall show them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from skincast.diary.complaint import Code

EARLIEST: Final = date(1990, 1, 1)
"""Before this day neither phones, rings nor digital cameras kept records: a clock that says so was never set."""


def instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant at which clocks of the zone showed a time.

    A time that clocks showed twice, when summer time ended, is the first of the two. A time that they skipped, when
    summer time began, is read as if the clock had not been set yet: it is the instant that a forgotten clock shows.

    Args:
        wall: Naive date and time, not before `EARLIEST`.
        zone: Where the clock hangs.

    Returns:
        Aware instant in UTC.
    """
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def was_shown(wall: datetime, zone: ZoneInfo) -> bool:
    """Say whether clocks of the zone ever showed a time: not inside the hour that summer time skips."""
    return instant_of(wall, zone).astimezone(zone).replace(tzinfo=None) == wall


def was_a_day(day: date, zone: ZoneInfo) -> bool:
    """Say whether the zone had a day: Samoa, for one, skipped 30 December 2011."""
    return was_shown(datetime.combine(day, time(12)), zone)


def refuse_day(day: date, *, today: date) -> tuple[Code, str] | None:
    """Say what is wrong with a day that something is told about; None if nothing is."""
    if day > today:
        return "date_future", f"{day} lies in the future"
    if day < EARLIEST:
        return "date_too_early", f"{day} is before {EARLIEST.year}, which is too early to be right"
    return None
