"""Published trials lived again in a virtual population: simulated beside published, with intervals."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from skincast.twin.life.climate import PLACES
from skincast.twin.life.course import Change
from skincast.twin.life.drivers import PREMENSTRUAL_DAYS
from skincast.twin.life.replay import Replay, of_curves, over_people
from skincast.twin.life.trial_arms import Course, arm, follow, gather, inflammatory_now, pick, recruit
from skincast.twin.life.world import CONCERNS, FACTORS, PRODUCTS, Array, World

WEEK = 7
Mask = NDArray[np.bool_]
_LESIONS = "% of inflammatory lesions"


def replay_all(world: World, *, seed: int = 11, n: int = 3000) -> list[Replay]:
    """Every trial in one world, in the order of the evidence table's chapters."""
    trials: tuple[Callable[..., list[Replay]], ...] = (
        acne_arms,
        cycle,
        season,
        diet,
        ceramide,
        pigment,
        irritation,
        stopping,
    )
    return [row for trial in trials for row in trial(world, seed=seed, n=n)]


def acne_arms(world: World, *, seed: int, n: int) -> list[Replay]:
    """Vehicle, single products and the pair over 12 weeks in moderate acne, with the share that no cream explains."""
    lives, moment = recruit(world, n, seed, least=15.0, most=60.0)
    before = inflammatory_now(moment)
    arms = {
        "nothing": Change(only=True),
        "vehicle": arm("vehicle"),
        "benzoyl_peroxide": arm("benzoyl_peroxide"),
        "adapalene": arm("adapalene"),
        "pair": arm("adapalene", "benzoyl_peroxide"),
    }
    change = {}
    for name, one in arms.items():
        _, course = follow(lives, moment, 12 * WEEK, seed, change=one)
        change[name] = 100 * (course.inflammatory[-5:].mean(axis=0) / before - 1)
    plain = change["vehicle"]
    rows = [
        ("no cream at all: regression to the mean", change["nothing"], None, (-34.7, -5.0), "E069"),
        ("vehicle", plain, -34.7, (-44.0, -26.0), "E069"),
        ("benzoyl peroxide less vehicle", change["benzoyl_peroxide"] - plain, -17.4, (-25.0, -11.0), "E067"),
        ("adapalene less vehicle", change["adapalene"] - plain, -15.7, (-22.0, -9.0), "E051"),
        ("adapalene and benzoyl peroxide less vehicle", change["pair"] - plain, -27.8, (-36.0, -20.0), "E050"),
    ]
    means = [
        over_people(f"acne, 12 weeks: {name}", _LESIONS, values, published, within=within, evidence=(row,))
        for name, values, published, within, row in rows
    ]
    name = "acne, 12 weeks: adapalene and benzoyl peroxide, median"
    pair = over_people(name, _LESIONS, change["pair"], -62.1, within=(-76.0, -50.0), evidence=("E050",), median=True)
    return [*means, pair]


def cycle(world: World, *, seed: int, n: int) -> list[Replay]:
    """Share of women whose acne flares before the period, how much it then does, and that oil does not follow."""
    lives, moment = gather(world, n, seed)
    lives, moment = pick(lives, moment, np.nonzero(lives.people.cycling & (lives.people.age_years < 45))[0])
    _, course = follow(lives, moment, 120, seed)
    day, length = course.cycle_day, lives.people.cycle_length_days
    before = day >= length - PREMENSTRUAL_DAYS + 1
    between = (day >= 8) & (day < length - PREMENSTRUAL_DAYS - 2)
    first = (day >= 0) & (day < WEEK)
    level = course.inflammatory
    ratio = _mean_where(level, before) / np.maximum(_mean_where(level, between), 0.5)
    acne = level.mean(axis=0) >= 2
    flares = (ratio > 1.15) & acne
    many = flares & (level.mean(axis=0) >= 7) & (level.mean(axis=0) <= 25)
    oil, dryness = _change_of(course, "oiliness", before, between), _change_of(course, "dryness", first, between)
    name, excess = "lesions before the period, women who flare", 100 * (ratio[many] - 1)
    return [
        over_people("women who flare", "%", 100.0 * flares[acne], 44.0, within=(29.0, 65.0), evidence=("E003", "E005")),
        over_people(name, "%", excess, 47.0, within=(27.0, 67.0), evidence=("E001",)),
        over_people("oil before the period", "points", oil, None, within=(-0.5, 0.5), evidence=("E006",)),
        over_people("dryness in the first week", "points", dryness, None, within=(-2.5, -0.2), evidence=("E007",)),
    ]


def season(world: World, *, seed: int, n: int) -> list[Replay]:
    """Whether acne is worse in summer or winter differs by person, about a third each way."""
    lives, moment = gather(world, n, seed)
    temperate = [PLACES.index(name) for name in ("dry_continent", "continent", "temperate", "north")]
    rows = np.nonzero(np.isin(lives.people.place, temperate))[0][:600]
    lives, moment = pick(lives, moment, rows)
    _, course = follow(lives, moment, 365, seed)
    acne = course.scores[:, :, CONCERNS.index("acne")]
    gain, noticed = acne[100:190].mean(axis=0) - acne[275:365].mean(axis=0), 3.5
    third, evidence = (18.0, 48.0), ("E035",)
    return [
        over_people("worse in summer", "% of people", 100.0 * (gain < -noticed), 33.0, within=third, evidence=evidence),
        over_people("worse in winter", "% of people", 100.0 * (gain > noticed), 33.0, within=third, evidence=evidence),
    ]


def diet(world: World, *, seed: int, n: int) -> list[Replay]:
    """Twelve weeks of 70 points less glycemic load a day; half of the published size is aimed at."""
    lives, moment = recruit(world, n, seed, least=15.0, most=60.0)
    _, plain = follow(lives, moment, 12 * WEEK, seed)
    lighter = Change(only=True, added={FACTORS.index("glycemic_load"): -70.0})
    _, course = follow(lives, moment, 12 * WEEK, seed, change=lighter)
    net = (course.inflammatory[-5:] - plain.inflammatory[-5:]).mean(axis=0)
    name = "low glycemic load, 12 weeks, less control"
    return [over_people(name, "inflammatory lesions", net, -10.6, within=(-13.0, -2.0), evidence=("E009",))]


def ceramide(world: World, *, seed: int, n: int) -> list[Replay]:
    """How fast a moisturizer works and how fast it wears off, as shares of its effect after four weeks."""
    lives, moment = gather(world, min(n, 1000), seed)
    at, daily = CONCERNS.index("dryness"), arm("ceramides", share=1.0)
    _, plain = follow(lives, moment, 28, seed)
    after, used = follow(lives, moment, 28, seed, change=daily)
    gain = (used.scores - plain.scores)[:, :, at].mean(axis=1)
    _, off = follow(lives, after, 2, seed + 1)
    _, on = follow(lives, after, 2, seed + 1, change=daily)
    kept = 1 - (on.scores - off.scores)[1, :, at].mean() / gain[-1]
    rows = [
        ("moisturizer at day 3 over week 4", gain[2] / gain[-1], 0.8, (0.6, 1.0)),
        ("moisturizer 48 h after stopping over week 4", kept, 0.58, (0.3, 0.85)),
    ]
    people = len(lives.people.seed)
    return [
        of_curves(name, value, published, within=within, evidence=("E103",), n_people=people)
        for name, value, published, within in rows
    ]


def pigment(world: World, *, seed: int, n: int) -> list[Replay]:
    """When niacinamide and sunscreen begin to show on pigment, and that vitamin C hardly fades what is there."""
    lives, moment = gather(world, n, seed)
    lives, moment = pick(lives, moment, np.nonzero(lives.people.place == PLACES.index("equator"))[0])
    at = CONCERNS.index("pigmentation")

    def gain(name: str, days: int) -> Array:
        _, plain = follow(lives, moment, days, seed, change=arm("vehicle"))
        _, used = follow(lives, moment, days, seed, change=arm("vehicle", name))
        return np.asarray((used.scores - plain.scores)[:, :, at].mean(axis=1))

    cream, screen, vitamin = gain("niacinamide", 168), gain("uv_filter", 364), gain("ascorbic_acid", 84)
    people = len(lives.people.seed)
    # Four weeks of sunscreen, not a day: where single marks come and go, a day's figure swings by a fifth by chance.
    rows = [
        ("niacinamide on pigment, week 4 over week 24", cream[27] / cream[-1], (0.2, 0.7), "E079"),
        (
            "sunscreen on pigment, weeks 9-12 over 49-52",
            screen[56:84].mean() / screen[-28:].mean(),
            (0.2, 0.95),
            "E091",
        ),
        ("vitamin C over niacinamide on pigment, 12 weeks", vitamin[-1] / cream[83], (-0.05, 0.35), "E088"),
    ]
    return [
        of_curves(name, value, None, within=within, evidence=(row,), n_people=people)
        for name, value, within, row in rows
    ]


def irritation(world: World, *, seed: int, n: int) -> list[Replay]:
    """Redness, dryness and sensitivity under a retinoid with benzoyl peroxide: most in the first weeks, then less."""
    lives, moment = gather(world, min(n, 1000), seed)
    _, plain = follow(lives, moment, 56, seed, change=arm("vehicle"))
    _, used = follow(lives, moment, 56, seed, change=arm("adapalene", "benzoyl_peroxide"))
    columns = [CONCERNS.index(name) for name in ("redness", "dryness", "sensitivity")]
    loss = (plain.scores - used.scores)[:, :, columns].mean(axis=(1, 2))
    late = loss[-7:].mean() / loss[3:24].max()
    people, name = len(lives.people.seed), "irritation in week 8 over its peak"
    return [of_curves(name, late, None, within=(0.05, 0.75), evidence=("E058",), n_people=people)]


def stopping(world: World, *, seed: int, n: int) -> list[Replay]:
    """Who starts a retinoid in a life as it is, and stops it because of irritation."""
    lives, moment = gather(world, min(n, 1500), seed)
    retinoids = [PRODUCTS.index("adapalene"), PRODUCTS.index("retinol")]
    moment, _ = follow(lives, moment, 300, seed, change=None)
    started = moment.use["starts"][:, retinoids].sum(axis=1)
    stopped = moment.use["irritated_out"][:, retinoids].sum(axis=1)[started > 0] > 0
    name = "retinoid stopped because of irritation"
    return [over_people(name, "% of starters", 100.0 * stopped, 15.0, within=(6.0, 24.0), evidence=("E066",))]


def _change_of(course: Course, concern: str, phase: Mask, other: Mask) -> Array:
    """(n,) points of a concern in one phase of the cycle over another."""
    scores = course.scores[:, :, CONCERNS.index(concern)]
    return np.asarray(_mean_where(scores, phase) - _mean_where(scores, other))


def _mean_where(values: Array, wanted: Mask) -> Array:
    """(n,) each person's mean over the days that are wanted."""
    return np.asarray((values * wanted).sum(axis=0) / np.maximum(wanted.sum(axis=0), 1))
