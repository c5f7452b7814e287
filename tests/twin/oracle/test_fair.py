"""The fair oracle: the same lives once more, and what may become of them."""

from __future__ import annotations

import numpy as np
import pytest

from skincast.twin.life.lives import Chunk, live_chunk
from skincast.twin.life.observe import PHONES_MM_PER_PX, photo_sds
from skincast.twin.life.world import CONCERNS
from skincast.twin.life.worlds import WORLDS
from skincast.twin.oracle.fair import fair_oracle
from skincast.twin.oracle.forecasts import Forecasts, levels
from skincast.twin.oracle.photos import measure_later
from skincast.twin.oracle.relive import Evening, relive
from skincast.twin.oracle.scores import covered, crps

SEED, DAYS, ORIGIN, PEOPLE = 501, 22, 14, 250


@pytest.fixture(scope="module", params=list(WORLDS))
def lived(request: pytest.FixtureRequest) -> tuple[Chunk, Evening]:
    world = WORLDS[request.param]
    chunk = live_chunk(world, SEED, 0, PEOPLE, DAYS)
    (evening,) = relive(world, SEED, 0, [ORIGIN], people=np.arange(PEOPLE))
    return chunk, evening


@pytest.fixture(scope="module")
def told(lived: tuple[Chunk, Evening]) -> Forecasts:
    chunk, evening = lived
    level = levels(chunk.measured, ORIGIN)
    return fair_oracle(evening, level, np.random.default_rng(1), horizons_days=(7,), n_futures=50)


def test_lives_are_the_same_when_lived_again(lived: tuple[Chunk, Evening]) -> None:
    chunk, evening = lived
    assert evening.moment.day == ORIGIN
    assert evening.moment.scores == pytest.approx(chunk.scores[:, ORIGIN], rel=1e-5)


def test_eight_of_ten_photos_fall_where_the_oracle_says(lived: tuple[Chunk, Evening], told: Forecasts) -> None:
    truth = lived[0].measured[:, ORIGIN + 7].astype(np.float64)
    assert np.nanmean(covered(told.quantiles[:, 0], truth, share=0.8)) == pytest.approx(0.8, abs=0.04)


def test_the_oracle_beats_a_shape_around_the_last_photos(lived: tuple[Chunk, Evening], told: Forecasts) -> None:
    chunk, quantiles = lived[0], told.quantiles[:, 0]
    truth, level = chunk.measured[:, ORIGIN + 7].astype(np.float64), levels(chunk.measured, ORIGIN)
    around = level[..., None] + quantiles - quantiles[..., 5:6]
    seen = ~np.isnan(level) & ~np.isnan(truth)
    assert crps(quantiles, truth)[seen].mean() < 0.95 * crps(around, truth)[seen].mean()


def test_another_seed_changes_nothing_but_chance(lived: tuple[Chunk, Evening]) -> None:
    chunk, evening = lived
    few = evening.take(np.arange(8))
    one, two = (
        fair_oracle(few, levels(chunk.measured[:8], ORIGIN), np.random.default_rng(s), horizons_days=(7,))
        for s in (1, 2)
    )
    assert one.quantiles[..., 5] == pytest.approx(two.quantiles[..., 5], abs=3.0)
    assert not np.array_equal(one.quantiles, two.quantiles)


def test_a_coarse_phone_never_leaves_a_hole(lived: tuple[Chunk, Evening]) -> None:
    _, evening = lived
    camera = evening.camera.take(np.zeros(400, np.int64))
    camera.state["phone"][:] = len(PHONES_MM_PER_PX) - 1
    values = measure_later(camera, np.full((400, len(CONCERNS)), 60.0), np.random.default_rng(1), days_ahead=7)
    assert not np.isnan(values).any()
    assert photo_sds()[2][-1].any()
