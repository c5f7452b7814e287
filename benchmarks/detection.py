"""Agreement of found things with boxed things: matching, average precision, FROC, precision and recall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from benchmarks.metrics import Estimate, Indices, estimate
from numpy.typing import NDArray

MIN_IOU = 0.5
GROWTH = 0.5
"""A box counts as hit when the center lies in it after it grew by half its size (a quarter on every side)."""
FROC_AT = (1, 2, 4, 8, 16)

Box = tuple[float, float, float, float]
"""x, y, width, height in pixels of the upright photo."""
Rule = Literal["iou", "center"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """One predicted box."""

    box: Box
    confidence: float
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """One photo, matched: confidence and box number (-1: a false one) of each detection, and how many boxes exist."""

    confidence: NDArray[np.float64]
    box_index: NDArray[np.intp]
    n_boxes: int

    @property
    def hits(self) -> NDArray[np.bool_]:
        """Which detections are right."""
        return self.box_index >= 0


def iou(a: Box, b: Box) -> float:
    """Return the shared area over the joint area of two boxes, 0-1."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (a[2] * a[3] + b[2] * b[3] - shared)


def center_closeness(found: Box, truth: Box) -> float:
    """Return 0 where the found center misses the grown box, else up to 1 at the box's own center."""
    reach_x, reach_y = truth[2] * (1 + GROWTH) / 2, truth[3] * (1 + GROWTH) / 2
    off_x = abs(found[0] + found[2] / 2 - truth[0] - truth[2] / 2)
    off_y = abs(found[1] + found[3] / 2 - truth[1] - truth[3] / 2)
    if reach_x <= 0 or reach_y <= 0 or off_x > reach_x or off_y > reach_y:
        return 0.0
    # A hit on the rim is still a hit: the smallest closeness stays above zero.
    return 1.0 - 0.999 * max(off_x / reach_x, off_y / reach_y)


def match(detections: Sequence[Detection], boxes: Sequence[Box], *, rule: Rule) -> Matches:
    """Give each detection, the surest first, the best box that is still free.

    Args:
        detections: Of one photo.
        boxes: True boxes of the same photo; each is taken at most once.
        rule: `iou`: at least 0.5; `center`: the center lies in the grown box.
    """
    closeness, least = (iou, MIN_IOU) if rule == "iou" else (center_closeness, 1e-9)
    order = sorted(range(len(detections)), key=lambda i: -detections[i].confidence)
    free = set(range(len(boxes)))
    box_index = np.full(len(detections), -1, np.intp)
    for index in order:
        best, best_value = -1, least
        for number in sorted(free):
            value = closeness(detections[index].box, boxes[number])
            if value >= best_value and (best < 0 or value > best_value):
                best, best_value = number, value
        if best >= 0:
            box_index[index] = best
            free.remove(best)
    confidence = np.array([detection.confidence for detection in detections], np.float64)
    return Matches(confidence=confidence, box_index=box_index, n_boxes=len(boxes))


def average_precision(photos: Sequence[Matches]) -> float:
    """Return the area below the precision-recall curve, precision made monotone, all points; NaN without boxes.

    Source: Everingham et al. 2010, PASCAL VOC, as computed since 2010.
    """
    total = sum(photo.n_boxes for photo in photos)
    if not total:
        return float("nan")
    hits = _ordered_hits(photos)
    if not len(hits):
        return 0.0
    found = np.cumsum(hits)
    precision = found / np.arange(1, len(hits) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return float((envelope * hits).sum() / total)


def sensitivity_at(photos: Sequence[Matches], false_per_photo: float) -> float:
    """Return the share of boxes found when so many false detections a photo are allowed; NaN without boxes.

    A detector that never makes so many mistakes is judged with all its detections.

    Source: Chakraborty 1989, free-response ROC.
    """
    total = sum(photo.n_boxes for photo in photos)
    if not total:
        return float("nan")
    hits = _ordered_hits(photos)
    allowed = np.cumsum(~hits) <= false_per_photo * len(photos)
    return float((hits & allowed).sum() / total)


def precision(photos: Sequence[Matches]) -> float:
    """Return the share of detections that are right; NaN without detections."""
    made = sum(len(photo.hits) for photo in photos)
    return sum(int(photo.hits.sum()) for photo in photos) / made if made else float("nan")


def recall(photos: Sequence[Matches]) -> float:
    """Return the share of boxes that were found; NaN without boxes."""
    total = sum(photo.n_boxes for photo in photos)
    return sum(int(photo.hits.sum()) for photo in photos) / total if total else float("nan")


def estimate_detection(
    figure: Callable[[Sequence[Matches]], float], photos: Sequence[Matches], groups: Sequence[str]
) -> Estimate:
    """Return a detection figure with its interval by group; `n` counts photos."""

    def statistic(chosen: Indices) -> float:
        return figure([photos[i] for i in chosen])

    return estimate(statistic, groups)


def _ordered_hits(photos: Sequence[Matches]) -> NDArray[np.bool_]:
    """Return right or wrong for every detection, the surest first; equal ones in the order of the photos."""
    if not photos:
        return np.zeros(0, bool)
    confidence = np.concatenate([photo.confidence for photo in photos])
    hits = np.concatenate([photo.hits for photo in photos])
    return np.asarray(hits[np.argsort(-confidence, kind="stable")], bool)
