"""HistoryDocument -> tables for a terminal: where things stand, how they moved, what happened."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from skincast.report.history import words
from skincast.report.history.document import describe_history
from skincast.report.history.events import called_alike, list_events, list_product_events
from skincast.report.history.moves import order_concerns
from skincast.report.history.panels import compared_view, reach_of, say_lines
from skincast.report.history.plot import say_span
from skincast.report.history.scale import choose_span, make_scale
from skincast.report.history.tables import list_factors, not_judged, say_stale
from skincast.report.lettering import printable
from skincast.report.when import read_clock, say_day
from skincast.report.wording import ERROR_SOURCE, NOT_SURE

if TYPE_CHECKING:
    from skincast.report.history.contract import HistoryDocument, VisitRow
    from skincast.types import History

WIDE, NARROW = 76, 48
"""Columns below which the small pictures are left out, and below which things stand below each other."""
SPARKS = "▁▂▃▄▅▆▇█"
SPARK_CELLS = 12
NO_VISIT = "·"
MOST_EVENTS = 12
LEGEND = (
    "Higher means less to see; in 8 of 10 photos the score lies within the number after ± of what many photos would "
    f"average. In brackets: {NOT_SURE}. First to last: the mean of the first three good visits against that of the "
    "last three; with fewer than six visits, the first good one against the last. "
    "* appearance estimate: a photo shows only the look of it. "
    "Course: the newest visit of each twelfth of the time, · no visit. "
    f"{ERROR_SOURCE}"
)


def draw_history(history: History, width: int = 80) -> Group:
    """Draw a journal as a table, then its events and what was logged.

    Args:
        history: of one person.
        width: of the terminal, in columns; a narrow one gets no small pictures, a very narrow one no table.
    """
    document = describe_history(history)
    names = order_concerns(document)
    alike = called_alike(document)
    called = {words.say_label(visit.label) for visit in document.visits if visit.label}
    lines = [Text.assemble((printable(document.person.name), "bold"), f": {say_span(document)}")]
    said = f"All visits are called “{alike}”." if alike else f"Called: {', '.join(sorted(called)[:6])}"
    lines += [Text(said)] if called else []
    lines += [Text(words.say_notice(code)) for code in document.notices]
    table: list[RenderableType] = []
    if names:
        table = [_stack(document, names) if width < NARROW else _table(document, names, wide=width >= WIDE)]
    missing = not_judged(document)
    lines_after = [Text(f"Not judged in any visit: {', '.join(missing)}.")] if missing else []
    stale = say_stale(document)
    lines_after += [Text(stale)] if stale else []
    return Group(*lines, *table, *lines_after, *_events(document), *_days(document), *([Text(LEGEND)] if names else []))


def draw_spark(document: HistoryDocument, name: str, *, span: int) -> str:
    """Draw the course of a score in a few characters with real spacing in time.

    Args:
        document: of the journal.
        name: of a judged concern.
        span: points from the lowest to the highest character.
    """
    compared = compared_view(document, name)
    clocks = [(read_clock(visit.at, visit.zone), visit) for visit in document.visits]
    first, last = min(clock for clock, _ in clocks), max(clock for clock, _ in clocks)
    scale = make_scale(reach_of(document, name), span=span, top=float(len(SPARKS)), bottom=0.0)
    cells = [NO_VISIT] * SPARK_CELLS
    for clock, visit in clocks:
        value = _value(visit, name)
        if value is not None and visit.shows == compared:
            step = int(scale.y(value))
            cells[_cell(clock, first, last)] = SPARKS[max(0, min(len(SPARKS) - 1, step))]
    return "".join(cells)


def _cell(clock: datetime, first: datetime, last: datetime) -> int:
    share = (clock - first) / (last - first) if last > first else 1.0
    return min(SPARK_CELLS - 1, int(share * SPARK_CELLS))


def _value(visit: VisitRow, name: str) -> float | None:
    score = visit.scores.get(name)
    return None if score is None else score.value


def _table(document: HistoryDocument, names: list[str], *, wide: bool) -> Table:
    course = ("Course",) if wide else ()
    table = Table(
        "Concern",
        "Latest",
        "Since previous",
        "First to last",
        *course,
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        header_style="bold",
    )
    table.columns[1].justify = "right"
    span = choose_span([reach_of(document, name) for name in names])
    for name in names:
        row = document.concerns[name]
        moves = [
            Text(words.say_short(name, move), style="bold" if move is not None and move.stands_out else "")
            for move in (row.since_previous, row.since_beginning)
        ]
        table.add_row(
            _label(document, name),
            Text(_number(document, name), style="bold"),
            *moves,
            *([draw_spark(document, name, span=span)] if wide else []),
        )
    return table


def _stack(document: HistoryDocument, names: list[str]) -> Text:
    """A few short lines a concern."""
    lines = []
    for name in names:
        row = document.concerns[name]
        lines.append(f"{_label(document, name)}: {_number(document, name)}")
        lines += [f"  {said}" for said, _ in say_lines(name, row)]
    return Text("\n".join(lines) + "\n")


def _label(document: HistoryDocument, name: str) -> str:
    row = document.concerns[name]
    return row.label + (" *" if row.kind == "appearance_estimate" else "")


def _number(document: HistoryDocument, name: str) -> str:
    latest = document.concerns[name].latest
    return "-" if latest is None else words.say_score(latest.value, latest.sd)


def _events(document: HistoryDocument) -> list[Text]:
    events = sorted([*list_events(document), *list_product_events(document)], key=lambda event: event.day)
    shown = events[-MOST_EVENTS:]
    if not shown:
        return []
    lines = [Text("\nWhat happened", style="bold")]
    if len(events) > len(shown):
        lines.append(Text(f"{words.count(len(events) - len(shown), 'earlier event')} not shown"))
    return [*lines, *(Text(event.words) for event in shown)]


def _days(document: HistoryDocument) -> list[Text]:
    if not document.days:
        return []
    span = f"{say_day(document.days[0].day)} to {say_day(document.days[-1].day)}"
    head = Text.assemble(("\nWhat was logged", "bold"), f": {words.count(len(document.days), 'day')}, {span}")
    return [
        head,
        *(Text(f"{line.label}: {line.range}, {words.count(line.days, 'day')}") for line in list_factors(document)),
        Text(""),
    ]
