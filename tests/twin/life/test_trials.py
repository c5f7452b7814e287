from __future__ import annotations

import pytest

from skincast.twin.life.replay import Replay
from skincast.twin.life.trials import acne_arms, ceramide, cycle, irritation
from skincast.twin.life.world import World
from skincast.twin.life.worlds import WORLDS

every_world = pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)


def wrong(rows: list[Replay]) -> list[str]:
    return [f"{row.name}: {row.simulated:.2f}, not within {row.within}" for row in rows if not row.agrees]


@pytest.mark.slow
@every_world
def test_arms_of_acne_trials_come_out_as_published(world: World) -> None:
    rows = acne_arms(world, seed=5, n=1500)
    assert not wrong(rows)
    nothing, vehicle = rows[0].simulated, rows[1].simulated
    assert vehicle < nothing < -5  # part is regression to the mean, part the cream


@pytest.mark.slow
@every_world
def test_the_cycle_moves_papules_and_not_oil(world: World) -> None:
    assert not wrong(cycle(world, seed=5, n=1000))


@pytest.mark.slow
@every_world
def test_moisturizer_and_irritation_keep_their_time(world: World) -> None:
    assert not wrong([*ceramide(world, seed=5, n=300), *irritation(world, seed=5, n=300)])


def test_a_figure_outside_of_its_bounds_does_not_agree() -> None:
    row = Replay(
        name="x",
        unit="%",
        simulated=3.0,
        low=2.0,
        high=4.0,
        published=1.0,
        within=(0.0, 2.0),
        evidence=("E001",),
        n_people=3,
    )
    assert not row.agrees
