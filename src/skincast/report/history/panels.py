"""One panel a concern: its visits as marks with their ranges, and nothing between them that nobody saw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from skincast.report.history import words
from skincast.report.history.averages import LOW_QUALITY
from skincast.report.history.scale import GridLine, Reach, Scale, make_scale
from skincast.report.history.truth import TrueCourse, TruePath, draw_truth, widen
from skincast.report.when import read_clock, say_clock, say_day

if TYPE_CHECKING:
    from skincast.report.history.axis import TimeAxis
    from skincast.report.history.contract import ConcernNow, HistoryDocument, VisitRow, VisitScore

LONG_GAP = timedelta(days=60)
"""Visits further apart are not joined."""
MOST_MARKS = 120
"""With more visits than this, marks get no words of their own: the page must stay light."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One visit in a panel."""

    x: float
    y: float
    low_y: float | None
    """Bottom of the range; None where the error is unknown."""
    high_y: float | None
    clock: datetime
    value: float
    hollow: bool
    """A close-up or a poor photo."""
    compared: bool
    """False: a close-up among faces."""
    newest: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A visit that did not judge the concern."""

    x: float
    clock: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One concern, ready to be drawn."""

    name: str
    label: str
    estimate: bool
    number: str
    when: str
    """Day of the number."""
    lines: tuple[tuple[str, bool], ...]
    """What changed, in words; True: it stands out."""
    top: float
    """Of the head."""
    plot_top: float
    bottom: float
    grid: tuple[GridLine, ...]
    marks: tuple[Mark, ...]
    missed: tuple[Missed, ...]
    joins: str
    """Path of the lines between neighboring visits."""
    first_y: float | None
    """Level of the beginning; None where nothing is compared with it."""
    truth: TruePath | None = None
    """What is true, where a simulator knows it."""

    @property
    def dense(self) -> bool:
        """True: too many marks for words of their own."""
        return len(self.marks) > MOST_MARKS

    def path_of_ranges(self) -> str:
        """Every range as one path."""
        return "".join(f"M{m.x:g} {m.high_y:g}V{m.low_y:g}" for m in self.marks if m.high_y is not None)

    def path_of_marks(self) -> str:
        """Every mark as one path of dots."""
        return "".join(f"M{m.x:g} {m.y:g}h0" for m in self.marks)


def draw_panel(
    document: HistoryDocument,
    name: str,
    axis: TimeAxis,
    *,
    span: int,
    top: float,
    plot_top: float,
    bottom: float,
    lines: tuple[tuple[str, bool], ...],
    truth: TrueCourse | None = None,
) -> Panel:
    """Lay out the panel of one judged concern.

    Args:
        document: of the journal.
        name: of the concern.
        axis: of time.
        span: points from bottom to top.
        top: pixels of the head's upper edge.
        plot_top: pixels of the plot's upper edge.
        bottom: pixels of its lower edge.
        lines: what changed, from `say_lines`, broken to fit.
        truth: of a person who does not exist.
    """
    row = document.concerns[name]
    scale = make_scale(reach_of(document, name, truth), span=span, top=plot_top, bottom=bottom)
    marks = tuple(_marks(document, name, axis, scale))
    missed = tuple(_missed(document, name, axis))
    return Panel(
        name=name,
        label=row.label,
        estimate=row.kind == "appearance_estimate",
        number="" if row.latest is None else words.say_score(row.latest.value, row.latest.sd),
        when="" if row.latest is None else say_day(row.latest.day),
        lines=lines,
        top=top,
        plot_top=plot_top,
        bottom=bottom,
        grid=scale.grid(),
        marks=marks,
        missed=missed,
        joins=_join(marks, missed),
        first_y=None if row.since_beginning is None else scale.y(row.since_beginning.before),
        truth=None if truth is None else draw_truth(truth, document, name, axis=axis, scale=scale),
    )


def reach_of(document: HistoryDocument, name: str, truth: TrueCourse | None = None) -> Reach:
    """Lowest and highest score of a judged concern, ranges and a true course included."""
    ends = [
        (value if score.low80 is None else score.low80, value if score.high80 is None else score.high80)
        for _, score, value in _judged(document, name)
    ]
    reach = min(low for low, _ in ends), max(high for _, high in ends)
    return reach if truth is None else widen(reach, truth, document, name)


def compared_view(document: HistoryDocument, name: str) -> str:
    """What the visits show that are compared: faces, where any was judged."""
    return "face" if any(visit.shows == "face" for visit, _, _ in _judged(document, name)) else "closeup"


def say_lines(name: str, row: ConcernNow) -> tuple[tuple[str, bool], ...]:
    """Say how a score moved in the long run and since the visit before, once where they are the same."""
    said = []
    long, last = row.since_beginning, row.since_previous
    if long is not None:
        ends = "since first" if long.n == 1 else f"first {long.n} to last {long.n}"
        said.append((f"{ends}: {words.say_move(name, long)}", bool(long.stands_out)))
    if last is not None and (row.judged_visits > 2 or long is None):
        said.append((f"since previous: {words.say_move(name, last)}", bool(last.stands_out)))
    return tuple(said)


def is_hollow(visit: VisitRow) -> bool:
    """True for a close-up or a poor photo."""
    return visit.shows == "closeup" or (visit.quality is not None and visit.quality < LOW_QUALITY)


def _judged(document: HistoryDocument, name: str) -> Iterator[tuple[VisitRow, VisitScore, float]]:
    for visit in document.visits:
        score = visit.scores.get(name)
        if score is not None and score.value is not None:
            yield visit, score, score.value


def _marks(document: HistoryDocument, name: str, axis: TimeAxis, scale: Scale) -> Iterator[Mark]:
    latest = document.concerns[name].latest
    compared = compared_view(document, name)
    for visit, score, value in _judged(document, name):
        clock = read_clock(visit.at, visit.zone)
        yield Mark(
            x=axis.x(clock),
            y=scale.y(value),
            low_y=None if score.low80 is None else scale.y(score.low80),
            high_y=None if score.high80 is None else scale.y(score.high80),
            clock=clock,
            value=value,
            hollow=is_hollow(visit),
            compared=visit.shows == compared,
            newest=latest is not None and visit.id == latest.visit,
            words=_say_mark(document.concerns[name].label, visit, score, clock),
        )


def _say_mark(label: str, visit: VisitRow, score: VisitScore, clock: datetime) -> str:
    said = [f"{label} {int((score.value or 0.0) + 0.5)}"]
    if score.low80 is not None and score.high80 is not None:
        said.append(f"80 % range of the true average {score.low80:.0f} to {score.high80:.0f}")
    said += ["close-up"] if visit.shows == "closeup" else ["poor photo"] if is_hollow(visit) else []
    said += [words.say_label(visit.label)] if visit.label else []
    return f"{say_clock(clock)}: " + ", ".join(said)


def _missed(document: HistoryDocument, name: str, axis: TimeAxis) -> Iterator[Missed]:
    judged, compared = {visit.id for visit, _, _ in _judged(document, name)}, compared_view(document, name)
    for visit in document.visits:
        if visit.id not in judged and visit.shows == compared:
            clock = read_clock(visit.at, visit.zone)
            yield Missed(x=axis.x(clock), clock=clock, words=f"{say_clock(clock)}: not judged")


def _join(marks: Sequence[Mark], missed: Sequence[Missed]) -> str:
    """Join neighboring visits, not over long gaps nor over a visit that did not judge."""
    seen: list[Mark | Missed] = [*(mark for mark in marks if mark.compared), *missed]
    visits = sorted(seen, key=lambda one: one.clock)
    pairs = [(a, b) for a, b in pairwise(visits) if b.clock - a.clock <= LONG_GAP]
    return "".join(f"M{a.x:g} {a.y:g}L{b.x:g} {b.y:g}" for a, b in pairs if isinstance(a, Mark) and isinstance(b, Mark))
