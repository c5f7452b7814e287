"""Which lesion of one picture of the skin is which of another: the nearest within reach, each used once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from skincast.types import Lesion

REACH_MM = 3.0
"""Lesions nearer than this are taken for one (ours). On retakes of generated faces the landmarks alone err by 0.6 mm in
the middle and 2.4 mm in the worst twentieth of the skin, after alignment by 0.2 and 1.1 mm; the finder's own error is
added to that."""
SIZE_SHARE = 0.25
"""Of both diameters together: the middle of something large is found less well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two lesions that are one, by their numbers."""

    first: int
    second: int
    distance_mm: float


def pair_up(first: Sequence[Lesion], second: Sequence[Lesion]) -> tuple[Pair, ...]:
    """Pair the lesions of two lists whose places are comparable, nearest pairs first.

    Args:
        first: lesions.
        second: lesions, on the same atlas.

    Returns:
        Pairs within reach, each lesion in one at most; the same whatever the order of the lists.

    Source: ours; lesions lie much farther apart than alignment errs, so that the best assignment gains nothing.
    """
    free_first, free_second = set(range(len(first))), set(range(len(second)))
    pairs = []
    for pair in sorted(_near(first, second), key=lambda p: _rank(p, first, second)):
        if pair.first in free_first and pair.second in free_second:
            free_first.remove(pair.first)
            free_second.remove(pair.second)
            pairs.append(pair)
    return tuple(pairs)


def order(lesion: Lesion) -> tuple[float, float, float, float, str, str, str]:
    """What lesions are sorted by: from the top down, then whatever tells them apart."""
    return (
        lesion.y_mm,
        lesion.x_mm,
        lesion.size_mm,
        lesion.confidence,
        lesion.concern,
        lesion.type,
        lesion.region,
    )


def _near(first: Sequence[Lesion], second: Sequence[Lesion]) -> list[Pair]:
    """Every pair within reach."""
    if not first or not second:
        return []
    places = [np.array([(one.x_mm, one.y_mm, one.size_mm) for one in side]) for side in (first, second)]
    apart = places[0][:, None] - places[1][None]
    distance = np.hypot(apart[..., 0], apart[..., 1])
    reach = REACH_MM + SIZE_SHARE * (places[0][:, None, 2] + places[1][None, :, 2])
    return [
        Pair(first=int(i), second=int(j), distance_mm=float(distance[i, j]))
        for i, j in zip(*np.nonzero(distance <= reach), strict=True)
    ]


def _rank(pair: Pair, first: Sequence[Lesion], second: Sequence[Lesion]) -> tuple[object, ...]:
    return pair.distance_mm, order(first[pair.first]), order(second[pair.second])
