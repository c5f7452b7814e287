"""The beginning against now: means of a few good visits, so that no single odd photo decides."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING

from skincast.noise import change_score, known_error
from skincast.types import RegionScore

if TYPE_CHECKING:
    from skincast.types import Score, ScoreChange, Visit

LOW_QUALITY = 0.48
"""Photos below repeat worse: `low_quality_below` in the table of repeatability."""
MOST_AVERAGED = 3
LEAST_JUDGED = 2 * MOST_AVERAGED
"""With fewer judged visits than this no mean is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The first and the last visits of one concern, and how their scores differ."""

    first: tuple[Visit, ...]
    last: tuple[Visit, ...]
    change: ScoreChange


def compare_ends(good: Sequence[Visit], judged: int, name: str) -> Ends | None:
    """Compare the first good visits with the last ones.

    Args:
        good: judged visits without poor photos, oldest first.
        judged: how many visits judged the concern, poor photos included.
        name: of the concern.

    Returns:
        None with fewer than two good visits.

    Source: ours; the errors of the averaged visits count as independent.
    """
    if len(good) < 2:
        return None
    n = min(MOST_AVERAGED, len(good) // 2) if judged >= LEAST_JUDGED else 1
    first, last = tuple(good[:n]), tuple(good[-n:])
    before, after = (_average([visit.scores[name] for visit in some]) for some in (first, last))
    return Ends(first=first, last=last, change=change_score(before, after))


def _average(scores: Sequence[Score]) -> Score:
    """The mean of a few scores; an error that is unknown once is unknown."""
    if len(scores) == 1:
        return scores[0]
    known = [known_error(score)[0] for score in scores]
    unknown = next((score for score, sd in zip(scores, known, strict=True) if sd is None), None)
    sd = None if unknown else math.hypot(*(one for one in known if one is not None)) / len(scores)
    values = [{name: region.value for name, region in one.regions.items()} for one in scores]
    common = [name for name in values[0] if all(one.get(name) is not None for one in values)]
    return replace(
        scores[0],
        value=fmean(score.value or 0.0 for score in scores),
        sd=sd,
        mdc95=None,
        regions={name: RegionScore(value=fmean(one[name] or 0.0 for one in values), sd=None) for name in common},
        sd_source=(unknown or scores[0]).sd_source,
    )
