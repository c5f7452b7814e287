"""Agreement of numbers with numbers: rank correlation, separation, count errors, and their intervals by group.

Several photos of one person, or near-duplicates, are one draw: intervals resample whole groups.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

RESAMPLES = 1000
SEED = 7
LEAST_RESAMPLES = 50
"""Below this many usable resamples no interval is given."""

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Statistic = Callable[[Indices], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its 95 % interval; None where it cannot be told. `n` counts what it rests on."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def ranks(values: ArrayLike) -> Floats:
    """Return ranks from 1; equal values share their mean rank."""
    array = np.asarray(values, np.float64)
    _, inverse, counts = np.unique(array, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse], np.float64)


def spearman(a: ArrayLike, b: ArrayLike) -> float:
    """Return the rank correlation; NaN where one side does not vary or fewer than three pairs exist.

    Source: Spearman 1904; ties by mean ranks.
    """
    first, second = ranks(a), ranks(b)
    if len(first) < 3 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return float("nan")
    return float(np.corrcoef(first, second)[0, 1])


def roc_auc(values: ArrayLike, positive: ArrayLike) -> float:
    """Return the probability that a positive has the larger value; NaN without both kinds.

    Args:
        values: (n,) higher = more likely positive.
        positive: (n,) bool.

    Source: Mann and Whitney 1947.
    """
    is_positive = np.asarray(positive, bool)
    n_positive, n_negative = int(is_positive.sum()), int((~is_positive).sum())
    if not n_positive or not n_negative:
        return float("nan")
    above = ranks(values)[is_positive].sum() - n_positive * (n_positive + 1) / 2
    return float(above / (n_positive * n_negative))


def stratified_auc(values: ArrayLike, positive: ArrayLike, strata: ArrayLike) -> float:
    """Return the separation over pairs of the same stratum only; NaN without any such pair.

    Places differ in how much is measured there and in how often it is labeled: pairs across places would mix that in.

    Source: van Elteren 1960, with pairs as weights.
    """
    scores, labels, names = np.asarray(values, np.float64), np.asarray(positive, bool), np.asarray(strata)
    wins = pairs = 0.0
    for name in np.unique(names):
        own = names == name
        count = int(labels[own].sum()) * int((~labels[own]).sum())
        if count:
            wins += count * roc_auc(scores[own], labels[own])
            pairs += count
    return wins / pairs if pairs else float("nan")


def kappa(a: Sequence[str], b: Sequence[str]) -> float:
    """Return the agreement of two labelings beyond chance; NaN where chance explains everything.

    Source: Cohen 1960.
    """
    first, second = np.asarray(a), np.asarray(b)
    if not len(first):
        return float("nan")
    labels = np.union1d(first, second)
    chance = sum(float((first == label).mean() * (second == label).mean()) for label in labels)
    return float(((first == second).mean() - chance) / (1 - chance)) if chance < 1 else float("nan")


def mean_absolute(errors: ArrayLike) -> float:
    """Return the mean size of the errors; NaN without any."""
    array = np.abs(np.asarray(errors, np.float64))
    return float(array.mean()) if array.size else float("nan")


def root_mean_square(errors: ArrayLike) -> float:
    """Return the root mean square of the errors; NaN without any."""
    array = np.asarray(errors, np.float64)
    return float(np.sqrt((array**2).mean())) if array.size else float("nan")


def mean(values: ArrayLike) -> float:
    """Return the mean; NaN without any value."""
    array = np.asarray(values, np.float64)
    return float(array.mean()) if array.size else float("nan")


def median(values: ArrayLike) -> float:
    """Return the median; NaN without any value."""
    array = np.asarray(values, np.float64)
    return float(np.median(array)) if array.size else float("nan")


def estimate(statistic: Statistic, groups: Sequence[str], *, n: int | None = None) -> Estimate:
    """Return a statistic of all samples and its percentile interval over resampled groups.

    Args:
        statistic: Takes indices of samples (repeated ones count as often as they occur) and returns a figure or NaN.
        groups: Group of each sample.
        n: What to report as the number of cases; the number of samples otherwise.

    Returns:
        The estimate; the same for the same input (fixed seed).

    Source: Efron and Tibshirani 1993, percentile bootstrap; clusters as units.
    """
    count = len(groups) if n is None else n
    value = statistic(np.arange(len(groups)))
    if not np.isfinite(value):
        return Estimate(value=None, low=None, high=None, n=count)
    members = _members(groups)
    random = np.random.default_rng(SEED)
    draws = []
    for _ in range(RESAMPLES if len(members) > 1 else 0):
        chosen = random.integers(0, len(members), len(members))
        draws.append(statistic(np.concatenate([members[i] for i in chosen])))
    finite = np.array([draw for draw in draws if np.isfinite(draw)])
    if len(finite) < LEAST_RESAMPLES:
        return Estimate(value=value, low=None, high=None, n=count)
    low, high = np.percentile(finite, [2.5, 97.5])
    return Estimate(value=value, low=float(low), high=float(high), n=count)


def estimate_spearman(a: Sequence[float], b: Sequence[float], groups: Sequence[str]) -> Estimate:
    """Return the rank correlation with its interval by group."""
    first, second = np.asarray(a, np.float64), np.asarray(b, np.float64)
    return estimate(lambda chosen: spearman(first[chosen], second[chosen]), groups)


def estimate_auc(values: Sequence[float], positive: Sequence[bool], groups: Sequence[str]) -> Estimate:
    """Return the separation with its interval by group."""
    scores, labels = np.asarray(values, np.float64), np.asarray(positive, bool)
    return estimate(lambda chosen: roc_auc(scores[chosen], labels[chosen]), groups)


def estimate_of(
    reduce: Callable[[ArrayLike], float], values: Sequence[float] | Sequence[bool], groups: Sequence[str]
) -> Estimate:
    """Return a figure of one series (a mean, a median, an error) with its interval by group."""
    array = np.asarray(values, np.float64)
    return estimate(lambda chosen: reduce(array[chosen]), groups)


def _members(groups: Sequence[str]) -> list[Indices]:
    """Return the sample numbers of each group, groups in order of first appearance."""
    members: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        members.setdefault(group, []).append(index)
    return [np.array(indices, np.intp) for indices in members.values()]
