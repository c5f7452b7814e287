"""An answer of the service, checked before a number of it is believed."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import numpy as np

from skincast.catalog.life import factors
from skincast.environment.hours import HOUR_S, Hours, Quantity, first_hour_of
from skincast.environment.kinds import Kind, Variable
from skincast.environment.sun import Numbers
from skincast.errors import EnvironmentUnreachable

HOUR: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:00", re.ASCII)
LONGEST_REASON: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a service told, and what of it was left out."""

    hours: Hours
    notices: tuple[str, ...] = ()


def read_answer(content: bytes, kind: Kind, first_day: date, last_day: date) -> Answer:
    """Return the hours of the days that were asked about.

    Args:
        content: The body of the answer: JSON with parallel arrays under `hourly` and their units under `hourly_units`.
        kind: What was asked.
        first_day: First day asked about, UTC.
        last_day: Last day asked about, UTC.

    Returns:
        Every hour of these days; unknown where the service said nothing or something impossible.

    Raises:
        EnvironmentUnreachable: The answer is not as documented.
    """
    document = _parse(content)
    if document.get("utc_offset_seconds", 0) != 0:
        raise _undocumented("its hours are not in UTC")
    hourly, units = document.get("hourly"), document.get("hourly_units")
    if not isinstance(hourly, dict) or not isinstance(units, dict):
        raise _undocumented("it has no hourly values")
    first_hour = first_hour_of(first_day)
    count = first_hour_of(last_day) + 24 - first_hour
    slots = _read_hours(hourly.get("time")) - first_hour
    asked = (slots >= 0) & (slots < count)
    notices: list[str] = []
    values: dict[Quantity, Numbers] = {}
    for variable in kind.variables:
        told = _read_values(variable, hourly.get(variable.name), units.get(variable.name), slots.size, notices)
        values[variable.quantity] = np.full(count, np.nan)
        values[variable.quantity][slots[asked]] = told[asked]
    return Answer(hours=Hours(first_hour=first_hour, count=count, values=values), notices=tuple(notices))


def read_reason(content: bytes) -> str:
    """Return why a service refused, in its own words and in one line, or nothing where it does not say."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    reason = document.get("reason") if isinstance(document, dict) else None
    words = "".join(letter if letter.isprintable() else " " for letter in reason) if isinstance(reason, str) else ""
    return words[:LONGEST_REASON].strip()


def _parse(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _undocumented("it is no whole JSON document") from error
    if not isinstance(document, dict):
        raise _undocumented("it is about something else")
    if document.get("error"):
        raise _undocumented(read_reason(content) or "it reports an error")
    return document


def _read_hours(times: object) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Hours since 1970, rising."""
    if not isinstance(times, list) or not all(isinstance(one, str) and HOUR.fullmatch(one) for one in times):
        raise _undocumented("it does not tell its hours")
    try:
        hours = np.array([round(datetime.fromisoformat(f"{one}Z").timestamp()) // HOUR_S for one in times], np.int64)
    except ValueError as error:
        raise _undocumented("it has an hour that no day has") from error
    if np.any(np.diff(hours) <= 0):
        raise _undocumented("its hours are out of order")
    return hours


def _read_values(variable: Variable, told: object, unit: object, count: int, notices: list[str]) -> Numbers:
    """The values of one variable, (count,); notes what had to be left out."""
    if told is None:
        notices.append(f"The service does not tell {_label(variable)}.")
        return np.full(count, np.nan)
    if not isinstance(told, list) or len(told) != count:
        raise _undocumented(f"{variable.name} has not one value for each hour")
    values = np.array([_number(one, variable.name) for one in told], np.float64)
    known = ~np.isnan(values)
    # Where it has no values at all, Open-Meteo calls the unit "undefined".
    if known.any() and unit not in variable.units:
        raise _undocumented(f"{variable.name} is not in {min(variable.units) or 'the unit of the UV index'}")
    row = factors()[variable.quantity]
    impossible = known & ~((values >= row.low) & (values <= row.high))
    if impossible.any():
        span = f"{row.low:g} to {row.high:g} {row.unit}"
        notices.append(f"Left out {impossible.sum()} impossible values of {_label(variable)}, outside of {span}.")
        values[impossible] = np.nan
    return values


def _number(value: object, name: str) -> float:
    """A JSON number; NaN for null, infinity for JSON's inofficial NaN, which no catalog allows."""
    if value is None:
        return math.nan
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _undocumented(f"{name} has a value that is no number")
    return math.inf if isinstance(value, float) and math.isnan(value) else float(min(max(value, -1e300), 1e300))


def _label(variable: Variable) -> str:
    label = factors()[variable.quantity].label
    return label[0].lower() + label[1:]


def _undocumented(what: str) -> EnvironmentUnreachable:
    return EnvironmentUnreachable(
        f"The answer of the weather service cannot be used: {what}.",
        hint="Try again later. A service of your own must answer as Open-Meteo does: docs/environment.md.",
    )
