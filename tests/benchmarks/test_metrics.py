"""Rank figures and intervals on cases that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.metrics import (
    Estimate,
    estimate_auc,
    estimate_of,
    estimate_spearman,
    kappa,
    mean,
    mean_absolute,
    ranks,
    roc_auc,
    root_mean_square,
    spearman,
    stratified_auc,
)


def bounds(estimate: Estimate) -> tuple[float, float]:
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.low, estimate.high


def test_equal_values_share_their_mean_rank() -> None:
    assert ranks([10, 30, 20, 20]).tolist() == [1, 4, 2.5, 2.5]


@pytest.mark.parametrize(("b", "expected"), [([1, 4, 9, 16], 1.0), ([4, 3, 2, 1], -1.0), ([1, 3, 2, 4], 0.8)])
def test_spearman_sees_order_only(b: list[float], expected: float) -> None:
    assert spearman([1, 2, 3, 4], b) == pytest.approx(expected)


@pytest.mark.parametrize(("a", "b"), [([1, 2, 3], [5, 5, 5]), ([1, 2], [1, 2]), ([], [])])
def test_spearman_of_nothing_is_not_a_number(a: list[float], b: list[float]) -> None:
    assert np.isnan(spearman(a, b))


def test_auc_counts_pairs_and_halves_ties() -> None:
    # Positives 3 and 1 against negatives 1 and 0: wins 3>1, 3>0, 1>0 and one tie of four pairs.
    assert roc_auc([3, 1, 1, 0], [True, True, False, False]) == pytest.approx(3.5 / 4)


def test_auc_needs_both_kinds() -> None:
    assert np.isnan(roc_auc([1, 2], [True, True]))


def test_stratified_auc_compares_within_a_stratum_only() -> None:
    values, positive, strata = [1, 2, 11, 12], [False, True, False, True], ["a", "a", "b", "b"]
    assert stratified_auc(values, positive, strata) == 1.0
    assert roc_auc(values, positive) == pytest.approx(0.75)
    assert np.isnan(stratified_auc([1, 2], [True, False], ["a", "b"]))


def test_kappa_takes_chance_away() -> None:
    assert kappa(["a", "a", "b", "b"], ["a", "b", "a", "b"]) == pytest.approx(0.0)
    assert kappa(["a", "b", "b"], ["a", "b", "b"]) == pytest.approx(1.0)
    assert np.isnan(kappa(["a", "a"], ["a", "a"]))


def test_count_errors() -> None:
    assert mean([2, -2]) == 0
    assert mean_absolute([2, -2]) == 2
    assert root_mean_square([3, -4]) == pytest.approx(np.sqrt(12.5))


def test_interval_holds_the_value_and_never_changes() -> None:
    random = np.random.default_rng(1)
    a = random.normal(size=80)
    b = a + random.normal(size=80)
    groups = [str(i) for i in range(80)]
    first = estimate_spearman(a.tolist(), b.tolist(), groups)
    assert first == estimate_spearman(a.tolist(), b.tolist(), groups)
    low, high = bounds(first)
    assert low < (first.value or 0) < high
    assert first.n == 80


def test_copies_of_one_photo_do_not_narrow_the_interval() -> None:
    random = np.random.default_rng(2)
    values = random.normal(size=30)
    alone = estimate_of(mean, values.tolist(), [str(i) for i in range(30)])
    copied = np.repeat(values, 10).tolist()
    as_groups = estimate_of(mean, copied, [str(i) for i in np.repeat(np.arange(30), 10)])
    as_if_independent = estimate_of(mean, copied, [str(i) for i in range(300)])
    width = np.ptp(bounds(alone))
    assert np.ptp(bounds(as_groups)) == pytest.approx(width, rel=0.01)
    assert np.ptp(bounds(as_if_independent)) < 0.5 * width


def test_one_group_has_a_value_but_no_interval() -> None:
    only = estimate_auc([1, 2, 3], [False, False, True], ["p", "p", "p"])
    assert only.value == 1.0
    assert only.low is None


def test_no_sample_has_no_value() -> None:
    empty = estimate_of(mean, [], [])
    assert (empty.value, empty.low, empty.n) == (None, None, 0)
