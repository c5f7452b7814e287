"""Matching, average precision and FROC on a handful of boxes."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.detection import (
    Detection,
    average_precision,
    center_closeness,
    estimate_detection,
    iou,
    match,
    precision,
    recall,
    sensitivity_at,
)

BOX = (10.0, 10.0, 20.0, 20.0)


def found(x: float, y: float, width: float, height: float, *, confidence: float = 0.5) -> Detection:
    return Detection(box=(x, y, width, height), confidence=confidence)


def test_iou() -> None:
    assert iou(BOX, BOX) == 1.0
    assert iou(BOX, (20.0, 10.0, 20.0, 20.0)) == pytest.approx(200 / 600)
    assert iou(BOX, (30.0, 10.0, 20.0, 20.0)) == 0.0


def test_a_center_hits_within_the_box_grown_by_half_its_size() -> None:
    # The box spans 10-30; grown by half it spans 5-35.
    assert center_closeness((19.0, 19.0, 2.0, 2.0), BOX) == 1.0
    assert center_closeness((34.0, 19.0, 2.0, 2.0), BOX) > 0
    assert center_closeness((34.2, 19.0, 2.0, 2.0), BOX) == 0.0


def test_a_box_is_taken_once_and_by_the_surest() -> None:
    matches = match([found(*BOX, confidence=0.2), found(*BOX, confidence=0.9)], [BOX], rule="iou")
    assert matches.box_index.tolist() == [-1, 0]


def test_each_detection_takes_the_closest_free_box() -> None:
    near, far = (18.0, 10.0, 20.0, 20.0), (10.0, 10.0, 20.0, 20.0)
    matches = match([found(10.0, 10.0, 20.0, 20.0)], [near, far], rule="center")
    assert matches.box_index.tolist() == [1]


def test_iou_rule_is_stricter_than_the_center_rule() -> None:
    small = found(19.0, 19.0, 2.0, 2.0)
    assert not match([small], [BOX], rule="iou").hits.any()
    assert match([small], [BOX], rule="center").hits.all()


def test_average_precision_by_hand() -> None:
    # Hit, miss, hit of two boxes: precision 1 at recall 0.5 and 2/3 at recall 1.
    far = (200.0, 200.0, 20.0, 20.0)
    detections = [found(*BOX, confidence=0.9), found(90.0, 90.0, 5.0, 5.0, confidence=0.8), found(*far, confidence=0.7)]
    photo = match(detections, [BOX, far], rule="iou")
    assert average_precision([photo]) == pytest.approx(0.5 * 1 + 0.5 * 2 / 3)
    assert precision([photo]) == pytest.approx(2 / 3)
    assert recall([photo]) == 1.0


def test_a_refused_photo_costs_recall() -> None:
    full, refused = match([found(*BOX)], [BOX], rule="iou"), match([], [BOX], rule="iou")
    assert average_precision([full, refused]) == pytest.approx(0.5)
    assert recall([full, refused]) == pytest.approx(0.5)


def test_froc_stops_at_the_allowed_number_of_false_ones() -> None:
    false = [found(100.0 + 30 * i, 100.0, 5.0, 5.0, confidence=0.9 - 0.01 * i) for i in range(3)]
    photo = match([*false, found(*BOX, confidence=0.1)], [BOX], rule="center")
    assert sensitivity_at([photo], 2) == 0.0
    assert sensitivity_at([photo], 3) == 1.0


def test_nothing_to_find_is_no_figure() -> None:
    empty = match([found(*BOX)], [], rule="iou")
    assert np.isnan(average_precision([empty]))
    assert np.isnan(recall([empty]))
    assert np.isnan(precision([match([], [BOX], rule="iou")]))
    assert estimate_detection(recall, [empty], ["a"]).value is None
