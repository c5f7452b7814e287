"""Product starts and period days behind every score, so that no strip far below need be compared with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from skincast.report.lettering import fit, printable
from skincast.report.when import say_day

if TYPE_CHECKING:
    from skincast.report.history.axis import TimeAxis
    from skincast.report.history.contract import HistoryDocument

FLOW, PERIOD_FROM = "menstrual_flow", 2.0
"""The factor, and its value from which a day belongs to a period: less is spotting."""
LEAST_DAY_PX = 0.5
"""With less room for a day, periods would tint everything."""
NAME_PX, LETTER_PX = 84.0, 10.5
"""Room for the name beside a line, and the size of its letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The day on which a product was begun."""

    x: float
    name: str
    """Cut to its room; empty where another name stands."""
    anchor: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """What lies behind the scores of every panel."""

    starts: tuple[Start, ...]
    periods: tuple[tuple[float, float], ...]
    """Left and right of each run of period days, pixels."""

    def path_of_periods(self, top: float, bottom: float) -> str:
        """Every run as one path of rectangles."""
        return "".join(f"M{left:g} {top:g}H{right:g}V{bottom:g}H{left:g}Z" for left, right in self.periods)


def find_bands(document: HistoryDocument, axis: TimeAxis) -> Bands:
    """Find what lies behind the scores.

    Args:
        document: of the journal.
        axis: of time.
    """
    return Bands(starts=tuple(_starts(document, axis)), periods=tuple(_periods(document, axis)))


def _starts(document: HistoryDocument, axis: TimeAxis) -> Iterator[Start]:
    taken = float("-inf")
    for product in document.products:
        if not axis.has_day(product.opened_on):
            continue
        x, name = axis.x(_midnight(product.opened_on)), printable(product.name) or "a product"
        x, late = max(axis.left, x), axis.right - x < NAME_PX
        free = x - taken >= (2 if late else 1) * NAME_PX
        taken = x if free else taken
        yield Start(
            x=x,
            name=fit(name, width_px=NAME_PX, size_px=LETTER_PX) if free else "",
            anchor="end" if late else "start",
            words=f"{say_day(product.opened_on)}: {name} begun",
        )


def _periods(document: HistoryDocument, axis: TimeAxis) -> Iterator[tuple[float, float]]:
    if axis.day_px < LEAST_DAY_PX:
        return
    known = ((row.day, row.values[FLOW]) for row in document.days if FLOW in row.values and axis.has_day(row.day))
    days = [_midnight(day) for day, one in known if one.value >= PERIOD_FROM and not one.planned]
    one_day = timedelta(days=1)
    begins = [day for day in days if day - one_day not in days]
    ends = [day + one_day for day in days if day + one_day not in days]
    for begin, end in zip(begins, ends, strict=True):
        yield max(axis.left, axis.x(begin)), min(axis.right, axis.x(end))


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time())
