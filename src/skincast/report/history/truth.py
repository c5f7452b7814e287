"""The true course of a person who does not exist, beside what photos said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import TYPE_CHECKING

from skincast.report.history.scale import GridLine, Reach, Scale

if TYPE_CHECKING:
    from skincast.report.history.axis import TimeAxis
    from skincast.report.history.contract import HistoryDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueCourse:
    """What a simulator knows of every day; nobody knows it of a real person."""

    days: tuple[date, ...]
    """In order."""
    scores: Mapping[str, Sequence[float]]
    """Concern -> one score a day, 0-100, higher is better, on the simulator's own scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TruePath:
    """The true course of one concern in its panel."""

    line: str
    """Path of the curve."""
    numbers: tuple[GridLine, ...]
    """The panel's grid lines with what they are worth on the simulator's scale."""


def lift_of(truth: TrueCourse, document: HistoryDocument, name: str) -> float | None:
    """Points by which a curve is moved as a whole, so that it meets the visits; None where there is no curve.

    Levels of the two scales do not compare, so only the shape is shown; the curve stays within 0 and 100.

    Args:
        truth: of the person.
        document: of the journal.
        name: of a judged concern.
    """
    curve = truth.scores.get(name)
    if not curve:
        return None
    gaps = list(_gaps(truth, document, name, curve))
    lift = fmean(gaps) if gaps else 0.0
    return max(-min(curve), min(100.0 - max(curve), lift))


def widen(reach: Reach, truth: TrueCourse, document: HistoryDocument, name: str) -> Reach:
    """Lowest and highest score of a panel, the moved curve included."""
    lift = lift_of(truth, document, name)
    if lift is None:
        return reach
    curve = truth.scores[name]
    return min(reach[0], min(curve) + lift), max(reach[1], max(curve) + lift)


def draw_truth(
    truth: TrueCourse, document: HistoryDocument, name: str, *, axis: TimeAxis, scale: Scale
) -> TruePath | None:
    """Draw the curve of one concern; None where there is none.

    Args:
        truth: of the person.
        document: of the journal.
        name: of a judged concern.
        axis: of time.
        scale: of the panel.
    """
    lift = lift_of(truth, document, name)
    if lift is None:
        return None
    shown = [
        (axis.x_of_day(day.isoformat()), scale.y(score + lift))
        for day, score in zip(truth.days, truth.scores[name], strict=True)
        if axis.has_day(day.isoformat())
    ]
    line = "M" + "L".join(f"{x:g} {y:g}" for x, y in shown) if shown else ""
    numbers = tuple(GridLine(y=one.y, score=round(one.score - lift)) for one in scale.grid())
    return TruePath(line=line, numbers=tuple(one for one in numbers if 0 <= one.score <= 100))


def _gaps(truth: TrueCourse, document: HistoryDocument, name: str, curve: Sequence[float]) -> Iterator[float]:
    """Measured minus true score of each visit."""
    known = {day.isoformat(): score for day, score in zip(truth.days, curve, strict=True)}
    for visit in document.visits:
        score = visit.scores.get(name)
        if score is not None and score.value is not None and visit.day in known:
            yield score.value - known[visit.day]
