"""What people do day by day: habits around personal means, weekdays, exams, holidays and the cycle.

Habits swing together (a stressful day sleeps badly and drinks more) and linger from day to day. Everything keeps the
person's mean, so that `usual_factors` is what their skin is in balance with.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from skincast.catalog import factors
from skincast.twin.life.population import mean, spread
from skincast.twin.life.world import FACTORS, Array, People, Table

ADDED = ("sleep_hours", "sleep_quality", "stress", "face_touching")
"""Habits whose swing is added to the mean."""
SCALED = (
    "exercise_min",
    "water_ml",
    "glycemic_load",
    "dairy_servings",
    "alcohol_drinks",
    "smoking_cigarettes",
    "outdoors",
)
"""Habits whose swing multiplies the mean; `outdoors` are hours, from which the UV dose follows."""
HABITS = (*ADDED, *SCALED)
TOGETHER = {
    ("stress", "sleep_hours"): -0.3,
    ("stress", "sleep_quality"): -0.4,
    ("stress", "alcohol_drinks"): 0.2,
    ("stress", "face_touching"): 0.35,
    ("stress", "smoking_cigarettes"): 0.3,
    ("stress", "glycemic_load"): 0.15,
    ("sleep_hours", "sleep_quality"): 0.45,
    ("alcohol_drinks", "sleep_quality"): -0.3,
    ("alcohol_drinks", "smoking_cigarettes"): 0.25,
    ("exercise_min", "outdoors"): 0.25,
    ("exercise_min", "stress"): -0.15,
    ("exercise_min", "water_ml"): 0.3,
}
"""Correlations of the days' swings (ours, untested)."""
MOST = {
    "exercise_min": 360.0,
    "water_ml": 6000.0,
    "glycemic_load": 400.0,
    "dairy_servings": 9.0,
    "alcohol_drinks": 15.0,
    "smoking_cigarettes": 60.0,
}
"""What one day can hold (ours, untested)."""
WEEKEND = {"sleep_hours": 0.5, "stress": -0.6, "alcohol_drinks": 0.6, "outdoors": 0.35, "glycemic_load": 0.08}
"""What Saturday and Sunday add (of scaled habits: as logarithm); weekdays give it back (ours, untested)."""
HOLIDAY = {"sleep_hours": 0.7, "stress": -1.5, "alcohol_drinks": 0.4, "outdoors": 0.6, "glycemic_load": 0.08}
"""What holidays add (ours, untested)."""
EXAM = {"sleep_hours": -0.6, "sleep_quality": -0.4, "stress": 2.5, "outdoors": -0.3, "exercise_min": -0.4}
"""What exams, or a hard time at work, add (ours, untested)."""

DAY_SWINGS, DAY_SHARES = (-np.sqrt(3.0), 0.0, np.sqrt(3.0)), (1 / 6, 2 / 3, 1 / 6)
"""Little, ordinary and much of a habit, in SDs, and how often: they keep a normal's first five moments."""
EXAM_DAYS, HOLIDAY_DAYS = 14.0, 10.0
"""Usual lengths (ours, untested)."""


def usual_habits(
    n: int, random: np.random.Generator, *, smoker: NDArray[np.bool_], female: NDArray[np.bool_], age_years: Array
) -> Array:
    """Personal means of the habits, (n, len(FACTORS)); weather and UV are left 0.

    Source: catalog's usual values; spreads in `population.toml`, ours.
    """
    usual = np.zeros((n, len(FACTORS)))
    for name in ADDED:
        usual[:, FACTORS.index(name)] = mean(f"usual.{name}") + spread(f"usual.{name}") * random.standard_normal(n)
    for name in SCALED[:-1]:
        width = spread(f"usual.{name}")
        factor = np.exp(width * random.standard_normal(n) - width**2 / 2)
        usual[:, FACTORS.index(name)] = mean(f"usual.{name}") * factor
    usual[:, FACTORS.index("alcohol_drinks")] *= random.random(n) > mean("abstinent_share")
    usual[:, FACTORS.index("smoking_cigarettes")] *= smoker
    shave = np.where(female, 0.0, random.choice([0.05, 0.35, 0.7, 0.95], n))
    usual[:, FACTORS.index("shaving")] = np.where(female & (age_years > 30), 0.02, shave)
    usual[:, FACTORS.index("cycle_day")] = -1.0
    for name in ADDED:
        row = factors()[name]
        usual[:, FACTORS.index(name)] = np.clip(usual[:, FACTORS.index(name)], row.low + 0.3, row.high - 0.3)
    return usual


def ordinary_days(usual: Array) -> tuple[tuple[float, Array], ...]:
    """Little, ordinary and much of every habit, and how often: what bends must be averaged over.

    Args:
        usual: (n, len(FACTORS)) of each person's ordinary day.

    Returns:
        Shares that sum to 1, each with (n, len(FACTORS)). What people do together is not told: each column for itself.

    Source: the three points that keep a normal's first five moments; holidays, exams and the week are left out.
    """
    return tuple((share, _swung(usual, at)) for at, share in zip(DAY_SWINGS, DAY_SHARES, strict=True))


def _swung(usual: Array, swing: float) -> Array:
    """The day on which every habit is so many SDs from its mean."""
    day: Array = usual.copy()
    for name in ADDED:
        row, column = factors()[name], FACTORS.index(name)
        day[:, column] = np.clip(usual[:, column] + swing * _width(name), row.low, row.high)
    scale = np.exp(swing * _log_widths() - _log_widths() ** 2 / 2)
    for at, name in enumerate(SCALED):
        day[:, FACTORS.index("uv_dose_sed" if name == "outdoors" else name)] *= scale[at]
    return day


def start_habits(people: People, random: np.random.Generator) -> Table:
    """Swings and spells in their long-run law, everybody somewhere in their cycle."""
    n = len(people.seed)
    length = _next_length(people, random)
    day = np.floor(random.random(n) * length)
    return {
        "swing": random.standard_normal((n, len(HABITS))) @ _root().T,
        "exam_left": _within_spell(random.random((2, n)), rate=_exam_rate(people.age_years), days=EXAM_DAYS),
        "holiday_left": _within_spell(random.random((2, n)), rate=mean("holiday_rate"), days=HOLIDAY_DAYS),
        "cycle_day": np.where(people.cycling, day, -1.0),
        "cycle_now": length,
    }


def advance_habits(people: People, state: Table, random: np.random.Generator, *, day_of_year: int) -> Table:
    """One day more of swings, exams, holidays and the cycle."""
    keep = mean("habit_keep")
    fresh = random.standard_normal(state["swing"].shape) @ _root().T
    chance = random.random((2, len(people.seed)))
    length = _next_length(people, random)
    new_cycle = state["cycle_day"] + 1 >= state["cycle_now"]
    day = np.where(new_cycle, 0.0, state["cycle_day"] + 1)
    return {
        "swing": keep * state["swing"] + np.sqrt(1 - keep**2) * fresh,
        "exam_left": _spell(state["exam_left"], chance[0], rate=_exam_rate(people.age_years), days=EXAM_DAYS),
        "holiday_left": _spell(state["holiday_left"], chance[1], rate=_holiday_rate(day_of_year), days=HOLIDAY_DAYS),
        "cycle_day": np.where(people.cycling, day, -1.0),
        "cycle_now": np.where(new_cycle, length, state["cycle_now"]),
    }


def read_habits(people: People, state: Table, weather: Table, random: np.random.Generator, *, weekday: int) -> Array:
    """What truly happened on the day.

    Args:
        people: who.
        state: of their habits.
        weather: of the day, as by `read_weather`.
        random: source of chance (whether somebody shaves).
        weekday: 0 Monday - 6 Sunday.

    Returns:
        (n, len(FACTORS)) in catalog units.
    """
    push = _push(state, weekday)
    out = np.zeros((len(people.seed), len(FACTORS)))
    for at, name in enumerate(ADDED):
        row, column = factors()[name], FACTORS.index(name)
        value = people.usual_factors[:, column] + _width(name) * state["swing"][:, at] + push[:, at]
        out[:, column] = np.clip(value, row.low, row.high)
    scale = np.exp(push[:, len(ADDED) :] + _log_widths() * state["swing"][:, len(ADDED) :] - _log_widths() ** 2 / 2)
    for at, name in enumerate(SCALED[:-1]):
        column = FACTORS.index(name)
        out[:, column] = np.minimum(people.usual_factors[:, column] * scale[:, at], MOST[name])
    hours = np.minimum(people.outdoor_hours * scale[:, -1], 9.0)
    out[:, FACTORS.index("uv_dose_sed")] = hours * weather["sed_per_hour"]
    for name in ("temperature_c", "humidity_percent", "pm2_5_ug_m3"):
        out[:, FACTORS.index(name)] = weather[name]
    shaves = random.random(len(out)) < people.usual_factors[:, FACTORS.index("shaving")]
    out[:, FACTORS.index("shaving")] = shaves
    out[:, FACTORS.index("cycle_day")] = state["cycle_day"]
    return out


def _push(state: Table, weekday: int) -> Array:
    """(n, len(HABITS)) what weekday, exams and holidays add."""
    weekend = 1.0 if weekday >= 5 else -0.4
    exam = (state["exam_left"] > 0).astype(float)[:, None] * _spell_push("exam")
    holiday = (state["holiday_left"] > 0).astype(float)[:, None] * _spell_push("holiday")
    return np.asarray(weekend * _spell_push("weekend") + exam + holiday)


@cache
def _spell_push(kind: str) -> Array:
    table = {"weekend": WEEKEND, "holiday": HOLIDAY, "exam": EXAM}[kind]
    return np.array([table.get(name, 0.0) for name in HABITS])


def _spell(left: Array, chance: Array, *, rate: Array | float, days: float) -> Array:
    """Days left of a spell; a new one has half to one and a half times the usual length."""
    begins = (left <= 0) & (chance < rate)
    length = np.round(days * (0.5 + chance / np.maximum(rate, 1e-9)))
    return np.asarray(np.where(begins, length, np.maximum(left - 1, 0.0)))


def _within_spell(chance: Array, *, rate: Array | float, days: float) -> Array:
    """(n,) days left for those who are within a spell when the life begins, else 0; `chance` is (2, n)."""
    share = np.asarray(rate) * days / (1 + np.asarray(rate) * days)
    return np.where(chance[0] < share, np.ceil(chance[1] * days), 0.0)


def _exam_rate(age_years: Array) -> Array:
    """A day's chance that exams (or a hard time at work) begin."""
    return np.where(age_years < 26, mean("exam_rate_young"), mean("exam_rate_older"))


def _holiday_rate(day_of_year: int) -> float:
    busy = 182 <= day_of_year <= 243 or day_of_year >= 350
    return mean("holiday_rate") * (3.0 if busy else 1.0)


def _next_length(people: People, random: np.random.Generator) -> Array:
    """Length of the cycle that begins."""
    n = len(people.seed)
    swing = spread("cycle_swing") * random.standard_normal(n) + 7.0 * (random.random(n) < mean("late_period_share"))
    return np.asarray(np.clip(np.rint(people.cycle_length_days + swing), 18, 60))


@cache
def _root() -> Array:
    """Root of the correlations of habits."""
    table = np.eye(len(HABITS))
    for (one, other), value in TOGETHER.items():
        a, b = HABITS.index(one), HABITS.index(other)
        table[a, b] = table[b, a] = value
    return np.asarray(np.linalg.cholesky(table))


@cache
def _width(name: str) -> float:
    """SD between the days of one person, the catalog's swing."""
    return factors()[name].swing


@cache
def _log_widths() -> Array:
    return np.array([mean(f"day_swing.{name}") for name in SCALED])
