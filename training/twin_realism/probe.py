"""How a small probe fares on real photos when it was trained on real ones, on twins, or on painted photos."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from benchmarks.metrics import roc_auc
from numpy.typing import NDArray
from training.twin_realism.judge import Classes, Rows, fit, standardize
from training.twin_realism.telltale import FOLDS, fold_of

PENALTIES = (0.05, 0.2, 0.8)
FOLDS_OF_CHOICE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """Labeled squares of one source."""

    rows: Rows
    """(n, d) features."""
    classes: Classes
    """(n,), 0 .. n_classes-1."""
    groups: Sequence[str]
    """Photo or twin of each row: never on both sides of a split."""


def transferred(train: Domain, exam: Domain, n_classes: int, penalty: float, *, aligned: bool = False) -> Rows:
    """Logits on one domain by a probe of another.

    Args:
        train: all that the probe learns from.
        exam: scored; its labels are not looked at.
        n_classes: how many.
        penalty: chosen without the exam.
        aligned: True scales the exam's features by their own mean and SD, as one may do for photos without labels. It
            takes away what all photos of a source share: cameras, light, sharpness.
    """
    scale = standardize(train.rows)
    judge = fit(scale(train.rows), train.classes, n_classes=n_classes, penalty=penalty)
    return judge((standardize(exam.rows) if aligned else scale)(exam.rows))


def crossed(domain: Domain, n_classes: int, penalty: float | None = None, *, folds: int = FOLDS) -> Rows:
    """Logits of a domain on itself, each group by a probe that saw none of it.

    Args:
        domain: of several groups.
        n_classes: how many.
        penalty: None: chosen within the photos that each probe is trained on.
        folds: how many probes.
    """
    fold, logits = fold_of(domain.groups, folds), np.zeros((len(domain.rows), n_classes))
    for k in range(folds):
        own = fold == k
        others = select(domain, ~own)
        chosen = choose_penalty(others, n_classes) if penalty is None else penalty
        logits[own] = _trained(others, n_classes, chosen)(domain.rows[own])
    return logits


def choose_penalty(train: Domain, n_classes: int) -> float:
    """The penalty whose probe ranks best on groups of its own domain that it did not see."""
    return max(
        PENALTIES,
        key=lambda penalty: macro_auc(crossed(train, n_classes, penalty, folds=FOLDS_OF_CHOICE), train.classes),
    )


def join(*domains: Domain) -> Domain:
    """All the squares of several sources."""
    return Domain(
        rows=np.concatenate([one.rows for one in domains]),
        classes=np.concatenate([one.classes for one in domains]),
        groups=[group for one in domains for group in one.groups],
    )


def select(domain: Domain, chosen: NDArray[np.bool_]) -> Domain:
    """Some of the squares."""
    groups = [group for group, keep in zip(domain.groups, chosen, strict=True) if keep]
    return Domain(rows=domain.rows[chosen], classes=domain.classes[chosen], groups=groups)


def balanced_accuracy(logits: Rows, classes: Classes) -> float:
    """Mean share of each class that is told right; classes that do not occur are left out."""
    told = logits.argmax(axis=1) == classes
    return float(np.mean([told[classes == one].mean() for one in np.unique(classes)]))


def macro_auc(logits: Rows, classes: Classes) -> float:
    """Mean over the classes of how well each is ranked above the others; NaN where only one class occurs."""
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    each = [roc_auc(chances[:, one], classes == one) for one in np.unique(classes)]
    return float(np.mean(each))


def _trained(train: Domain, n_classes: int, penalty: float) -> Callable[[Rows], Rows]:
    scale = standardize(train.rows)
    judge = fit(scale(train.rows), train.classes, n_classes=n_classes, penalty=penalty)
    return lambda rows: judge(scale(rows))
