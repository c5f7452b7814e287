"""One strip a factor: what was logged on each day, and nothing on days of which nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from skincast.catalog import factors
from skincast.report.history import words

if TYPE_CHECKING:
    from skincast.report.history.axis import TimeAxis
    from skincast.report.history.contract import FactorFacts, HistoryDocument

ZERO_PX = 1.6
"""Height of a logged zero: it must not look like a day of which nothing is known."""
DOT_SHARE = 0.8
"""Of the strip's height that dots use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMark:
    """One value of one day."""

    day: str
    x: float
    value: float
    planned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One factor, to be drawn where its row stands."""

    name: str
    words: str
    marks: tuple[DayMark, ...]
    dots: bool
    """True: places of dots tell the value; False: lengths of bars from zero do."""
    low: float
    """Value at the lower edge."""
    high: float
    stroke_px: float

    def path(self, *, planned: bool, top: float, bottom: float) -> str:
        """Every day of one kind as one path."""
        drawn = (one for one in self.marks if one.planned is planned)
        if not self.dots:
            room = bottom - top
            return "".join(f"M{m.x:g} {bottom:g}V{bottom - max(ZERO_PX, room * self._share(m)):.1f}" for m in drawn)
        room, low = (bottom - top) * DOT_SHARE, bottom - (bottom - top) * (1 - DOT_SHARE) / 2
        return "".join(f"M{m.x:g} {low - room * self._share(m):.1f}h0" for m in drawn)

    def _share(self, mark: DayMark) -> float:
        span = self.high - self.low
        return (mark.value - self.low) / span if span > 0 else 0.5 if self.dots else 0.0


def day_marks(document: HistoryDocument, name: str, axis: TimeAxis) -> list[DayMark]:
    """The values of a factor that lie on the axis."""
    rows = ((row.day, row.values[name]) for row in document.days if name in row.values and axis.has_day(row.day))
    return [DayMark(day=day, x=axis.x_of_day(day), value=one.value, planned=one.planned) for day, one in rows]


def draw_strip(name: str, facts: FactorFacts, marks: Sequence[DayMark], *, day_px: float) -> Strip:
    """Choose how a factor is drawn: lengths from zero where its catalog begins at zero, places of dots elsewhere.

    Args:
        name: of the factor.
        facts: its label and unit.
        marks: its values, at least one.
        day_px: pixels of one day.
    """
    row = factors().get(name)
    dots = row is None or row.low != 0
    values = [one.value for one in marks]
    low, high = (min(values) if dots else -1.0 if name in words.FROM_ONE else 0.0), max(values)
    if row is not None and row.asked in {"scale", "yes_no"}:
        low, high = min(row.low, low), max(row.high, high)
    return Strip(
        name=name,
        words=say_range(name, marks, facts.unit),
        marks=tuple(marks),
        dots=dots,
        low=low,
        high=high,
        stroke_px=round(min(5.0, max(0.8, day_px * 0.72)), 2),
    )


def say_range(name: str, marks: Sequence[DayMark], unit: str) -> str:
    """Say between what values a factor lay, and on how many days it is known."""
    days = words.count(len(marks), "day")
    if unit == "yes or no":
        return f"yes on {sum(one.value > 0 for one in marks)} of {days}"
    low, high = (words.say_value(name, end(one.value for one in marks)) for end in (min, max))
    number = low if low == high else f"{low} to {high}"
    return (f"{number} {unit}" if words.has_unit(name, unit) else number) + f", {days}"
