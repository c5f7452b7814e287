"""What people put on their face: why they start, how well they keep to it, why they stop.

People start when their skin is at its worst for them, so that it would get better anyway: the regression to the mean
that every honest forecast has to subtract. Some starts are planned long before, whatever the skin does.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from skincast.twin.life.drivers import irritancy
from skincast.twin.life.population import mean, spread
from skincast.twin.life.world import CONCERNS, PRODUCTS, Array, Table

REMEDIES = {
    "acne": {
        "benzoyl_peroxide": 0.24,
        "adapalene": 0.24,
        "salicylic_acid": 0.2,
        "azelaic_acid": 0.12,
        "niacinamide": 0.1,
        "vehicle": 0.1,
    },
    "redness": {"azelaic_acid": 0.35, "niacinamide": 0.3, "vehicle": 0.2, "ceramides": 0.15},
    "pigmentation": {"ascorbic_acid": 0.3, "niacinamide": 0.25, "uv_filter": 0.25, "azelaic_acid": 0.2},
    "texture": {"glycolic_acid": 0.45, "retinol": 0.35, "salicylic_acid": 0.2},
    "wrinkles": {"retinol": 0.65, "vehicle": 0.15, "ascorbic_acid": 0.1, "uv_filter": 0.1},
    "dryness": {"ceramides": 0.65, "vehicle": 0.35},
    "oiliness": {"niacinamide": 0.5, "salicylic_acid": 0.5},
    "radiance": {"ascorbic_acid": 0.5, "glycolic_acid": 0.3, "niacinamide": 0.2},
}
"""What people reach for (ours, untested)."""
LONG_USED = {"uv_filter": 0.32, "ceramides": 0.32, "vehicle": 0.25, "niacinamide": 0.06, "retinol": 0.05}
"""Share of people who have been using it when the life begins (ours, untested)."""
DAYS_A_WEEK = {"adapalene": (3, 5, 7), "retinol": (2, 3, 7), "glycolic_acid": (1, 2, 3), "salicylic_acid": (3, 5, 7)}
"""Nights a week that packages and doctors advise, the others daily (ours, untested)."""
IRRITABLE = ("redness", "dryness", "sensitivity")
MOST_AT_ONCE = 5
N = len(PRODUCTS)
LAPSE = 0.8
"""Share of the uses that fall away in weeks in which somebody lets it all slide (ours, untested)."""
FULL_SHARE = 0.9
"""Mean amount of a use, of a full one: four in five are full, the others half (ours, untested)."""


def usual_products(n: int, random: np.random.Generator, *, uv_dose: Array) -> Array:
    """What has long been used, (n, len(PRODUCTS)) mean share of full use.

    Args:
        n: how many people.
        random: source of chance.
        uv_dose: (n,) SED of an ordinary day.
    """
    share = np.array([LONG_USED.get(name, 0.0) for name in PRODUCTS])
    return (random.random((n, N)) < share) * long_kept(uv_dose)


def long_kept(uv_dose: Array) -> Array:
    """Share of a full daily use that is left of a product after years, (n, len(PRODUCTS)): what skin is used to.

    Args:
        uv_dose: (n,) SED of an ordinary day: who gets little sun forgets the sunscreen.
    """
    lapsed = mean("lapse_rate") * (1.6 - mean("adherence"))
    lapsed = lapsed / (lapsed + mean("resume_rate"))
    nights = np.array([np.mean(DAYS_A_WEEK.get(name, (7,))) / 7.0 for name in PRODUCTS])
    kept = mean("adherence") * mean("adherence_floor") * (1 - LAPSE * lapsed) * FULL_SHARE * nights
    out = np.repeat(kept[None], len(uv_dose), axis=0)
    out[:, PRODUCTS.index("uv_filter")] *= _minds_sun(uv_dose)
    return np.asarray(out)


def draw_routines(usual: Array, random: np.random.Generator) -> Table:
    """What about routines no day changes: diligence, patience, tolerance, and what is planned from the first day.

    Args:
        usual: (n, len(PRODUCTS)) long used.
        random: source of chance.
    """
    n = len(usual)
    diligence = np.clip(random.normal(mean("adherence"), spread("adherence"), n), 0.3, 1.0)
    planned = random.random(n) < mean("planned_start_share")
    starts = np.where(planned, np.floor(random.uniform(5, 330, n)), -1.0)
    return {
        "long_used": (usual > 0).astype(float),
        "diligence": diligence,
        "patience_days": np.exp(random.normal(np.log(mean("patience")), spread("patience"), n)),
        "tolerance_points": np.exp(random.normal(np.log(mean("tolerance")), spread("tolerance"), n)),
        "eagerness": np.exp(random.normal(0, spread("eagerness"), n)),
        "phase": random.random((n, N)),
        "nights": np.array([[random.choice(DAYS_A_WEEK.get(p, (7,))) for p in PRODUCTS] for _ in range(n)]) / 7.0,
        "planned_product": random.integers(0, N, n).astype(float),
        "planned_start": starts,
        "planned_end": starts + np.floor(random.uniform(28, 180, n)),
    }


def start_use(routines: Table) -> Table:
    """Evening before the first day: what was long used goes on."""
    n = len(routines["diligence"])
    return {
        "on": routines["long_used"].copy(),
        "age_days": routines["long_used"] * 400.0,
        "target": np.full((n, N), -1.0),
        "score_then": np.zeros((n, N)),
        "lapsed": np.zeros(n),
        "starts": np.zeros((n, N)),
        "irritated_out": np.zeros((n, N)),
        "since_change": np.full(n, 30.0),
        "of_late": np.full((n, len(CONCERNS)), np.nan),
        "ordinary": np.full((n, len(CONCERNS)), np.nan),
    }


def advance_use(routines: Table, state: Table, scores: Array, random: np.random.Generator, *, day: int) -> Table:
    """Decide in the morning what is used from now on.

    Args:
        routines: of the people.
        state: of yesterday.
        scores: (n, len(CONCERNS)) of yesterday evening: what the mirror showed.
        random: source of chance.
        day: of the life.
    """
    state = _look(state, scores)
    chance = random.random((len(scores), N + 6))
    on, age = state["on"].copy(), state["age_days"] + state["on"]
    irritated, tired = _stop_rates(routines, state)
    stops = (on > 0) & (chance[:, :N] < irritated + tired)
    irritated_out = stops & (chance[:, :N] < irritated)
    on[stops] = 0.0
    product, concern = _wish(routines, state, chance[:, N:], day)
    starts = (product >= 0) & (on[np.arange(len(on)), product] == 0) & (on.sum(axis=1) < MOST_AT_ONCE)
    rows = np.nonzero(starts)[0]
    target, score_then = state["target"].copy(), state["score_then"].copy()
    on[rows, product[rows]], age[rows, product[rows]] = 1.0, 0.0
    target[rows, product[rows]] = concern[rows]
    score_then[rows, product[rows]] = state["of_late"][rows, concern[rows]]
    ended = _planned_on(routines, day - 1) & ~_planned_on(routines, day) & (routines["long_used"] == 0)
    on[ended] = 0.0
    return {
        **state,
        "on": on,
        "age_days": age * on,
        "target": target,
        "score_then": score_then,
        "starts": state["starts"] + ((state["on"] == 0) & (on > 0)),
        "irritated_out": state["irritated_out"] + irritated_out,
        "lapsed": _lapse(state["lapsed"], routines["diligence"], chance[:, -1]),
        "since_change": np.where(starts, 0.0, state["since_change"] + 1),
    }


def read_use(
    routines: Table, state: Table, uv_dose: Array, random: np.random.Generator, *, day: int
) -> tuple[Array, Array]:
    """What today's routine asked for, and what happened.

    Returns:
        Planned and used, both (n, len(PRODUCTS)), 0-1: the share of a full daily use.
    """
    planned = state["on"] * _due(routines, day)
    fading = mean("adherence_floor") + (1 - mean("adherence_floor")) * np.exp(-state["age_days"] / 120.0)
    keeps = routines["diligence"][:, None] * fading * (1 - LAPSE * state["lapsed"][:, None])
    sun = PRODUCTS.index("uv_filter")
    keeps[:, sun] *= _minds_sun(uv_dose)
    amount = np.where(random.random(planned.shape) < 0.8, 1.0, 0.5)
    return planned, planned * (random.random(planned.shape) < keeps) * amount


def planned_ahead(routines: Table, *, day: int) -> Array:
    """The routine of a day as it was planned on the first day, (n, len(PRODUCTS)) 0 or 1."""
    on = np.maximum(routines["long_used"], _planned_on(routines, day))
    return np.asarray(on * _due(routines, day))


def _minds_sun(uv_dose: Array) -> Array:
    """(n,) share of the uses of sunscreen that a day's dose calls for."""
    return np.clip(0.35 + 0.3 * uv_dose, 0.0, 1.0)


def _planned_on(routines: Table, day: int) -> NDArray[np.bool_]:
    within = (routines["planned_start"] <= day) & (day < routines["planned_end"]) & (routines["planned_start"] >= 0)
    return np.asarray(within[:, None] & (np.arange(N) == routines["planned_product"][:, None]))


def _due(routines: Table, day: int) -> Array:
    """1 on the days of a product that is not for every day."""
    count = np.floor((day + 1) * routines["nights"] + routines["phase"])
    return np.asarray((count > np.floor(day * routines["nights"] + routines["phase"])).astype(float))


def _look(state: Table, scores: Array) -> Table:
    """Impressions of the last days and of what is ordinary for oneself."""
    late = np.where(np.isnan(state["of_late"]), scores, state["of_late"])
    usual = np.where(np.isnan(state["ordinary"]), scores, state["ordinary"])
    return {**state, "of_late": late + (scores - late) / 4, "ordinary": usual + (scores - usual) / 75}


def _wish(routines: Table, state: Table, chance: Array, day: int) -> tuple[Array, Array]:
    """Product that somebody wants to start today (-1: none), and the concern it is for."""
    columns = [CONCERNS.index(name) for name in REMEDIES]
    late, usual = state["of_late"][:, columns], state["ordinary"][:, columns]
    misery = (mean("content_score") - late) / mean("misery_scale") + (usual - late) / mean("worsening_scale")
    worst = misery.argmax(axis=1)
    rate = mean("start_rate") * routines["eagerness"] * np.exp(np.minimum(misery.max(axis=1), 5.0))
    rate *= state["since_change"] > 10
    by_skin = chance[:, 0] < np.minimum(rate, 0.5)
    product = (chance[:, 1, None] > _choice()[worst]).sum(axis=1)
    at_random = chance[:, 2] < mean("random_start_rate")
    product = np.where(at_random & ~by_skin, np.floor(chance[:, 3] * N), product)
    scheduled = routines["planned_start"] == day
    product = np.where(scheduled, routines["planned_product"], np.where(by_skin | at_random, product, -1.0))
    return product.astype(np.int64), np.array(columns)[worst]


def _stop_rates(routines: Table, state: Table) -> tuple[Array, Array]:
    """A day's chance to stop each product: for irritation; for no visible effect or weariness."""
    columns = [CONCERNS.index(name) for name in IRRITABLE]
    worse = (state["ordinary"] - state["of_late"])[:, columns].mean(axis=1) - routines["tolerance_points"]
    irritated = mean("irritation_stop_rate") * np.clip(worse, 0, 3.5)[:, None] * np.minimum(irritancy(), 1.0)
    irritated = irritated * (state["age_days"] < 84)
    aim = np.clip(state["target"], 0, None).astype(np.int64)
    gain = np.take_along_axis(state["of_late"], aim, axis=1) - state["score_then"]
    vain = (state["target"] >= 0) & (state["age_days"] > routines["patience_days"][:, None]) & (gain < 2.0)
    habit = np.where(state["age_days"] > 365, mean("weary_rate") / 4, mean("weary_rate"))
    return np.asarray(irritated), np.asarray(mean("vain_stop_rate") * vain + habit)


def _lapse(lapsed: Array, diligence: Array, chance: Array) -> Array:
    """Weeks in which somebody lets it all slide."""
    begins = (lapsed == 0) & (chance < mean("lapse_rate") * (1.6 - diligence))
    ends = (lapsed == 1) & (chance < mean("resume_rate"))
    return np.asarray(np.where(begins, 1.0, np.where(ends, 0.0, lapsed)))


@cache
def _choice() -> Array:
    """(remedied concerns, len(PRODUCTS)) cumulative shares of what people reach for."""
    table = np.array([[REMEDIES[concern].get(name, 0.0) for name in PRODUCTS] for concern in REMEDIES])
    return np.asarray(table.cumsum(axis=1) / table.sum(axis=1, keepdims=True))
