"""When a score has moved: the one rule for histories and for two visits side by side."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from statistics import NormalDist

from skincast.types import Score, ScoreChange

Z95 = 1.96
"""SDs of a change that noise exceeds in one case of twenty."""
_NO_FACES = re.compile(r"\b0 faces")
"""In `sd_source`: no face was measured twice, so that the SD beside it is a stand-in."""


def known_error(score: Score) -> tuple[float | None, float | None]:
    """SD and smallest real change of a score; unknown where no face stands behind them."""
    return (None, None) if _NO_FACES.search(score.sd_source) else (score.sd, score.mdc95)


def change_score(before: Score, after: Score) -> ScoreChange:
    """Say how a score moved, and whether noise alone may have done it.

    Where the visits judged different regions, the face may seem to change because other skin was seen. What the regions
    in common do not confirm then widens the error.

    Args:
        before: of the first visit.
        after: of the second visit, same concern.

    Returns:
        The change; without one where a visit did not judge the concern, or where no region was judged at both.

    Source: ours; 1.96 SDs of the difference as in the smallest detectable change.
    """
    change, unconfirmed = _difference(before, after)
    sd = _sd(before, after, unconfirmed) if change is not None else None
    return ScoreChange(
        concern=before.concern,
        before=before.value,
        after=after.value,
        change=change,
        sd=sd,
        mdc95=None if sd is None else Z95 * sd,
        real=None if sd is None or change is None else abs(change) > Z95 * sd,
    )


def standing_out(changes: Iterable[ScoreChange]) -> frozenset[str]:
    """Name the concerns that moved beyond noise even though so many were looked at.

    Among ten unchanged concerns one seems to move in two comparisons of five; told together they must not.

    Args:
        changes: of all concerns of one comparison.

    Returns:
        Concerns whose change noise makes, anywhere among them, in one comparison of twenty at most.

    Source: Holm 1979, Scand J Statist 6:65; two-sided, normal errors.
    """
    known = [(abs(one.change) / one.sd, one.concern) for one in changes if one.change is not None and one.sd]
    found: set[str] = set()
    for place, (distance, concern) in enumerate(sorted(known, reverse=True)):
        if distance <= NormalDist().inv_cdf(1 - 0.025 / (len(known) - place)):
            break
        found.add(concern)
    return frozenset(found)


def _sd(before: Score, after: Score, unconfirmed: float) -> float | None:
    first, last = known_error(before)[0], known_error(after)[0]
    return None if first is None or last is None else math.hypot(first, last, unconfirmed)


def _difference(before: Score, after: Score) -> tuple[float | None, float]:
    """How far a score moved, and how much of that the regions in common do not confirm."""
    if before.value is None or after.value is None:
        return None, 0.0
    change = after.value - before.value
    first, last = _judged(before), _judged(after)
    if first.keys() == last.keys():
        return change, 0.0
    common = first.keys() & last.keys()
    if not common:
        return None, 0.0
    return change, change - sum(last[region] - first[region] for region in common) / len(common)


def _judged(score: Score) -> dict[str, float]:
    return {name: region.value for name, region in score.regions.items() if region.value is not None}
