"""Days and times in words, the same in every locale."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def write_instant(at: datetime) -> str:
    """Return an instant as documents have it: `2026-03-01T07:12:00Z`.

    Raises:
        ValueError: a time without a zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"an instant needs a zone, got {at!r}")
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def day_there(at: datetime, zone: str) -> date:
    """Return the day of an instant where the clocks of this zone count."""
    return at.astimezone(ZoneInfo(zone)).date()


def read_clock(at: str, zone: str) -> datetime:
    """Return what clocks of the zone showed at an instant of a document, without a zone: what plots measure from."""
    return datetime.fromisoformat(at).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def say_day(day: date | str) -> str:
    """Return the words for a day: 3 May 2026."""
    shown = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{shown.day} {MONTHS[shown.month - 1]} {shown.year}"


def say_clock(clock: datetime) -> str:
    """Return the words for a time on some clock: 3 May 2026, 07:12."""
    return f"{say_day(clock.date())}, {clock:%H:%M}"


def say_days(count: int) -> str:
    """Return a length of time in the unit that fits: 1 day, 9 days, 7 weeks, 14 months."""
    if count < 21:
        return "1 day" if count == 1 else f"{count} days"
    if count < 120:
        return f"{round(count / 7)} weeks"
    return f"{round(count / 30.44)} months"
