"""People in a virtual trial: recruited as real ones are, then sent into arms that share all other chance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skincast.twin.life.course import Change, Lives, Moment, begin_with, step
from skincast.twin.life.lesions import INFLAMMATORY, inflammatory_of
from skincast.twin.life.people import draw_people
from skincast.twin.life.world import CONCERNS, FACTORS, PRODUCTS, Array, World
from skincast.twin.person import stream

FIRST_DAY = dt.date(2025, 3, 3)
NOTHING = Change(only=True)
FULL_USE = 0.9
"""Share of planned uses in a trial (ours, untested)."""
ACNE = CONCERNS.index("acne")


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What one arm went through, day by day; the first axis is days."""

    scores: Array
    """(days, n, len(CONCERNS)) true scores."""
    inflammatory: Array
    """(days, n) inflammatory lesions: counted where the world has lesions, else what the score stands for."""
    cycle_day: Array
    """(days, n); -1 without a cycle."""


def arm(*names: str, share: float = FULL_USE) -> Change:
    """Daily use of these products and of no others."""
    return Change(products={PRODUCTS.index(name): share for name in names}, only=True)


def gather(world: World, n: int, seed: int, *, first_day: dt.date = FIRST_DAY) -> tuple[Lives, Moment]:
    """Draw people who use nothing."""
    random = stream(seed, "gather")
    people = draw_people(n, random, day_of_year=first_day.timetuple().tm_yday - 1)
    people.usual_products[:] = 0.0
    return begin_with(world, people, random, first_day=first_day)


def follow(
    lives: Lives, moment: Moment, days: int, seed: int, *, change: Change | None = NOTHING
) -> tuple[Moment, Course]:
    """Live on for some days; the same seed gives every arm the same chance."""
    random = stream(seed, "follow")
    scores, lesions, cycle = [], [], []
    for _ in range(days):
        moment, day = step(lives, moment, random, change=change)
        scores.append(day.scores)
        lesions.append(inflammatory_now(moment))
        cycle.append(day.inputs.factors[:, FACTORS.index("cycle_day")])
    return moment, Course(scores=np.array(scores), inflammatory=np.array(lesions), cycle_day=np.array(cycle))


def inflammatory_now(moment: Moment) -> Array:
    """(n,) inflammatory lesions of an evening."""
    if "counts" in moment.skin:
        return np.asarray(moment.skin["counts"][:, INFLAMMATORY].sum(axis=1))
    return inflammatory_of(moment.scores[:, ACNE])


def recruit(
    world: World, n: int, seed: int, *, least: float, most: float, worst_share: float = 0.3
) -> tuple[Lives, Moment]:
    """People with acne who come when it is bad for them.

    Args:
        world: the law of skin.
        n: how many live before some are taken.
        seed: of everything.
        least: inflammatory lesions on the day of recruitment, at least.
        most: and at most.
        worst_share: taken on a day that belongs to this worst share of their last 60.

    Source: criteria of trials of moderate acne (20-50 inflammatory lesions), ours for coming at one's worst.
    """
    lives, moment = gather(world, n, seed)
    moment, course = follow(lives, moment, 60, seed)
    now = course.inflammatory[-1]
    bad = (course.inflammatory < now).mean(axis=0) > 1 - worst_share
    return pick(lives, moment, np.nonzero((now >= least) & (now <= most) & bad)[0])


def pick(lives: Lives, moment: Moment, rows: NDArray[np.int64]) -> tuple[Lives, Moment]:
    """Go on with some of the people."""
    return lives.take(rows), moment.take(rows)


def interval(values: Array, *, median: bool = False, draws: int = 400) -> tuple[float, float, float]:
    """Mean (or median) over people with its 95 % bootstrap interval."""
    middle = np.median if median else np.mean
    random = np.random.default_rng(7)
    spread = [float(middle(values[random.integers(0, len(values), len(values))])) for _ in range(draws)]
    low, high = np.quantile(spread, [0.025, 0.975])
    return float(middle(values)), float(low), float(high)
