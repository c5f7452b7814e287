"""ChangeDocument -> tables for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from skincast.report.change import words
from skincast.report.change.document import describe_change
from skincast.report.change.summary import order_scores
from skincast.report.history.words import say_label
from skincast.report.when import read_clock, say_clock, say_days
from skincast.report.wording import ERROR_SOURCE

if TYPE_CHECKING:
    from skincast.report.change.contract import ChangeDocument, ScoreRow
    from skincast.report.change.document import Regions
    from skincast.report.history.contract import VisitRow
    from skincast.types import Change

NARROW = 60
"""Columns below which things stand below each other."""
LEGEND = (
    "Higher means less to see. Bold: it stands out among all scores; noise alone makes any of them do so in one "
    f"comparison of twenty at most. {words.NOISE}\n"
    f"{ERROR_SOURCE}\n"
    "* appearance estimate: a photo shows only the look of it."
)


def draw_change(change: Change, width: int = 80, *, regions: Regions | None = None) -> Group:
    """Draw a comparison: scores, what became of lesions, and what the maps say.

    Args:
        change: of two visits.
        width: of the terminal, in columns; a narrow one gets no table.
        regions: places of the regions on the atlas; without them no region is summed up.
    """
    document = describe_change(change, regions=regions)
    head = f"{_visit(document.before)}  →  {_visit(document.after)}, {say_days(abs(document.days))}"
    names = order_scores(document)
    scores: RenderableType = _stack(document, names) if width < NARROW else _table(document, names)
    missing = [row.label for name, row in document.scores.items() if name not in names]
    rest = [Text(f"Not judged at either visit: {', '.join(missing)}.\n")] if missing else []
    shown = [scores] if names else []
    return Group(Text(head, style="bold"), *shown, *rest, *_lesions(document), *_maps(document), Text(LEGEND))


def _visit(visit: VisitRow) -> str:
    return say_clock(read_clock(visit.at, visit.zone)) + (f" ({say_label(visit.label)})" if visit.label else "")


def _table(document: ChangeDocument, names: list[str]) -> Table:
    table = Table("Concern", "Before", "After", "Change", "Noise", box=box.SIMPLE_HEAD, pad_edge=False)
    table.header_style = "bold"
    for column in (1, 2, 4):
        table.columns[column].justify = "right"
    for name in names:
        row = document.scores[name]
        change = Text(words.say_row(name, row), style="bold" if row.stands_out else "")
        noise = "-" if row.mdc95 is None else f"{row.mdc95:.0f}"
        table.add_row(_label(row), _number(row.before), _number(row.after), change, noise)
    return table


def _stack(document: ChangeDocument, names: list[str]) -> Text:
    """One short line a concern."""
    rows = [(name, document.scores[name]) for name in names]
    lines = [
        f"{_label(row)}: {_number(row.before)} → {_number(row.after)}\n  {words.say_row(name, row)}"
        for name, row in rows
    ]
    return Text("\n".join(lines) + "\n")


def _label(row: ScoreRow) -> str:
    return row.label + (" *" if row.kind == "appearance_estimate" else "")


def _number(score: float | None) -> str:
    return "-" if score is None else f"{int(score + 0.5)}"


def _lesions(document: ChangeDocument) -> list[Text]:
    told = words.say_fates(document.fates, mapped=bool(document.maps))
    return [Text(f"Spots: {told}. {words.MISSED_SPOTS}\n")] if told else []


def _maps(document: ChangeDocument) -> list[Text]:
    if document.maps_missing_because is not None:
        why, advice = words.say_why_no_maps(document.maps_missing_because)
        return [Text(f"{why}\n{advice}: {words.AGREE}\n" if advice else f"{why}\n")]
    lines = [
        Text(f"Map of {words.name_pigment(pigment).title.lower()}: {words.say_pigment(pigment, row)}")
        for pigment, row in document.maps.items()
    ]
    if document.comparable_share is not None and lines:
        lines.append(Text(f"Comparable: {100 * document.comparable_share:.0f} % of the skin that was seen.\n"))
    return lines
