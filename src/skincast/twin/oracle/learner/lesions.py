"""A particle filter over acne in the flare world, where single lesions come and go and no Gaussian will do.

Every particle is a person of its own with counts of its own, led by the world's own law; photos of acne weigh them.
What no day changes is moved a little when particles are resampled, drawn to the mean so that it does not spread.

Source: bootstrap filter by Gordon 1993, IEE Proc F 140:107; moves by Liu and West 2001, Sequential Monte Carlo Methods
in Practice, chapter 10.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from skincast.twin.life.course import Moment
from skincast.twin.life.population import mean
from skincast.twin.life.world import Array, Table, take
from skincast.twin.life.worlds.flare import ACNE
from skincast.twin.life.worlds.sensitivity import columns_of
from skincast.twin.oracle.learner.imagine import Imagined

SHRINK = 0.985
"""Share of a particle's own parameters that is left when it is moved."""
OF_PERSON = ("inflammatory", "nodule_share", "red_share", "brown_share", "storm")
OF_SKIN = ("counts", "flare")
BANDWIDTH = 0.5
"""Of the particles: an effective number below this share calls for resampling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Particles:
    """Weights of the imagined as far as acne is concerned; each (n,)."""

    log_weights: Array
    bias: Array
    """Of the phone, points."""
    effective: float = 1.0
    """Smallest effective share of particles so far: how near the filter has come to collapse."""

    @property
    def weights(self) -> Array:
        """(n,) that sum to 1."""
        weights = np.exp(self.log_weights - self.log_weights.max())
        return np.asarray(weights / weights.sum())


def first_particles(n: int) -> Particles:
    """All alike."""
    return Particles(log_weights=np.zeros(n), bias=np.zeros(n))


def weigh(
    particles: Particles, imagined: Imagined, random: np.random.Generator, *, value: float, sd: float
) -> tuple[Particles, Imagined]:
    """Take in a photo of acne.

    Args:
        particles: before it.
        imagined: as many, in the evening of the photo.
        random: source of chance.
        value: measured.
        sd: as told.
    """
    error = (value - imagined.moment.scores[:, ACNE] - particles.bias) / (sd * mean("noise_factor"))
    log_weights = particles.log_weights - 0.5 * error**2
    particles = replace(particles, log_weights=log_weights - log_weights.max())
    share = 1.0 / (np.sum(particles.weights**2) * len(log_weights))
    particles = replace(particles, effective=min(particles.effective, float(share)))
    return (particles, imagined) if share > BANDWIDTH else _resample(particles, imagined, random)


def change_acne_phone(particles: Particles, bias_sd: float, random: np.random.Generator) -> Particles:
    """Another phone: its bias is anybody's guess."""
    return replace(particles, bias=bias_sd * random.standard_normal(len(particles.bias)))


def _resample(particles: Particles, imagined: Imagined, random: np.random.Generator) -> tuple[Particles, Imagined]:
    n, weights = len(particles.bias), particles.weights
    index = np.minimum(np.searchsorted(np.cumsum(weights), (np.arange(n) + random.random()) / n), n - 1)
    lives, moment = imagined.lives, imagined.moment
    persons = _move(_of_acne(lives.persons, index), _pack(lives.persons), weights, random)
    skin = {**moment.skin, **take({name: moment.skin[name] for name in OF_SKIN}, index)}
    scores = lives.world.scores(persons, skin)
    after = replace(
        imagined,
        lives=replace(lives, persons=persons),
        moment=Moment(
            day=moment.day, weather=moment.weather, habits=moment.habits, use=moment.use, skin=skin, scores=scores
        ),
    )
    return replace(particles, log_weights=np.zeros(n), bias=particles.bias[index]), after


def _of_acne(persons: Table, index: NDArray[np.int64]) -> Table:
    """Persons whose acne is another's."""
    felt = persons["sensitivity"].copy()
    felt[:, columns_of("acne")] = felt[index, columns_of("acne")]
    return {**persons, **take({name: persons[name] for name in OF_PERSON}, index), "sensitivity": felt}


def _move(persons: Table, before: Array, weights: Array, random: np.random.Generator) -> Table:
    """Draw parameters to their mean and scatter them again, so that mean and covariance stay."""
    middle = weights @ before
    spread = (before - middle).T @ ((before - middle) * weights[:, None])
    value, vector = np.linalg.eigh(spread)
    root = vector * np.sqrt(np.maximum(value, 0.0))
    packed = _pack(persons)
    fresh = random.standard_normal(packed.shape) @ root.T
    packed = SHRINK * packed + (1 - SHRINK) * middle + np.sqrt(1 - SHRINK**2) * fresh
    felt = persons["sensitivity"].copy()
    felt[:, columns_of("acne")] = packed[:, 2:]
    return {**persons, "inflammatory": np.exp(packed[:, 0]), "storm": np.exp(packed[:, 1]), "sensitivity": felt}


def _pack(persons: Table) -> Array:
    """(n, parameters) on scales without ends."""
    own = np.stack([np.log(persons["inflammatory"] + 1e-6), np.log(persons["storm"])], axis=1)
    return np.concatenate([own, persons["sensitivity"][:, columns_of("acne")]], axis=1)
