"""Pigmentation of melasma photos against generated faces: a ranking only, as no photo is graded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from benchmarks.acceptance import AS_TAKEN, WITH_CLOSEUPS, accepted_share
from benchmarks.datasets import Sample, load
from benchmarks.figures import Figure, Verdict
from benchmarks.look import Outcome, look, look_twice, seen_of
from benchmarks.metrics import Estimate, estimate_auc, estimate_of, median

from skincast.analysis import Analysis

DATASET = "melasma"
BESIDE = ("gan1024_survey", "gan1024_gecid")


def observe(_: Sample, analysis: Analysis) -> tuple[float | None]:
    """Keep the pigmentation burden."""
    return (analysis.measurements["pigmentation"].burden,)


def examine(samples: Sequence[Sample], data_dir: Path) -> Verdict:
    """Judge where these photos stand among the accepted generated faces."""
    first, with_closeups = look_twice(samples, observe)
    beside = [pair for name in BESIDE for pair in _known(look(load(name, data_dir), observe))]
    figures = [accepted_share(first, AS_TAKEN), accepted_share(with_closeups, WITH_CLOSEUPS)]
    figures += _ranking(_known(first), beside, "accepted photos", headline=True)
    figures += _ranking(_known(with_closeups), beside, "accepted photos, faces and close-ups", headline=False)
    return Verdict(figures=tuple(figures))


def _known(outcomes: Sequence[Outcome[tuple[float | None]]]) -> list[tuple[Sample, float]]:
    return [(sample, burden) for sample, (burden,) in seen_of(outcomes) if burden is not None]


def _ranking(
    own: Sequence[tuple[Sample, float]], beside: Sequence[tuple[Sample, float]], conditions: str, *, headline: bool
) -> list[Figure]:
    both = [*own, *beside]
    groups = [sample.group for sample, _ in both]
    auc = estimate_auc([value for _, value in both], [sample.dataset == DATASET for sample, _ in both], groups)
    others = np.array([value for _, value in beside])
    percentiles = [100 * float((others < value).mean()) for _, value in own] if len(others) else []
    middle = estimate_of(median, percentiles, [sample.group for sample, _ in own[: len(percentiles)]])
    against = f"{conditions}, against {len(beside)} generated faces"
    return [
        _figure("AUC, pigmentation burden, melasma against generated faces", against, auc, headline=headline),
        _figure("pigmentation percentile among generated faces, median", against, middle),
    ]


def _figure(name: str, conditions: str, estimated: Estimate, *, headline: bool = False) -> Figure:
    return Figure(dataset=DATASET, name=name, conditions=conditions, estimate=estimated, headline=headline)
