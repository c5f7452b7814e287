"""True effects of changes and of drivers."""

from __future__ import annotations

import numpy as np
import pytest

from skincast.twin.life.course import Change, begin
from skincast.twin.life.lives import FIRST_DAY
from skincast.twin.life.population import effects
from skincast.twin.life.world import CONCERNS, FACTORS, PRODUCTS
from skincast.twin.life.worlds import WORLDS, LinearWorld
from skincast.twin.oracle.drivers import driver_truth
from skincast.twin.oracle.questions import plan_of, what_if_truth
from skincast.twin.oracle.relive import relive

ACNE = CONCERNS.index("acne")


@pytest.mark.parametrize("world", list(WORLDS))
def test_no_change_has_no_effect(world: str) -> None:
    (evening,) = relive(WORLDS[world], 7, 0, [3], people=np.arange(2))
    told = what_if_truth(evening, lambda _: None, 1, horizons_days=(3, 9), n_futures=4)
    assert told.mean.shape == (2, 2, len(CONCERNS))
    assert not told.mean.any()


@pytest.mark.parametrize("world", list(WORLDS))
def test_benzoyl_peroxide_helps_acne(world: str) -> None:
    (evening,) = relive(WORLDS[world], 7, 0, [3], people=np.arange(20))
    change = Change(products={PRODUCTS.index("benzoyl_peroxide"): 1.0})
    told = what_if_truth(evening, change, 1, horizons_days=(40,), n_futures=10)
    assert told.mean[:, 0, ACNE].mean() > 2.0
    assert (told.error >= 0).all()


def test_a_set_plan_keeps_its_days_of_the_week_and_ends() -> None:
    plan = plan_of("adapalene", "set", 1.0, days_per_week=3, duration_days=28)
    changes = [plan(day) for day in range(1, 29)]
    assert sum(change.products[PRODUCTS.index("adapalene")] for change in changes if change is not None) == 12.0
    assert plan(29) is None


def test_an_added_factor_comes_every_day() -> None:
    change = plan_of("stress", "add", 2.0)(400)
    assert change is not None
    assert dict(change.added) == {FACTORS.index("stress"): 2.0}


def test_more_of_a_product_means_nothing() -> None:
    with pytest.raises(ValueError, match="retinol"):
        plan_of("retinol", "add", 0.5)


def test_drivers_of_the_linear_world_are_its_sensitivities() -> None:
    lives, begun = begin(LinearWorld(), 6, np.random.default_rng(1), first_day=FIRST_DAY)
    told = driver_truth(lives, begun, 3, days=60, repeats=1)
    row = next(k for k, e in enumerate(effects()) if (e.concern, e.driver) == ("eye_bags", "alcohol"))
    at = FACTORS.index("alcohol_drinks"), CONCERNS.index("eye_bags")
    assert told.effect[:, at[0], at[1]] == pytest.approx(lives.persons["sensitivity"][:, row], rel=1e-6, abs=1e-6)
    assert told.effect.shape == (6, len(FACTORS) + len(PRODUCTS), len(CONCERNS))


def test_only_who_has_a_cycle_has_its_effect() -> None:
    lives, begun = begin(LinearWorld(), 30, np.random.default_rng(1), first_day=FIRST_DAY)
    told = driver_truth(lives, begun, 3, days=70, repeats=1)
    has = ~np.isnan(told.effect[:, FACTORS.index("cycle_day"), ACNE])
    assert np.array_equal(has, lives.people.cycling)
    assert np.nanmean(told.effect[:, FACTORS.index("cycle_day"), ACNE]) < -1.0
