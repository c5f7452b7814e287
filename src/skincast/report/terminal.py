"""The document as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from skincast.catalog import concerns
from skincast.report import wording

if TYPE_CHECKING:
    from skincast.report.contract import AnalysisDocument, ConcernRow, QualityFacts

TRACK = 24
"""Characters of the 0-100 track."""


def draw_scores(document: AnalysisDocument) -> Table:
    """Every concern with its score and its error."""
    table = _table("Concern", "Score", "0" + "\u00a0" * (TRACK - 4) + "100", "80 % range", "Noise")
    for column in (1, 3, 4):
        table.columns[column].justify = "right"
    table.columns[2].min_width = TRACK
    for row in document.concerns.values():
        look = " *" if row.kind == "appearance_estimate" else ""
        if row.score is None:
            why = (row.unjudged_because or "not_measured").replace("_", " ")
            table.add_row(row.label + look, Text("-", style="dim"), Text(why, style="dim"), "", "")
        else:
            number, _ = wording.say_score(row.score, row.sd, row.mdc95)
            table.add_row(row.label + look, Text(number, style="bold"), _track(row), _range(row), _noise(row))
    table.caption = (
        "Higher means less to see; changes below the noise mean nothing.\n"
        "* appearance estimate: the photo shows only the look of it."
    )
    table.caption_justify = "left"
    return table


def draw_checks(rows: Iterable[tuple[str, QualityFacts]]) -> Table:
    """Each photo with its quality and what is wrong with it."""
    table = _table("Photo", "Scored", "Quality", "Problems")
    for name, quality in rows:
        codes = dict.fromkeys(problem.code for problem in quality.problems)
        answer = Text("yes") if quality.accepted else Text("no", style="bold")
        table.add_row(Text(name), answer, f"{quality.score:.2f}", ", ".join(codes) or "none")
    return table


def draw_catalog() -> Table:
    """Every concern of the catalog."""
    table = _table("Name", "Label", "Kind", "Needs mm per pixel", "Meaning")
    for row in concerns().values():
        kind = wording.KINDS[row.kind].lower()
        table.add_row(row.name, row.label, kind, f"{row.detail_mm:g} or finer", row.meaning)
    return table


def _table(*headings: str) -> Table:
    return Table(*headings, box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")


def _track(row: ConcernRow) -> Text:
    """Draw the score as a mark in its band on the 0-100 track."""
    if row.score is None:
        return Text("")
    cells = ["─"] * TRACK
    if row.low80 is not None and row.high80 is not None:
        for cell in range(_cell(row.low80), _cell(row.high80) + 1):
            cells[cell] = "━"
    cells[_cell(row.score)] = "●"
    return Text("".join(cells))


def _cell(score: float) -> int:
    return round(score / 100 * (TRACK - 1))


def _range(row: ConcernRow) -> str:
    return "?" if row.low80 is None or row.high80 is None else f"{row.low80:.0f} to {row.high80:.0f}"


def _noise(row: ConcernRow) -> str:
    return "?" if row.mdc95 is None else f"{row.mdc95:.0f}"
