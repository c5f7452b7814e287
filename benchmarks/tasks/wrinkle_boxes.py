"""Lines against boxed areas: does a region with boxes carry more lines, and do the lines lie in the boxes?

The publisher's areas are muscles, ours are places; areas that are no wrinkles (gummy smile, masseter) or that are not
among our regions (chin, bunny lines) are left out. Smiles make lines too, which the labels ignore.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.acceptance import AS_TAKEN, accepted_share
from benchmarks.datasets import LabeledBox, Sample
from benchmarks.detection import Detection
from benchmarks.figures import Figure, Verdict
from benchmarks.look import look, seen_of
from benchmarks.metrics import (
    Estimate,
    Indices,
    estimate,
    estimate_auc,
    estimate_of,
    estimate_spearman,
    mean,
    stratified_auc,
)
from benchmarks.placement import findings_in_photo, map_in_photo, mask_in_photo, skin_of

from skincast.analysis import Analysis
from skincast.types import Measurement

DATASET = "wrinkle_boxes"
REGIONS = {
    "forehead": ("forehead",),
    "crows_feet": ("crows_feet_right", "crows_feet_left"),
    "frown_line": ("glabella",),
    "sad_smile": ("nasolabial_right", "nasolabial_left", "perioral"),
    "smoker_lines": ("perioral",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One area of one photo: what is boxed there and what we measure there."""

    name: str
    n_boxes: int
    boxed_area: float
    """Summed area of the boxes over the squared distance of the eyes."""
    burden: float | None
    """Mean over the area's regions that can be judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the task keeps of one photo."""

    burden: float | None
    """Of the whole face."""
    areas: tuple[Area, ...]
    touched: tuple[bool, ...]
    """Of each box: a line finding reaches into it."""
    brighter: tuple[bool, ...]
    """Of each box: the map is stronger inside than on the rest of the judged skin."""


def observe(sample: Sample, analysis: Analysis) -> Seen:
    """Compare boxes with regions, findings and the map of lines."""
    measured = analysis.measurements["wrinkles"]
    boxes = [one for one in sample.boxes or () if one.label in REGIONS]
    eye_distance_px = analysis.face.interocular_px if analysis.face else 1.0
    found = findings_in_photo(analysis, "wrinkles")
    return Seen(
        burden=measured.burden,
        areas=tuple(_area(name, boxes, measured, eye_distance_px) for name in REGIONS),
        touched=tuple(any(_shares(line, one) for line in found) for one in boxes),
        brighter=_brighter(analysis, measured, boxes),
    )


def examine(samples: Sequence[Sample], _: Path) -> Verdict:
    """Judge separation and rank agreement by area and over all, and where the lines lie."""
    outcomes = look(samples, observe)
    seen = seen_of(outcomes)
    areas = [(sample.group, area) for sample, one in seen for area in one.areas if area.burden is not None]
    figures = [accepted_share(outcomes, AS_TAKEN), _whole_face(seen), _all_areas(areas)]
    for name in REGIONS:
        figures += _agreement(name, [(group, area) for group, area in areas if area.name == name])
    figures += _places(seen)
    return Verdict(figures=tuple(figures))


def _area(name: str, boxes: Sequence[LabeledBox], measured: Measurement, eye_distance_px: float) -> Area:
    own = [one.box for one in boxes if one.label == name]
    burdens = [value for region in REGIONS[name] if (value := measured.regions.get(region)) is not None]
    return Area(
        name=name,
        n_boxes=len(own),
        boxed_area=sum(box[2] * box[3] for box in own) / eye_distance_px**2,
        burden=mean(burdens) if burdens else None,
    )


def _shares(line: Detection, boxed: LabeledBox) -> bool:
    """Tell whether the two boxes overlap by at least half of the smaller one."""
    a, b = line.box, boxed.box
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return width > 0 and height > 0 and width * height >= 0.5 * min(a[2] * a[3], b[2] * b[3])


def _brighter(analysis: Analysis, measured: Measurement, boxes: Sequence[LabeledBox]) -> tuple[bool, ...]:
    values = map_in_photo(analysis, measured.map)
    judged = mask_in_photo(analysis, skin_of(analysis).mask)
    inside = np.zeros((len(boxes), *judged.shape), bool)
    for layer, one in zip(inside, boxes, strict=True):
        x, y, width, height = (round(side) for side in one.box)
        layer[max(y, 0) : y + height, max(x, 0) : x + width] = True
    rest = judged & ~inside.any(axis=0)
    level = mean(values[rest])
    return tuple(bool(mean(values[layer & judged]) > level) for layer in inside)


def _whole_face(seen: Sequence[tuple[Sample, Seen]]) -> Figure:
    rows = [(sample.group, one.burden, one.areas) for sample, one in seen if one.burden is not None]
    boxes = [float(sum(area.n_boxes for area in areas)) for _, _, areas in rows]
    order = estimate_spearman([burden for _, burden, _ in rows], boxes, [group for group, _, _ in rows])
    return _figure("Spearman, burden of the face and number of boxes", "accepted photos", order, headline=True)


def _all_areas(areas: Sequence[tuple[str, Area]]) -> Figure:
    burdens = np.array([area.burden for _, area in areas], np.float64)
    boxed = np.array([area.n_boxes > 0 for _, area in areas], bool)
    names = np.array([area.name for _, area in areas])

    def statistic(chosen: Indices) -> float:
        return stratified_auc(burdens[chosen], boxed[chosen], names[chosen])

    separation = estimate(statistic, [group for group, _ in areas])
    return _figure(
        "AUC, burden where boxed against where not", "all areas, pairs of the same area", separation, headline=True
    )


def _agreement(name: str, areas: Sequence[tuple[str, Area]]) -> list[Figure]:
    groups = [group for group, _ in areas]
    burdens = [area.burden or 0.0 for _, area in areas]
    auc = estimate_auc(burdens, [area.n_boxes > 0 for _, area in areas], groups)
    by_count = estimate_spearman(burdens, [float(area.n_boxes) for _, area in areas], groups)
    by_area = estimate_spearman(burdens, [area.boxed_area for _, area in areas], groups)
    return [
        _figure("AUC, burden where boxed against where not", name, auc),
        _figure("Spearman, burden and number of boxes", name, by_count),
        _figure("Spearman, burden and boxed area", name, by_area),
    ]


def _places(seen: Sequence[tuple[Sample, Seen]]) -> list[Figure]:
    def share(name: str, pick: str) -> Figure:
        rows = [(sample.group, flag) for sample, one in seen for flag in getattr(one, pick)]
        shares = estimate_of(mean, [flag for _, flag in rows], [group for group, _ in rows])
        return _figure(name, "boxes on accepted photos", shares)

    return [
        share("boxes that a found line reaches into, share", "touched"),
        share("boxes in which the map is above the rest of the skin, share", "brighter"),
    ]


def _figure(name: str, conditions: str, estimated: Estimate, *, headline: bool = False) -> Figure:
    return Figure(dataset=DATASET, name=name, conditions=conditions, estimate=estimated, headline=headline)
