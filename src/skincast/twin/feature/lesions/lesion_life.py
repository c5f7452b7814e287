"""How long a lesion lives, how it looks on each day of its life, and what it leaves behind."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from skincast.twin.person import Complexion, Lesion
from skincast.twin.sheet import Kind

LIGHTEST_MELANIN, DARKEST_MELANIN = 0.01, 0.45
"""Ends of `Complexion.melanin`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetime:
    """How long a kind lasts and how its activity runs."""

    median_days: float
    spread: float
    """SD of the logarithm of the days."""
    rise: float
    """Share of the life until it is at its worst."""
    plateau: float
    """Share of the life at its worst."""


LIFETIMES: Mapping[Kind, Lifetime] = MappingProxyType(
    {
        Kind.OPEN_COMEDONE: Lifetime(median_days=60, spread=0.6, rise=0.35, plateau=0.5),
        Kind.CLOSED_COMEDONE: Lifetime(median_days=40, spread=0.6, rise=0.35, plateau=0.45),
        Kind.PAPULE: Lifetime(median_days=8, spread=0.3, rise=0.22, plateau=0.2),
        Kind.PUSTULE: Lifetime(median_days=9, spread=0.3, rise=0.3, plateau=0.15),
        Kind.NODULE: Lifetime(median_days=28, spread=0.4, rise=0.2, plateau=0.3),
        Kind.RED_MARK: Lifetime(median_days=60, spread=0.7, rise=0.02, plateau=0.1),
        Kind.BROWN_MARK: Lifetime(median_days=100, spread=0.6, rise=0.12, plateau=0.15),
    }
)
"""Days in life.

Source: ranges of clinical teaching, all medians and spreads ours, untested: papules and pustules 5-12 days, nodules
weeks, comedones weeks to months, red marks weeks to months. No study was found that follows facial lesions more often
than every two weeks (Do et al. 2008, J Am Acad Dermatol 58:603), so days cannot be anchored better. Brown marks last
weeks to months, and the trouble with them a year or more in over half of Asian patients who have it
(Abad-Casintahan et al. 2016, J Dermatol 43:826).
"""

PUS_FROM, PUS_UNTIL = 0.25, 0.7
"""Share of a pustule's life in which pus shows; before it is a papule, after it a drying papule (ours, untested)."""
DARK_LENGTHENS_BROWN = 2.5
"""A brown mark lasts this many times longer on the darkest skin than on the lightest (ours, untested)."""
BROWN_CHANCE_LIGHT, BROWN_CHANCE_DARK = 0.06, 0.62
"""Source: hyperpigmentation in 25 % of Caucasian and 65 % of African American women (Perkins et al. 2011, J Eur Acad
Dermatol Venereol 25:1054), 58 % of Asian acne patients (Abad-Casintahan et al. 2016). Those are shares of people;
as chances per lesion, and lower at the light end, they are ours, untested."""
RED_CHANCE_LIGHT, RED_CHANCE_DARK = 0.6, 0.3
"""Ours, untested; red marks are reported mainly on light skin."""
HARM: Mapping[Kind, float] = MappingProxyType({Kind.PAPULE: 1.0, Kind.PUSTULE: 1.2, Kind.NODULE: 1.7})
"""How much more a kind marks than a papule does (ours, untested)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """A lesion or mark together with how long it will stay."""

    lesion: Lesion
    """At its worst."""
    lifetime_days: float


def darkness_of(complexion: Complexion) -> float:
    """How dark a skin is, 0 the lightest - 1 the darkest, even steps to the eye."""
    span = math.log(DARKEST_MELANIN / LIGHTEST_MELANIN)
    return min(max(math.log(max(complexion.melanin, 1e-4) / LIGHTEST_MELANIN) / span, 0.0), 1.0)


def darkness_of_tone(tone: int) -> float:
    """How dark a Monk tone (1-10) is, 0-1."""
    return min(max((tone - 1) / 9, 0.0), 1.0)


def lifetime_days(kind: Kind, random: np.random.Generator, *, darkness: float = 0.0) -> float:
    """Draw how long one lesion or mark will last.

    Args:
        kind: one of `LIFETIMES`.
        random: of life.
        darkness: 0-1; brown marks last longer on dark skin.

    Returns:
        Days from its first sight to its last.
    """
    law = LIFETIMES[kind]
    longer = DARK_LENGTHENS_BROWN**darkness if kind is Kind.BROWN_MARK else 1.0
    return law.median_days * longer * math.exp(law.spread * random.normal())


def activity(kind: Kind, age_days: float, *, lasts_days: float) -> float:
    """How active a lesion is at an age: a smooth rise, a plateau at 1 and a fall to 0.

    Args:
        kind: one of `LIFETIMES`.
        age_days: since its first sight.
        lasts_days: from `lifetime_days`.

    Returns:
        0-1; 0 before and after its life.
    """
    law = LIFETIMES[kind]
    share = age_days / lasts_days
    if not 0 < share < 1:
        return 0.0
    if share < law.rise:
        return _ease(share / law.rise)
    fall = law.rise + law.plateau
    return 1.0 if share < fall else _ease((1 - share) / (1 - fall))


def look(kind: Kind, age_days: float, *, lasts_days: float) -> tuple[Kind, float]:
    """What a lesion shows at an age: its kind on that day and its activity.

    A pustule starts and ends as a papule; every other kind stays what it is.
    """
    active = activity(kind, age_days, lasts_days=lasts_days)
    share = age_days / lasts_days
    if kind is Kind.PUSTULE and not PUS_FROM <= share <= PUS_UNTIL:
        return Kind.PAPULE, active
    return kind, active


def mark_after(lesion: Lesion, tone: int, random: np.random.Generator) -> tuple[Lasting, ...]:
    """Draw the marks that an inflamed lesion leaves where it was: none, a red one, a brown one or both.

    Args:
        lesion: as it was at its worst.
        tone: Monk 1-10; brown marks are much more common, darker and longer on dark skin.
        random: of life.

    Returns:
        Marks with their lifetimes; comedones leave none.
    """
    harm = HARM.get(lesion.kind, 0.0) * (0.5 + 0.5 * lesion.activity)
    dark = darkness_of_tone(tone)
    draws = random.random(2)
    marks = []
    for kind, light_chance, dark_chance, draw in (
        (Kind.RED_MARK, RED_CHANCE_LIGHT, RED_CHANCE_DARK, draws[0]),
        (Kind.BROWN_MARK, BROWN_CHANCE_LIGHT, BROWN_CHANCE_DARK, draws[1]),
    ):
        chance = light_chance + (dark_chance - light_chance) * dark
        strength, days = random.uniform(0.4, 1.0), lifetime_days(kind, random, darkness=dark)
        if draw < min(chance * harm, 0.97):
            mark = mark_of(lesion, kind, strength)
            marks.append(Lasting(lesion=mark, lifetime_days=days))
    return tuple(marks)


def mark_of(lesion: Lesion, kind: Kind, strength: float) -> Lesion:
    """The mark of this kind at the place of a lesion, a little wider than its bump was."""
    return Lesion(
        kind=kind,
        x_mm=lesion.x_mm,
        y_mm=lesion.y_mm,
        radius_mm=lesion.radius_mm * (1.35 if kind is Kind.RED_MARK else 1.2),
        activity=strength,
        seed=lesion.seed,
    )


def _ease(share: float) -> float:
    return share * share * (3 - 2 * share)
