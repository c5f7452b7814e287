"""What every world is: a law by which skin follows a life. Worlds differ in structure, not only in numbers.

A world is written once, over arrays whose first axis is people (or particles of one person), so that the simulator and
the oracle run the very same law.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Table = Mapping[str, Array]
"""Named arrays, first axis people."""

CONCERNS = (
    "acne",
    "redness",
    "pigmentation",
    "pores",
    "texture",
    "wrinkles",
    "firmness",
    "dryness",
    "oiliness",
    "sensitivity",
    "dark_circles",
    "eye_bags",
    "radiance",
)
"""Of the catalog, in the order of the last axis of scores."""

FACTORS = (
    "sleep_hours",
    "sleep_quality",
    "stress",
    "exercise_min",
    "uv_dose_sed",
    "humidity_percent",
    "temperature_c",
    "pm2_5_ug_m3",
    "water_ml",
    "glycemic_load",
    "dairy_servings",
    "alcohol_drinks",
    "smoking_cigarettes",
    "shaving",
    "face_touching",
    "cycle_day",
)
"""Of the catalog, in the order of the last axis of `Inputs.factors`; `cycle_day` is -1 for people without a cycle."""

PRODUCTS = (
    "adapalene",
    "benzoyl_peroxide",
    "azelaic_acid",
    "salicylic_acid",
    "niacinamide",
    "retinol",
    "glycolic_acid",
    "ascorbic_acid",
    "ceramides",
    "uv_filter",
    "vehicle",
)
"""In the order of the last axis of `Inputs.products`; `vehicle` is a cream without an active ingredient."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who they are, as far as it moves a life or a skin; every array is `(n,)`."""

    seed: NDArray[np.int64]
    """Of each person: the renderer draws the face from it."""
    age_years: Array
    female: NDArray[np.bool_]
    cycling: NDArray[np.bool_]
    """Has a menstrual cycle that shows: no hormonal contraception."""
    contraception: NDArray[np.bool_]
    smoker: NDArray[np.bool_]
    tone: NDArray[np.int64]
    """Monk 1-10."""
    place: NDArray[np.int64]
    """Index of the climate."""
    cycle_length_days: Array
    """Mean length of the person's cycle; of no meaning without one."""
    outdoor_hours: Array
    """Of an ordinary day, in daylight."""
    usual_factors: Array
    """(n, len(FACTORS)) the person's own ordinary day when the life begins: what their skin is in balance with."""
    usual_products: Array
    """(n, len(PRODUCTS)) what they have long been using when the life begins, 0-1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What one day brought."""

    factors: Array
    """(n, len(FACTORS)) what truly happened, in catalog units."""
    products: Array
    """(n, len(PRODUCTS)) share of a full daily use, 0-1."""
    weekday: int = 0
    day_of_year: int = 0


class World(Protocol):
    """A law of skin. Deterministic given the generator."""

    name: str

    def draw_persons(self, people: People, random: np.random.Generator) -> Table:
        """Everything about these people that no day changes: sensitivities, levels, time constants."""

    def start(self, persons: Table, random: np.random.Generator) -> Table:
        """State in the evening before the first day, in each person's own equilibrium."""

    def advance(self, persons: Table, state: Table, inputs: Inputs, random: np.random.Generator) -> Table:
        """State one day later, chance included."""

    def scores(self, persons: Table, state: Table) -> Array:
        """(n, len(CONCERNS)) true scores, 0-100, higher is better."""


def take(table: Table, index: NDArray[np.int64]) -> Table:
    """The rows of a table in a new order, repeats allowed: how particles are resampled."""
    return {name: values[index] for name, values in table.items()}
