"""Do photos of darker skin fare worse? Acceptance and scores by ethnicity folder and by estimated tone.

The photos are generated, in even studio light and airbrushed, none darker than brown: a difference here is a warning,
and no difference is no clearance. Nobody's true skin differs by folder, so gaps between groups are the product's or the
generator's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.acceptance import AS_TAKEN, accepted_share
from benchmarks.datasets import Sample
from benchmarks.figures import Figure, Table, Verdict, table
from benchmarks.look import Outcome, look, seen_of
from benchmarks.metrics import Indices, estimate
from benchmarks.score_values import score_values
from benchmarks.tone_bands import tone_band

from skincast.catalog import concerns

DATASET = "genphotos512"
LEAST_IN_GROUP = 5

Scores = dict[str, float]
Grouping = Callable[[Sample], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One score of one photo in its group."""

    photo: str
    group: str
    value: float


def ethnicity(sample: Sample) -> str:
    """Name the ethnicity folder; both sexes together."""
    return (sample.label or "unknown").partition("_")[2]


def examine(samples: Sequence[Sample], _: Path) -> Verdict:
    """Judge the largest gap between groups, in acceptance and in each mean score."""
    outcomes = look(samples, score_values)
    figures, tables = [accepted_share(outcomes, AS_TAKEN)], []
    for title, grouping in (("ethnicity folder", ethnicity), ("estimated tone", lambda s: tone_band(s.ita_deg))):
        figures += _gaps(outcomes, title, grouping)
        tables.append(_group_table(outcomes, title, grouping))
    return Verdict(figures=tuple(figures), tables=tuple(tables))


def _gaps(outcomes: Sequence[Outcome[Scores]], title: str, grouping: Grouping) -> list[Figure]:
    conditions = f"largest minus smallest mean by {title}, groups of at least {LEAST_IN_GROUP}"
    acceptance = [
        _Row(photo=one.sample.group, group=grouping(one.sample), value=float(one.accepted)) for one in outcomes
    ]
    figures = [
        _gap("accepted share, gap between groups", conditions, acceptance, headline=title.startswith("ethnicity"))
    ]
    for concern in concerns():
        rows = [
            _Row(photo=sample.group, group=grouping(sample), value=scores[concern])
            for sample, scores in seen_of(outcomes)
            if concern in scores
        ]
        figures.append(_gap(f"{concern} score, gap between groups, points", conditions, rows))
    return figures


def _gap(name: str, conditions: str, rows: Sequence[_Row], *, headline: bool = False) -> Figure:
    values, groups = np.array([row.value for row in rows]), np.array([row.group for row in rows])
    large = [group for group in np.unique(groups) if (groups == group).sum() >= LEAST_IN_GROUP]

    def statistic(chosen: Indices) -> float:
        means = [values[chosen][groups[chosen] == group] for group in large]
        present = [float(own.mean()) for own in means if len(own)]
        return max(present) - min(present) if len(present) > 1 else float("nan")

    gap = estimate(statistic, [row.photo for row in rows])
    return Figure(dataset=DATASET, name=name, conditions=conditions, estimate=gap, headline=headline)


def _group_table(outcomes: Sequence[Outcome[Scores]], title: str, grouping: Grouping) -> Table:
    rows = []
    for group in sorted({grouping(outcome.sample) for outcome in outcomes}):
        own = [outcome for outcome in outcomes if grouping(outcome.sample) == group]
        scores = [scores for _, scores in seen_of(own)]
        medians = [_median([one[concern] for one in scores if concern in one]) for concern in concerns()]
        rows.append((group, len(own), len(scores), *medians))
    return table(DATASET, f"median scores by {title}", ("group", "photos", "accepted", *concerns()), rows)


def _median(values: Sequence[float]) -> str | float:
    return float(np.median(values)) if values else "-"
