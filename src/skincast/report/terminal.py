"""The document as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from skincast.catalog import Concern, concerns
from skincast.report import wording

if TYPE_CHECKING:
    from skincast.report.contract import AnalysisDocument, ConcernRow, QualityFacts

TRACK = 24
"""Characters of the 0-100 track."""
LEGEND = (
    "Higher means less to see. In 8 of 10 photos the score lies so near what many photos would average that the "
    f"80 % range holds it; a change below the noise {wording.NOT_SURE}.\n"
    "* appearance estimate: the photo shows only the look of it."
)
WIDE, NARROW = 76, 48
"""Columns below which the track is left out, and below which things stand below each other."""


def draw_scores(document: AnalysisDocument, *, width: int = 80) -> Group:
    """Every judged concern with its score and its error, then why the others were not judged.

    Args:
        document: of the photo.
        width: of the terminal, in columns; a narrow one gets no track, a very narrow one no table.
    """
    judged = [row for row in document.concerns.values() if row.score is not None]
    drawn: list[RenderableType] = []
    if judged:
        drawn = [_stack(judged) if width < NARROW else _scores(judged, track=width >= WIDE)]
    return Group(*drawn, *_not_judged(document), Text(LEGEND))


def draw_checks(rows: Iterable[tuple[str, QualityFacts]]) -> Table:
    """Each photo with its quality and what is wrong with it."""
    table = _table("Photo", "Scored", "Quality", "Problems")
    for column in (0, 3):
        table.columns[column].overflow = "fold"
    for name, quality in rows:
        codes = dict.fromkeys(problem.code for problem in quality.problems)
        answer = Text("yes") if quality.accepted else Text("no", style="bold")
        table.add_row(Text(name), answer, f"{quality.score:.2f}", ", ".join(codes) or "none")
    return table


def draw_catalog(*, width: int = 80) -> RenderableType:
    """Every concern of the catalog; below each other where a table does not fit."""
    if width < WIDE:
        return Group(*(_stack_concern(row) for row in concerns().values()))
    table = _table("Name", "Label", "Kind", "Needs mm per pixel", "Meaning")
    for row in concerns().values():
        table.add_row(row.name, row.label, wording.KINDS[row.kind].lower(), f"{row.detail_mm:g} or finer", row.meaning)
    return table


def _stack_concern(row: Concern) -> Text:
    kind = wording.KINDS[row.kind].lower()
    words = f"\n{row.label}, {kind}, needs {row.detail_mm:g} mm per pixel or finer.\n{row.meaning}\n"
    return Text.assemble((row.name, "bold"), words)


def _scores(rows: Iterable[ConcernRow], *, track: bool) -> Table:
    bar = ("0" + "\u00a0" * (TRACK - 4) + "100",) if track else ()
    table = _table("Concern", "Score", *bar, "80 % range", "Noise")
    for column in (1, -2, -1):
        table.columns[column].justify = "right"
    if track:
        table.columns[2].min_width = TRACK
    for row in rows:
        score = Text(_number(row), style="bold")
        table.add_row(_label(row), score, *([_track(row)] if track else []), _range(row), _noise(row))
    return table


def _stack(rows: Iterable[ConcernRow]) -> Text:
    """One short line a concern: a score with its error."""
    return Text(
        "\n".join(f"{_label(row)}: {_number(row)} {wording.say_error(row.sd, row.mdc95)}" for row in rows) + "\n"
    )


def _not_judged(document: AnalysisDocument) -> list[Text]:
    """One sentence a reason, with everything that was not judged for it."""
    reasons: dict[str, list[str]] = {}
    for row in document.concerns.values():
        if row.score is None:
            reasons.setdefault(wording.explain(row.unjudged_because or "not_measured"), []).append(row.label)
    return [Text(f"Not judged: {', '.join(labels)}. {reason}") for reason, labels in reasons.items()]


def _label(row: ConcernRow) -> str:
    return row.label + (" *" if row.kind == "appearance_estimate" else "")


def _number(row: ConcernRow) -> str:
    return "-" if row.score is None else wording.say_score(row.score, row.sd, row.mdc95)[0]


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
