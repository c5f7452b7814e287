"""Who twins are as a crowd: traits and conditions drawn so that every tone, age and state of skin comes up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from skincast.twin.life.world import People
from skincast.twin.optics import draw_complexion
from skincast.twin.person import Condition, Sex, Traits, stream

BEARDED_SHARE = 0.8
"""Of men have a beard's roots that show; ours."""
MOLES_MEAN = 7.0
"""On the face of a light-skinned adult; ours, darker skin has fewer."""

USUAL_SEVERITY: Mapping[str, float] = {
    "acne": 0.12,
    "redness": 0.2,
    "pigmentation": 0.2,
    "pores": 0.3,
    "texture": 0.25,
    "wrinkles": 0.2,
    "firmness": 0.2,
    "dryness": 0.15,
    "oiliness": 0.3,
    "sensitivity": 0.15,
    "dark_circles": 0.3,
    "eye_bags": 0.2,
    "radiance": 0.25,
}
"""Mean severity in the crowd; ours, untested. Each person draws from an exponential of this mean, capped at 1."""
AGEING = {"wrinkles": 0.011, "firmness": 0.010, "pigmentation": 0.006, "eye_bags": 0.005, "acne": -0.006}
"""Severity gained for every year beyond 35; ours, untested."""


def draw_traits(
    seed: int, *, age_years: float | None = None, sex: Sex | None = None, monk: int | None = None
) -> Traits:
    """A person of any age, sex and tone, or of those that are given.

    Args:
        seed: the same seed is the same person.
        age_years: 18-80; drawn where None.
        sex: drawn where None.
        monk: tone, 1-10; drawn evenly where None, so that dark skin is as common as light.
    """
    random = stream(seed, "traits")
    age = float(random.uniform(18, 75)) if age_years is None else age_years
    drawn_sex: Sex = "female" if random.random() < 0.5 else "male"
    tone = int(random.integers(1, 11)) if monk is None else monk
    sex = sex or drawn_sex
    beard = float(random.beta(2.0, 1.5)) if sex == "male" and random.random() < BEARDED_SHARE else 0.0
    freckling = float(random.beta(0.7, 2.0)) if tone <= 4 else 0.0
    return Traits(
        seed=seed,
        age_years=age,
        sex=sex,
        complexion=draw_complexion(stream(seed, "complexion"), monk=tone),
        beard=beard,
        freckling=freckling,
        moles=int(random.poisson(MOLES_MEAN * (1.15 - 0.09 * tone))),
    )


def draw_condition(traits: Traits, seed: int) -> Condition:
    """Some state of this person's skin: usually mild, now and then bad, concern by concern.

    Args:
        traits: who; age moves what age moves.
        seed: of the day.
    """
    random = stream(seed, "condition")
    severity = {
        name: float(np.clip(random.exponential(mean) + AGEING.get(name, 0.0) * (traits.age_years - 35), 0.0, 1.0))
        for name, mean in USUAL_SEVERITY.items()
    }
    return Condition(severity=severity, shaved_days_ago=float(random.exponential(0.8)))


def traits_of(people: People, index: int) -> Traits:
    """The face of somebody who lives.

    Args:
        people: who live.
        index: of one of them.
    """
    return draw_traits(
        int(people.seed[index]),
        age_years=float(people.age_years[index]),
        sex="female" if people.female[index] else "male",
        monk=int(people.tone[index]),
    )
