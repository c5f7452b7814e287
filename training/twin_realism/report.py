"""The figures as tables: what the results file keeps and the pages draw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.metrics import Estimate
from training.twin_realism.compare import Compared, Sets
from training.twin_realism.exams import Mark
from training.twin_realism.features import Reader
from training.twin_realism.looks import seen
from training.twin_realism.spectra import medians
from training.twin_realism.surest import judge_twins

LEAST_PATCHES = 60
"""Below this the middle patch of a set says nothing about the set."""

Table = dict[str, Any]


def distance_table(compared: Iterable[Compared]) -> Table:
    """Kernel distances with their intervals, and the judge's separation where it was asked."""
    rows = [
        [
            one.look,
            one.first,
            one.second,
            "{} and {}".format(*one.distance.n_people),
            f"{one.distance.value:.2f} ({one.distance.low:.2f} to {one.distance.high:.2f})",
            "" if one.auc is None else f"{one.auc:.2f}",
        ]
        for one in compared
    ]
    return {"header": ["look", "of", "to", "people", "kernel distance", "AUC of a judge"], "rows": rows}


def band_table(sets: Sets) -> Table:
    """SD in OD of the middle patch by size of structure, sets side by side; photos that show detail only."""
    usable = {name: own for name, patches in sets.items() if len(own := seen(patches, "as_is")) >= LEAST_PATCHES}
    figures = {name: medians([patch.pixels for patch in patches]) for name, patches in usable.items()}
    names = list(next(iter(figures.values())))
    rows = [[name, *(f"{own[name]:.4f}" for own in figures.values())] for name in names]
    return {"header": ["signal and wavelength, mm", *figures], "rows": rows}


def surest_table(sets: Sets, read: Reader) -> Table:
    """Where a judge of twin or real is surest that a patch is a twin's: mean score by place and by tone."""
    rows = []
    for judged in judge_twins(sets, read):
        for kind, name, scores in judged.parts():
            rows.append([judged.against, kind, name, str(len(scores)), f"{sum(scores) / len(scores):.1f}"])
    return {"header": ["judged against", "by", "", "patches", "mean score"], "rows": rows}


def exam_table(marks: Sequence[Mark]) -> Table:
    """One row a probe and figure."""
    rows = [[*_of(mark), name, _said(own)] for mark in marks for name, own in mark.figures.items()]
    return {"header": ["exam", "trained on", "aligned", "squares", "photos", "figure", "value"], "rows": rows}


def _of(mark: Mark) -> list[str]:
    return [mark.exam, mark.trained_on, "yes" if mark.aligned else "", str(mark.n_rows), str(mark.n_groups)]


def _said(estimate: Estimate) -> str:
    if estimate.value is None:
        return "-"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.2f}"
    return f"{estimate.value:.2f} ({estimate.low:.2f} to {estimate.high:.2f})"
