"""Worlds stay as they were when the forecaster was begun."""

from __future__ import annotations

import pytest

from skincast.twin.life.world import CONCERNS
from skincast.twin.life.worlds import WORLDS
from skincast.twin.oracle.frozen import (
    behavior_now,
    differences,
    digest_of,
    is_reserved,
    numbers_now,
    read_frozen,
)

RENEW = "renew with: python benchmarks/twin_oracle.py --freeze, and make everything anew that was learned from twins"


def test_the_numbers_are_the_frozen_ones() -> None:
    assert numbers_now() == read_frozen().numbers, RENEW


@pytest.mark.parametrize("world", list(WORLDS))
def test_the_law_does_what_it_did(world: str) -> None:
    assert differences(read_frozen().behaviors[world], behavior_now(world)) == [], RENEW


def test_a_law_that_does_otherwise_is_noticed() -> None:
    was = read_frozen().behaviors["linear"]
    row = list(was["driver.adapalene"])
    row[CONCERNS.index("acne")] += 0.3
    (told,) = differences(was, {**was, "driver.adapalene": row})
    assert told.startswith("driver.adapalene acne")
    assert differences(was, {"another": row}) != []


def test_digests_are_those_of_the_behaviors() -> None:
    frozen = read_frozen()
    assert set(frozen.digests) == set(WORLDS)
    for world, behavior in frozen.behaviors.items():
        assert digest_of(behavior) == frozen.digests[world]


def test_reserved_seeds_are_known_and_apart() -> None:
    seeds = [seed for row in read_frozen().seeds.values() for seed in row]
    assert len(seeds) == len(set(seeds))
    assert all(is_reserved(seed) for seed in seeds)
    assert not is_reserved(1)
