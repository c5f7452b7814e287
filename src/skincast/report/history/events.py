"""What happened between visits: products begun and stopped, notes, moves, and what visits are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from skincast.catalog import actives
from skincast.report.history import words
from skincast.report.lettering import printable
from skincast.report.when import say_day

if TYPE_CHECKING:
    from skincast.report.history.axis import TimeAxis
    from skincast.report.history.contract import HistoryDocument, ProductRow

MARK_PX = 18.0
"""Room that a numbered mark needs."""
MOST_LANES = 3
MOST_NUMBERED = 40
"""More events than this are dots without numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something of one day, in words."""

    day: str
    kind: str
    text: str

    @property
    def words(self) -> str:
        """Day and text: 3 May 2026: new pillow."""
        return f"{say_day(self.day)}: {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMark:
    """An event on the plot."""

    number: int | None
    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The time in which a product was used."""

    name: str
    short: str
    """Its active ingredients."""
    words: str
    left: float
    right: float

    @property
    def width(self) -> float:
        """Pixels, never too few to be seen."""
        return round(max(2.0, self.right - self.left), 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What some visits are called."""

    text: str
    visits: int
    xs: tuple[float, ...]


def list_events(document: HistoryDocument) -> list[Event]:
    """Notes and moves in the order of time; products have bars of their own."""
    events = [Event(day=note.day, kind="note", text=printable(note.text)) for note in document.notes]
    events += [
        Event(day=place.since, kind="place", text=f"living in {printable(place.label) or 'a new place'}")
        for place in document.places[1:]
    ]
    return sorted(events, key=lambda event: event.day)


def list_product_events(document: HistoryDocument) -> list[Event]:
    """When products were begun and stopped, for lists that have no bars."""
    events = []
    for product in document.products:
        name = printable(product.name) or "a product"
        events.append(Event(day=product.opened_on, kind="begun", text=f"{name} begun"))
        if product.stopped_on is not None:
            events.append(Event(day=product.stopped_on, kind="stopped", text=f"{name} stopped"))
    return sorted(events, key=lambda event: event.day)


def mark_events(events: Sequence[Event], axis: TimeAxis, *, top: float) -> tuple[EventMark, ...]:
    """Place events on the axis, below each other where they would hide each other.

    Args:
        events: in the order of time.
        axis: of time.
        top: pixels of the upper edge of the first lane.

    Returns:
        The events that lie on the axis; without numbers where there are too many.
    """
    numbered = len(events) <= MOST_NUMBERED
    ends = [float("-inf")] * MOST_LANES
    marks = []
    for number, event in enumerate(events, start=1):
        if not axis.has_day(event.day):
            continue
        x = axis.x_of_day(event.day)
        lane = next((lane for lane in range(MOST_LANES) if x - ends[lane] >= MARK_PX), 0) if numbered else 0
        ends[lane] = x
        y = top + MARK_PX * (lane + 0.5)
        marks.append(EventMark(number=number if numbered else None, x=x, y=y, words=event.words))
    return tuple(marks)


def lanes_px(marks: Sequence[EventMark], *, top: float) -> float:
    """Height of the lanes that events take."""
    return max((mark.y for mark in marks), default=top) + MARK_PX / 2 - top


def draw_bars(document: HistoryDocument, axis: TimeAxis) -> tuple[Bar, ...]:
    """Lay out the products that were in use in the time shown."""
    bars = []
    for product in document.products:
        begun = datetime.combine(date.fromisoformat(product.opened_on), time())
        until = axis.end if product.stopped_on is None else _day_after(product.stopped_on)
        if begun > axis.end or until < axis.start:
            continue
        bars.append(
            Bar(
                name=printable(product.name) or "a product",
                short=", ".join(say_ingredients(product)),
                words=say_product(product),
                left=max(axis.left, axis.x(begun)),
                right=min(axis.right, axis.x(until)),
            )
        )
    return tuple(bars)


def say_product(product: ProductRow) -> str:
    """Say what is known of a product, without its name."""
    until = f"to {say_day(product.stopped_on)}" if product.stopped_on else "on"
    said = [f"from {say_day(product.opened_on)} {until}"]
    said += say_ingredients(product)
    said.append(f"{product.times_per_week:g} times a week")
    said += [f"really used {100 * product.adherence:.0f} % of that"] if product.adherence is not None else []
    return ", ".join(said)


def say_ingredients(product: ProductRow) -> list[str]:
    """Name the active ingredients of a product with their strength, and its sun protection."""
    said = [_say_ingredient(one.active, one.percent) for one in product.ingredients]
    return said + ([f"SPF {product.spf:g}"] if product.spf is not None else [])


def called_alike(document: HistoryDocument) -> str:
    """What every visit is called; empty where they differ or have no name."""
    labels = {visit.label for visit in document.visits}
    return words.say_label(labels.pop()) if len(labels) == 1 and "" not in labels else ""


def gather_labels(document: HistoryDocument, axis: TimeAxis) -> tuple[Label, ...]:
    """What visits are called, each name once, with the places of its visits; nothing where all are called alike."""
    if called_alike(document):
        return ()
    found: dict[str, list[float]] = {}
    for visit in document.visits:
        if visit.label:
            found.setdefault(words.say_label(visit.label), []).append(axis.x_of_day(visit.day))
    return tuple(Label(text=text, visits=len(xs), xs=tuple(xs)) for text, xs in found.items())


def _say_ingredient(active: str, percent: float | None) -> str:
    row = actives().get(active)
    name = printable(active).replace("_", " ") if row is None else row.label
    return name if percent is None else f"{name} {percent:g} %"


def _day_after(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day) + timedelta(days=1), time())
