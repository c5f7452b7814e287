"""What of a life is seen: which days have a photo and a diary, and how wrong both are.

Who photographs when is not chance alone: some do when their skin is bad, others when it is good; people travel, buy
another phone, tire of it and stop. The SD that is told is the photo's own; what really happens is a little more.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from skincast.catalog import concerns, factors
from skincast.score.repeatability import score_sd
from skincast.twin.life.population import mean, spread
from skincast.twin.life.world import CONCERNS, FACTORS, Array, Table

Mask = NDArray[np.bool_]
Schedule = Literal["daily", "weekly", "none", "mixed"]
PHOTO_RATES: dict[Schedule, tuple[float, ...]] = {
    "daily": (0.9,),
    "weekly": (0.16,),
    "none": (0.0,),
    "mixed": (0.9, 0.5, 0.16, 0.08),
}
"""A day's chance of a photo by somebody who means to take them so often; mixed: one of them by person."""
PHONES_MM_PER_PX = (0.25, 0.3, 0.34, 0.4, 0.5, 0.7)
"""Scale of a face in the photos of six kinds of phone and distance."""
GOOD, POOR = 0.9, 0.2
"""Quality of a photo that repeats as measured, and of one that repeats worse."""
ROUNDED = {
    "sleep_hours": 0.5,
    "exercise_min": 5.0,
    "uv_dose_sed": 0.1,
    "humidity_percent": 1.0,
    "temperature_c": 0.1,
    "pm2_5_ug_m3": 1.0,
    "water_ml": 100.0,
    "glycemic_load": 10.0,
    "dairy_servings": 0.5,
    "alcohol_drinks": 0.5,
}
"""How finely people and services write things down; the others in whole numbers."""
SERVED = ("uv_dose_sed", "humidity_percent", "temperature_c", "pm2_5_ug_m3")
"""Come from a service, not from the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the app got of one day; NaN where it got nothing."""

    values: Array
    """(n, len(CONCERNS)) measured scores, 0-100."""
    sd: Array
    """(n, len(CONCERNS)) the SD that is told with them."""
    factors: Array
    """(n, len(FACTORS)) as logged."""
    products: Array
    """(n, len(PRODUCTS)) share of a full use as logged; 0 where it was not written down; NaN on a day without a log."""


def draw_watchers(n: int, random: np.random.Generator, *, schedule: Schedule) -> Table:
    """How people photograph and write: what no day changes.

    Args:
        n: how many people.
        random: source of chance.
        schedule: how often they mean to take photos.
    """
    asked = random.random((n, len(FACTORS))) < mean("factor_logged_share")
    served = [FACTORS.index(name) for name in SERVED]
    asked[:, served] = (random.random(n) < mean("location_share"))[:, None]
    return {
        "rate": random.choice(PHOTO_RATES[schedule], n),
        "bad_pull": random.normal(mean("bad_pull"), spread("bad_pull"), n),
        "noise": np.exp(random.normal(np.log(mean("noise_factor")), spread("noise_factor"), n)),
        "diligence": np.clip(random.beta(4.0, 1.6, n), 0.1, 0.99),
        "asked": asked.astype(float),
        "recall": np.exp(spread("recall_noise") * random.standard_normal(n)) * mean("recall_noise"),
        "quit_rate": mean("quit_rate") * np.exp(spread("quit_rate") * random.standard_normal(n)),
        "poor_share": random.beta(1.3, 10.0, n),
    }


def start_watch(watchers: Table, random: np.random.Generator) -> Table:
    """Everybody has just begun, with some phone."""
    n = len(watchers["rate"])
    return {
        "phone": random.integers(0, len(PHONES_MM_PER_PX), n),
        "bias": np.zeros((n, len(CONCERNS))),
        "away": np.zeros(n),
        "quit": np.zeros(n),
        "acne_usual": np.full(n, np.nan),
    }


def watch(
    watchers: Table, state: Table, random: np.random.Generator, *, scores: Array, happened: Array, used: Array
) -> tuple[Table, Seen]:
    """One evening: maybe a photo, maybe a diary.

    Args:
        watchers: what no day changes.
        state: of yesterday.
        random: source of chance.
        scores: (n, len(CONCERNS)) true.
        happened: (n, len(FACTORS)) true.
        used: (n, len(PRODUCTS)) true.
    """
    chance = random.random((7, len(scores)))
    state = _change_phone(_come_and_go(watchers, state, chance), chance, random)
    usual = np.where(np.isnan(state["acne_usual"]), scores[:, 0], state["acne_usual"])
    worse = np.clip((usual - scores[:, 0]) / 8.0, -2.0, 2.0)
    state = {**state, "acne_usual": usual + (scores[:, 0] - usual) / 30.0}
    here = (state["away"] <= 0) & (state["quit"] == 0)
    odds = watchers["rate"] * np.exp(watchers["bad_pull"] * worse)
    photo = here & (chance[0] < np.minimum(odds, 0.98)) & (watchers["rate"] > 0)
    values, sd = photograph(watchers, state, scores, random, poor=chance[1] < watchers["poor_share"])
    stressed = np.clip((happened[:, FACTORS.index("stress")] - 4.0) / 3.0, 0.0, 2.0)
    writes = here & (chance[2] < watchers["diligence"] * np.exp(-mean("stress_unlogged") * stressed))
    seen = Seen(
        values=np.where(photo[:, None], values, np.nan),
        sd=np.where(photo[:, None] & ~np.isnan(values), sd, np.nan),
        factors=_write_factors(watchers, happened, random, writes=writes, gone=state["quit"] > 0),
        products=np.where(writes[:, None], used * (random.random(used.shape) < mean("product_logged_share")), np.nan),
    )
    return state, seen


def _come_and_go(watchers: Table, state: Table, chance: Array) -> Table:
    """Journeys of days to weeks without photos, and people who stop for good."""
    leaves = (state["away"] <= 0) & (chance[3] < mean("gap_rate"))
    length = np.round(3.0 + mean("gap_days") * -np.log(np.maximum(chance[4], 1e-6)))
    return {
        **state,
        "away": np.where(leaves, length, np.maximum(state["away"] - 1, 0.0)),
        "quit": np.maximum(state["quit"], chance[5] < watchers["quit_rate"]),
    }


def _change_phone(state: Table, chance: Array, random: np.random.Generator) -> Table:
    """A new phone sees every concern a little differently, from that day on."""
    changes = chance[6] < mean("phone_rate")
    n = int(changes.sum())
    if n == 0:
        return state
    phone, bias = state["phone"].copy(), state["bias"].copy()
    phone[changes] = random.integers(0, len(PHONES_MM_PER_PX), n)
    bias[changes] = mean("phone_bias") * photo_sds()[0].mean(axis=0) * random.standard_normal((n, len(CONCERNS)))
    return {**state, "phone": phone, "bias": bias}


def photograph(
    watchers: Table, state: Table, scores: Array, random: np.random.Generator, *, poor: Mask
) -> tuple[Array, Array]:
    """What a photo measures, whether or not anybody takes it.

    Errors of one photo go together in part: one light for all of them (E130).

    Args:
        watchers: with `noise`.
        state: with `phone` and `bias`.
        scores: (n, len(CONCERNS)) true.
        random: source of chance.
        poor: (n,) photos of poor quality.

    Returns:
        Measured scores and told SDs, (n, len(CONCERNS)); scores are NaN where the phone's photos are too coarse.
    """
    good, bad, hidden = photo_sds()
    sd = np.where(poor[:, None], bad[state["phone"]], good[state["phone"]])
    share = mean("error_share")
    common = random.standard_normal((len(scores), 1))
    error = np.sqrt(share) * common + np.sqrt(1 - share) * random.standard_normal(scores.shape)
    value = np.clip(scores + state["bias"] + watchers["noise"][:, None] * sd * error, 0.0, 100.0)
    return np.where(hidden[state["phone"]], np.nan, value), sd


def _write_factors(watchers: Table, happened: Array, random: np.random.Generator, *, writes: Mask, gone: Mask) -> Array:
    """Logged factors: rounded, recalled with error, many left out; services answer as long as the person is there."""
    step, low, high, swing = _steps()
    wrong = watchers["recall"][:, None] * swing * random.standard_normal(happened.shape)
    value = np.clip(np.round((happened + wrong) / step) * step, low, high)
    served = [FACTORS.index(name) for name in SERVED]
    there: Mask = np.repeat(writes[:, None], len(FACTORS), axis=1)
    there[:, served] = ~gone[:, None]
    there &= (watchers["asked"] > 0) & (random.random(happened.shape) < mean("field_filled_share"))
    cycle = FACTORS.index("cycle_day")
    there[:, cycle] &= happened[:, cycle] >= 0
    return np.where(there, value, np.nan)


@cache
def photo_sds() -> tuple[Array, Array, Array]:
    """SD of a good photo, of a poor one, and whether it is too coarse to show a concern: (phones, len(CONCERNS))."""

    def table(quality: float) -> Array:
        rows = [[score_sd(c, native_mm_per_px=mm, quality=quality) for c in CONCERNS] for mm in PHONES_MM_PER_PX]
        return np.array(rows)

    hidden = np.array([[mm > concerns()[c].detail_mm for c in CONCERNS] for mm in PHONES_MM_PER_PX])
    return table(GOOD), table(POOR), hidden


@cache
def _steps() -> tuple[Array, Array, Array, Array]:
    """Rounding, bounds, and swing of each factor; what is counted or served has no error of recall."""
    rows = [factors()[name] for name in FACTORS]
    exact = ("cycle_day", "shaving", "smoking_cigarettes")
    swing = [0.0 if row.name in exact else row.swing * (0.3 if row.name in SERVED else 1.0) for row in rows]
    step = [ROUNDED.get(name, 1.0) for name in FACTORS]
    return np.array(step), np.array([r.low for r in rows]), np.array([r.high for r in rows]), np.array(swing)
