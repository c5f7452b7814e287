"""Days and times as people type them, and the clock of this machine."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from skincast.errors import DateRefused
from skincast.settings import read_settings

LOCALTIME = Path("/etc/localtime")
"""A link to the zone of this machine, on most systems."""
TIMEZONE = Path("/etc/timezone")
"""The name of the zone, on some of those where `LOCALTIME` is a copy."""
FALLBACK_ZONE = "UTC"
NOON = time(12)
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def now() -> datetime:
    """This moment, UTC."""
    return datetime.now(UTC)


def today_in(zone: str) -> date:
    """The day that clocks of a zone show now."""
    return now().astimezone(ZoneInfo(zone)).date()


def read_day(words: str, *, zone: str) -> date:
    """Return the day that somebody means.

    Args:
        words: `2026-03-01`, `today` or `yesterday`.
        zone: where the person is.

    Raises:
        DateRefused: no day.
    """
    known = {"today": 0, "yesterday": 1}
    if words.strip().casefold() in known:
        return today_in(zone) - timedelta(days=known[words.strip().casefold()])
    try:
        if DAY.fullmatch(words.strip()):
            return date.fromisoformat(words.strip())
    except ValueError:
        pass
    raise DateRefused(f"{words!r} is no day.", hint="Write a day like 2026-03-01, or today, or yesterday.")


def read_moment(words: str, *, zone: str) -> datetime:
    """Return the instant that somebody means, UTC.

    Args:
        words: `2026-03-01T08:00`, on the clocks of the person; with `Z` or `+02:00` on others. A day alone is its noon,
            or now if that is still to come. A time that clocks show twice is the first of the two.
        zone: where the person is.

    Raises:
        DateRefused: no time, or one that clocks skipped.
    """
    if DAY.fullmatch(words.strip()) or words.strip().casefold() in {"today", "yesterday"}:
        day = read_day(words, zone=zone)
        noon = datetime.combine(day, NOON, ZoneInfo(zone)).astimezone(UTC)
        return min(noon, now()) if day == today_in(zone) else noon
    try:
        clock = datetime.fromisoformat(words.strip())
        return clock.astimezone(UTC) if clock.tzinfo is not None else _read_clock(clock, zone)
    except (ValueError, OverflowError) as error:
        raise DateRefused(
            f"{words!r} is no time.", hint="Write a time like 2026-03-01T08:00, on the clock where the person is."
        ) from error


def find_zone() -> str | None:
    """The time zone of this machine, an IANA name; None where it does not tell."""
    for name in (read_settings().zone, _linked_zone(), _written_zone()):
        known = _known_zone(name or "")
        if known is not None:
            return known
    return None


def _read_clock(clock: datetime, zone: str) -> datetime:
    at = clock.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != clock.replace(fold=0):
        raise DateRefused(
            f"The clocks of {zone} never showed {clock:%Y-%m-%d %H:%M}: they were set forward over it.",
            hint="Give a time that was, for example an hour later.",
        )
    return at


def _known_zone(name: str) -> str | None:
    """The IANA name in what a system calls its zone: `:Europe/Berlin`, or the path of a file."""
    plain = name.strip().removeprefix(":").rpartition("zoneinfo/")[2]
    try:
        return ZoneInfo(plain).key if plain else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _linked_zone() -> str | None:
    path = str(LOCALTIME.resolve())
    return path if "zoneinfo/" in path else None


def _written_zone() -> str | None:
    try:
        return TIMEZONE.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
