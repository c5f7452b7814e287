"""The plot's numbers as tables and sentences, for eyes and ears that have no use for a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from skincast.report.history import words
from skincast.report.history.moves import order_concerns
from skincast.report.history.panels import is_hollow
from skincast.report.when import read_clock, say_clock, say_day

if TYPE_CHECKING:
    from skincast.report.history.contract import ConcernNow, FactorFacts, HistoryDocument, VisitRow

MOST_VISITS = 60
"""Rows of the table of visits; the document has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLine:
    """One visit as a row of numbers."""

    words: str
    aside: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorLine:
    """What is known of one factor."""

    label: str
    days: int
    range: str
    newest: str
    sources: str


def list_visits(document: HistoryDocument) -> tuple[list[str], list[VisitLine]]:
    """Name the judged concerns, and give the newest visits with a cell for each of them."""
    names = order_concerns(document)
    newest = list(reversed(document.visits))[:MOST_VISITS]
    return [document.concerns[name].label for name in names], [_visit(visit, names) for visit in newest]


def list_factors(document: HistoryDocument) -> list[FactorLine]:
    """Tell of each factor on how many days it is known, and between what values."""
    lines = []
    for name, facts in document.factors.items():
        known = [(row.day, row.values[name]) for row in document.days if name in row.values]
        values = [one.value for _, one in known]
        low, high = words.say_number(min(values)), words.say_number(max(values))
        day, last = known[-1]
        lines.append(
            FactorLine(
                label=_name(facts),
                days=len(known),
                range=low if low == high else f"{low} to {high}",
                newest=f"{words.say_number(last.value)} on {say_day(day)}{' (planned)' if last.planned else ''}",
                sources=", ".join(dict.fromkeys(words.name_source(one.source) for _, one in known)),
            )
        )
    return lines


def say_changes(document: HistoryDocument) -> list[str]:
    """Say in sentences what really changed since the first visit and since the one before."""
    rows = [row for name in order_concerns(document) if (row := document.concerns[name]).since_first is not None]
    if not rows:
        return []
    if all(row.since_first is None or row.since_first.real is None for row in rows):
        return [words.UNKNOWN_CHANGES]
    said = [_say_since("the first visit", [row for row in rows if row.since_first and row.since_first.real is True])]
    if any(row.judged_visits > 2 for row in rows):
        previous = [row for row in rows if row.since_previous and row.since_previous.real]
        said.append(_say_since("the visit before", previous, first=False))
    return said


def not_judged(document: HistoryDocument) -> list[str]:
    """Labels of the concerns that no visit judged."""
    return [row.label for row in document.concerns.values() if row.latest is None] if document.visits else []


def _visit(visit: VisitRow, names: list[str]) -> VisitLine:
    aside = ["close-up"] if visit.shows == "closeup" else ["poor photo"] if is_hollow(visit) else []
    aside += ["imported"] if visit.origin == "imported" else []
    aside += [words.say_label(visit.label)] if visit.label else []
    return VisitLine(
        words=say_clock(read_clock(visit.at, visit.zone)),
        aside=", ".join(aside),
        cells=tuple(_cell(visit, name) for name in names),
    )


def _name(facts: FactorFacts) -> str:
    """A factor with its unit, where that says more than its name."""
    told = facts.unit in {"", "yes or no"} or facts.unit in facts.label
    return facts.label if told else f"{facts.label}, {facts.unit}"


def _cell(visit: VisitRow, name: str) -> str:
    score = visit.scores.get(name)
    return "–" if score is None or score.value is None else words.say_score(score.value, score.sd)


def _say_since(when: str, rows: list[ConcernNow], *, first: bool = True) -> str:
    if not rows:
        return f"Since {when} nothing changed beyond noise."
    moves = [(row, row.since_first if first else row.since_previous) for row in rows]
    changes = [(row.label, move.change) for row, move in moves if move is not None and move.change is not None]
    less = [f"{label} {words.signed(change)}" for label, change in changes if change > 0]
    more = [f"{label} {words.signed(change)}" for label, change in changes if change < 0]
    parts = [f"less to see: {words.join_names(less)}"] if less else []
    parts += [f"more to see: {words.join_names(more)}"] if more else []
    return f"Since {when}, {'; '.join(parts)}. All else stayed within noise."
