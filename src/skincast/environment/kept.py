"""One month of an answer as it is kept: what it says, when it was asked, and how long that holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import numpy as np

from skincast.environment.hours import QUANTITIES, Hours, Quantity, first_hour_of
from skincast.environment.kinds import SETTLED_DAYS, Kind
from skincast.environment.sun import Numbers

FORMAT: Final = 1
FRESH: Final = timedelta(hours=6)
"""Weather models are computed anew every six hours."""
LATE_DAYS: Final = 30
"""A settled day without any value may only be late: for so long it is asked about again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMonth:
    """What was told of the days of one month."""

    first_day: date
    last_day: date
    asked_at: datetime
    hours: Hours

    def covers(self, first_day: date, last_day: date) -> bool:
        """Say whether all these days were asked about."""
        return self.first_day <= first_day and last_day <= self.last_day

    def holds(self, last_day: date, now: datetime) -> bool:
        """Say whether nothing new can be learned of days up to this one."""
        if timedelta() <= now - self.asked_at < FRESH:
            return True
        day = self.hours.cut(first_hour_of(last_day), 24)
        is_told = any(not np.isnan(values).all() for values in day.values.values())
        return last_day <= self.asked_at.date() - timedelta(days=SETTLED_DAYS if is_told else LATE_DAYS)


def key_of(kind: Kind, place: tuple[float, float], month: date) -> str:
    """Return the name of a month of a kind at a rounded place."""
    return f"{kind.name}/{place[0]:.1f}/{place[1]:.1f}/{month:%Y-%m}"


def pack(month: KeptMonth) -> bytes:
    """Return a month as JSON; neither place nor zone is in it."""
    values = {name: [None if np.isnan(one) else one for one in of.tolist()] for name, of in month.hours.values.items()}
    document = {
        "format": FORMAT,
        "first_day": month.first_day.isoformat(),
        "last_day": month.last_day.isoformat(),
        "asked_at": month.asked_at.astimezone(UTC).isoformat(),
        "values": values,
    }
    return json.dumps(document, separators=(",", ":")).encode()


def unpack(content: bytes) -> KeptMonth | None:
    """Return a kept month, or None where the bytes are none of ours: it is then asked about again."""
    try:
        document = json.loads(content)
        if document["format"] != FORMAT:
            return None
        return _read(document)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _read(document: dict[str, Any]) -> KeptMonth:
    first_day, last_day = date.fromisoformat(document["first_day"]), date.fromisoformat(document["last_day"])
    first_hour = first_hour_of(first_day)
    count = first_hour_of(last_day) + 24 - first_hour
    values: dict[Quantity, Numbers] = {
        name: np.array(document["values"][name], np.float64) for name in QUANTITIES if name in document["values"]
    }
    if any(of.shape != (count,) for of in values.values()):
        raise ValueError("not one value for each hour")
    asked_at = datetime.fromisoformat(document["asked_at"]).astimezone(UTC)
    hours = Hours(first_hour=first_hour, count=count, values=values)
    return KeptMonth(first_day=first_day, last_day=last_day, asked_at=asked_at, hours=hours)
