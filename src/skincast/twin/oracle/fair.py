"""The fair oracle: knows the person and the world, and not the future.

No forecaster of any later day can be better on average. Scores are kept on days with a photo only, and many
take photos by how bad their skin is. The oracle forecasts the day whether or not there is a photo, so that whoever has
learned which days are photographed could beat it by that little.

It lets each life go on many times over from an evening with nothing hidden: sensitivities, habits, routines, today's
true skin, and today's phone with its bias. What comes after is chance, for it as for life itself.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from skincast.twin.life.course import Change, Lives, Moment, step
from skincast.twin.life.world import Array
from skincast.twin.oracle.forecasts import Forecasts, from_samples
from skincast.twin.oracle.photos import measure_later
from skincast.twin.oracle.relive import Evening

AT_ONCE = 2000
"""Lives that go on together: what fits a processor's cache."""
PHOTOS_PER_FUTURE = 4
"""Photos of each future's day: the noise of a photo costs less than another future."""


def fair_oracle(
    evening: Evening,
    level: Array,
    random: np.random.Generator,
    *,
    horizons_days: tuple[int, ...],
    n_futures: int = 200,
) -> Forecasts:
    """Forecast what would be measured, knowing everything but the future.

    Args:
        evening: of the origin, n people.
        level: (n, c) as by `levels`.
        random: source of chance.
        horizons_days: rising.
        n_futures: of each person; the CRPS that they cost is about 1 / n_futures of itself.
    """
    people = len(level)
    at_once = max(1, AT_ONCE // n_futures)
    samples = [
        futures(evening.take(np.arange(first, min(first + at_once, people))), random, horizons_days, n_futures)
        for first in range(0, people, at_once)
    ]
    return from_samples(np.concatenate(samples), level, horizons_days=horizons_days)


def futures(evening: Evening, random: np.random.Generator, horizons_days: tuple[int, ...], n_futures: int) -> Array:
    """What photos would measure in many futures.

    Returns:
        (n, h, c, n_futures * PHOTOS_PER_FUTURE).
    """
    people = len(evening.moment.scores)
    many = evening.take(np.repeat(np.arange(people), n_futures))
    told = []
    for days_ahead, scores in scores_ahead(many.lives, many.moment, random, horizons_days):
        photos = [measure_later(many.camera, scores, random, days_ahead=days_ahead) for _ in range(PHOTOS_PER_FUTURE)]
        values = np.stack(photos, axis=1).reshape(people, n_futures * PHOTOS_PER_FUTURE, -1)
        told.append(np.moveaxis(values, 1, 2))
    return np.stack(told, axis=1)


def scores_ahead(
    lives: Lives,
    moment: Moment,
    random: np.random.Generator,
    horizons_days: tuple[int, ...],
    *,
    change: Change | None = None,
) -> Iterator[tuple[int, Array]]:
    """Go on with lives and tell the true scores of some days: pairs of days ahead and (n, c)."""
    for days_ahead in range(1, max(horizons_days) + 1):
        moment, lived = step(lives, moment, random, change=change)
        if days_ahead in horizons_days:
            yield days_ahead, lived.scores
