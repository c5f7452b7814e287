"""HistoryDocument -> the plot as SVG: scores, products, notes and logged days below each other on one time axis."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from skincast.report.history import words
from skincast.report.history.axis import Tick, TimeAxis, make_axis
from skincast.report.history.bands import Bands, find_bands
from skincast.report.history.document import describe_history
from skincast.report.history.events import Bar, EventMark, Label, called_alike, list_events
from skincast.report.history.panels import Panel
from skincast.report.history.rows import take_bars, take_events, take_keys, take_labels, take_panels, take_strips
from skincast.report.history.sheet import LINE_PX, Row, Sheet
from skincast.report.history.strips import Strip
from skincast.report.history.truth import TrueCourse
from skincast.report.lettering import fit, printable, wrap
from skincast.report.when import say_day

if TYPE_CHECKING:
    from skincast.report.history.contract import HistoryDocument
    from skincast.types import History

WIDTH_PX = 1000
TITLE_PX, SMALL_PX = 62.0, 10.5
ROOM_PX = 12.0
"""Above the first score's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Everything that the template draws."""

    sheet: Sheet
    axis: TimeAxis
    head: tuple[str, ...]
    """Lines below the title of a picture that has no page around it."""
    foot: tuple[str, ...]
    """Notes below such a picture."""
    bands: Bands
    ticks: tuple[Tick, ...]
    top: float
    bottom: float
    """Of everything that lies on the axis."""
    panels: tuple[Panel, ...]
    labels: tuple[tuple[Row, Label], ...]
    bars: tuple[tuple[Row, Bar], ...]
    events: tuple[EventMark, ...]
    strips: tuple[tuple[Row, Strip], ...]
    keys: tuple[tuple[float, str], ...]
    """Baseline and words of the lines that tell the events, where they are asked for."""


def plot_history(history: History, *, width_px: int = WIDTH_PX, truth: TrueCourse | None = None) -> str:
    """Draw a journal as one SVG picture that needs no other file.

    Nothing is smoothed and no trend is drawn: between visits nothing was seen.

    Args:
        history: of one person.
        width_px: of the picture, 320-2400; a narrow one names its rows above them, for a phone.
        truth: of a person who does not exist, drawn beside the visits.

    Returns:
        SVG text that opens in any browser, light and dark.

    Raises:
        ValueError: a width outside that range.
    """
    return draw_plot(describe_history(history), width_px=width_px, alone=True, truth=truth)


def draw_plot(document: HistoryDocument, *, width_px: int, alone: bool, truth: TrueCourse | None = None) -> str:
    """Draw the plot of a document.

    Args:
        document: of the journal.
        width_px: of the picture.
        alone: True for a file of its own, with its colors, a title and the words of its notes.
        truth: of a person who does not exist.
    """
    plot = lay_out(document, Sheet(width=width_px, numbers_right=truth is not None), alone=alone, truth=truth)
    return (
        templates()
        .get_template("history_plot.svg.j2")
        .render(
            plot=plot,
            sheet=plot.sheet,
            alone=alone,
            id=f"plot-{'wide' if plot.sheet.wide else 'narrow'}",
            title=f"Skin over time: {printable(document.person.name)}",
            span=say_span(document),
            empty=words.say_notice("nothing_judged" if document.visits else "no_visits"),
            fit=fit,
            words=words,
        )
    )


def lay_out(document: HistoryDocument, sheet: Sheet, *, alone: bool, truth: TrueCourse | None = None) -> Plot:
    """Put every row onto the sheet, from the top."""
    axis = make_axis(document, left=sheet.left, right=sheet.right)
    events = list_events(document)
    bands = find_bands(document, axis)
    head, foot = (_head(document, sheet), _foot(bands, sheet, true=truth is not None)) if alone else ((), ())
    _, top = sheet.take(TITLE_PX + LINE_PX * (len(head) - 1) if alone else ROOM_PX)
    panels = take_panels(document, sheet, axis, truth)
    labels = take_labels(document, sheet, axis)
    bars = take_bars(document, sheet, axis)
    marks = take_events(events, sheet, axis)
    strips = take_strips(document, sheet, axis)
    if labels or bars or marks or strips:
        sheet.take_axis()
    bottom = sheet.axes[-1] if sheet.axes else top
    keys = take_keys(events, sheet) if alone else ()
    sheet.take(LINE_PX * len(foot) + 16.0 if alone else 4.0)
    return Plot(
        sheet=sheet,
        axis=axis,
        head=head,
        foot=foot,
        bands=bands,
        ticks=axis.ticks(),
        top=top,
        bottom=bottom,
        panels=panels,
        labels=labels,
        bars=bars,
        events=marks,
        strips=strips,
        keys=keys,
    )


def _head(document: HistoryDocument, sheet: Sheet) -> tuple[str, ...]:
    called = called_alike(document)
    said = f"{say_span(document)}." + (f" All visits are called “{called}”." if called else "")
    return wrap(said, width_px=sheet.words_in_all_px, size_px=12.0)


def _foot(bands: Bands, sheet: Sheet, *, true: bool) -> tuple[str, ...]:
    behind = [f"Upright line: {words.BANDS_NOTE['begun']}."] if bands.starts else []
    behind += [f"Tinted: {words.BANDS_NOTE['period']}."] if bands.periods else []
    known = [f"Curve: {words.TRUE_KEY}. {words.TRUE_SCALE}"] if true else []
    texts = (" ".join([words.PICTURE_NOTE, *behind]), *known, words.PICTURE_DISCLAIMER)
    return tuple(line for text in texts for line in wrap(text, width_px=sheet.words_in_all_px, size_px=SMALL_PX))


def say_span(document: HistoryDocument) -> str:
    """Say how many visits there are and when they were."""
    if not document.visits:
        return "No visit yet"
    days = say_day(document.visits[0].day), say_day(document.visits[-1].day)
    when = days[0] if days[0] == days[1] else f"{days[0]} to {days[1]}"
    return f"{words.count(len(document.visits), 'visit')}, {when}"


@cache
def templates() -> Environment:
    """The templates of the report, where every text is escaped and every name must be known."""
    return Environment(
        loader=PackageLoader("skincast.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
