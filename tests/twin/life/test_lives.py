from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest

from skincast.catalog import factors
from skincast.twin.life.climate import PLACES, usual_weather
from skincast.twin.life.lives import CHUNK_PEOPLE, Chunk, live, live_chunk, normal_factors
from skincast.twin.life.world import FACTORS, PRODUCTS
from skincast.twin.life.worlds import WORLDS, LinearWorld

DAYS = 150
SERIES = [field.name for field in dataclasses.fields(Chunk) if field.type == "Series"]


@pytest.fixture(scope="module")
def chunk() -> Chunk:
    return live_chunk(LinearWorld(), 5, 0, CHUNK_PEOPLE, DAYS)


def column(chunk: Chunk, name: str) -> np.ndarray:
    return np.asarray(chunk.factors[:, :, FACTORS.index(name)], np.float64)


@pytest.mark.parametrize("name", WORLDS)
def test_nobody_depends_on_how_many_they_are(name: str) -> None:
    [few] = live(WORLDS[name], 5, 7, 6)
    chunks = list(live(WORLDS[name], 5, CHUNK_PEOPLE + 3, 6))
    assert [len(one.scores) for one in chunks] == [CHUNK_PEOPLE, 3]
    assert [one.first_person for one in chunks] == [0, CHUNK_PEOPLE]
    for series in SERIES:
        np.testing.assert_array_equal(getattr(few, series), getattr(chunks[0], series)[:7])
    [later] = live(WORLDS[name], 5, CHUNK_PEOPLE + 3, 6, from_chunk=1)
    np.testing.assert_array_equal(later.scores, chunks[1].scores)
    assert not np.array_equal(chunks[0].scores[:3], chunks[1].scores)


def test_another_seed_gives_other_lives() -> None:
    [one], [other] = live(LinearWorld(), 1, 2, 3), live(LinearWorld(), 2, 2, 3)
    assert not np.array_equal(one.scores, other.scores)


def test_a_life_goes_on_where_it_stopped(chunk: Chunk) -> None:
    assert chunk.last.day == DAYS - 1
    assert chunk.begun.day == -1
    np.testing.assert_allclose(chunk.last.scores, chunk.scores[:, -1], atol=1e-4)


def test_factors_stay_within_what_a_day_can_have(chunk: Chunk) -> None:
    for name in FACTORS:
        values, row = column(chunk, name), factors()[name]
        assert values.min() >= (-1 if name == "cycle_day" else row.low), name
        assert values.max() <= row.high, name


@pytest.mark.parametrize("name", ["sleep_hours", "stress", "water_ml", "glycemic_load", "dairy_servings"])
def test_days_of_one_person_swing_as_the_catalog_says(chunk: Chunk, name: str) -> None:
    values = column(chunk, name)
    assert (values - values.mean(axis=1, keepdims=True)).std() == pytest.approx(factors()[name].swing, rel=0.3)


def test_habits_keep_the_mean_that_skin_is_in_balance_with(chunk: Chunk) -> None:
    for name in ("sleep_hours", "stress", "water_ml", "glycemic_load"):
        usual = chunk.lives.people.usual_factors[:, FACTORS.index(name)]
        assert (column(chunk, name).mean(axis=1) - usual).mean() == pytest.approx(0, abs=0.15 * factors()[name].swing)


def test_stress_sleep_and_alcohol_swing_together(chunk: Chunk) -> None:
    def swing(name: str) -> np.ndarray:
        values = column(chunk, name)
        return np.asarray((values - values.mean(axis=1, keepdims=True)).ravel())

    assert np.corrcoef(swing("stress"), swing("sleep_hours"))[0, 1] < -0.15
    assert np.corrcoef(swing("stress"), swing("sleep_quality"))[0, 1] < -0.2
    assert np.corrcoef(swing("alcohol_drinks"), swing("sleep_quality"))[0, 1] < -0.05


def test_cycles_belong_to_those_who_have_one_and_vary_in_length(chunk: Chunk) -> None:
    people, day = chunk.lives.people, column(chunk, "cycle_day")
    assert (day[~people.cycling] == -1).all()
    assert (day[people.cycling] >= 0).all()
    assert not (people.cycling & people.contraception).any()
    assert not (people.cycling & ~people.female).any()
    ends = np.concatenate([row[:-1][row[1:] == 0] for row in day[people.cycling]]) + 1
    assert ends.mean() == pytest.approx(28.8, abs=0.6)
    assert 2 < ends.std() < 5


def test_weather_has_seasons_and_persistence() -> None:
    place = np.arange(len(PLACES))
    july, january = usual_weather(place, 195), usual_weather(place, 15)
    north, south = PLACES.index("north"), PLACES.index("mild_coast")
    for name in ("temperature_c", "sed_per_hour"):
        assert july[name][north] > january[name][north]
        assert july[name][south] < january[name][south]
    dusty = PLACES.index("dry_continent")
    assert january["pm2_5_ug_m3"][dusty] > 1.3 * july["pm2_5_ug_m3"][dusty]
    assert january["sed_per_hour"][PLACES.index("equator")] > 5 * january["sed_per_hour"][north]


def test_normals_are_near_what_came(chunk: Chunk) -> None:
    people = chunk.lives.people
    date = chunk.lives.first_day + dt.timedelta(days=40)
    normal = normal_factors(people, date)
    assert set(normal) == {"temperature_c", "humidity_percent", "pm2_5_ug_m3", "uv_dose_sed"}
    real = chunk.factors[:, 30:50, FACTORS.index("temperature_c")].mean(axis=1)
    assert np.abs(real - normal["temperature_c"]).mean() < 3


def test_people_start_when_their_skin_is_at_its_worst(chunk: Chunk) -> None:
    acne, using = chunk.scores[:, :, 0].astype(float), chunk.planned > 0
    remedy = PRODUCTS.index("benzoyl_peroxide")
    planned = chunk.planned_ahead[:, :, remedy].sum(axis=1) > 0
    before, after = [], []
    for person in np.nonzero(using[:, :, remedy].any(axis=1) & ~planned)[0]:
        start = int(using[person, :, remedy].argmax())
        if 20 < start < DAYS - 10:
            before.append(acne[person, start - 1] - acne[person, : start - 10].mean())
            after.append(acne[person, start - 1])
    assert len(before) > 15
    assert np.mean(before) < -2.5
    assert np.mean(after) < acne.mean() - 3


def test_what_happens_is_less_than_what_was_planned(chunk: Chunk) -> None:
    assert (chunk.used <= chunk.planned).all()
    assert 0.35 < chunk.used.sum() / chunk.planned.sum() < 0.85


def test_the_plan_of_the_first_day_knows_nothing_of_the_life() -> None:
    calm, wild = live_chunk(WORLDS["linear"], 5, 0, 50, 60), live_chunk(WORLDS["flare"], 5, 0, 50, 60)
    np.testing.assert_array_equal(calm.planned_ahead[:, 0] > 0, wild.planned_ahead[:, 0] > 0)
    switched = np.abs(np.diff(calm.planned_ahead[:, :, PRODUCTS.index("ceramides")], axis=1)).sum(axis=1)
    assert (switched <= 2).all()
