"""Hard lights on the same people (Yale B): how often the product refuses, and how far light alone moves a score."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from benchmarks.acceptance import AS_TAKEN, accepted_share, refusal_table
from benchmarks.datasets import Sample
from benchmarks.figures import Figure, Verdict
from benchmarks.look import look, seen_of
from benchmarks.metrics import Estimate, Indices, estimate
from benchmarks.score_values import score_values
from benchmarks.spread import pooled_sd

from skincast.catalog import concerns

DATASET = "yale_b"


def examine(samples: Sequence[Sample], _: Path) -> Verdict:
    """Judge the spread of scores over lights within a person, as SD pooled over people."""
    outcomes = look(samples, score_values)
    seen = seen_of(outcomes)
    figures = [accepted_share(outcomes, AS_TAKEN)]
    for concern in concerns():
        rows = [(sample.group, one[concern]) for sample, one in seen if concern in one]
        figures.append(
            Figure(
                dataset=DATASET,
                name=f"{concern}, SD over lights within a person, points",
                conditions="accepted photos, gray, 168 x 192 px",
                estimate=_spread(rows),
            )
        )
    return Verdict(figures=tuple(figures), tables=(refusal_table(outcomes),))


def _spread(rows: Sequence[tuple[str, float]]) -> Estimate:
    people, values = np.array([person for person, _ in rows]), np.array([value for _, value in rows])

    def statistic(chosen: Indices) -> float:
        # A person drawn twice brings the same photos twice: the spread within stays right, only the weight doubles.
        return pooled_sd(values[chosen], people[chosen].tolist())

    return estimate(statistic, people.tolist())
