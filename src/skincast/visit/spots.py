"""Lesions of one sitting: the findings of all photos, placed on the atlas and joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from skincast.types import Finding, FloatMap, Lesion
from skincast.visit.maps import WELL_SEEN, Sheet
from skincast.visit.pairs import order, pair_up
from skincast.visit.place import atlas_mm, atlas_pixel, find_places
from skincast.visit.seen import Regions

FOLLOWED = {
    "acne": frozenset({"comedone_open", "comedone_closed", "papule", "pustule", "nodule", "mark_red", "mark_brown"}),
    "pigmentation": frozenset({"freckle", "lentigo"}),
}
"""Types that have a place of their own: lines, red areas and patches have not."""
LEAST_CONFIDENCE = 0.15
"""What is less sure after joining is dropped, as in a single photo."""
HEART_PX = 5
"""Width of the middle of a lesion: most of it must be skin that may be judged, and seen well enough to be compared."""


@dataclass(slots=True, kw_only=True)
class _Group:
    """What several photos say of one place; lists have one entry a photo that found something there."""

    lesions: list[Lesion] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(self, lesion: Lesion, weight: float) -> None:
        self.lesions.append(lesion)
        self.weights.append(weight)


def fuse_lesions(sheets: Sequence[Sheet], regions: Regions) -> tuple[Lesion, ...]:
    """Place the findings of all photos on the atlas and join those that are one.

    A lesion is as sure as the photos that show its place are on average, those that found nothing there included: two
    photos never make it surer than the surer one.

    Args:
        sheets: the photos, the reference first.
        regions: of the atlas.

    Returns:
        The lesions from the top of the face down; of one photo exactly its own on skin that it shows well.

    Source: ours, untested.
    """
    lesions = []
    for concern in FOLLOWED:
        groups: list[_Group] = []
        for sheet in sheets:
            _join(groups, _placed(sheet, concern), sheet)
        lesions += [_merged(group, concern, sheets, regions) for group in groups]
    return tuple(sorted((one for one in lesions if one.confidence >= LEAST_CONFIDENCE), key=order))


def _placed(sheet: Sheet, concern: str) -> list[Lesion]:
    """The findings of one photo on the atlas of the sitting; what is not on skin that it shows well is left out."""
    found = [f for f in sheet.seen.measurements[concern].findings if f.type in FOLLOWED[concern]]
    points = np.array([_middle(finding) for finding in found], np.float32).reshape(-1, 2)
    places = find_places(sheet.atlas, points, mm_per_px=sheet.seen.skin.crop.color_mm_per_px)
    lesions = [
        _lesion(finding, place, sheet) for finding, place in zip(found, places, strict=True) if place is not None
    ]
    sound = _sound(sheet)
    return [one for one in lesions if _at(sound, one) >= 0.5]


def _sound(sheet: Sheet) -> FloatMap:
    """How much of what is around each place is skin that may be judged and is not seen too far aslant."""
    well = sheet.readable & (sheet.visibility > WELL_SEEN)
    return np.asarray(cv2.blur(well.astype(np.float32), (HEART_PX, HEART_PX)), np.float32)


def _middle(finding: Finding) -> tuple[float, float]:
    x, y, width, height = finding.box
    return x + width / 2, y + height / 2


def _lesion(finding: Finding, place: tuple[int, int], sheet: Sheet) -> Lesion:
    x_mm, y_mm = sheet.alignment.carry_place(*atlas_mm(*place))
    return Lesion(
        concern=finding.concern,
        type=finding.type,
        region=finding.region,
        x_mm=x_mm,
        y_mm=y_mm,
        size_mm=finding.size_mm,
        confidence=finding.confidence,
    )


def _join(groups: list[_Group], lesions: list[Lesion], sheet: Sheet) -> None:
    """Add the lesions of one more photo to the groups, each to the nearest one within reach or to a new one."""
    pairs = {pair.second: pair.first for pair in pair_up([_mean(group) for group in groups], lesions)}
    for number, lesion in enumerate(lesions):
        if number not in pairs:
            groups.append(_Group())
        group = groups[pairs.get(number, -1)]
        group.add(lesion, _at(sheet.weight, lesion))


def _mean(group: _Group) -> Lesion:
    """Mean place and size, and the type that most speaks for; as sure as its surest."""
    if len(group.lesions) == 1:
        return group.lesions[0]
    says = np.array([w * one.confidence for w, one in zip(group.weights, group.lesions, strict=True)]) + 1e-9
    share = says / says.sum()
    votes: dict[str, float] = {}
    for one, vote in zip(group.lesions, share.tolist(), strict=True):
        votes[one.type] = votes.get(one.type, 0.0) + vote
    x_mm, y_mm, size_mm = (float(share @ [getattr(one, key) for one in group.lesions]) for key in _LENGTHS)
    return replace(
        group.lesions[0],
        type=max(sorted(votes), key=lambda kind: votes[kind]),
        x_mm=x_mm,
        y_mm=y_mm,
        size_mm=size_mm,
        confidence=max(one.confidence for one in group.lesions),
    )


_LENGTHS = ("x_mm", "y_mm", "size_mm")


def _merged(group: _Group, concern: str, sheets: Sequence[Sheet], regions: Regions) -> Lesion:
    mean = _mean(group)
    row, column = atlas_pixel(mean.x_mm, mean.y_mm, regions.labels.shape)
    name = regions.name_at(row, column) or mean.region
    shown = sum(_at(sheet.weight, mean) for sheet in sheets if _judged(sheet, concern, name))
    found = sum(w * one.confidence for w, one in zip(group.weights, group.lesions, strict=True))
    confidence = min(found / max(shown, sum(group.weights), 1e-9), mean.confidence)
    return replace(mean, region=name, confidence=mean.confidence if len(sheets) == 1 else confidence)


def _judged(sheet: Sheet, concern: str, region: str) -> bool:
    return sheet.seen.measurements[concern].regions.get(region) is not None


def _at(values: FloatMap, lesion: Lesion) -> float:
    return float(values[atlas_pixel(lesion.x_mm, lesion.y_mm, values.shape)])
