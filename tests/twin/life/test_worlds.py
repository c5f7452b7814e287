from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from skincast.twin.life.course import Change, Lives, Moment, begin, step
from skincast.twin.life.lesions import STAGES, acne_score
from skincast.twin.life.levels import level_mean
from skincast.twin.life.population import effects
from skincast.twin.life.trial_arms import arm, follow, gather
from skincast.twin.life.world import CONCERNS, FACTORS, PRODUCTS, Array, World, take
from skincast.twin.life.worlds import WORLDS, FlareWorld, SaturatingWorld
from skincast.twin.life.worlds.sensitivity import draw_sensitivities

FIRST_DAY = dt.date(2025, 1, 6)
every_world = pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)


def one_life(world: World, n: int = 40, days: int = 40, seed: int = 1) -> tuple[Lives, Moment, Array]:
    random = np.random.default_rng(seed)
    lives, moment = begin(world, n, random, first_day=FIRST_DAY)
    scores = []
    for _ in range(days):
        moment, day = step(lives, moment, random)
        scores.append(day.scores)
    return lives, moment, np.array(scores)


def effect_of(world: World, concern: str, change: Change, *, days: int, n: int = 400) -> Array:
    """Mean points by day that a change is worth, the chance being the same."""
    lives, moment = gather(world, n, 3)
    _, plain = follow(lives, moment, days, 3)
    _, changed = follow(lives, moment, days, 3, change=change)
    return np.asarray((changed.scores - plain.scores)[:, :, CONCERNS.index(concern)].mean(axis=1))


@every_world
def test_scores_stay_on_the_scale_and_the_same_chance_gives_the_same_life(world: World) -> None:
    _, _, scores = one_life(world)
    _, _, again = one_life(world)
    np.testing.assert_array_equal(scores, again)
    assert np.isfinite(scores).all()
    assert scores.min() >= 0
    assert scores.max() <= 100
    assert not np.array_equal(scores, one_life(world, seed=2)[2])


@every_world
def test_a_law_changes_neither_its_state_nor_its_inputs(world: World) -> None:
    lives, moment, _ = one_life(world, days=5)
    before = {name: values.copy() for name, values in moment.skin.items()}
    step(lives, moment, np.random.default_rng(0))
    for name, values in moment.skin.items():
        np.testing.assert_array_equal(values, before[name])


@every_world
def test_every_array_of_a_law_has_people_first_so_that_one_person_can_live_many_futures(world: World) -> None:
    lives, moment, _ = one_life(world)
    many = np.full(300, 7)
    futures, now = lives.take(many), moment.take(many)
    np.testing.assert_array_equal(world.scores(futures.persons, now.skin), np.repeat(moment.scores[7:8], 300, axis=0))
    random = np.random.default_rng(3)
    for _ in range(30):
        now, _ = step(futures, now, random)
    spread = now.scores.std(axis=0)
    assert (spread > 0.3).all()
    assert (np.abs(now.scores.mean(axis=0) - moment.scores[7]) < 6 * spread + 8).all()


@every_world
def test_particles_are_resampled_by_rows(world: World) -> None:
    lives, moment, _ = one_life(world, n=20, days=3)
    order = np.array([3, 3, 11])
    np.testing.assert_array_equal(
        world.scores(take(lives.persons, order), take(moment.skin, order)), moment.scores[order]
    )


def over_the_year(world: World, days: int, n: int = 250) -> Array:
    """Mean score by day since joining, (days + 1, concerns), of people who use nothing and join in all seasons."""
    courses = []
    for month in (1, 4, 7, 10):
        lives, moment = gather(world, n, month, first_day=dt.date(2025, month, 6))
        _, course = follow(lives, moment, days, month)
        courses.append(np.concatenate([moment.scores[None], course.scores]).mean(axis=1))
    return np.asarray(np.mean(courses, axis=0))


@every_world
def test_nothing_drifts_with_the_time_since_joining(world: World) -> None:
    course = over_the_year(world, 120)
    for later in (slice(1, 8), slice(8, 30), slice(30, 121)):
        change = course[later].mean(axis=0) - course[0]
        assert np.abs(change).max() < 1.0, dict(zip(CONCERNS, change, strict=True))


@every_world
def test_levels_are_those_of_the_long_run(world: World) -> None:
    lives, moment = gather(world, 1500, 3)
    change = moment.scores.mean(axis=0) - level_mean(lives.people).mean(axis=0)
    assert np.abs(change).max() < 5, dict(zip(CONCERNS, change, strict=True))


@every_world
def test_products_come_late_and_reach_a_plateau(world: World) -> None:
    gain = effect_of(world, "acne", arm("adapalene", "benzoyl_peroxide"), days=105, n=250)
    assert gain[13] < 0.6 * gain[-1]
    assert gain[-1] > 4
    assert abs(gain[-1] - gain[-28]) < 0.25 * gain[-1]


@every_world
def test_irritation_comes_first_and_skin_gets_used_to_it(world: World) -> None:
    loss = -effect_of(world, "redness", arm("adapalene"), days=70)
    assert loss[5:21].max() > 0.6
    assert loss[-1] < 0.75 * loss[5:21].max()


@every_world
def test_less_sleep_shows_below_the_eyes_at_once_and_stress_on_acne_later(world: World) -> None:
    short = Change(only=True, factors={FACTORS.index("sleep_hours"): 4.0})
    circles = effect_of(world, "dark_circles", short, days=10)
    assert circles[4:].mean() < -1
    worry = Change(only=True, factors={FACTORS.index("stress"): 9.0})
    acne = effect_of(world, "acne", worry, days=30)
    assert acne[-10:].mean() < -0.8
    assert acne[0] > 0.6 * acne[-10:].mean()


@every_world
def test_acne_leaves_marks(world: World) -> None:
    gain = effect_of(world, "pigmentation", arm("benzoyl_peroxide"), days=120, n=250)
    assert gain[-1] > 0.6  # benzoyl peroxide itself does nothing for pigment


def test_sensitivities_have_the_populations_mean_and_people_who_feel_nothing() -> None:
    drawn = draw_sensitivities(20_000, "saturating", np.random.default_rng(1))
    rows = {(row.concern, row.driver): at for at, row in enumerate(effects())}
    at = rows["dryness", "ceramides"]
    assert drawn[:, at].mean() == pytest.approx(8, rel=0.05)
    assert (drawn[:, at] == 0).mean() == pytest.approx(0.15, abs=0.02)
    season = drawn[:, rows["acne", "warmth"]]
    assert [(season > 0).mean(), (season < 0).mean()] == pytest.approx([1 / 3, 1 / 3], abs=0.03)
    assert (drawn[:, rows["pigmentation", "uv_filter"]] == 0).all()


def test_sunscreen_only_helps_where_there_is_sun() -> None:
    sun, screen = FACTORS.index("uv_dose_sed"), PRODUCTS.index("uv_filter")

    def worth(dose: float) -> float:
        lives, moment = gather(SaturatingWorld(), 120, 3)
        plain = Change(only=True, factors={sun: dose})
        used = Change(only=True, factors={sun: dose}, products={screen: 1.0})
        at = CONCERNS.index("pigmentation")
        ends = [follow(lives, moment, 90, 3, change=one)[1].scores[-1, :, at].mean() for one in (plain, used)]
        return float(ends[1] - ends[0])

    assert worth(8.0) > 4 * worth(0.5)
    assert worth(8.0) > 0.8


def test_lesions_are_whole_numbers_and_make_the_score() -> None:
    _, moment, _ = one_life(FlareWorld(), days=60)
    counts = moment.skin["counts"]
    np.testing.assert_array_equal(counts, np.round(counts))
    assert counts.min() >= 0
    assert counts.shape[1] == len(STAGES)
    np.testing.assert_allclose(moment.scores[:, 0], acne_score(counts))


def test_acne_of_single_lesions_comes_in_flares() -> None:
    lives, moment = gather(FlareWorld(), 200, 2)
    _, course = follow(lives, moment, 200, 2)
    many = course.inflammatory.mean(axis=0) > 2
    over_chance = course.inflammatory.var(axis=0) / course.inflammatory.mean(axis=0)
    assert over_chance[many].mean() > 1.8  # lesions that come one by one would give about 1
