"""The best learner: what it may read, and that it learns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from skincast.twin.life.lives import Chunk, live_chunk
from skincast.twin.life.world import CONCERNS, PRODUCTS, Array
from skincast.twin.life.worlds import WORLDS
from skincast.twin.life.worlds.flare import ACNE
from skincast.twin.oracle.learner import learner
from skincast.twin.oracle.learner.cabinet import first_cabinet, look_in
from skincast.twin.oracle.learner.foresee import foresee, possible_evenings
from skincast.twin.oracle.learner.imagine import begin_imagined
from skincast.twin.oracle.learner.learner import Learned, learn_person
from skincast.twin.oracle.learner.lesions import first_particles, weigh
from skincast.twin.oracle.learner.record import record_of
from skincast.twin.oracle.learner.usual import learn_cycle, learn_usual

DAYS = 50


@pytest.fixture(scope="module", params=list(WORLDS))
def chunk(request: pytest.FixtureRequest) -> Chunk:
    return live_chunk(WORLDS[request.param], 77, 0, 12, DAYS, schedule="daily")


@pytest.fixture(autouse=True)
def few_particles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learner, "IMAGINED", dict.fromkeys(WORLDS, 60))


def _learned(chunk: Chunk, row: int, day: int, *, seed: int = 1) -> Learned:
    world = chunk.lives.world
    return next(learn_person(world, record_of(chunk, row), [day], np.random.default_rng(seed)))


@pytest.mark.parametrize("origin", [3, 30])
def test_what_comes_after_the_origin_is_not_read(chunk: Chunk, origin: int) -> None:
    record = record_of(chunk, int(np.argmax(chunk.logged_products[:, 31:].any(axis=(1, 2)))))
    told = {name: getattr(record, name).copy() for name in ("measured", "measured_sd", "factors", "products")}
    for name, series in told.items():
        series[origin + 1 :] = 0.0 if name == "products" else np.nan
    blind = replace(record, **told)
    assert not np.array_equal(blind.products, record.products)
    assert not np.array_equal(blind.measured_sd, record.measured_sd, equal_nan=True)
    world = chunk.lives.world
    one, two = (
        foresee(
            next(learn_person(world, r, [origin], np.random.default_rng(1))),
            np.random.default_rng(2),
            horizons_days=(7,),
            n_futures=20,
        )
        for r in (record, blind)
    )
    assert np.array_equal(one, two)


def test_the_same_record_gives_the_same_forecasts(chunk: Chunk) -> None:
    first, second = (
        foresee(_learned(chunk, 1, 20), np.random.default_rng(2), horizons_days=(7,), n_futures=10) for _ in range(2)
    )
    assert np.array_equal(first, second)


def test_weeks_of_photos_bring_it_near_the_true_level(chunk: Chunk) -> None:
    before: list[Array] = []
    after: list[Array] = []
    width = []
    for row in range(4):
        truth = chunk.scores[row, 43:48].mean(axis=0)
        for day, errors in ((0, before), (40, after)):
            told = foresee(_learned(chunk, row, day), np.random.default_rng(2), horizons_days=(6,), n_futures=60)[0]
            errors.append(np.abs(np.median(told, axis=-1) - truth))
        width.append(np.quantile(told, 0.9, axis=-1) - np.quantile(told, 0.1, axis=-1))
    assert np.mean(after) < 0.75 * np.mean(before)
    assert np.mean(after) < np.mean(width)


def test_a_stopped_product_leaves_the_cabinet(chunk: Chunk) -> None:
    record = record_of(chunk, 0)
    column, nights = PRODUCTS.index("niacinamide"), np.ones(len(PRODUCTS))
    used, noted = np.zeros((DAYS, len(PRODUCTS))), np.zeros_like(record.factors)
    used[5:15, column] = 1.0
    record = replace(record, products=used, factors=noted, planned=np.zeros_like(used))
    cabinet, rates = first_cabinet(np.zeros(len(PRODUCTS))), []
    for day in range(DAYS):
        cabinet, expected = look_in(cabinet, record, day, nights)
        rates.append(expected[column])
    assert rates[4] == 0.0
    assert rates[10] == 1.0
    assert rates[18] < 0.2
    assert cabinet.rate[column] == 0.0


def test_a_day_without_a_diary_is_as_the_days_before(chunk: Chunk) -> None:
    record = record_of(chunk, 0)
    column, nights = PRODUCTS.index("niacinamide"), np.ones(len(PRODUCTS))
    used, noted = np.zeros((DAYS, len(PRODUCTS))), np.full_like(record.factors, np.nan)
    used[:20, column] = 1.0
    record = replace(record, products=used, factors=noted, planned=np.zeros_like(used))
    cabinet = first_cabinet(np.zeros(len(PRODUCTS)))
    for day in range(30):
        cabinet, expected = look_in(cabinet, record, day, nights)
    assert expected[column] == pytest.approx(1.0, abs=0.15)


def test_ordinary_days_are_drawn_to_the_log() -> None:
    random = np.random.default_rng(1)
    drawn = random.normal(4.0, 1.3, (50, 16))
    logged = np.full((60, 16), np.nan)
    logged[:, 2] = random.normal(7.0, 1.5, 60)
    usual = learn_usual(drawn, logged)
    assert usual[:, 2].mean() == pytest.approx(7.0, abs=0.7)
    assert usual[:, 2].std() < 0.5 * drawn[:, 2].std()
    assert np.array_equal(usual[:, 3], np.maximum(drawn[:, 3], 0.0))


def test_the_cycle_is_learned_from_whole_cycles() -> None:
    drawn = np.random.default_rng(1).normal(28.5, 2.6, 50)
    days = np.concatenate([np.arange(33.0)] * 6)
    assert learn_cycle(drawn, days).mean() > 31.0
    assert np.array_equal(learn_cycle(drawn, days[:20]), drawn)


def test_photos_draw_particles_of_acne_to_the_truth() -> None:
    chunk = live_chunk(WORLDS["flare"], 77, 0, 3, 20, schedule="daily")
    random = np.random.default_rng(1)
    imagined, _ = begin_imagined(WORLDS["flare"], record_of(chunk, 0), 400, random)
    particles, before = first_particles(400), imagined.moment.scores[:, ACNE]
    for _ in range(5):
        particles, imagined = weigh(particles, imagined, random, value=45.0, sd=4.0)
    after = particles.weights @ imagined.moment.scores[:, ACNE]
    assert abs(after - 45.0) < 0.5 * abs(before.mean() - 45.0)
    assert 0 < particles.effective < 1
    assert len(imagined.moment.scores[0]) == len(CONCERNS)


def test_acne_keeps_what_its_particles_have_learned_of_storms() -> None:
    chunk = live_chunk(WORLDS["flare"], 77, 0, 3, DAYS, schedule="daily")
    learned = _learned(chunk, 0, 40)
    evening = possible_evenings(learned, 300, np.random.default_rng(3))
    known, storms = learned.imagined.lives.persons["storm"], evening.lives.persons["storm"]
    assert np.isin(storms, known).all()
    assert len(np.unique(storms)) > 10
