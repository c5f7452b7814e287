"""Where a person's skin stands by who they are, before any day does anything."""

from __future__ import annotations

import numpy as np

from skincast.twin.life.population import by_concern, mean, spread_by_concern
from skincast.twin.life.world import CONCERNS, Array, People

TEENS_END, ACNE_END = 18.0, 50.0
"""Acne's level moves with age between these only."""


def level_mean(people: People) -> Array:
    """Expected level of each concern, (n, len(CONCERNS)) points, by age, sex, smoking, contraception and tone."""
    age = np.repeat(people.age_years[:, None], len(CONCERNS), axis=1)
    acne = CONCERNS.index("acne")
    age[:, acne] = np.clip(age[:, acne], TEENS_END, ACNE_END)
    level = by_concern("level") + (age - 35.0) * by_concern("age", default=0.0)
    for kind, present in (
        ("smoker", people.smoker.astype(float)),
        ("contraception", people.contraception.astype(float)),
        ("male", (~people.female).astype(float)),
        ("tone", people.tone - 5.0),
    ):
        level += present[:, None] * by_concern(kind, default=0.0)
    return np.asarray(level)


def level_covariance() -> Array:
    """Of the levels around their expectation, (len(CONCERNS), len(CONCERNS)): one common factor and the rest."""
    spread = spread_by_concern("level")
    share = mean("level_share")
    correlation = share + (1 - share) * np.eye(len(CONCERNS))
    return np.asarray(correlation * np.outer(spread, spread))
