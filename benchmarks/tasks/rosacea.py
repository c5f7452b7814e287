"""Redness of rosacea against normal faces.

Eye bars on the patients and retouched celebrities among the normals give the class away to anything that looks at the
whole picture. The score reads skin only, and the second figure only skin below the eyes; still, take it as a ranking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.acceptance import AS_TAKEN, WITH_CLOSEUPS, accepted_share
from benchmarks.datasets import Sample
from benchmarks.figures import Figure, Table, Verdict, table
from benchmarks.look import look_twice, seen_of
from benchmarks.metrics import estimate_auc, mean

from skincast.analysis import Analysis

DATASET = "rosacea"
BELOW_THE_EYES = ("nose", "cheek", "nasolabial", "perioral", "chin", "jaw")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the task keeps of one photo."""

    burden: float | None
    below_the_eyes: float | None
    score: float | None


def observe(_: Sample, analysis: Analysis) -> Seen:
    """Keep the redness of the face and of its lower part."""
    measured = analysis.measurements["redness"]
    lower = [
        value
        for region, value in measured.regions.items()
        if value is not None and region.removesuffix("_right").removesuffix("_left") in BELOW_THE_EYES
    ]
    return Seen(
        burden=measured.burden,
        below_the_eyes=mean(lower) if lower else None,
        score=analysis.scores["redness"].value,
    )


def examine(samples: Sequence[Sample], _: Path) -> Verdict:
    """Judge the ranking of patients above normals, and show how the scores spread inside each folder."""
    first, with_closeups = look_twice(samples, observe)
    seen = seen_of(first)
    figures = (
        accepted_share(first, AS_TAKEN),
        accepted_share(with_closeups, WITH_CLOSEUPS),
        _auc("redness burden", "accepted photos", [(s, one.burden) for s, one in seen], headline=True),
        _auc("redness below the eyes", "accepted photos", [(s, one.below_the_eyes) for s, one in seen]),
        _auc(
            "redness burden",
            "accepted photos, those without a found face as close-ups",
            [(s, one.burden) for s, one in seen_of(with_closeups)],
        ),
    )
    return Verdict(figures=figures, tables=(_quartiles(seen),))


def _auc(what: str, conditions: str, rows: Sequence[tuple[Sample, float | None]], *, headline: bool = False) -> Figure:
    known = [(sample, value) for sample, value in rows if value is not None]
    estimate = estimate_auc(
        [value for _, value in known],
        [sample.label == "rosacea" for sample, _ in known],
        [sample.group for sample, _ in known],
    )
    name = f"AUC, {what}, rosacea against normal"
    return Figure(dataset=DATASET, name=name, conditions=conditions, estimate=estimate, headline=headline)


def _quartiles(seen: Sequence[tuple[Sample, Seen]]) -> Table:
    rows = []
    for label in sorted({sample.label or "" for sample, _ in seen}):
        scores = [one.score for sample, one in seen if sample.label == label and one.score is not None]
        quartiles = [float(value) for value in np.percentile(scores, [0, 25, 50, 75, 100])] if scores else []
        rows.append((label, len(scores), *quartiles))
    header = ("folder", "n", "lowest", "quarter", "median", "three quarters", "highest")
    return table(DATASET, "redness scores inside each folder, accepted photos", header, rows)
