"""The best learner's forecasts: people that the record allows, sent into futures by the world's own law."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from skincast.twin.life.course import Lives, Moment
from skincast.twin.life.exposure import sum_by_concern
from skincast.twin.life.observe import PHONES_MM_PER_PX
from skincast.twin.life.population import mean, spread
from skincast.twin.life.world import Array, Table
from skincast.twin.oracle.fair import PHOTOS_PER_FUTURE, futures
from skincast.twin.oracle.learner.bank import (
    BIAS,
    FELT,
    LEVELS,
    draw,
    draw_within,
    filters_near,
    volatility_evidence,
)
from skincast.twin.oracle.learner.cabinet import use_of
from skincast.twin.oracle.learner.embody import embody
from skincast.twin.oracle.learner.learner import Learned, marks
from skincast.twin.oracle.relive import Camera, Evening

POOR_PRIOR = (1.3, 10.0)
"""Of the share of poor photos, as in `observe.draw_watchers`."""


def foresee(
    learned: Learned, random: np.random.Generator, *, horizons_days: tuple[int, ...], n_futures: int = 300
) -> Array:
    """What photos would measure in futures that the record allows.

    Args:
        learned: on the evening of the origin.
        random: source of chance.
        horizons_days: rising.
        n_futures: how many, each of another person that the record allows.

    Returns:
        (h, c, n_futures * PHOTOS_PER_FUTURE).
    """
    told = futures(possible_evenings(learned, n_futures, random), random, horizons_days, 1)
    n, h, c, m = told.shape
    if m != PHOTOS_PER_FUTURE:
        raise ValueError(m)
    return np.moveaxis(told, 0, 2).reshape(h, c, n * m)


def possible_evenings(learned: Learned, n: int, random: np.random.Generator) -> Evening:
    """Evenings of n people who could have written the record: the posterior as people."""
    index, which, x = _drawn(learned, n, random)
    lives, before = learned.imagined.lives.take(index), learned.imagined.moment.take(index)
    x[:, LEVELS] -= sum_by_concern(x[:, FELT] * (learned.ordinary[index] - learned.ordinary.mean(axis=0)))
    if learned.lesions is not None:
        mark = marks(learned.imagined.lives.persons, learned.imagined.moment.skin)
        x[:, LEVELS] -= mark[index] - learned.lesions.weights @ mark
    persons, skin = embody(lives.world.name, learned.bank.lens, which, x, persons=lives.persons, skin=dict(before.skin))
    skin = _with_push(lives.world.name, learned, persons, skin)
    scores = lives.world.scores(persons, skin)
    routines, use = use_of(learned.imagined.cabinet, lives.routines, scores)
    camera = _camera(learned, x[:, BIAS], index, random)
    return Evening(
        lives=Lives(
            world=lives.world, people=lives.people, persons=persons, routines=routines, first_day=lives.first_day
        ),
        moment=Moment(day=before.day, weather=before.weather, habits=before.habits, use=use, skin=skin, scores=scores),
        camera=camera,
    )


def _drawn(learned: Learned, n: int, random: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64], Array]:
    """Which imagined life, which filter and what x, n times.

    Where lesions have particles, how stormy a skin is shows in them and in all other concerns: particles are weighed by
    the filters too, and each goes on with a filter as stormy as itself.
    """
    if learned.lesions is None:
        return np.arange(n) % len(learned.ordinary), *draw(learned.bank, n, random)
    storm = learned.imagined.lives.persons["storm"]
    evidence = volatility_evidence(learned.bank, storm)
    weights = learned.lesions.weights * np.exp(evidence - evidence.max())
    index = random.choice(len(storm), n, p=weights / weights.sum())
    which = filters_near(learned.bank, storm[index], random)
    return index, which, draw_within(learned.bank, which, random)


def _with_push(world: str, learned: Learned, persons: Table, skin: Table) -> Table:
    """What factors are worth today to people with these sensitivities."""
    points = sum_by_concern(learned.bank.lens.see(skin) * persons["sensitivity"])
    return {**skin, "push": points / -19.0 if world == "saturating" else points}


def _camera(learned: Learned, bias: Array, index: NDArray[np.int64], random: np.random.Generator) -> Camera:
    """Phones that could have taken the photos."""
    n, phone = len(bias), learned.phone
    bias = bias.copy()
    if learned.lesions is not None:
        bias[:, 0] = learned.lesions.bias[index]
    kinds = len(PHONES_MM_PER_PX)
    kind: NDArray[Any] = np.full(n, phone.kind) if phone.kind >= 0 else random.integers(0, kinds, n)
    noise = np.exp(random.normal(np.log(mean("noise_factor")), spread("noise_factor"), n))
    poor = random.beta(POOR_PRIOR[0] + phone.poor, POOR_PRIOR[1] + phone.good, n)
    return Camera(watchers={"noise": noise, "poor_share": poor}, state={"phone": kind, "bias": bias})
