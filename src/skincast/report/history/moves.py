"""Where each concern stands, and how it moved since the visit before, since the first one, and in the long run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from skincast.catalog import concerns
from skincast.noise import change_score, known_error, standing_out
from skincast.report.history.averages import LOW_QUALITY, compare_ends
from skincast.report.history.contract import ConcernNow, LatestScore, LongMove, Move
from skincast.report.precision import fixed, one_decimal, range80
from skincast.report.when import day_there

if TYPE_CHECKING:
    from skincast.report.history.averages import Ends
    from skincast.report.history.contract import HistoryDocument
    from skincast.types import ScoreChange, Visit

_Pair = TypeVar("_Pair")


def shows_face(visit: Visit) -> bool:
    """False where every photo of the visit is a close-up."""
    return not visit.photos or any(photo.view != "closeup" for photo in visit.photos)


def follow_all(visits: Sequence[Visit]) -> dict[str, ConcernNow]:
    """Follow every concern through the visits, and tell which of their changes stand out among all.

    Close-ups show other skin: they are followed only where no whole face was judged.

    Args:
        visits: oldest first.
    """
    chosen = {name: _comparable(visits, name) for name in concerns()}
    previous = {name: (some[-2], some[-1]) for name, some in chosen.items() if len(some) > 1}
    first = {name: (some[0], some[-1]) for name, some in chosen.items() if len(some) > 1}
    ends = {name: found for name, some in chosen.items() if (found := compare_ends(_good(some), len(some), name))}
    since_previous = _tell(previous, _change, _move)
    since_first = _tell(first, _change, _move)
    since_beginning = _tell(ends, lambda one, _: one.change, _long_move)
    return {
        name: ConcernNow(
            label=row.label,
            kind=row.kind,
            judged_visits=len(chosen[name]),
            latest=_latest(chosen[name][-1], name) if chosen[name] else None,
            since_previous=since_previous.get(name),
            since_first=since_first.get(name),
            since_beginning=since_beginning.get(name),
        )
        for name, row in concerns().items()
    }


def order_concerns(document: HistoryDocument) -> list[str]:
    """Name the judged concerns: the largest change that stands out first, then the lowest score."""
    judged = {name: row for name, row in document.concerns.items() if row.latest is not None}
    return sorted(judged, key=lambda name: _rank(judged[name]))


def _rank(row: ConcernNow) -> tuple[float, float]:
    moves = [move for move in (row.since_beginning, row.since_previous) if move is not None and move.stands_out]
    largest = max((abs(move.change or 0.0) for move in moves), default=0.0)
    return -largest, 0.0 if row.latest is None else row.latest.value


def _comparable(visits: Sequence[Visit], name: str) -> list[Visit]:
    judged = [visit for visit in visits if name in visit.scores and visit.scores[name].value is not None]
    return [visit for visit in judged if shows_face(visit)] or judged


def _good(visits: Sequence[Visit]) -> list[Visit]:
    """Those with a photo that is not poor."""
    return [one for one in visits if not one.photos or max(photo.quality for photo in one.photos) >= LOW_QUALITY]


_Told = TypeVar("_Told")


def _tell(
    pairs: Mapping[str, _Pair],
    change: Callable[[_Pair, str], ScoreChange],
    say: Callable[[_Pair, ScoreChange, bool | None], _Told],
) -> dict[str, _Told]:
    """Judge the changes of all concerns of one comparison together."""
    moved = {name: change(pair, name) for name, pair in pairs.items()}
    found = standing_out(moved.values())
    return {name: say(pairs[name], one, None if one.real is None else name in found) for name, one in moved.items()}


def _change(pair: tuple[Visit, Visit], name: str) -> ScoreChange:
    return change_score(pair[0].scores[name], pair[1].scores[name])


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


def _move(pair: tuple[Visit, Visit], moved: ScoreChange, stands_out: bool | None) -> Move:
    before, after = pair
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
        stands_out=stands_out,
    )


def _long_move(ends: Ends, moved: ScoreChange, stands_out: bool | None) -> LongMove:
    first, last = ends.first[0], ends.last[-1]
    return LongMove(
        n=len(ends.first),
        first_visits=[visit.id for visit in ends.first],
        last_visits=[visit.id for visit in ends.last],
        first_day=day_there(first.at, first.zone).isoformat(),
        last_day=day_there(last.at, last.zone).isoformat(),
        before=fixed(moved.before or 0.0, 1),
        after=fixed(moved.after or 0.0, 1),
        change=one_decimal(moved.change),
        sd=one_decimal(moved.sd),
        mdc95=one_decimal(moved.mdc95),
        real=moved.real,
        stands_out=stands_out,
    )
