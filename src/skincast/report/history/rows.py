"""The rows of the plot below the scores, each taken from the sheet in turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from skincast.report.history import words
from skincast.report.history.events import (
    Bar,
    Event,
    EventMark,
    Label,
    draw_bars,
    gather_labels,
    lanes_px,
    mark_events,
)
from skincast.report.history.moves import order_concerns
from skincast.report.history.panels import Panel, draw_panel, reach_of, say_lines
from skincast.report.history.scale import choose_span
from skincast.report.history.sheet import LINE_PX, Row, Sheet
from skincast.report.history.strips import Strip, day_marks, draw_strip
from skincast.report.history.truth import TrueCourse
from skincast.report.lettering import wrap

if TYPE_CHECKING:
    from skincast.report.history.axis import TimeAxis
    from skincast.report.history.contract import HistoryDocument

PANEL_PX = {True: 96.0, False: 88.0}
"""Height of a panel's plot on a wide and on a narrow sheet."""
HEAD_PX = 24.0
LINE_LETTER_PX = 11.2
"""Letters of these lines are narrower than most, as measured."""
BAR_PX, STRIP_PX, LABEL_PX = 10.0, 24.0, 8.0
MOST_LABELS, MOST_KEYS = 6, 24


def take_panels(
    document: HistoryDocument, sheet: Sheet, axis: TimeAxis, truth: TrueCourse | None = None
) -> tuple[Panel, ...]:
    """One panel a judged concern, the largest change that stands out first."""
    names = order_concerns(document)
    span = choose_span([reach_of(document, name, truth) for name in names])
    panels = []
    for name in names:
        lines = tuple(
            (part, stands_out)
            for line, stands_out in say_lines(name, document.concerns[name])
            for part in wrap(line, width_px=sheet.words_px, size_px=LINE_LETTER_PX)
        )
        top, plot_top = sheet.take(0.0 if sheet.wide else HEAD_PX + LINE_PX * len(lines))
        _, bottom = sheet.take(PANEL_PX[sheet.wide])
        panels.append(
            draw_panel(
                document, name, axis, span=span, top=top, plot_top=plot_top, bottom=bottom, lines=lines, truth=truth
            )
        )
        sheet.take_axis()
        sheet.take(14.0)
    if not names:
        sheet.take(3 * LINE_PX)
    return tuple(panels)


def take_labels(document: HistoryDocument, sheet: Sheet, axis: TimeAxis) -> tuple[tuple[Row, Label], ...]:
    """What visits are called."""
    labels = gather_labels(document, axis)[:MOST_LABELS]
    if labels:
        sheet.take_heading("What visits are called")
    return tuple(
        (sheet.take_row(one.text, words.count(one.visits, "visit"), content_px=LABEL_PX), one) for one in labels
    )


def take_bars(document: HistoryDocument, sheet: Sheet, axis: TimeAxis) -> tuple[tuple[Row, Bar], ...]:
    """Products, from the day they were begun to the day they were stopped."""
    bars = draw_bars(document, axis)
    if bars:
        sheet.take_heading("Products")
    return tuple(
        (sheet.take_row(one.name, one.short, content_px=BAR_PX, title=f"{one.name}: {one.words}"), one) for one in bars
    )


def take_events(events: Sequence[Event], sheet: Sheet, axis: TimeAxis) -> tuple[EventMark, ...]:
    """Notes and moves as numbered marks."""
    if not any(axis.has_day(event.day) for event in events):
        return ()
    sheet.take_heading("Notes")
    marks = mark_events(events, axis, top=sheet.y)
    sheet.take(lanes_px(marks, top=sheet.y) + 4.0)
    return marks


def take_strips(document: HistoryDocument, sheet: Sheet, axis: TimeAxis) -> tuple[tuple[Row, Strip], ...]:
    """What was logged, one strip a factor."""
    rows: list[tuple[Row, Strip]] = []
    for name, facts in document.factors.items():
        marks = day_marks(document, name, axis)
        if not marks:
            continue
        if not rows:
            sheet.take_heading("What was logged")
        strip = draw_strip(name, facts, marks, day_px=axis.day_px)
        row = sheet.take_row(facts.label, strip.words, content_px=STRIP_PX)
        rows.append((row, strip))
    return tuple(rows)


def take_keys(events: Sequence[Event], sheet: Sheet) -> tuple[tuple[float, str], ...]:
    """One line an event, for a picture that has no list beside it: baseline and words."""
    lines = [f"{number}  {event.words}" for number, event in enumerate(events, start=1)]
    if len(lines) > MOST_KEYS:
        lines = [*lines[: MOST_KEYS - 1], f"and {len(lines) - MOST_KEYS + 1} more"]
    if lines:
        sheet.take(10.0)
    return tuple((sheet.take(LINE_PX + 3.0)[0] + LINE_PX, line) for line in lines)
