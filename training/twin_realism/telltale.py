"""What gives twins away: a linear judge of twin or real, how often it is right, and which patches it is surest of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from benchmarks.metrics import Estimate, estimate_auc
from numpy.typing import NDArray
from training.twin_realism.judge import fit, standardize

FOLDS = 5
PENALTY = 0.02

Features = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How well two sets are told apart."""

    auc: Estimate
    """Over people; 0.5 = cannot be told apart."""
    scores: NDArray[np.float64]
    """Of every row, by a judge that did not see its person; higher = of the first set."""


def tell_apart(first: Features, first_people: Sequence[str], second: Features, second_people: Sequence[str]) -> Verdict:
    """Judge every patch by a judge that was trained on other people.

    Args:
        first: (n, d).
        first_people: whose each row is.
        second: (m, d).
        second_people: whose each row is.
    """
    rows = np.concatenate([first, second])
    people = [*(f"1/{name}" for name in first_people), *(f"2/{name}" for name in second_people)]
    positive = np.arange(len(rows)) < len(first)
    scores = crossed_scores(rows, positive, people)
    return Verdict(auc=estimate_auc(scores.tolist(), positive.tolist(), people), scores=scores)


def crossed_scores(rows: Features, positive: NDArray[np.bool_], people: Sequence[str]) -> NDArray[np.float64]:
    """Score of being positive of every row, each by a judge of the other folds' people."""
    fold = fold_of(people)
    scores = np.zeros(len(rows))
    for k in range(FOLDS):
        own = fold == k
        scale = standardize(rows[~own])
        judge = fit(scale(rows[~own]), positive[~own].astype(np.int64), n_classes=2, penalty=PENALTY)
        logits = judge(scale(rows[own]))
        scores[own] = logits[:, 1] - logits[:, 0]
    return scores


def fold_of(people: Sequence[str], folds: int = FOLDS) -> NDArray[np.int64]:
    """A fold for every row; a person is in one fold only."""
    names, of = np.unique(np.asarray(people), return_inverse=True)
    order = np.random.default_rng(3).permutation(len(names))
    return np.asarray((order % folds)[of], np.int64)
