"""All the distances that are reported: between sets, of twins to each, by tone, and known losses beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray
from simplejpeg import decode_jpeg, encode_jpeg
from training.twin_realism.distance import Described, Distance, bootstrap_distance
from training.twin_realism.features import Reader
from training.twin_realism.looks import Look, Pixels, look_at, seen
from training.twin_realism.patches import Patch
from training.twin_realism.sets import REAL, TWINS
from training.twin_realism.telltale import fold_of, tell_apart

LOOKS: tuple[Look, ...] = ("as_is", "same_color", "coarse")
LEAST_PEOPLE = 10
TONES: Mapping[str, tuple[int, ...]] = MappingProxyType({"1-4": (1, 2, 3, 4), "5-6": (5, 6), "7-10": (7, 8, 9, 10)})
YARDSTICK = "gan1024_survey"
"""The sharpest set: what is taken away from it shows."""
TONE_FLOOR = 0.02
"""Share of a tone among the twins below which its weight would be a few patches'."""

Sets = dict[str, list[Patch]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two sets of patches in one look."""

    look: Look
    first: str
    second: str
    distance: Distance
    auc: float | None = None
    """Of a linear judge that has not seen the people; None where not asked."""


def between_sets(sets: Sets, read: Reader) -> Iterator[Compared]:
    """Every pair of sets; twins once as they are and once weighted to the other set's tones."""
    for look in LOOKS:
        usable = {name: own for name, patches in sets.items() if _people(own := seen(patches, look)) >= LEAST_PEOPLE}
        described = {name: _describe(patches, look, read) for name, patches in usable.items()}
        for first, second in combinations(usable, 2):
            one, other = described[first], described[second]
            auc = tell_apart(one.rows, one.people, other.rows, other.people).auc.value
            yield Compared(look=look, first=first, second=second, distance=bootstrap_distance(one, other), auc=auc)
        for name, patches in usable.items():
            if name != TWINS and TWINS in usable:
                matched = _matched(usable[TWINS], patches, described[TWINS])
                distance = bootstrap_distance(described[name], matched)
                yield Compared(look=look, first=name, second=f"{TWINS}, its tones", distance=distance)


def by_tone(sets: Sets, read: Reader) -> Iterator[Compared]:
    """Real photos of a group of tones to twins and to generated faces of the same group."""
    pools = {
        "real": [patch for name in REAL for patch in sets.get(name, [])],
        TWINS: sets[TWINS],
        "generated": [patch for name, own in sets.items() if name not in (*REAL, TWINS) for patch in own],
    }
    for tone, monks in TONES.items():
        own = {name: [patch for patch in patches if patch.monk in monks] for name, patches in pools.items()}
        for other in (TWINS, "generated"):
            if min(_people(own["real"]), _people(own[other])) >= LEAST_PEOPLE // 2:
                distance = bootstrap_distance(
                    _describe(own["real"], "coarse", read), _describe(own[other], "coarse", read)
                )
                yield Compared(look="coarse", first=f"real, Monk {tone}", second=other, distance=distance)


def yardsticks(sets: Sets, read: Reader) -> Iterator[Compared]:
    """One half of a set to the other half: as it is, and after known losses; and the halves of every other set."""
    for name, patches in sets.items():
        usable = seen(patches, "as_is")
        half = fold_of([patch.person for patch in usable], 2) == 0
        one, other = _chosen(usable, half), _chosen(usable, ~half)
        if min(_people(one), _people(other)) < LEAST_PEOPLE // 2:
            continue
        for loss, change in LOSSES.items() if name == YARDSTICK else [("itself", LOSSES["itself"])]:
            distance = bootstrap_distance(_describe(one, "as_is", read), _describe(other, "as_is", read, change))
            yield Compared(look="as_is", first=name, second=f"other half, {loss}", distance=distance)


def _blurred(pixels: Pixels, sigma_px: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma_px), np.uint8)


def _saved(pixels: Pixels, quality: int) -> Pixels:
    stored = encode_jpeg(np.ascontiguousarray(pixels), quality=quality, colorspace="RGB", colorsubsampling="420")
    return np.asarray(decode_jpeg(stored, colorspace="RGB"), np.uint8)


LOSSES: Mapping[str, Callable[[Pixels], Pixels]] = MappingProxyType(
    {
        "itself": lambda pixels: pixels,
        "blurred by 0.2 mm": lambda pixels: _blurred(pixels, 1.0),
        "blurred by 0.5 mm": lambda pixels: _blurred(pixels, 2.5),
        "JPEG quality 20": lambda pixels: _saved(pixels, 20),
        "median of 1 mm": lambda pixels: np.asarray(cv2.medianBlur(pixels, 5), np.uint8),
    }
)


def _describe(
    patches: Sequence[Patch], look: Look, read: Reader, change: Callable[[Pixels], Pixels] = LOSSES["itself"]
) -> Described:
    rows = read([look_at(change(patch.pixels), look) for patch in patches])
    return Described(rows=rows, people=[patch.person for patch in patches])


def _matched(twins: list[Patch], others: list[Patch], described: Described) -> Described:
    """Twins that count as often as their tone occurs in the other set."""
    asked, drawn = _tones(others), _tones(twins)
    weight = np.where(drawn > TONE_FLOOR, asked / np.maximum(drawn, TONE_FLOOR), 0.0)
    weights: NDArray[np.float64] = np.array([weight[patch.monk] for patch in twins])
    return Described(rows=described.rows, people=described.people, weights=weights)


def _tones(patches: Sequence[Patch]) -> NDArray[np.float64]:
    counts = np.bincount([patch.monk for patch in patches], minlength=11)
    return np.asarray(counts / counts.sum(), np.float64)


def _people(patches: Sequence[Patch]) -> int:
    return len({patch.person for patch in patches})


def _chosen(patches: Sequence[Patch], chosen: NDArray[np.bool_]) -> list[Patch]:
    return [patch for patch, keep in zip(patches, chosen, strict=True) if keep]
