"""Lesions behind a score of acne, in worlds that know none: born, ripened and healed so that they add up to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from skincast.twin.life.lesions import COMEDONES_PER_INFLAMMATORY, inflammatory_of
from skincast.twin.life.population import mean
from skincast.twin.life.world import Array

Counts = dict[str, int]


def counts_behind(scores: Array, random: np.random.Generator, *, brown_share: float) -> Iterator[Mapping[str, int]]:
    """Counts of each stage, day by day, whose inflamed ones are as many as the score stands for.

    Args:
        scores: (days,) of acne.
        random: of this person.
        brown_share: of red marks that turn brown.

    Yields:
        Stage of the ledger -> number.
    """
    wanted = inflammatory_of(scores)
    level, slow = int(np.rint(wanted[0])), float(wanted[0])
    now = _first(level, random, brown_share)
    for target in wanted:
        if abs(target - level) > 0.65:  # no lesion comes and goes because a score trembles around a half
            level = int(np.rint(target))
        slow += (float(target) - slow) / 20.0
        _heal(now, random, brown_share)
        _meet(now, level, random)
        now["comedone"] = int(np.rint(slow * COMEDONES_PER_INFLAMMATORY))
        yield dict(now)


def _first(level: int, random: np.random.Generator, brown_share: float) -> Counts:
    """A day like many before it."""
    days = mean("inflammatory_days")
    pustules = int(random.binomial(level, mean("pustule_share") * mean("pustule_days") / days))
    healed = level / days * mean("red_share")
    return {
        "comedone": 0,
        "papule": level - pustules,
        "pustule": pustules,
        "nodule": 0,
        "red": int(random.poisson(healed * mean("red_days"))),
        "brown": int(random.poisson(healed * brown_share * mean("brown_days"))),
    }


def _heal(now: Counts, random: np.random.Generator, brown_share: float) -> None:
    """One day of ripening and healing."""
    ripe = int(random.binomial(now["papule"], 1 / mean("papule_days")))
    filled = int(random.binomial(ripe, mean("pustule_share")))
    sunk = int(random.binomial(ripe - filled, min(mean("nodule_share") / (1 - mean("pustule_share")), 1.0)))
    dried = int(random.binomial(now["pustule"], 1 / mean("pustule_days")))
    gone = int(random.binomial(now["nodule"], 1 / mean("nodule_days")))
    faded = int(random.binomial(now["red"], 1 / mean("red_days")))
    cleared = int(random.binomial(now["brown"], 1 / mean("brown_days")))
    now["papule"] -= ripe
    now["pustule"] += filled - dried
    now["nodule"] += sunk - gone
    now["red"] += int(random.binomial(ripe - filled - sunk + dried + gone, mean("red_share"))) - faded
    now["brown"] += int(random.binomial(faded, brown_share)) - cleared


def _meet(now: Counts, level: int, random: np.random.Generator) -> None:
    """New papules, or some that heal early, until the inflamed ones are as many as wanted."""
    lacking = level - now["papule"] - now["pustule"] - now["nodule"]
    now["papule"] += max(lacking, 0)
    for stage in ("papule", "pustule", "nodule"):
        healed = min(now[stage], max(-lacking, 0))
        now[stage] -= healed
        lacking += healed
        now["red"] += int(random.binomial(healed, mean("red_share")))
