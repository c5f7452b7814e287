"""Scatter within and between faces, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.spread import between_share, pooled_sd, pooled_variance


def test_variance_is_pooled_by_degrees_of_freedom() -> None:
    # Face a: 1, 3 (variance 2, one degree); face b: 0, 3, 6 (variance 9, two degrees); face c: one value says nothing.
    assert pooled_variance([1, 0, 3, 3, 6, 50], ["a", "b", "a", "b", "b", "c"]) == pytest.approx((2 + 18) / 3)


def test_without_repeats_there_is_no_spread() -> None:
    assert np.isnan(pooled_sd([1, 2], ["a", "b"]))
    assert np.isnan(pooled_sd([], []))


def test_share_between_faces() -> None:
    assert between_share([1, 1, 9, 9], ["a", "a", "b", "b"]) == 1.0
    assert between_share([0, 10, 0, 10], ["a", "a", "b", "b"]) == 0.0
    assert np.isnan(between_share([1, 2], ["a", "a"]))


def test_share_between_faces_finds_the_truth() -> None:
    random = np.random.default_rng(3)
    faces = np.repeat(np.arange(400), 5)
    values = 3 * random.normal(size=400)[faces] + random.normal(size=2000)
    assert between_share(values, faces.astype(str).tolist()) == pytest.approx(0.9, abs=0.02)
