"""The filters of the learner against plain matrices."""

from __future__ import annotations

import numpy as np
import pytest
from tests.twin.life.state_space import StateSpace, state_space

from skincast.twin.life.course import begin
from skincast.twin.life.exposure import seen_exposure
from skincast.twin.life.lives import FIRST_DAY
from skincast.twin.life.population import effects
from skincast.twin.life.world import CONCERNS, Array
from skincast.twin.life.worlds import LinearWorld
from skincast.twin.life.worlds.gauss import prior_covariance, sensitivity_mean
from skincast.twin.oracle.learner.bank import (
    BIAS,
    DIMENSION,
    Bank,
    change_phone,
    draw,
    filters_near,
    first_bank,
    learn,
    predict,
    volatility_evidence,
)
from skincast.twin.oracle.learner.lens import lens_of

Pair = tuple[Bank, tuple[StateSpace, ...], Array]
KNOWN = slice(0, BIAS.start)


@pytest.fixture
def pair() -> Pair:
    lives, moment = begin(LinearWorld(), 1, np.random.default_rng(3), first_day=FIRST_DAY)
    seen = seen_exposure(moment.skin)[0]
    mean = np.concatenate([lives.persons["level_mean"][0], sensitivity_mean()])
    bank = first_bank(lens_of("linear"), (mean, prior_covariance()), seen)
    return bank, state_space(lives.persons, 0), seen


def test_bank_begins_and_moves_as_the_worlds_own_matrices(pair: Pair) -> None:
    bank, spaces, seen = pair
    later = predict(bank, seen + 0.5)
    for one, space in enumerate(spaces):
        assert bank.covariances[one, KNOWN, KNOWN] == pytest.approx(space.covariance)
        step, noise = space.transition(seen + 0.5)
        assert later.means[one, KNOWN] == pytest.approx(step @ space.mean)
        assert later.covariances[one, KNOWN, KNOWN] == pytest.approx(step @ space.covariance @ step.T + noise)


def test_a_photo_is_taken_in_as_by_bayes(pair: Pair) -> None:
    bank, spaces, seen = pair
    values, sd = np.full(len(CONCERNS), 60.0), np.full(len(CONCERNS), 4.0)
    values[3] = np.nan
    after = learn(bank, seen, np.zeros(len(CONCERNS)), values=values, sd=sd)
    there = ~np.isnan(values)
    read = spaces[0].readout(seen)[there]
    more = learn(after, seen, np.zeros(len(CONCERNS)), values=values, sd=sd)
    spread = np.diag(read @ after.covariances[0, KNOWN, KNOWN] @ read.T)
    assert (spread < np.diag(read @ bank.covariances[0, KNOWN, KNOWN] @ read.T)).all()
    assert (np.diag(read @ more.covariances[0, KNOWN, KNOWN] @ read.T) < spread).all()
    error_before = np.abs(values[there] - read @ bank.means[0, KNOWN])
    assert (np.abs(values[there] - read @ after.means[0, KNOWN]) <= error_before + 1e-9).mean() > 0.7
    assert after.weights.sum() == pytest.approx(1.0)


def test_exact_posterior_of_a_small_case(pair: Pair) -> None:
    bank, spaces, seen = pair
    values = np.full(len(CONCERNS), np.nan)
    values[0], sd = 55.0, np.full(len(CONCERNS), 4.0)
    after = learn(bank, seen, np.zeros(len(CONCERNS)), values=values, sd=sd)
    read, space = spaces[4].readout(seen)[0], spaces[4]
    across = space.covariance @ read
    inflated = after.means[4, KNOWN] - bank.means[4, KNOWN]
    assert inflated == pytest.approx(across * (inflated[0] / across[0]))
    total = across @ read + 16.0 * 1.1**2 * np.exp(2 * 0.15**2)
    assert read @ after.means[4, KNOWN] == pytest.approx(
        read @ space.mean + across @ read / total * (55.0 - read @ space.mean), rel=1e-3
    )


def test_day_without_a_photo_teaches_nothing(pair: Pair) -> None:
    bank, _, seen = pair
    nothing = np.full(len(CONCERNS), np.nan)
    assert learn(bank, seen, np.zeros(len(CONCERNS)), values=nothing, sd=nothing) is bank


def test_another_phone_hides_its_bias(pair: Pair) -> None:
    bank, _, _ = pair
    after = change_phone(bank, np.full(len(CONCERNS), 2.0))
    assert np.diag(after.covariances[0])[BIAS] == pytest.approx(4.0)
    assert np.diag(bank.covariances[0])[BIAS] == pytest.approx(0.0)


@pytest.mark.parametrize("world", ["linear", "saturating", "flare"])
def test_lens_curve_and_slope_agree(world: str) -> None:
    lens, z = lens_of(world), np.linspace(-30.0, 80.0, 23)
    slope = (lens.curve(z + 1e-4) - lens.curve(z - 1e-4)) / 2e-4
    assert lens.slope(z) == pytest.approx(slope, rel=1e-4)
    assert sum(share for _, _, share in lens.grid) == pytest.approx(1.0)


def test_draws_have_the_moments_of_the_filters(pair: Pair) -> None:
    bank, _, _ = pair
    which, x = draw(bank, 4000, np.random.default_rng(1))
    assert len(np.unique(which)) == len(bank.weights)
    assert x[:, 0].mean() == pytest.approx(bank.means[:, 0] @ bank.weights, abs=0.8)
    assert x.shape[1] == len(CONCERNS) * 3 + len(effects()) + 10


def test_particles_go_on_with_filters_as_stormy_as_themselves() -> None:
    lens = lens_of("flare")
    grid = [volatility for _, volatility, _ in lens.grid]
    shares = np.log([share for _, _, share in lens.grid])
    told = np.array([-4.0, 0.0, -1.0])
    empty = np.zeros((len(grid), DIMENSION))
    bank = Bank(
        lens=lens, means=empty, covariances=np.zeros((len(grid), DIMENSION, DIMENSION)), log_weights=told + shares
    )
    np.testing.assert_allclose(volatility_evidence(bank, np.array(grid)), told)
    np.testing.assert_allclose(volatility_evidence(bank, np.array([0.01, 99.0])), told[[0, 2]])
    np.testing.assert_array_equal(filters_near(bank, np.array(grid), np.random.default_rng(1)), [0, 1, 2])
    between = np.full(4000, np.sqrt(grid[0] * grid[1]))
    assert filters_near(bank, between, np.random.default_rng(1)).mean() == pytest.approx(0.5, abs=0.04)
