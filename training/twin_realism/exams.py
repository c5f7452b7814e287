"""The exams on real photos: type of a boxed lesion, lesion or clear skin, boxed wrinkle or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from benchmarks.metrics import Estimate, estimate, roc_auc, stratified_auc
from numpy.typing import NDArray
from training.twin_realism.crops import Crop
from training.twin_realism.judge import Rows
from training.twin_realism.lesions import CLEAR, TYPES
from training.twin_realism.probe import Domain, balanced_accuracy, choose_penalty, crossed, join, macro_auc, transferred
from training.twin_realism.wrinkles import WITH

TYPE_NAMES = tuple(TYPES.values())
AREA_NAMES = ("forehead", "crows_feet", "frown_line")
REAL = "real, other photos"

Scores = NDArray[np.float64]
Labeled = tuple[Sequence[Crop], Rows]
"""Squares with their features."""
Sources = Mapping[str, Labeled]
"""By name of what was trained on; `REAL` is what is scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How one probe fared on the real photos."""

    exam: str
    trained_on: str
    aligned: bool
    n_rows: int
    n_groups: int
    figures: Mapping[str, Estimate]
    """Intervals over photos, near-duplicates joined."""


Score = Callable[[Rows, Domain, Sequence[str]], Mapping[str, Estimate]]


def lesion_types(sources: Sources) -> list[Mark]:
    """Which of five types a boxed lesion is."""
    return _examine("lesion type", sources, _type_of, len(TYPE_NAMES), _class_figures)


def lesion_or_clear(sources: Sources) -> list[Mark]:
    """Whether a square shows a boxed lesion or skin of the same photo without one."""
    return _examine("lesion or clear", sources, lambda label: int(label != CLEAR), 2, _class_figures)


def wrinkle_or_none(sources: Sources) -> list[Mark]:
    """Whether an area holds a boxed wrinkle; pairs of the same area only."""
    return _examine("wrinkle", sources, lambda label: int(label.endswith(f"/{WITH}")), 2, _area_figures)


def _type_of(label: str) -> int | None:
    return TYPE_NAMES.index(label) if label in TYPE_NAMES else None


def _examine(
    exam: str, sources: Sources, class_of: Callable[[str], int | None], n_classes: int, score: Score
) -> list[Mark]:
    labels, real = _domain(sources[REAL], class_of)
    made = {name: _domain(source, class_of)[1] for name, source in sources.items() if name != REAL}
    if len(made) > 1:
        made[" + ".join(made)] = join(*made.values())
    said = score(crossed(real, n_classes), real, labels)
    marks = [_mark(exam, REAL, real, said)]
    for name, train in made.items():
        penalty = choose_penalty(train, n_classes)
        for aligned in (False, True):
            logits = transferred(train, real, n_classes, penalty, aligned=aligned)
            marks.append(_mark(exam, name, train, score(logits, real, labels), aligned=aligned))
    return marks


def _mark(exam: str, trained_on: str, train: Domain, figures: Mapping[str, Estimate], *, aligned: bool = False) -> Mark:
    return Mark(
        exam=exam,
        trained_on=trained_on,
        aligned=aligned,
        n_rows=len(train.rows),
        n_groups=len(set(train.groups)),
        figures=figures,
    )


def _domain(source: Labeled, class_of: Callable[[str], int | None]) -> tuple[list[str], Domain]:
    crops, rows = source
    classes = [class_of(crop.label) for crop in crops]
    kept = [k for k, one in enumerate(classes) if one is not None]
    return [crops[k].label for k in kept], Domain(
        rows=rows[kept],
        classes=np.array([one for one in classes if one is not None], np.int64),
        groups=[crops[k].group for k in kept],
    )


def _class_figures(logits: Rows, real: Domain, labels: Sequence[str]) -> Mapping[str, Estimate]:
    del labels
    classes = real.classes
    return {
        "balanced accuracy": estimate(lambda own: balanced_accuracy(logits[own], classes[own]), real.groups),
        "AUC": estimate(lambda own: macro_auc(logits[own], classes[own]), real.groups),
    }


def _area_figures(logits: Rows, real: Domain, labels: Sequence[str]) -> Mapping[str, Estimate]:
    scores, positive = logits[:, 1] - logits[:, 0], real.classes == 1
    areas = np.array([label.partition("/")[0] for label in labels])
    figures = {
        "AUC": estimate(lambda own: stratified_auc(scores[own], positive[own], areas[own]), real.groups),
    }
    for area in AREA_NAMES:
        figures[area] = _area_figure(scores, positive, real.groups, areas == area)
    return figures


def _area_figure(
    scores: Scores, positive: NDArray[np.bool_], groups: Sequence[str], chosen: NDArray[np.bool_]
) -> Estimate:
    own_groups = [group for group, keep in zip(groups, chosen, strict=True) if keep]
    own_scores, own_positive = scores[chosen], positive[chosen]
    return estimate(lambda own: roc_auc(own_scores[own], own_positive[own]), own_groups)
