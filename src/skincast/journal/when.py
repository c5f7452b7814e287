"""Instants and days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def day_of(at: datetime, zone: str) -> date:
    """Return the day of an instant where the clocks of this zone count."""
    return at.astimezone(ZoneInfo(zone)).date()


def shift(day: date, days: int) -> date:
    """Return the day that lies so many days later; the calendar ends where Python's does."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def midnight(day: date) -> datetime:
    """Return the instant at which a day begins in UTC."""
    return datetime.combine(day, time(), UTC)
