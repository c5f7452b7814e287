"""What of a day skin can feel: factors in swings from their usual value, phases of the cycle, products.

All worlds feel the same drivers; what they make of them differs. A driver is 0 on an ordinary day without products.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from skincast.catalog import factors as catalog_factors
from skincast.twin.life.population import mean
from skincast.twin.life.world import FACTORS, PRODUCTS, Array, Inputs, People, Table

FELT = {
    "sleep_short": ("sleep_hours", -1.0),
    "sleep_bad": ("sleep_quality", -1.0),
    "stress": ("stress", 1.0),
    "exercise": ("exercise_min", 1.0),
    "uv": ("uv_dose_sed", 1.0),
    "dry_air": ("humidity_percent", -1.0),
    "warmth": ("temperature_c", 1.0),
    "fine_dust": ("pm2_5_ug_m3", 1.0),
    "water": ("water_ml", 1.0),
    "glycemic": ("glycemic_load", 1.0),
    "dairy": ("dairy_servings", 1.0),
    "alcohol": ("alcohol_drinks", 1.0),
    "smoking": ("smoking_cigarettes", 1.0),
    "shaving": ("shaving", 1.0),
    "touching": ("face_touching", 1.0),
}
"""Driver -> factor and sign: (value - usual) / swing of the catalog."""
PHASES = ("premenstrual", "menses")
"""1 in the week before the period, and in its first days; 0 else."""
MIXED = ("irritants", "cream", "years")
"""Sum of what irritates; the most used cream of any kind; years since the life began."""
DRIVERS = (*FELT, *PHASES, *PRODUCTS, *MIXED)
PREMENSTRUAL_DAYS = 7.0
MENSES_DAYS = 5.0
CREAMS = tuple(name for name in PRODUCTS if name != "uv_filter")
"""Sunscreen is put on for the sun and counts as itself alone."""


def drivers_of(persons: Table, inputs: Inputs, *, years: Array) -> Array:
    """Drivers of one day.

    Args:
        persons: with `cycle_length_days`.
        inputs: of the day.
        years: (n,) since the life began.

    Returns:
        (n, len(DRIVERS)) float64.
    """
    columns, usual, scale = _felt()
    felt = (inputs.factors[:, columns] - usual) * scale
    phases = phases_of(inputs.factors[:, FACTORS.index("cycle_day")], persons["cycle_length_days"])
    return np.concatenate([felt, phases, inputs.products, _mixed(inputs.products, years)], axis=1)


def phases_of(cycle_day: Array, length_days: Array) -> Array:
    """Whether a day lies before a period, as far as the person's mean length tells, and whether within one.

    Args:
        cycle_day: (n,) days since the period began; -1: no cycle.
        length_days: (n,) mean length.

    Returns:
        (n, 2) 0 or 1.

    Source: weeks of worsening by E004; a late period prolongs the days before it.
    """
    late = cycle_day >= length_days - PREMENSTRUAL_DAYS
    early = (cycle_day >= 0) & (cycle_day < MENSES_DAYS)
    return np.stack([late, early], axis=1).astype(np.float64)


def usual_drivers(people: People, factors: Array | None = None) -> Array:
    """Drivers of each person's ordinary day when the life begins, phases by their share of the cycle.

    Args:
        people: who.
        factors: (n, len(FACTORS)) of another day; None: of the ordinary one.
    """
    persons = {"cycle_length_days": people.cycle_length_days}
    happened = people.usual_factors if factors is None else factors
    inputs = Inputs(factors=happened, products=people.usual_products)
    drivers = drivers_of(persons, inputs, years=np.zeros(len(people.seed)))
    share = np.stack([PREMENSTRUAL_DAYS / people.cycle_length_days, MENSES_DAYS / people.cycle_length_days], axis=1)
    at = DRIVERS.index(PHASES[0])
    drivers[:, at : at + 2] = share * people.cycling[:, None]
    return drivers


def _mixed(products: Array, years: Array) -> Array:
    cream = products[:, [PRODUCTS.index(name) for name in CREAMS]].max(axis=1)
    return np.stack([products @ irritancy(), cream, years], axis=1)


@cache
def irritancy() -> Array:
    """How much a full daily use of each product irritates, (len(PRODUCTS),)."""
    return np.array([mean(f"irritancy.{name}") for name in PRODUCTS])


@cache
def _felt() -> tuple[list[int], Array, Array]:
    rows = [catalog_factors()[name] for name, _ in FELT.values()]
    signs = np.array([sign for _, sign in FELT.values()])
    columns = [FACTORS.index(row.name) for row in rows]
    return columns, np.array([row.usual for row in rows]), signs / np.array([row.swing for row in rows])
