"""The saturating world: everything has a ceiling, and factors change what other factors do.

The burden of a concern moves as a logarithm, so that products take off shares and not points. Sunscreen, tone, acids
and vitamin C change what light does; dry air and habit change what irritates; short sleep sharpens stress, and long
stress dulls it; below a personal threshold irritation does not show.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from skincast.twin.life.drivers import DRIVERS, FELT, drivers_of, irritancy, usual_drivers
from skincast.twin.life.exposure import advance_exposure, seen_exposure, start_exposure, sum_by_concern
from skincast.twin.life.habits import ordinary_days
from skincast.twin.life.levels import level_covariance, level_mean
from skincast.twin.life.population import by_concern, mean, spread
from skincast.twin.life.world import CONCERNS, FACTORS, PRODUCTS, Array, Inputs, People, Table
from skincast.twin.life.worlds.gauss import couplings, pool_gain, source_columns
from skincast.twin.life.worlds.sensitivity import draw_sensitivities, of_products

POINTS_PER_LATENT = 19.0
"""Slope of the score's curve where most people are: what turns points of `population.toml` into logarithms."""
SETTLING_DAYS = 120
"""Ordinary days before the first one."""
LEAST, MOST = 3.0, 97.5
"""Levels between which a logarithm can stand for them."""


class SaturatingWorld:
    """Hill curves and interactions around a logistic score.

    Source: ours; numbers in `population.toml`.
    """

    name = "saturating"

    def draw_persons(self, people: People, random: np.random.Generator) -> Table:
        """Levels, log-normal sensitivities, memories, thresholds and how the skin takes light."""
        n, c = len(people.seed), len(CONCERNS)
        root = np.linalg.cholesky(level_covariance())
        level = np.clip(level_mean(people) + random.standard_normal((n, c)) @ root.T, LEAST, MOST)
        light = np.exp(-mean("light_per_tone") * (people.tone - 5.0))
        memory = by_concern("memory") * np.exp(spread("memory.acne") * random.standard_normal((n, 1)))
        width = spread("deviation.acne")
        swing = by_concern("deviation") * np.exp(width * random.standard_normal((n, 1)) - width**2 / 2)
        return {
            "latent": np.log((100 - level) / level),
            "sensitivity": draw_sensitivities(n, self.name, random),
            "keep": np.exp(-1 / np.maximum(memory, 1.0)),
            "swing": swing / POINTS_PER_LATENT,
            "threshold": np.exp(random.normal(np.log(mean("irritation_threshold")), spread("irritation_threshold"), n)),
            "light": light,
            "usual_drivers": _usual(people, light),
            "usual_stress": usual_drivers(people)[:, DRIVERS.index("stress")],
            "usual_irritants": people.usual_products @ irritancy(),
            "cycle_length_days": people.cycle_length_days,
        }

    def start(self, persons: Table, random: np.random.Generator) -> Table:
        """In balance with ordinary days; the deviation from its long-run law."""
        n = len(persons["threshold"])
        state = {
            **start_exposure(persons["usual_drivers"]),
            "acids": np.zeros(n),
            "vitamin": np.zeros(n),
            "stress_slow": persons["usual_stress"].copy(),
            "tired": np.zeros(n),
            "irritation": np.zeros(n),
            "tolerance": persons["usual_irritants"].copy(),
            "deviation": persons["swing"] * random.standard_normal((n, len(CONCERNS))),
            "day": np.zeros(n),
        }
        push = _push(persons, state)
        return {**state, "push": push, **_settled(persons, push, state["deviation"], random)}

    def advance(self, persons: Table, state: Table, inputs: Inputs, random: np.random.Generator) -> Table:
        """One day more."""
        drivers = drivers_of(persons, inputs, years=state["day"] / 365.25)
        skin = {**_feel_products(state, drivers, inputs), "day": state["day"] + 1}
        skin |= _feel_strain(state, drivers)
        sed = inputs.factors[:, FACTORS.index("uv_dose_sed")]
        aids = np.stack([skin["acids"], skin["vitamin"]], axis=1)
        drivers[:, DRIVERS.index("uv")] = _light(
            persons["light"], sed, inputs.products[:, PRODUCTS.index("uv_filter")], aids
        )
        drivers[:, DRIVERS.index("irritants")] = _shown(persons, skin["irritation"])
        drivers[:, : len(FELT)] = _bend(drivers[:, : len(FELT)])
        skin |= advance_exposure(state, drivers, pace=mean("saturating_pace"))
        push = _push(persons, skin)
        deviation = _wander(persons, state["deviation"], random)
        pools = _fill(state["pools"], push + deviation)
        return {**skin, "push": push, "deviation": deviation, "pools": pools}

    def scores(self, persons: Table, state: Table) -> Array:
        """Logistic in the burden's logarithm."""
        latent = persons["latent"] + state["push"] + state["deviation"]
        latent += np.maximum(state["pools"], -0.3) @ couplings()
        return np.asarray(100.0 / (1.0 + np.exp(np.clip(latent, -6, 6))))


def _usual(people: People, light: Array) -> Array:
    """(n, len(DRIVERS)) as they are felt on ordinary days, little and much of everything; irritation does not show."""
    plain, aids = usual_drivers(people), np.zeros((len(light), 2))
    screen, sed = people.usual_products[:, PRODUCTS.index("uv_filter")], FACTORS.index("uv_dose_sed")
    usual = plain.copy()
    usual[:, DRIVERS.index("irritants")] = 0.0
    usual[:, : len(FELT)] = 0.0
    for share, day in ordinary_days(people.usual_factors):
        felt = usual_drivers(people, day)[:, : len(FELT)]
        felt[:, DRIVERS.index("stress")] -= mean("stress_habit_share") * plain[:, DRIVERS.index("stress")]
        felt[:, DRIVERS.index("uv")] = _light(light, day[:, sed], screen, aids)
        usual[:, : len(FELT)] += share * _bend(felt)
    return usual


def _settled(persons: Table, push: Array, deviation: Array, random: np.random.Generator) -> Table:
    """Deviation and pools after months of ordinary days: pools only ever worsen, so that their spread costs points."""
    pools = np.tanh(np.take(push, source_columns(), axis=1))
    for _ in range(SETTLING_DAYS):
        deviation = _wander(persons, deviation, random)
        pools = _fill(pools, push + deviation)
    return {"deviation": deviation, "pools": pools}


def _fill(pools: Array, burden: Array) -> Array:
    """(n, sources) one day later, under these burdens' logarithms (n, C)."""
    return np.asarray(pools + (np.tanh(np.take(burden, source_columns(), axis=1)) - pools) * pool_gain())


def _push(persons: Table, exposure: Table) -> Array:
    """(n, C) what all factors add to the burdens' logarithms."""
    return sum_by_concern(felt_exposure(exposure) * persons["sensitivity"]) / -POINTS_PER_LATENT


def felt_exposure(exposure: Table) -> Array:
    """(n, number of effects) what each effect sees today; products by a Hill curve of what has been used."""
    seen = seen_exposure(exposure, adaptation=0.0)
    used = np.clip(seen[:, of_products()], 0.0, 1.0) ** 2
    half = mean("product_half") ** 2
    seen[:, of_products()] = used * (1 + half) / (used + half)
    return seen


def _shown(persons: Table, irritation: Array) -> Array:
    """(n,) irritation beyond what this person's skin bears without a sign."""
    return np.asarray(mean("irritation_scale") * np.maximum(irritation - persons["threshold"], 0.0))


def _bend(felt: Array) -> Array:
    """Factors saturate: the tenth drink does not do ten times as much as the first."""
    return np.asarray(felt / (1 + np.abs(felt) / mean("factor_ceiling")) * (1 + 1 / mean("factor_ceiling")))


def _light(light: Array, sed: Array, screen: Array, aids: Array) -> Array:
    """The driver `uv` after sunscreen, tone, acids and vitamin C; a Hill curve of the dose.

    Source: acids E111-E113, vitamin C E088; sizes ours.
    """
    passed = sed * (1 - mean("screen_share") * screen) * light
    passed = passed * (1 + mean("acid_light") * aids[:, 0]) * (1 - mean("vitamin_light") * aids[:, 1])
    half = mean("light_half_sed")
    return np.asarray(8.0 * (passed**1.5 / (passed**1.5 + half**1.5)) - _usual_light())


@cache
def _usual_light() -> float:
    half = mean("light_half_sed")
    return float(8.0 * 1.5**1.5 / (1.5**1.5 + half**1.5))


def _feel_products(state: Table, drivers: Array, inputs: Inputs) -> Table:
    """Irritation with habit: dry air adds to what irritates, weeks of use take it away."""
    load = drivers[:, DRIVERS.index("irritants")]
    load = load * (1 + mean("dry_irritation") * np.maximum(_column(drivers, "dry_air"), 0.0))
    tolerance = state["tolerance"] + (load - state["tolerance"]) / mean("adaptation_days")
    calm = mean("adaptation_share") * tolerance / (tolerance + mean("tolerance_half"))
    acids = inputs.products[:, PRODUCTS.index("glycolic_acid")]
    vitamin = inputs.products[:, PRODUCTS.index("ascorbic_acid")]
    return {
        "tolerance": tolerance,
        "irritation": state["irritation"] + (load * (1 - calm) - state["irritation"]) / mean("irritation_days"),
        "acids": state["acids"] + (acids - state["acids"]) / 3.0,
        "vitamin": state["vitamin"] + (vitamin - state["vitamin"]) / 5.0,
    }


def _feel_strain(state: Table, drivers: Array) -> Table:
    """Short sleep sharpens stress, and what lasts is felt less; changes the stress driver in place."""
    tired = state["tired"] + (_column(drivers, "sleep_short") - state["tired"]) / 3.0
    stress = _column(drivers, "stress")
    slow = state["stress_slow"] + (stress - state["stress_slow"]) / mean("stress_habit_days")
    felt = stress - mean("stress_habit_share") * slow
    drivers[:, DRIVERS.index("stress")] = felt * (1 + mean("stress_sleep") * np.clip(tired, 0.0, 2.0) * (felt > 0))
    return {"tired": tired, "stress_slow": slow}


def _wander(persons: Table, deviation: Array, random: np.random.Generator) -> Array:
    """The part that no factor explains: mostly small, now and then a wild day for all concerns."""
    keep = persons["keep"]
    fresh = random.standard_normal(deviation.shape)
    heavy = np.where(random.random((len(deviation), 1)) < mean("wild_day_rate"), mean("wild_day"), 0.9)
    return np.asarray(keep * deviation + np.sqrt(1 - keep**2) * persons["swing"] * heavy * fresh)


def _column(drivers: Array, name: str) -> Array:
    return np.asarray(drivers[:, DRIVERS.index(name)])
