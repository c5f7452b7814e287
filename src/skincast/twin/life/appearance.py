"""A day of a life -> the condition that a renderer draws."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np

from skincast.catalog import concerns
from skincast.face import region_names
from skincast.twin.life.ledger import Entry, follow_counts
from skincast.twin.life.lesions import STAGES
from skincast.twin.life.lives import Chunk
from skincast.twin.life.population import mean, spread
from skincast.twin.life.unseen import counts_behind
from skincast.twin.life.world import CONCERNS, FACTORS, PRODUCTS, Array
from skincast.twin.person import Condition, Lesion, Traits, stream

TAN_DAYS, MOST_TAN, HALF_TAN_SED = 20.0, 0.4, 4.0
"""A tan follows the light of three weeks (E048: visible within five weeks of exposure; sizes ours)."""
SHAVED_THIS_MORNING = 0.3


def conditions_of(chunk: Chunk, person: int, traits: Traits) -> Iterator[Condition]:
    """The skin of one person on every day of a life, lesion by lesion.

    Args:
        chunk: with that life.
        person: its row in the chunk.
        traits: of the same person: their seed decides where they break out.

    Yields:
        One condition a day; a lesion keeps its place and seed from day to day.
    """
    random = stream(traits.seed, "lesion ledger")
    entries: tuple[Entry, ...] = ()
    shaved, light = SHAVED_THIS_MORNING, 0.0
    tone = int(chunk.lives.people.tone[person])
    for day, counts in enumerate(_counts_of(chunk, person, random)):
        entries = follow_counts(entries, counts, traits, random, first_day=day == 0)
        factors = chunk.factors[person, day]
        shaved = SHAVED_THIS_MORNING if factors[FACTORS.index("shaving")] > 0 else shaved + 1.0
        passed = factors[FACTORS.index("uv_dose_sed")] * (
            1 - mean("screen_share") * chunk.used[person, day, PRODUCTS.index("uv_filter")]
        )
        light += (float(passed) - light) / TAN_DAYS
        yield _condition(
            np.asarray(chunk.scores[person, day], np.float64),
            traits,
            day=day,
            lesions=tuple(one.lesion for one in entries),
            shaved_days_ago=shaved,
            tan=MOST_TAN * light / (light + HALF_TAN_SED) * (1 - tone / 20),
        )


def _counts_of(chunk: Chunk, person: int, random: np.random.Generator) -> Iterator[Mapping[str, int]]:
    """Of the world itself where it counts lesions, else behind its score."""
    if chunk.lesion_counts is None:
        tone = int(chunk.lives.people.tone[person]) - 5
        odds = mean("brown_odds") + tone * mean("brown_per_tone") + spread("brown_odds") * random.normal()
        yield from counts_behind(
            np.asarray(chunk.scores[person, :, CONCERNS.index("acne")], np.float64),
            random,
            brown_share=1 / (1 + math.exp(-odds)),
        )
        return
    for row in chunk.lesion_counts[person]:
        yield _joined(row)


def _joined(row: Array) -> dict[str, int]:
    """Counts by stage of the ledger, which does not part papules and red marks by age."""
    counts = dict(zip(STAGES, (int(value) for value in row), strict=True))
    return {
        "comedone": counts["comedone"],
        "papule": counts["young_papule"] + counts["papule"],
        "pustule": counts["pustule"],
        "nodule": counts["nodule"],
        "red": counts["young_red"] + counts["old_red"],
        "brown": counts["brown"],
    }


def _condition(
    scores: Array,
    traits: Traits,
    *,
    day: int,
    lesions: tuple[Lesion, ...],
    shaved_days_ago: float,
    tan: float,
) -> Condition:
    return Condition(
        severity={name: float(1 - score / 100) for name, score in zip(CONCERNS, scores, strict=True)},
        regional=regional_pattern(traits.seed, day),
        lesions=lesions,
        shaved_days_ago=shaved_days_ago,
        tan=tan,
    )


def regional_pattern(seed: int, day: int) -> dict[tuple[str, str], float]:
    """Where this person has more or less of each concern: mostly for ever, and a little in waves of months.

    Args:
        seed: of the person.
        day: of the life.

    Returns:
        (concern, region with its side) -> factor on the face's severity, around 1.

    Source: ours, untested.
    """
    random = stream(seed, "regional pattern")
    pairs = _pairs()
    lasting = spread("regional") * random.standard_normal(len(pairs))
    period = random.uniform(70, 200, len(pairs))
    wave = np.sin(2 * np.pi * (day / period + random.random(len(pairs))))
    factor = np.exp(lasting + mean("regional_wave") * wave)
    return {pair: float(value) for pair, value in zip(pairs, factor, strict=True)}


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    """Concern and region with its side, of all where the catalog judges the concern."""
    return tuple(
        (name, region)
        for name in CONCERNS
        for region in region_names()
        if region.removesuffix("_left").removesuffix("_right") in concerns()[name].regions
    )
