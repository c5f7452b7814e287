from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from skincast.face import region_names
from skincast.twin.life.appearance import conditions_of, regional_pattern
from skincast.twin.life.ledger import INFLAMED, STAGES, Entry, follow_counts
from skincast.twin.life.lesions import inflammatory_of
from skincast.twin.life.lives import Chunk, live_chunk
from skincast.twin.life.world import CONCERNS
from skincast.twin.life.worlds import WORLDS
from skincast.twin.person import Complexion, Condition, Traits
from skincast.twin.sheet import Kind

DAYS = 60
EVEN = Complexion(
    melanin=0.05,
    pheomelanin_share=0.2,
    blood=0.04,
    oxygen=0.7,
    epidermis_mm=0.08,
    carotene=1,
    bilirubin=1,
    scattering=1,
)
TRAITS = Traits(seed=9, age_years=24, sex="female", complexion=EVEN)
INFLAMED_KINDS = {Kind.PAPULE, Kind.PUSTULE, Kind.NODULE}


@pytest.fixture(scope="module", params=list(WORLDS))
def life(request: pytest.FixtureRequest) -> tuple[Chunk, int, list[Condition]]:
    chunk = live_chunk(WORLDS[request.param], 7, 0, 200, DAYS)
    person = int(np.argmin(np.abs(chunk.scores[:, :, 0].mean(axis=1) - 62)))
    return chunk, person, list(conditions_of(chunk, person, TRAITS))


def test_severity_is_the_score_turned_around(life: tuple[Chunk, int, list[Condition]]) -> None:
    chunk, person, conditions = life
    assert len(conditions) == DAYS
    for at, name in enumerate(CONCERNS):
        assert conditions[30].severity[name] == pytest.approx(1 - chunk.scores[person, 30, at] / 100, abs=1e-6)


def test_lesions_are_as_many_as_the_world_says(life: tuple[Chunk, int, list[Condition]]) -> None:
    chunk, person, conditions = life
    for day in (0, 20, DAYS - 1):
        lesions = conditions[day].lesions
        assert lesions is not None
        inflamed = sum(one.kind in INFLAMED_KINDS for one in lesions)
        if chunk.lesion_counts is not None:
            assert inflamed == chunk.lesion_counts[person, day, 1:5].sum()
        else:
            expected = float(inflammatory_of(np.array(chunk.scores[person, day, 0])))
            assert inflamed == pytest.approx(expected, abs=0.7)


def test_a_lesion_keeps_its_place_for_days_and_leaves_its_mark_there(life: tuple[Chunk, int, list[Condition]]) -> None:
    _, _, conditions = life
    places: dict[int, set[tuple[float, float]]] = {}
    kinds: dict[int, list[Kind]] = {}
    for condition in conditions:
        for one in condition.lesions or ():
            places.setdefault(one.seed, set()).add((one.x_mm, one.y_mm))
            kinds.setdefault(one.seed, []).append(one.kind)
    assert all(len(where) == 1 for where in places.values())
    stays = [len(days) for days in kinds.values() if days[0] is Kind.PAPULE]
    assert np.mean(stays) > 3
    marked = [days for days in kinds.values() if days[0] in INFLAMED_KINDS and Kind.RED_MARK in days]
    assert marked
    assert all(not INFLAMED_KINDS & set(days[days.index(Kind.RED_MARK) :]) for days in marked)


def test_stubble_and_tan_follow_the_life(life: tuple[Chunk, int, list[Condition]]) -> None:
    _, _, conditions = life
    assert all(one.shaved_days_ago > 0 for one in conditions)
    assert all(0 <= one.tan <= 0.5 for one in conditions)


def test_regions_are_personal_and_change_slowly() -> None:
    today, tomorrow, other = regional_pattern(3, 0), regional_pattern(3, 1), regional_pattern(4, 0)
    assert {region for _, region in today} <= set(region_names())
    assert {concern for concern, _ in today} == set(CONCERNS)
    steps = [abs(np.log(tomorrow[pair] / today[pair])) for pair in today]
    assert 0 < max(steps) < 0.02
    assert np.std([np.log(other[pair] / today[pair]) for pair in today]) > 0.15


def test_a_ledger_has_exactly_what_it_is_told() -> None:
    random = np.random.default_rng(1)
    entries: tuple[Entry, ...] = ()
    for day in range(40):
        counts = {stage: int(random.integers(0, 9)) for stage in STAGES}
        entries = follow_counts(entries, counts, TRAITS, random, first_day=day == 0)
        assert {stage: sum(one.stage == stage for one in entries) for stage in STAGES} == counts
        assert all(0 < one.lesion.activity <= 1 for one in entries)
        assert all(one.kind in INFLAMED_KINDS for one in entries if one.stage in INFLAMED)


def test_only_the_first_day_finds_lesions_of_an_age() -> None:
    random = np.random.default_rng(2)
    none, some = dict.fromkeys(STAGES, 0), dict.fromkeys(STAGES, 4)
    begun = follow_counts((), some, TRAITS, random, first_day=True)
    assert all(one.days > 0 for one in begun)
    clear = follow_counts(begun, none, TRAITS, random, first_day=False)
    assert clear == ()
    assert all(one.days == 0 for one in follow_counts(clear, some, TRAITS, random, first_day=False))


def test_a_face_that_was_clear_breaks_out_anew(life: tuple[Chunk, int, list[Condition]]) -> None:
    chunk, person, _ = life
    if chunk.lesion_counts is None:
        return
    counts = chunk.lesion_counts.copy()
    counts[person, :3], counts[person, 3] = 0.0, 2.0
    conditions = list(conditions_of(dataclasses.replace(chunk, lesion_counts=counts), person, TRAITS))
    papules = [one for one in conditions[3].lesions or () if one.kind is Kind.PAPULE]
    assert papules
    assert all(one.activity <= 0.45 for one in papules)
