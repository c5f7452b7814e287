"""What becomes of follicles: comedone, papule, pustule or nodule, red mark, brown mark; counted, by chance."""

from __future__ import annotations

import numpy as np

from skincast.twin.life.lesions import COMEDONES_PER_INFLAMMATORY, STAGES
from skincast.twin.life.population import mean
from skincast.twin.life.world import Array, Table

MOST_PER_DAY = 25.0
"""Births of one day."""


def start_counts(persons: Table, inflames: Array, random: np.random.Generator) -> Array:
    """Lesions of an ordinary day, (n, len(STAGES)) whole numbers, Poisson around each person's mean with flares."""
    infl = persons["inflammatory"] / mean("flare_thinning") * np.exp(np.clip(inflames, -2, 2))
    days = mean("inflammatory_days")
    marks = infl / days * persons["red_share"] * mean("red_days") / 2
    usual = np.stack(
        [
            infl * COMEDONES_PER_INFLAMMATORY,
            infl * mean("papule_days") / 2 / days,
            infl * mean("papule_days") / 2 / days,
            infl * mean("pustule_share") * mean("pustule_days") / days,
            infl * persons["nodule_share"] * mean("nodule_days") / days,
            marks,
            marks,
            infl / days * persons["red_share"] * persons["brown_share"] * mean("brown_days"),
        ],
        axis=1,
    )
    return random.poisson(usual).astype(np.float64)


def advance_counts(
    persons: Table,
    counts: Array,
    random: np.random.Generator,
    *,
    inflames: Array,
    clogs: Array,
    fades: Array,
    flare: Array,
) -> tuple[Array, Array]:
    """One day of births and passages.

    Args:
        persons: of the flare world.
        counts: (n, len(STAGES)) of yesterday.
        random: source of chance.
        inflames: (n,) logarithm by which papules come faster.
        clogs: (n,) logarithm by which comedones come faster.
        fades: (n,) how many times faster brown marks clear.
        flare: (n,) excitation; 0 none.

    Returns:
        Counts of today, and how many papules were born (n,).
    """
    usual = persons["inflammatory"] / mean("inflammatory_days")
    heat = np.exp(np.clip(inflames, -3, 2)) * (1 + flare)
    own = np.minimum(usual * (1 - mean("from_comedones")) * heat, MOST_PER_DAY)
    comedones = usual * mean("from_comedones") + persons["inflammatory"] * COMEDONES_PER_INFLAMMATORY / mean(
        "comedone_days"
    )
    births = random.poisson(
        np.stack([np.minimum(comedones * np.exp(np.clip(clogs, -3, 2)), MOST_PER_DAY), own], axis=1)
    )
    left, turned = _leave(persons, counts, random, heat=heat, fades=fades)
    new = counts - left
    new[:, 0] += births[:, 0]
    new[:, 1] += births[:, 1] + turned[:, 0]
    new[:, 2] += left[:, 1]
    new[:, 3] += turned[:, 1]
    new[:, 4] += turned[:, 2]
    new[:, 5] += turned[:, 3]
    new[:, 6] += left[:, 5]
    new[:, 7] += turned[:, 4]
    return new, births[:, 1] + turned[:, 0]


def _leave(
    persons: Table, counts: Array, random: np.random.Generator, *, heat: Array, fades: Array
) -> tuple[Array, Array]:
    """How many leave each stage today, and what of them becomes what.

    Returns:
        (n, len(STAGES)) that leave, and (n, 5): comedones that inflame, papules that fill, papules that sink, healed
        that leave a red mark, red marks that turn brown.
    """
    n = len(counts)
    turn = heat * mean("from_comedones") / mean("inflammatory_days") / COMEDONES_PER_INFLAMMATORY
    days = np.array(
        [mean(f"{name}_days") for name in ("comedone", "papule", "papule", "pustule", "nodule", "red", "red", "brown")]
    )
    days = days / np.array([1, 2, 2, 1, 1, 2, 2, 1])
    chance = np.repeat(1 - np.exp(-1 / days)[None], n, axis=0)
    chance[:, 0] += turn
    chance[:, STAGES.index("brown")] *= fades
    left = random.binomial(counts.astype(np.int64), np.clip(chance, 0.0, 0.9))
    filled = random.binomial(left[:, 2], mean("pustule_share"))
    sunk = random.binomial(left[:, 2] - filled, np.minimum(persons["nodule_share"] / (1 - mean("pustule_share")), 0.9))
    healed = left[:, 2] - filled - sunk + left[:, 3] + left[:, 4]
    share = [turn / np.maximum(chance[:, 0], 1e-9), persons["red_share"], persons["brown_share"]]
    from_stage = np.stack([left[:, 0], healed, left[:, 6]], axis=1)
    passed = random.binomial(from_stage, np.clip(np.stack(share, axis=1), 0, 1))
    return left.astype(np.float64), np.stack([passed[:, 0], filled, sunk, passed[:, 1], passed[:, 2]], axis=1)
