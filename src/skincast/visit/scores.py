"""Scores of one sitting: the photos' burdens joined region by region, then over the face."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skincast.types import RegionScore, Score
from skincast.visit.seen import Seen

ScoreOf = Callable[[str, float], float]
"""Concern and burden -> score, 0-100."""

SHARED = 0.6
"""Share of a photo's error variance that the other photos of its sitting share: lamp, distance, camera (ours). Measured
on simulated sittings of seven generated faces it is 0.0 (pigmentation) to 0.9 (pores), 0.5 in the middle; real sittings
share the expression and the direction of the light as well. Several sittings of one person on one day would tell: it is
the intraclass correlation of their photos."""
TRUST = 3.0
"""The table of SDs counts as much as this many photos when the photos of one sitting say how far they scatter: two
photos alone know little about it."""
LEAST_VISIBILITY = 0.05
MDC95_FACTOR = 1.96 * 2**0.5
SIDE_BY_SIDE = frozenset({"dark_circles", "eye_bags"})
"""Both eyes count the same, however much skin of each is seen."""
PART_BY_PART = frozenset({"firmness"})
"""Folds and jaw count the same, and in each of them both sides."""

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Region:
    """One region as all photos that judged it see it; every array has one entry a photo of the sitting."""

    burden: float
    area_mm2: float
    share: Column
    """How much each photo says in it; sums to 1, 0 where it did not judge it."""
    burdens: Column
    score: RegionScore


def fuse_scores(
    photos: Sequence[Seen], visibility: Sequence[Mapping[str, float]], score_of: ScoreOf
) -> dict[str, Score]:
    """Join the scores of the photos of one sitting.

    Each region is the mean of the photos that judged it, weighted by squared visibility over squared SD; the face is
    put together from its regions as the measure of the concern does it, so that left and right photos cover what
    neither does alone. The SD keeps the part that all photos of a sitting share, and grows where they disagree more
    than their SDs explain.

    Args:
        photos: at least one; all faces or all close-ups.
        visibility: for each photo, how well it shows each region, 0-1.
        score_of: the published mapping from burden to score.

    Returns:
        A score for each concern; with one photo its very own scores.

    Source: weights and the shared part are ours; the growth is the ratio of Birge 1932, Phys Rev 40:207.
    """
    return {concern: _fuse(concern, photos, visibility, score_of) for concern in photos[0].scores}


def region_shares(concern: str, area_mm2: Mapping[str, float]) -> dict[str, float]:
    """How much each judged region says in the burden of the face.

    Args:
        concern: its name.
        area_mm2: readable skin of each judged region.

    Returns:
        Shares that sum to 1. A face's burden is the mean of its regions' burdens with these weights.
    """
    if concern in SIDE_BY_SIDE:
        return {name: 1 / len(area_mm2) for name in area_mm2}
    if concern in PART_BY_PART:
        parts = [name.removesuffix("_right").removesuffix("_left") for name in area_mm2]
        return {name: 1 / len(set(parts)) / parts.count(part) for name, part in zip(area_mm2, parts, strict=True)}
    total = sum(area_mm2.values())
    return {name: area / total for name, area in area_mm2.items()}


def _fuse(concern: str, photos: Sequence[Seen], visibility: Sequence[Mapping[str, float]], score_of: ScoreOf) -> Score:
    judged = [k for k, photo in enumerate(photos) if photo.measurements[concern].burden is not None]
    if len(judged) < 2:
        return photos[judged[0] if judged else 0].scores[concern]
    photos, visibility = [photos[k] for k in judged], [visibility[k] for k in judged]
    names = dict.fromkeys(name for photo in photos for name in photo.measurements[concern].regions)
    regions = {name: _fuse_region(concern, name, photos, visibility, score_of) for name in names}
    known = {name: region for name, region in regions.items() if region is not None}
    value, sd = _whole(concern, photos, known, score_of)
    return Score(
        concern=concern,
        value=value,
        sd=sd,
        mdc95=MDC95_FACTOR * sd,
        regions={
            name: RegionScore(value=None, sd=None) if region is None else region.score
            for name, region in regions.items()
        },
        sd_source=f"{photos[0].scores[concern].sd_source}; {len(photos)} photos of one sitting",
    )


def _fuse_region(
    concern: str, name: str, photos: Sequence[Seen], visibility: Sequence[Mapping[str, float]], score_of: ScoreOf
) -> _Region | None:
    """Join one region; None where no photo judged it."""
    burdens, sds, seen, areas = np.zeros((4, len(photos)))
    judged = np.zeros(len(photos), bool)
    for k, photo in enumerate(photos):
        burden, sd = photo.measurements[concern].regions.get(name), photo.scores[concern].regions[name].sd
        if burden is not None and sd is not None:
            judged[k], burdens[k], sds[k] = True, burden, sd
            seen[k] = max(visibility[k].get(name, 0.0), LEAST_VISIBILITY)
            areas[k] = photo.skin.region_area_mm2[name]
    if not judged.any():
        return None
    # What is seen at a slant is seen with a larger error; the table holds for the photo that sees the region best.
    slanted = sds[judged] * seen.max() / seen[judged]
    share = np.zeros(len(photos))
    share[judged] = slanted**-2 / (slanted**-2).sum()
    burden = float(share @ burdens)
    value = score_of(concern, burden)
    off = np.array([score_of(concern, one) - value for one in burdens[judged].tolist()])
    sd = _fused_sd(slanted, share[judged], own=share[judged], off=off)
    return _Region(
        burden=burden,
        area_mm2=float(share @ areas),
        share=share,
        burdens=burdens,
        score=RegionScore(value=value, sd=sd),
    )


def _whole(
    concern: str, photos: Sequence[Seen], regions: Mapping[str, _Region], score_of: ScoreOf
) -> tuple[float, float]:
    """Value and SD of the face.

    A photo disagrees with the others only where they judged the same regions: what it says there is compared with what
    all of them say there.
    """
    weights = np.array(list(region_shares(concern, {name: r.area_mm2 for name, r in regions.items()}).values()))
    shares, burdens = (np.array([getattr(r, field) for r in regions.values()]) for field in ("share", "burdens"))
    joined = np.array([r.burden for r in regions.values()])
    value = score_of(concern, float(weights @ joined))
    parts = weights[:, None] * (shares > 0)
    parts /= parts.sum(axis=0)
    off = np.array(
        [
            score_of(concern, float(part @ burden)) - score_of(concern, float(part @ joined))
            for part, burden in zip(parts.T, burdens.T, strict=True)
        ]
    )
    sds = np.array([photo.scores[concern].sd or 0.0 for photo in photos])
    return value, _fused_sd(sds, weights @ shares, own=(parts * shares).sum(axis=0), off=off)


def _fused_sd(sds: Column, shares: Column, *, own: Column, off: Column) -> float:
    """SD of a weighted mean of photos that share a part of their error.

    Args:
        sds: of each photo, above 0.
        shares: weight of each photo in the mean; they sum to 1.
        own: how much of what it is compared with each photo said itself: 1 where it was alone.
        off: how far each photo is from what it is compared with.
    """
    shared = SHARED * float(sds.min()) ** 2
    alone = sds**2 - shared
    variance = shared + float(shares**2 @ alone)
    scatter = (TRUST + float((off**2 / alone).sum())) / (TRUST + float((1 - own).sum()))
    return float(np.sqrt(variance * max(1.0, scatter)))
