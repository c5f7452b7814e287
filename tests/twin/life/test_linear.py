from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from tests.twin.life.state_space import StateSpace, state_space

from skincast.twin.life.course import begin, step, take_people
from skincast.twin.life.exposure import seen_exposure
from skincast.twin.life.people import draw_people
from skincast.twin.life.world import CONCERNS, Array, Inputs, People, Table, take
from skincast.twin.life.worlds import LinearWorld
from skincast.twin.life.worlds.gauss import parts
from skincast.twin.life.worlds.linear import expose

DAYS, TWINS = 12, 4000
FIRST_DAY = dt.date(2025, 1, 6)


def same_person_many_times() -> People:
    one = draw_people(1, np.random.default_rng(4))
    return take_people(one, np.zeros(TWINS, np.int64))


@pytest.fixture(scope="module")
def crowd() -> tuple[Array, Array, list[Array], Table]:
    """Unclipped scores of the first and last day of many people who live the same days, and their exposures."""
    world, random = LinearWorld(), np.random.default_rng(5)
    people = same_person_many_times()
    persons = dict(world.draw_persons(people, random))
    persons["memory"], persons["volatility"] = np.full(TWINS, 2.0), np.full(TWINS, 1.4)
    lives, moment = begin(world, 1, np.random.default_rng(6), first_day=FIRST_DAY)
    state, start_random = world.start(persons, random), np.random.default_rng(7)
    seen, scores = [], []
    for _ in range(DAYS):
        moment, day = step(lives, moment, start_random)
        inputs = Inputs(
            factors=np.repeat(day.inputs.factors, TWINS, axis=0), products=np.repeat(day.inputs.products, TWINS, axis=0)
        )
        exposed = expose(persons, state, inputs)
        state = world.advance(persons, state, inputs, random)
        np.testing.assert_allclose(seen_exposure(exposed)[0], seen_exposure(state)[0])
        seen.append(seen_exposure(state)[0])
        scores.append(world.unclipped(persons, state))
    return scores[0], scores[-1], seen, persons


def filter_of(persons: Table) -> StateSpace:
    return next(one for one in state_space(persons, 0) if (one.memory, one.volatility) == (2.0, 1.4))


def test_matrices_tell_the_law_of_the_simulator(crowd: tuple[Array, Array, list[Array], Table]) -> None:
    _, last, seen, persons = crowd
    space = filter_of(persons)
    mean, covariance = space.mean, space.covariance
    for today in seen:
        matrix, noise = space.transition(today)
        mean, covariance = matrix @ mean, matrix @ covariance @ matrix.T + noise
    read = space.readout(seen[-1])
    expected, spread = read @ mean, read @ covariance @ read.T
    sd = np.sqrt(np.diag(spread))
    np.testing.assert_allclose(last.mean(axis=0), expected, atol=4.5 * sd.max() / np.sqrt(TWINS))
    np.testing.assert_allclose(last.std(axis=0), sd, rtol=0.05)
    np.testing.assert_allclose(np.corrcoef(last.T), spread / np.outer(sd, sd), atol=0.06)


def test_chance_has_the_memory_that_the_matrices_say(crowd: tuple[Array, Array, list[Array], Table]) -> None:
    first, last, seen, persons = crowd
    space = filter_of(persons)
    covariance = space.covariance
    matrix, noise = space.transition(seen[0])
    covariance = matrix @ covariance @ matrix.T + noise
    start = space.readout(seen[0])
    across = covariance
    for today in seen[1:]:
        matrix, noise = space.transition(today)
        across = matrix @ across
    expected = space.readout(seen[-1]) @ across @ start.T
    got = (last - last.mean(axis=0)).T @ (first - first.mean(axis=0)) / TWINS
    scale = np.outer(last.std(axis=0), first.std(axis=0))
    np.testing.assert_allclose(got / scale, expected / scale, atol=0.06)


def test_the_bank_covers_the_grid_and_knows_nothing_personal() -> None:
    world, random = LinearWorld(), np.random.default_rng(8)
    people = draw_people(3, random)
    one, other = world.draw_persons(people, random), world.draw_persons(people, random)
    assert not np.allclose(one["level"], other["level"])
    bank = state_space(one, 1)
    assert sum(space.weight for space in bank) == pytest.approx(1)
    assert len(bank) == 9
    np.testing.assert_array_equal(bank[0].mean, state_space(other, 1)[0].mean)
    assert parts()[-1].stop == len(bank[0].mean)
    for space in bank:
        assert np.linalg.eigvalsh(space.covariance).min() > -1e-8


def test_few_days_touch_the_ends_of_the_scale() -> None:
    world, random = LinearWorld(), np.random.default_rng(9)
    lives, moment = begin(world, 400, random, first_day=FIRST_DAY)
    ends = np.zeros(len(CONCERNS))
    for _ in range(60):
        moment, _ = step(lives, moment, random)
        ends += ((moment.scores <= 0) | (moment.scores >= 100)).mean(axis=0) / 60
    assert ends.max() < 0.05
    assert ends.mean() < 0.015


def test_one_day_of_the_simulator_is_one_step_of_the_matrices() -> None:
    world, random = LinearWorld(), np.random.default_rng(10)
    lives, moment = begin(world, 60, random, first_day=FIRST_DAY)
    for _ in range(20):
        before = moment
        moment, _ = step(lives, moment, random)
    for person in range(0, 60, 7):
        persons = take(lives.persons, np.array([person]))
        old, new = take(before.skin, np.array([person])), take(moment.skin, np.array([person]))
        space = next(
            one
            for one in state_space(persons, 0)
            if (one.memory, one.volatility) == (persons["memory"][0], persons["volatility"][0])
        )
        seen = seen_exposure(new)[0]
        matrix, noise = space.transition(seen)
        told = matrix @ vector(persons, old)
        got = vector(persons, new)
        _, _, deviation, pools = parts()
        shock = (got - told)[deviation]
        carried = noise[pools, deviation] @ np.linalg.solve(noise[deviation, deviation], shock)
        np.testing.assert_allclose(got[pools], told[pools] + carried, atol=1e-8)
        np.testing.assert_allclose(space.readout(seen) @ got, world.unclipped(persons, new)[0], atol=1e-8)


def vector(persons: Table, state: Table) -> Array:
    """x of the one person in these tables."""
    return np.concatenate([persons["level"][0], persons["sensitivity"][0], state["deviation"][0], state["pools"][0]])
