"""Change -> the document of the contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, get_args

import cv2
import numpy as np

from skincast.catalog import concerns
from skincast.noise import standing_out
from skincast.report.change import contract
from skincast.report.document import to_json
from skincast.report.history.document import describe_visit
from skincast.report.precision import fixed, one_decimal
from skincast.report.when import day_there

if TYPE_CHECKING:
    from skincast.types import Change, FloatMap, Lesion, LesionMatch, Mask, ScoreChange

Regions = Mapping[str, "Mask"]
"""Region name -> (448, 512) its place on the atlas."""

NOISE_SDS = 3.0
"""A change is shown beyond this many SDs: a map has many places, and 1.96 would color one in twenty by chance."""
REAL = 1.96
LEAST_PATCH_PX = 20
"""Smaller patches than 5 mm² are left out: single pixels and the rims of pores."""
EDGE_PX = 7
"""Patches that reach no further than 1.5 mm into the comparable skin are left out: alignment and shade err there."""
LEAST_SHARE = 0.2
"""A region of which less can be compared is not summed up."""


def describe_change(change: Change, *, regions: Regions | None = None) -> contract.ChangeDocument:
    """Turn a comparison into its document.

    Args:
        change: of two visits.
        regions: places of the regions on the atlas, as the face room draws them; without them no region is summed up.
    """
    before, after = change.before, change.after
    return contract.ChangeDocument(
        schema=contract.CHANGE_SCHEMA,
        before=describe_visit(before),
        after=describe_visit(after),
        days=(day_there(after.at, after.zone) - day_there(before.at, before.zone)).days,
        scores=_scores(change),
        lesions=[_fate(match) for match in change.lesions],
        fates=_count_fates(change.lesions),
        comparable_share=comparable_share(change),
        maps={pigment: _pigment(change, pigment, regions or {}) for pigment in sorted(change.maps)},
        maps_missing_because=change.maps_missing_because,
    )


def change_json(change: Change, *, regions: Regions | None = None, indent: int | None = 2) -> str:
    """Return the document as JSON text; keys are in the order of the contract."""
    return to_json(describe_change(change, regions=regions), indent=indent)


def seen_at_either(change: Change) -> Mask | None:
    """(448, 512) atlas pixels that one of the visits shows; None without pictures."""
    if change.pictures is None:
        return None
    first, second = change.pictures
    return np.asarray(first.any(axis=2) | second.any(axis=2))


def beyond_noise(change: Change, pigment: str) -> tuple[Mask, Mask]:
    """Where there is more, and where there is less of a pigment than noise explains, in patches that count.

    Args:
        change: with maps.
        pigment: one of `change.maps`.
    """
    values, least = change.maps[pigment], NOISE_SDS * change.noise_od[pigment]
    where = values != 0 if change.comparable is None else change.comparable
    return _patches(where & (values > least), where), _patches(where & (values < -least), where)


def comparable_share(change: Change) -> float | None:
    """Share of the skin seen at either visit that both show well; None without pictures."""
    seen = seen_at_either(change)
    if seen is None or change.comparable is None or not seen.any():
        return None
    return fixed((change.comparable & seen).sum() / seen.sum(), 3)


def _patches(found: Mask, comparable: Mask) -> Mask:
    """Leave out small patches, and those at nothing but the edge of what can be compared.

    Source: ours.
    """
    count, labels, facts, _ = cv2.connectedComponentsWithStats(found.astype(np.uint8))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (EDGE_PX, EDGE_PX))
    inner = cv2.erode(comparable.astype(np.uint8), kernel, borderValue=0) > 0
    kept = np.zeros(count, np.bool_)
    kept[np.unique(labels[inner & found])] = True
    kept &= facts[:, cv2.CC_STAT_AREA] >= LEAST_PATCH_PX
    kept[0] = False
    return np.asarray(kept[labels])


def _scores(change: Change) -> dict[str, contract.ScoreRow]:
    found = standing_out(change.scores.values())
    return {name: _score(change, name, stands_out=name in found) for name in concerns()}


def _score(change: Change, name: str, *, stands_out: bool) -> contract.ScoreRow:
    row = concerns()[name]
    moved: ScoreChange | None = change.scores.get(name)
    return contract.ScoreRow(
        label=row.label,
        kind=row.kind,
        before=None if moved is None else one_decimal(moved.before),
        after=None if moved is None else one_decimal(moved.after),
        change=None if moved is None else one_decimal(moved.change),
        sd=None if moved is None else one_decimal(moved.sd),
        mdc95=None if moved is None else one_decimal(moved.mdc95),
        real=None if moved is None or moved.real is None else bool(moved.real),
        stands_out=None if moved is None or moved.real is None else stands_out,
    )


def _fate(match: LesionMatch) -> contract.FateRow:
    one = match.before if match.before is not None else match.after
    return contract.FateRow(
        fate=match.fate,
        concern="" if one is None else one.concern,
        before=None if match.before is None else _lesion(match.before),
        after=None if match.after is None else _lesion(match.after),
        distance_mm=None if match.distance_mm is None else fixed(match.distance_mm, 1),
    )


def _lesion(lesion: Lesion) -> contract.LesionRow:
    return contract.LesionRow(
        type=lesion.type,
        region=lesion.region,
        x_mm=fixed(lesion.x_mm, 1),
        y_mm=fixed(lesion.y_mm, 1),
        size_mm=fixed(lesion.size_mm, 1),
        confidence=fixed(lesion.confidence, 3),
    )


def _count_fates(lesions: tuple[LesionMatch, ...]) -> dict[str, int]:
    counted = Counter(match.fate for match in lesions)
    return {fate: counted[fate] for fate in get_args(contract.Fate)}


def _pigment(change: Change, pigment: str, regions: Regions) -> contract.PigmentChange:
    noise = change.noise_od[pigment]
    more, less = beyond_noise(change, pigment)
    everywhere = np.ones(more.shape, np.bool_) if change.comparable is None else change.comparable
    return contract.PigmentChange(
        noise_od=fixed(noise, 4),
        shown_from_od=fixed(NOISE_SDS * noise, 4),
        more_share=_share(more, everywhere),
        less_share=_share(less, everywhere),
        regions={name: _region(change, pigment, regions[name]) for name in sorted(regions)},
    )


def _region(change: Change, pigment: str, place: Mask) -> contract.RegionChange:
    values: FloatMap = change.maps[pigment]
    here = place & (values != 0 if change.comparable is None else change.comparable)
    share = fixed(here.sum() / max(1, int(place.sum())), 3)
    if share < LEAST_SHARE:
        return contract.RegionChange(
            comparable_share=share, change_od=None, more_share=None, less_share=None, real=None
        )
    more, less = beyond_noise(change, pigment)
    mean = float(values[here].mean())
    return contract.RegionChange(
        comparable_share=share,
        change_od=fixed(mean, 4),
        more_share=_share(more, here),
        less_share=_share(less, here),
        # The noise of a mean is at most that of one place: light and alignment err alike all over a region.
        real=bool(abs(mean) > REAL * change.noise_od[pigment]),
    )


def _share(some: Mask, whole: Mask) -> float:
    return fixed((some & whole).sum() / max(1, int(whole.sum())), 3)
