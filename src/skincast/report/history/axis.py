"""The time axis of the plot: real spacing, on the clocks of the places where the person was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from skincast.report.when import MONTHS, read_clock

if TYPE_CHECKING:
    from skincast.report.history.contract import HistoryDocument

BEFORE_DAYS = 60
"""Drawn before the first visit: an import may reach back ten years, and visits must not shrink to a corner."""
WITHOUT_VISITS_DAYS = 366
LEAST_DAYS = 14
TICK_PX = 50.0
DAY_STEPS = (1, 2, 7, 14)
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
MONTH_DAYS = 30.44


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A named moment of the axis."""

    x: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAxis:
    """From clock times to pixels."""

    start: datetime
    """Without a zone, as `end`."""
    end: datetime
    left: float
    right: float

    def x(self, clock: datetime) -> float:
        """Pixels of a clock time."""
        share = (clock - self.start) / (self.end - self.start)
        return round(self.left + share * (self.right - self.left), 2)

    def x_of_day(self, day: str) -> float:
        """Pixels of a day's noon."""
        return self.x(datetime.combine(date.fromisoformat(day), time(12)))

    def has_day(self, day: str) -> bool:
        """True where the axis shows the day's noon."""
        return self.start <= datetime.combine(date.fromisoformat(day), time(12)) <= self.end

    @property
    def day_px(self) -> float:
        """Pixels of one day."""
        return (self.right - self.left) * (timedelta(days=1) / (self.end - self.start))

    def ticks(self) -> tuple[Tick, ...]:
        """Days or months, as close as their names allow; January is called by its year."""
        days = next((step for step in DAY_STEPS if step * self.day_px >= TICK_PX), None)
        if days is not None:
            moments = [(day, f"{day.day} {MONTHS[day.month - 1]}") for day in self._days(days)]
        else:
            months = next((n for n in MONTH_STEPS if n * MONTH_DAYS * self.day_px >= TICK_PX), MONTH_STEPS[-1])
            moments = [
                (day, str(day.year) if day.month == 1 else MONTHS[day.month - 1]) for day in self._months(months)
            ]
        return tuple(Tick(x=self.x(datetime.combine(day, time())), words=words) for day, words in moments)

    def _days(self, step: int) -> Iterator[date]:
        day = self.start.date() + timedelta(days=1)
        while datetime.combine(day, time()) <= self.end:
            yield day
            day += timedelta(days=step)

    def _months(self, step: int) -> Iterator[date]:
        month = self.start.year * 12 + self.start.month  # of the month after the one in which the axis begins
        month += -month % step
        while (day := date(month // 12, month % 12 + 1, 1)) <= self.end.date():
            yield day
            month += step


def make_axis(document: HistoryDocument, *, left: float, right: float) -> TimeAxis:
    """Choose what is shown: every visit, what was logged later, and at most two months before the first visit.

    Args:
        document: of the journal.
        left: pixels of the beginning.
        right: pixels of the end.
    """
    start, end = _span(document)
    if end - start < timedelta(days=LEAST_DAYS):
        middle = start + (end - start) / 2
        start, end = middle - timedelta(days=LEAST_DAYS / 2), middle + timedelta(days=LEAST_DAYS / 2)
    room = (end - start) * 0.015
    return TimeAxis(start=start - room, end=end + room, left=left, right=right)


def days_before(document: HistoryDocument, axis: TimeAxis) -> int:
    """Count the logged days that lie before the axis."""
    return sum(datetime.combine(date.fromisoformat(row.day), time(12)) < axis.start for row in document.days)


def _name_month(day: date) -> str:
    return str(day.year) if day.month == 1 else MONTHS[day.month - 1]


def _span(document: HistoryDocument) -> tuple[datetime, datetime]:
    visits = [read_clock(visit.at, visit.zone) for visit in document.visits]
    days = [row.day for row in document.days] + [note.day for note in document.notes]
    if not days and not visits:
        days = [product.opened_on for product in document.products]
    others = [datetime.combine(date.fromisoformat(day), time(12)) for day in days]
    if not visits and not others:
        begun = read_clock(document.person.added_at, document.person.zone)
        return begun, begun
    end = max([*visits, *others])
    earliest = min(visits) - timedelta(days=BEFORE_DAYS) if visits else end - timedelta(days=WITHOUT_VISITS_DAYS)
    return max(min([*visits, *others]), earliest), end
