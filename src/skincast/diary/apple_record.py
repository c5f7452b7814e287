"""The attributes of one record of Apple Health -> moments, spans and values, or why they cannot be.

Names and units are those of Apple's HealthKit, as they stand in the export.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, NamedTuple

from skincast.catalog import factors
from skincast.diary.clock import refuse_day
from skincast.diary.complaint import Refused
from skincast.diary.days import refuse_value
from skincast.diary.spans import Span
from skincast.diary.units import find_conversion

Attributes = Mapping[str, str]

_LONGEST_S: Final = 86_400
_COUNTED: Final = frozenset({"alcohol_drinks", "uv_index_max"})
"""Factors that HealthKit gives in its unit `count`."""
_FLOWS: Final = {"None": 0.0, "Light": 2.0, "Medium": 3.0, "Heavy": 4.0, "Unspecified": 3.0}
"""`Unspecified` is bleeding of a strength that was not told: the middle of the three."""
_FLOW_VALUE: Final = re.compile(r"HKCategoryValue(?:MenstrualFlow|VaginalBleeding)(\w+)")
_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}", re.ASCII)


class Moment(NamedTuple):
    """An instant and the day that the clock showed: the phone writes both."""

    at_s: int
    """Seconds since 1970 in UTC."""
    offset_s: int
    """What the clock was ahead of UTC."""
    day: date

    @property
    def is_midnight(self) -> bool:
        """Whether the clock showed the beginning of a day."""
        return (self.at_s + self.offset_s) % 86_400 == 0


def read_moment(attributes: Attributes, name: str, *, today: date) -> Moment:
    """Read an attribute such as `2024-03-31 07:12:00 +0200`.

    Raises:
        Refused: It is malformed, lies in the future or is too early to be right.
    """
    text = attributes.get(name, "")
    try:
        stamp = datetime.fromisoformat(f"{text[:19]}{text[20:]}") if _STAMP.fullmatch(text) else None
    except ValueError:
        stamp = None
    if stamp is None:
        raise Refused("date_malformed", f"The record's {name} is no date and time.")
    refused = refuse_day(stamp.date(), today=today)
    if refused:
        raise Refused(refused[0], f"{refused[1]}.")
    offset = stamp.utcoffset()
    return Moment(int(stamp.timestamp()), int(offset.total_seconds()) if offset else 0, stamp.date())


def read_span(attributes: Attributes, *, line: int, today: date) -> Span:
    """Read the time from `startDate` to `endDate`.

    Raises:
        Refused: One of them cannot be read, or the time between them cannot be.
    """
    start, end = read_moment(attributes, "startDate", today=today), read_moment(attributes, "endDate", today=today)
    if end.at_s < start.at_s:
        raise Refused("value_impossible", "The record ends before it begins.")
    if end.at_s - start.at_s > _LONGEST_S:
        hours = (end.at_s - start.at_s) / 3600
        raise Refused("value_impossible", f"The record lasts {hours:g} h, which is more than a day.")
    return Span(start.at_s, end.at_s, end.offset_s, line)


def read_value(factor: str, text: str, unit: str, *, where: str) -> float:
    """Read a number in one of Apple's units and turn it into the factor's unit.

    Raises:
        Refused: It is no number, its unit is not known, or no day can have it.
    """
    row = factors()[factor]
    conversion = find_conversion(row.unit if unit == "count" and factor in _COUNTED else unit, row.unit)
    if conversion is None:
        raise Refused("unit_unknown", f"{row.label} in the unit {unit!r} cannot be read.")
    try:
        value = conversion.apply(float(text))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Refused("value_malformed", f"The record's value of {row.label.lower()} is no number.")
    impossible = refuse_value(value, row, where=where)
    if impossible:
        raise Refused("value_impossible", impossible)
    return value


def read_flow(text: str) -> float:
    """Read the strength of menstrual bleeding, 0-4.

    Raises:
        Refused: HealthKit has no such strength.
    """
    match = _FLOW_VALUE.fullmatch(text)
    if match is None or match[1] not in _FLOWS:
        raise Refused("value_malformed", "This strength of bleeding is not known.")
    return _FLOWS[match[1]]
