"""Where each concern stands, and how it moved since the visit before and since the first one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from skincast.catalog import concerns
from skincast.noise import change_score, known_error
from skincast.report.history.contract import ConcernNow, LatestScore, Move
from skincast.report.precision import fixed, one_decimal, range80
from skincast.report.when import day_there

if TYPE_CHECKING:
    from skincast.report.history.contract import HistoryDocument
    from skincast.types import Visit


def shows_face(visit: Visit) -> bool:
    """False where every photo of the visit is a close-up."""
    return not visit.photos or any(photo.view != "closeup" for photo in visit.photos)


def follow(visits: Sequence[Visit], name: str) -> ConcernNow:
    """Follow one concern through the visits.

    Close-ups show other skin: they are followed only where no whole face was judged.

    Args:
        visits: oldest first.
        name: of the concern.
    """
    judged = [visit for visit in visits if _value(visit, name) is not None]
    chosen = [visit for visit in judged if shows_face(visit)] or judged
    row = concerns()[name]
    return ConcernNow(
        label=row.label,
        kind=row.kind,
        judged_visits=len(chosen),
        latest=_latest(chosen[-1], name) if chosen else None,
        since_previous=_move(chosen[-2], chosen[-1], name) if len(chosen) > 1 else None,
        since_first=_move(chosen[0], chosen[-1], name) if len(chosen) > 1 else None,
    )


def order_concerns(document: HistoryDocument) -> list[str]:
    """Name the judged concerns: the largest real change first, then the lowest score."""
    judged = {name: row for name, row in document.concerns.items() if row.latest is not None}
    return sorted(judged, key=lambda name: _rank(judged[name]))


def _rank(row: ConcernNow) -> tuple[float, float]:
    moves = [move for move in (row.since_first, row.since_previous) if move is not None and move.real]
    largest = max((abs(move.change or 0.0) for move in moves), default=0.0)
    return -largest, 0.0 if row.latest is None else row.latest.value


def _value(visit: Visit, name: str) -> float | None:
    return visit.scores[name].value if name in visit.scores else None


def _latest(visit: Visit, name: str) -> LatestScore:
    score = visit.scores[name]
    sd = known_error(score)[0]
    low80, high80 = range80(score.value, sd)
    return LatestScore(
        visit=visit.id,
        day=day_there(visit.at, visit.zone).isoformat(),
        value=fixed(score.value or 0.0, 1),
        sd=one_decimal(sd),
        low80=low80,
        high80=high80,
    )


def _move(before: Visit, after: Visit, name: str) -> Move:
    """Compare two judged scores."""
    moved = change_score(before.scores[name], after.scores[name])
    day = day_there(before.at, before.zone)
    return Move(
        visit=before.id,
        day=day.isoformat(),
        days=max(0, (day_there(after.at, after.zone) - day).days),
        before=fixed(moved.before or 0.0, 1),
        change=one_decimal(moved.change),
        sd=one_decimal(moved.sd),
        mdc95=one_decimal(moved.mdc95),
        real=moved.real,
    )
