"""One person learned day by day: imagined lives say what acted, filters say what the skin made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from skincast.twin.life.exposure import sum_by_concern
from skincast.twin.life.observe import photo_sds
from skincast.twin.life.population import mean
from skincast.twin.life.world import CONCERNS, Array, Table, World
from skincast.twin.life.worlds import flare
from skincast.twin.oracle.learner.bank import LEVELS, Bank, change_phone, first_bank, learn, predict
from skincast.twin.oracle.learner.imagine import Imagined, begin_imagined, imagine_day
from skincast.twin.oracle.learner.lens import lens_of
from skincast.twin.oracle.learner.lesions import Particles, change_acne_phone, first_particles, weigh
from skincast.twin.oracle.learner.record import Record

IMAGINED = {"linear": 100, "saturating": 100, "flare": 2000}
"""Imagined lives of a person; where they are particles of acne, enough of them."""
ORDINARY_DAYS = 20.0
"""Over which what effects see counts as ordinary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """What the told SDs say about the phone in use."""

    kind: int = -1
    """-1: no photo yet."""
    good: int = 0
    """Good photos so far."""
    poor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """Everything that the rows up to an evening tell somebody who knows the world."""

    imagined: Imagined
    bank: Bank
    ordinary: Array
    """(n, e) what effects have been seeing of late, by imagined life."""
    phone: Phone
    lesions: Particles | None


def learn_person(
    world: World, record: Record, evenings: Sequence[int], random: np.random.Generator
) -> Iterator[Learned]:
    """Read a record once, day by day, and stop on some evenings.

    Args:
        world: whose law and population are known.
        record: of one person.
        evenings: days of the record, rising.
        random: source of chance.

    Yields:
        What is known on each of these evenings: nothing of later days is read before.
    """
    learned = _begin(world, record.until(min(evenings, default=0)), random)
    for day in range(max(evenings, default=-1) + 1):
        learned = _next_day(learned, record, day, random)
        if day in evenings:
            yield learned


def _begin(world: World, record: Record, random: np.random.Generator) -> Learned:
    lens = lens_of(world.name)
    imagined, crowd = begin_imagined(world, record, IMAGINED[world.name], random)
    seen = lens.see(imagined.moment.skin)
    prior = _unseen(lens.prior(crowd), imagined, seen)
    bank = first_bank(lens, prior, seen.mean(axis=0))
    lesions = first_particles(len(seen)) if world.name == "flare" else None
    return Learned(imagined=imagined, bank=bank, ordinary=seen, phone=Phone(), lesions=lesions)


def _next_day(learned: Learned, record: Record, day: int, random: np.random.Generator) -> Learned:
    imagined = imagine_day(learned.imagined, record, random)
    seen = learned.bank.lens.see(imagined.moment.skin)
    learned = replace(
        learned,
        imagined=imagined,
        bank=predict(learned.bank, seen.mean(axis=0)),
        ordinary=learned.ordinary + (seen - learned.ordinary) / ORDINARY_DAYS,
    )
    if np.isnan(record.measured[day]).all():
        return learned
    return _take_in(_look_at_phone(learned, record.measured_sd[day], random), record, day, seen.mean(axis=0), random)


def _take_in(learned: Learned, record: Record, day: int, seen: Array, random: np.random.Generator) -> Learned:
    """The values of a photo."""
    value, sd = record.measured[day], record.measured_sd[day]
    lesions, imagined = learned.lesions, learned.imagined
    offset = np.zeros(len(CONCERNS))
    if lesions is not None:
        if not np.isnan(value[flare.ACNE]):
            lesions, imagined = weigh(lesions, imagined, random, value=value[flare.ACNE], sd=sd[flare.ACNE])
        offset = lesions.weights @ marks(imagined.lives.persons, imagined.moment.skin)
    bank = learn(learned.bank, seen, offset, values=value, sd=sd)
    return replace(learned, bank=bank, lesions=lesions, imagined=imagined)


def marks(persons: Table, skin: Table) -> Array:
    """(n, c) points before the curve that marks of lesions take off in the flare world."""
    return np.asarray(-flare.POINTS_PER_LATENT * flare.marks_burden(persons, skin["counts"]))


def _look_at_phone(learned: Learned, sd: Array, random: np.random.Generator) -> Learned:
    """Which phone the told SDs are of, and whether it is another one than last time."""
    good, bad, _ = photo_sds()
    distance = [np.nanmean((table - sd) ** 2, axis=1) for table in (good, bad)]
    poor = bool(distance[1].min() < distance[0].min())
    kind = int(distance[int(poor)].argmin())
    before = learned.phone
    phone = Phone(kind=kind, good=before.good + (not poor), poor=before.poor + poor)
    if before.kind in (-1, kind):
        return replace(learned, phone=phone)
    width = mean("phone_bias") * good.mean(axis=0)
    lesions = learned.lesions
    if lesions is not None:
        lesions = change_acne_phone(lesions, float(width[flare.ACNE]), random)
    return replace(learned, phone=phone, bank=change_phone(learned.bank, width), lesions=lesions)


def _unseen(prior: tuple[Array, Array], imagined: Imagined, seen: Array) -> tuple[Array, Array]:
    """Widen the levels by what factors do that are never logged: nobody can tell the two apart."""
    middle, covariance = prior[0], prior[1].copy()
    felt = imagined.lives.persons["sensitivity"]
    points = sum_by_concern(felt * (seen - seen.mean(axis=0)))
    covariance[LEVELS, LEVELS] += np.cov(points.T)
    return middle, covariance
