"""What the tasks say of made-up outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.datasets import LabeledBox, Sample
from benchmarks.detection import Detection
from benchmarks.figures import Figure
from benchmarks.look import Outcome
from benchmarks.tasks import acne04, acne_types, dark_circles, light, tone_fairness, wrinkle_boxes
from benchmarks.tone_bands import tone_band

BOX = (10.0, 10.0, 20.0, 20.0)


def outcome(sample: Sample, seen: Any) -> Outcome[Any]:  # each task sees something else
    reasons = () if seen is not None else ("blurred",)
    return Outcome(
        sample=sample, accepted=seen is not None, closeup=False, refused_because=reasons, seconds=0.1, seen=seen
    )


def value(figures: Sequence[Figure], name: str, conditions: str = "") -> float | None:
    (found,) = [one for one in figures if one.name == name and conditions in one.conditions]
    return found.estimate.value


def acne_sample(number: int, *, boxes: int | None) -> Sample:
    drawn = None if boxes is None else tuple(LabeledBox(box=BOX, label="acne_lesion") for _ in range(boxes))
    return Sample(dataset="acne04", path=Path(f"{number}.jpg"), group=str(number), grade=number % 4, boxes=drawn)


def test_acne04_counts_refused_photos_against_detection_but_not_against_ranks(monkeypatch: pytest.MonkeyPatch) -> None:
    hit = acne04.Seen(burden=0.0, lesions=(Detection(box=BOX, confidence=0.9),))
    outcomes = [
        outcome(acne_sample(0, boxes=1), hit),
        outcome(acne_sample(1, boxes=1), None),
        *(outcome(acne_sample(i, boxes=None), acne04.Seen(burden=float(i % 4), lesions=())) for i in range(2, 12)),
    ]
    monkeypatch.setattr(acne04, "look_twice", lambda *_: (outcomes, outcomes))
    figures = acne04.examine([one.sample for one in outcomes], Path()).figures
    # A photo without trusted boxes takes no part in counts, although its burden is ranked.
    assert value(figures, "lesion count, bias", "accepted photos with boxes") == 0.0
    assert value(figures, "recall, center hits", "accepted photos with boxes") == 1.0
    assert value(figures, "recall, center hits", "a refused one finds nothing") == 0.5
    ranked = [one for one in figures if one.name.startswith("Spearman") and one.conditions == "accepted photos"]
    assert ranked[0].estimate.n == 11
    assert ranked[0].estimate.value == pytest.approx(1.0)


def test_acne_types_join_cysts_and_nodules(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = acne_types.Pair
    seen = (
        pair(truth="nodule", found="nodule"),
        pair(truth="papule", found="pustule"),
        pair(truth="papule", found=acne_types.MISSED),
    )
    outcomes = [outcome(Sample(dataset="acne_types", path=Path(f"{i}"), group=str(i)), seen) for i in range(5)]
    monkeypatch.setattr(acne_types, "look_twice", lambda *_: (outcomes, outcomes))
    verdict = acne_types.examine([], Path())
    assert acne_types.OUR_TYPE["cyst"] == "nodule"
    assert value(verdict.figures, "type agrees") == 0.5
    assert value(verdict.figures, "boxes met, papule") == 0.5
    assert value(verdict.figures, "boxes met, nodule") == 1.0


def test_wrinkle_areas_are_compared_with_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    def seen(forehead: float, boxes: int) -> wrinkle_boxes.Seen:
        areas = (
            wrinkle_boxes.Area(name="forehead", n_boxes=boxes, boxed_area=0.1 * boxes, burden=forehead),
            wrinkle_boxes.Area(name="crows_feet", n_boxes=0, boxed_area=0.0, burden=100.0),
        )
        return wrinkle_boxes.Seen(burden=forehead, areas=areas, touched=(True,) * boxes, brighter=(False,) * boxes)

    outcomes = [
        outcome(Sample(dataset="wrinkle_boxes", path=Path(f"{i}"), group=str(i)), seen(float(i), i % 2 * i))
        for i in range(10)
    ]
    monkeypatch.setattr(wrinkle_boxes, "look", lambda *_: outcomes)
    figures = wrinkle_boxes.examine([], Path()).figures
    # 1, 3, 5, 7, 9 against 0, 2, 4, 6, 8: 15 of 25 pairs; the crow's feet, measured far higher, change nothing.
    assert value(figures, "AUC, burden where boxed against where not", "all areas") == pytest.approx(0.6)
    assert value(figures, "boxes that a found line reaches into, share") == 1.0
    assert value(figures, "boxes in which the map is above the rest of the skin, share") == 0.0


def test_a_grade_belongs_to_the_nearest_eye() -> None:
    landmarks = np.zeros((478, 3), np.float32)
    landmarks[468:473, :2], landmarks[473:478, :2] = (100, 100), (200, 100)
    near_image_left = LabeledBox(box=(90, 120, 40, 20), label="low")
    assert dark_circles._nearest_eye(near_image_left, landmarks) == "under_eye_right"


def test_light_moves_scores_within_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    levels = {"a": 20.0, "b": 80.0, "c": 50.0}
    outcomes = [
        outcome(Sample(dataset="yale_b", path=Path(f"{person}{i}"), group=person), {"acne": level + 10 * (i % 2)})
        for person, level in levels.items()
        for i in range(4)
    ]
    monkeypatch.setattr(light, "look", lambda *_: outcomes)
    figures = light.examine([], Path()).figures
    assert value(figures, "acne, SD over lights within a person, points") == pytest.approx(10 / 3**0.5)
    assert value(figures, "pores, SD over lights within a person, points") is None


def test_gap_between_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = []
    for i in range(40):
        folder = "female_black" if i % 2 else "male_white"
        sample = Sample(dataset="genphotos512", path=Path(f"{i}"), group=str(i), label=folder, ita_deg=60.0 - i)
        refused = i % 2 == 1 and i < 20
        outcomes.append(outcome(sample, None if refused else {"acne": 70.0 if i % 2 else 80.0}))
    monkeypatch.setattr(tone_fairness, "look", lambda *_: outcomes)
    verdict = tone_fairness.examine([], Path())
    assert value(verdict.figures, "acne score, gap between groups, points", "ethnicity") == pytest.approx(10.0)
    assert value(verdict.figures, "accepted share, gap between groups", "ethnicity") == pytest.approx(0.5)
    assert [row[0] for row in verdict.tables[0].rows] == ["black", "white"]


def test_tone_bands() -> None:
    assert [tone_band(ita) for ita in (60.0, 20.0, -40.0, None)] == ["light", "medium", "dark", "unknown"]
