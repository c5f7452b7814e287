"""The text in a table's cell -> a day or a value, or why it cannot be."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from skincast.catalog import Factor
from skincast.diary.clock import EARLIEST, refuse_day, was_a_day, was_shown
from skincast.diary.complaint import Refused
from skincast.diary.days import refuse_value
from skincast.diary.mapping import CLOCK, Mapping, ValueColumn
from skincast.diary.units import Conversion, find_conversion

_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
_DURATION: Final = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_YES_NO: Final = {"yes": 1.0, "no": 0.0, "true": 1.0, "false": 0.0}
_UNIX: Final = {"unix_s": 1, "unix_ms": 1000}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """Reads the day of a row."""

    formats: tuple[str, ...]
    zone: ZoneInfo
    today: date

    def read(self, text: str) -> date:
        """Read a date, or the day of a date and time.

        A time with a distance to UTC is taken as the clock showed it, one in UTC and one without any as it was where
        the clock hung.

        Raises:
            Refused: It is malformed, never was, lies in the future, or is too early to be right.
        """
        stamp = self._parse(text.strip())
        if isinstance(stamp, datetime) and stamp.tzinfo is not None:
            stamp = self._local_day(stamp)
        day = stamp.date() if isinstance(stamp, datetime) else stamp
        refused = refuse_day(day, today=self.today)
        if refused:
            raise Refused(refused[0], f"{refused[1]}.")
        if isinstance(stamp, datetime) and not was_shown(stamp, self.zone):
            message = f"{stamp:%Y-%m-%d %H:%M} never was in {self.zone.key}: summer time began."
            raise Refused("time_never_was", message)
        if not was_a_day(day, self.zone):
            raise Refused("time_never_was", f"{day} never was in {self.zone.key}.")
        return day

    def _local_day(self, stamp: datetime) -> date:
        near = EARLIEST <= stamp.date() <= self.today + timedelta(days=1)
        return stamp.astimezone(self.zone).date() if near and not stamp.utcoffset() else stamp.date()

    def _parse(self, text: str) -> date | datetime:
        for form in self.formats:
            stamp = _parse_unix(text, _UNIX[form]) if form in _UNIX else _parse_date(text, form)
            if stamp is not None:
                return stamp
        forms = " or ".join("YYYY-MM-DD" if form == "iso" else form for form in self.formats)
        raise Refused("date_malformed", f"{text[:40]!r} is no date of the form {forms}.")


def _parse_unix(text: str, per_second: int) -> datetime | None:
    try:
        seconds = float(text) / per_second
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except (ValueError, OverflowError):
        return None


def _parse_date(text: str, form: str) -> date | datetime | None:
    try:
        if form != "iso":
            stamp = datetime.strptime(text, form)  # noqa: DTZ007 - its zone is told by the mapping
            return stamp if "%H" in form or "%I" in form else stamp.date()
        return date.fromisoformat(text) if len(text) <= len("2024-03-31") else datetime.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueCell:
    """Reads the values of one column."""

    factor: Factor
    column: ValueColumn
    mapping: Mapping
    words: dict[str, float] = field(init=False)
    conversion: Conversion = field(init=False)

    def __post_init__(self) -> None:
        """Gather the words that mean a value, and what turns the column's unit into the factor's."""
        words = {label.casefold(): self.factor.low + place for place, label in enumerate(self.factor.labels)}
        words |= _YES_NO if self.factor.unit == "yes or no" else {}
        words |= {word.strip().casefold(): value for word, value in self.column.words.items()}
        object.__setattr__(self, "words", words)
        unit = "h" if self.column.unit == CLOCK else self.column.unit or self.factor.unit
        object.__setattr__(self, "conversion", find_conversion(unit, self.factor.unit) or Conversion())

    def read(self, text: str, *, day: date) -> float:
        """Read a value in the factor's unit.

        Raises:
            Refused: It is neither a number nor a known word, or no day can have it.
        """
        value = self.words.get(text.strip().casefold())
        if value is None:
            number = self._duration(text.strip()) if self.column.unit == CLOCK else self._number(text.strip())
            value = self.conversion.apply(number) * self.column.scale + self.column.offset
        impossible = refuse_value(value, self.factor, where=f"on {day}")
        if impossible:
            raise Refused("value_impossible", impossible)
        return value

    def _number(self, text: str) -> float:
        mark, group = self.mapping.decimal, self.mapping.grouping
        whole, point, fraction = text.partition(mark)
        if group and re.fullmatch(rf"[+-]?\d{{1,3}}({re.escape(group)}\d{{3}})+", whole, re.ASCII):
            whole = whole.replace(group, "")
        plain = f"{whole}{'.' if point else ''}{fraction}"
        if not _NUMBER.fullmatch(plain):
            raise Refused("value_malformed", self._malformed(text))
        return float(plain)

    def _duration(self, text: str) -> float:
        match = _DURATION.fullmatch(text)
        if match is None:
            raise Refused("value_malformed", f"{text[:40]!r} is no duration like 7:30.")
        return int(match[1]) + int(match[2]) / 60 + int(match[3] or 0) / 3600

    def _malformed(self, text: str) -> str:
        other = "," if self.mapping.decimal == "." else "."
        is_other = re.fullmatch(rf"\d+{re.escape(other)}\d+", text, re.ASCII)
        advice = f"; if it is one, set decimal = {other!r} or grouping = {other!r} in the mapping" if is_other else ""
        return f"{text[:40]!r} is no number of {self.factor.label.lower()}{advice}."
