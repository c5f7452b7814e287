"""Scores of forecasts."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skincast.twin.oracle.forecasts import LEVELS, from_samples, levels
from skincast.twin.oracle.scores import WIDTHS, absolute_error, brier, covered, crps, over_people

NORMAL = np.array([NormalDist().inv_cdf(level) for level in LEVELS])


def test_widths_cover_the_whole_probability_axis() -> None:
    assert WIDTHS.sum() == pytest.approx(1.0)


def test_crps_of_a_normal_forecast_is_the_known_one() -> None:
    truth = np.random.default_rng(1).standard_normal(20_000)
    told = crps(np.broadcast_to(NORMAL, (len(truth), len(LEVELS))), truth)
    assert told.mean() == pytest.approx(1 / np.sqrt(np.pi), rel=0.03)


@given(st.floats(-3, 3), st.floats(0.4, 2.5))
def test_no_other_forecast_beats_the_true_law(shift: float, width: float) -> None:
    truth = np.array([NormalDist().inv_cdf(p) for p in np.linspace(0.0005, 0.9995, 1000)])
    best = crps(np.broadcast_to(NORMAL, (1000, len(LEVELS))), truth).mean()
    other = crps(np.broadcast_to(shift + width * NORMAL, (1000, len(LEVELS))), truth).mean()
    assert other >= best - 1e-3


def test_a_forecast_without_a_truth_is_not_scored() -> None:
    assert np.isnan(crps(NORMAL, np.array(np.nan)))
    assert np.isnan(covered(NORMAL, np.array(np.nan), share=0.8))


@pytest.mark.parametrize("share", [0.8, 0.9])
def test_coverage_is_that_of_the_central_interval(share: float) -> None:
    truth = np.random.default_rng(2).standard_normal(20_000)
    told = covered(np.broadcast_to(NORMAL, (len(truth), len(LEVELS))), truth, share=share)
    assert told.mean() == pytest.approx(share, abs=0.01)


def test_error_and_brier_are_plain() -> None:
    assert absolute_error(NORMAL, np.array(2.0)) == pytest.approx(2.0)
    assert brier(np.array([0.25, 1.0]), np.array([1.0, 1.0])) == pytest.approx([0.5625, 0.0])


def test_every_person_has_the_same_weight() -> None:
    values = np.array([[1.0, np.nan, np.nan], [3.0, 3.0, 3.0], [np.nan, np.nan, np.nan]])
    mean, low, high = over_people(values, np.random.default_rng(3))
    assert mean == pytest.approx(2.0)
    assert low <= mean <= high


def test_nobody_scored_is_no_number() -> None:
    assert np.isnan(over_people(np.full((2, 2), np.nan), np.random.default_rng(3))).all()


def test_level_is_the_mean_of_the_three_latest_seen() -> None:
    measured = np.array([[[10.0], [20.0], [np.nan], [30.0], [40.0], [90.0]]])
    assert levels(measured, 4) == pytest.approx(30.0)
    assert levels(measured, 0) == pytest.approx(10.0)
    assert np.isnan(levels(measured[:, 2:3], 0)).all()


def test_forecasts_rise_within_the_bounds_and_tell_the_chance_of_worse() -> None:
    samples = np.random.default_rng(4).normal(95.0, 10.0, (2, 1, 1, 4000))
    told = from_samples(samples, np.array([[95.0], [np.nan]]), horizons_days=(7,))
    assert (np.diff(told.quantiles, axis=-1) >= 0).all()
    assert told.quantiles.max() == 100.0
    assert told.p_worse[:, 0, 0] == pytest.approx(NormalDist().cdf(-0.5), abs=0.03)
