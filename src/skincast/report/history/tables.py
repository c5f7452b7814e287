"""The plot's numbers as tables and sentences, for eyes and ears that have no use for a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from skincast.report.history import words
from skincast.report.history.events import called_alike
from skincast.report.history.moves import order_concerns
from skincast.report.history.panels import is_hollow
from skincast.report.when import read_clock, say_clock, say_day
from skincast.report.wording import NOT_SURE

if TYPE_CHECKING:
    from skincast.report.history.contract import ConcernNow, FactorFacts, HistoryDocument, LongMove, VisitRow

MOST_VISITS = 60
"""Rows of the table of visits; the document has them all."""

NUMBER_WORDS = {2: "two", 3: "three"}


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
    return [document.concerns[name].label for name in names], [
        _visit(visit, names, called=not called_alike(document)) for visit in newest
    ]


def list_factors(document: HistoryDocument) -> list[FactorLine]:
    """Tell of each factor on how many days it is known, and between what values."""
    lines = []
    for name, facts in document.factors.items():
        known = [(row.day, row.values[name]) for row in document.days if name in row.values]
        values = [one.value for _, one in known]
        low, high = words.say_value(name, min(values)), words.say_value(name, max(values))
        day, last = known[-1]
        lines.append(
            FactorLine(
                label=_name(name, facts),
                days=len(known),
                range=low if low == high else f"{low} to {high}",
                newest=f"{words.say_value(name, last.value)} on {say_day(day)}{' (planned)' if last.planned else ''}",
                sources=", ".join(dict.fromkeys(words.name_source(one.source) for _, one in known)),
            )
        )
    return lines


def say_changes(document: HistoryDocument) -> list[str]:
    """Say in sentences what changed in the long run and since the visit before."""
    rows = {name: row for name in order_concerns(document) if (row := document.concerns[name]).since_previous}
    if not rows:
        return []
    moves = [move for row in rows.values() for move in (row.since_previous, row.since_beginning) if move is not None]
    if all(move.stands_out is None for move in moves):
        return [words.UNKNOWN_CHANGES]
    said = _say_beginning(document, rows)
    if not said or any(row.judged_visits > 2 for row in rows.values()):
        said.append(_say_since("Since the visit before", _previous(rows)))
    return said


def say_ends(document: HistoryDocument, move: LongMove) -> str:
    """Say which visits a change in the long run compares: the first three visits against the last three."""
    day = say_day(move.first_day)
    good = "" if _begins(document, move) else "good "
    if move.n == 1 and document.visits[-1].id not in move.last_visits:
        return f"From the first {good}visit on {day} to the last good one on {say_day(move.last_day)}"
    if move.n == 1:
        return f"Since the first {good}visit on {day}"
    number = NUMBER_WORDS[move.n]
    return f"The mean of the first {number} {good}visits against that of the last {number}"


def not_judged(document: HistoryDocument) -> list[str]:
    """Labels of the concerns that no visit judged."""
    return [row.label for row in document.concerns.values() if row.latest is None] if document.visits else []


def say_stale(document: HistoryDocument) -> str:
    """Say what the last visit did not judge and when it was judged last; an empty text where there is no such score."""
    if not document.visits:
        return ""
    last = document.visits[-1].day
    rows = [(row.label, row.latest.day) for row in document.concerns.values() if row.latest is not None]
    said = [f"{label} on {say_day(day)}" for label, day in rows if day != last]
    return f"Last judged before the last visit: {', '.join(said)}." if said else ""


def _visit(visit: VisitRow, names: list[str], *, called: bool) -> VisitLine:
    aside = ["close-up"] if visit.shows == "closeup" else ["poor photo"] if is_hollow(visit) else []
    aside += ["imported"] if visit.origin == "imported" else []
    aside += [words.say_label(visit.label)] if called and visit.label else []
    return VisitLine(
        words=say_clock(read_clock(visit.at, visit.zone)),
        aside=", ".join(aside),
        cells=tuple(_cell(visit, name) for name in names),
    )


def _name(name: str, facts: FactorFacts) -> str:
    """A factor with its unit, where that says more than its name."""
    told = not words.has_unit(name, facts.unit) or facts.unit in facts.label
    return facts.label if told else f"{facts.label}, {facts.unit}"


def _cell(visit: VisitRow, name: str) -> str:
    score = visit.scores.get(name)
    return "–" if score is None or score.value is None else words.say_score(score.value, score.sd)


def _begins(document: HistoryDocument, move: LongMove) -> bool:
    """True where no visit was passed over."""
    ids = [visit.id for visit in document.visits]
    return ids[: move.n] == move.first_visits and ids[-move.n :] == move.last_visits


def _say_beginning(document: HistoryDocument, rows: dict[str, ConcernNow]) -> list[str]:
    """One sentence for each choice of visits from which anything stands out; one in all where nothing does."""
    groups: dict[str, list[str]] = {}
    for name, row in rows.items():
        move = row.since_beginning
        if move is not None:
            changes = groups.setdefault(say_ends(document, move), [])
            changes += [words.say_headline(name, row.label, move.before, move.after)] if move.stands_out else []
    if not groups:
        return []
    telling = {when: changes for when, changes in groups.items() if changes} or dict([next(iter(groups.items()))])
    return [_say_since(when, changes) for when, changes in telling.items()]


def _previous(rows: dict[str, ConcernNow]) -> list[str]:
    changes = []
    for name, row in rows.items():
        move = row.since_previous
        if move is not None and move.stands_out and row.latest is not None:
            changes.append(words.say_headline(name, row.label, move.before, row.latest.value))
    return changes


def _say_since(when: str, changes: list[str]) -> str:
    if not changes:
        return f"{when}: no change of a score can be told from noise."
    return f"{when}: {'; '.join(changes)}. All else {NOT_SURE}."
