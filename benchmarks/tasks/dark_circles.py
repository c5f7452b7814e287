"""Dark circles against a grade for each eye."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from benchmarks.acceptance import AS_TAKEN, accepted_share
from benchmarks.datasets import LabeledBox, Sample
from benchmarks.figures import Figure, Verdict
from benchmarks.look import look, seen_of
from benchmarks.metrics import estimate_auc, estimate_spearman
from benchmarks.placement import landmarks_in_photo

from skincast.analysis import Analysis
from skincast.types import Points

DATASET = "dark_circles"
GRADES = {"no_dark_circle": 0, "low": 1, "moderate": 2, "high": 3}
IRIS = {"under_eye_right": slice(468, 473), "under_eye_left": slice(473, 478)}
"""The person's right eye is on the left of the picture."""

Eye = tuple[int, float]
"""Grade 0-3 and our burden below that eye."""


def observe(sample: Sample, analysis: Analysis) -> tuple[Eye, ...]:
    """Pair the grade of each box with the burden below the eye that is nearest to it."""
    landmarks = landmarks_in_photo(analysis)
    if landmarks is None:
        return ()
    regions = analysis.measurements["dark_circles"].regions
    pairs = [(GRADES[one.label], regions.get(_nearest_eye(one, landmarks))) for one in sample.boxes or ()]
    return tuple((grade, burden) for grade, burden in pairs if burden is not None)


def examine(samples: Sequence[Sample], _: Path) -> Verdict:
    """Judge the order of the grades, eye by eye; both eyes of a photo are one draw."""
    outcomes = look(samples, observe)
    eyes = [(sample.group, *eye) for sample, seen in seen_of(outcomes) for eye in seen]
    groups, grades, burdens = (list(column) for column in zip(*eyes, strict=True)) if eyes else ([], [], [])
    conditions = "eyes on accepted photos"
    order = estimate_spearman(burdens, grades, groups)
    strong = estimate_auc(burdens, [grade >= 2 for grade in grades], groups)
    return Verdict(
        figures=(
            accepted_share(outcomes, AS_TAKEN),
            Figure(
                dataset=DATASET,
                name="Spearman, burden and grade 0-3",
                conditions=conditions,
                estimate=order,
                headline=True,
            ),
            Figure(dataset=DATASET, name="AUC, grade 2-3 against 0-1", conditions=conditions, estimate=strong),
        )
    )


def _nearest_eye(labeled: LabeledBox, landmarks: Points) -> str:
    x, y, width, height = labeled.box
    center = np.array([x + width / 2, y + height / 2])
    distances = {region: np.linalg.norm(landmarks[iris, :2].mean(axis=0) - center) for region, iris in IRIS.items()}
    return min(distances, key=lambda region: float(distances[region]))
