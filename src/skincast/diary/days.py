"""What a record tells about each day, joined to one value per day and factor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from skincast.catalog import Factor, factors
from skincast.diary.complaint import Complaint
from skincast.types import Reading

_MILLIONTHS = 1_000_000
_MOST_TELLERS = 256


class _Cell:
    """What one teller says about one factor on one day; in millionths, so that sums do not depend on the order."""

    __slots__ = ("count", "largest", "last", "line", "total")

    def __init__(self) -> None:
        self.count = 0
        self.total = 0
        self.largest = 0
        self.last = 0
        self.line = 0

    def add(self, value: int, line: int) -> None:
        self.largest = value if self.count == 0 else max(self.largest, value)
        self.count += 1
        self.total += value
        if line >= self.line:
            self.last, self.line = value, line


class DayValues:
    """Joins what is told about each day; memory grows with the number of days, not of records.

    A *teller* is a device or an app. Where a factor is summed over the day, each teller is summed on its own and the
    largest sum counts: two that record the same glasses of water must not make twice the water.
    """

    def __init__(self) -> None:
        self._cells: dict[tuple[int, str, int], _Cell] = {}
        self._tellers: dict[str, int] = {}

    def add(self, factor: str, day: date, value: float, *, line: int, teller: str = "") -> None:
        """Take one value, finite and in the factor's unit, from one line."""
        key = (day.toordinal(), factor, self._number(teller))
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = _Cell()
        cell.add(round(value * _MILLIONTHS), line)

    def collect(self, source: str) -> Iterator[Reading | Complaint]:
        """Yield the readings in the order of days and of the catalog; a complaint where a day comes out impossible."""
        order = {name: place for place, name in enumerate(factors())}
        keys = sorted(self._cells, key=lambda key: (key[0], order[key[1]], key[2]))
        for (ordinal, name), group in groupby(keys, key=lambda key: key[:2]):
            cells = [self._cells[key] for key in group]
            value, day = _join(cells, factors()[name].joins), date.fromordinal(ordinal)
            message = refuse_value(value, factors()[name], where=f"on {day}")
            if message is None:
                yield Reading(factor=name, day=day, value=value, source=source)
            else:
                yield Complaint(line=max(cell.line for cell in cells), code="value_impossible", message=message)

    def _number(self, teller: str) -> int:
        """Number the tellers; beyond what any home holds they share one number, so that memory stays bounded."""
        if teller not in self._tellers and len(self._tellers) >= _MOST_TELLERS:
            return -1
        return self._tellers.setdefault(teller, len(self._tellers))


def refuse_value(value: float, factor: Factor, *, where: str) -> str | None:
    """Say why a factor cannot have a value, or None if it can; `where` tells whose value, for example `on` a day."""
    if factor.low <= value <= factor.high:
        return None
    unit = "" if factor.unit == "yes or no" else f" {factor.unit}"
    span = f"from {factor.low:g} to {factor.high:g}{unit}"
    return f"{value:g}{unit} of {factor.label.lower()} {where} cannot be: a day can have {span}."


def _join(cells: list[_Cell], how: str) -> float:
    if how == "sum":
        return max(cell.total for cell in cells) / _MILLIONTHS
    if how == "mean":
        return sum(cell.total for cell in cells) / sum(cell.count for cell in cells) / _MILLIONTHS
    if how == "max":
        return max(cell.largest for cell in cells) / _MILLIONTHS
    return max(cells, key=lambda cell: cell.line).last / _MILLIONTHS
