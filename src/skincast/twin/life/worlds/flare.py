"""The flare world: single lesions are born, ripen, burst and leave marks; the scores follow from what is there.

Factors and products change how often that happens, never a score itself. New papules call further ones, so that acne
comes in flares; other concerns come in bursts that fade.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from skincast.twin.life.drivers import DRIVERS, drivers_of, usual_drivers
from skincast.twin.life.exposure import advance_exposure, seen_exposure, start_exposure, sum_by_concern
from skincast.twin.life.habits import DAY_SHARES, ordinary_days
from skincast.twin.life.lesions import INFLAMMATORY, STAGES, acne_score, inflammatory_of
from skincast.twin.life.levels import level_covariance, level_mean
from skincast.twin.life.population import by_concern, effects, mean, spread
from skincast.twin.life.world import CONCERNS, FACTORS, PRODUCTS, Array, Inputs, People, Table
from skincast.twin.life.worlds.follicle import advance_counts, start_counts
from skincast.twin.life.worlds.gauss import SOURCES, couplings, pool_gain, source_columns
from skincast.twin.life.worlds.sensitivity import columns_of, draw_sensitivities

POINTS_PER_LATENT = 21.0
"""Slope of 100 exp(-burden) by the burden's logarithm where most people are."""
POINTS_PER_HAZARD = 17.0
"""Points of acne per logarithm of the lesions, on the scale between 5 and 50 of them."""
ACNE = CONCERNS.index("acne")
SETTLING_DAYS = 120
"""Ordinary days before the first one; what outlasts them starts near its balance."""
USUAL_RED, USUAL_BROWN = 4.5, 9.6
"""Weighed red marks, and brown ones of all that might turn brown, per lesion of `inflammatory` in the long run."""
COMEDONAL = frozenset({"adapalene", "retinol", "salicylic_acid", "glycemic", "dairy", "cream", "azelaic_acid"})
"""Drivers that also move the birth of comedones; the others only inflame (E002 against E001)."""


class FlareWorld:
    """Births, hazards and bursts.

    Source: ours; numbers in `population.toml`.
    """

    name = "flare"

    def draw_persons(self, people: People, random: np.random.Generator) -> Table:
        """Lesions of an ordinary day, log-normal sensitivities, how marks form and clear, how stormy the skin is."""
        n, c = len(people.seed), len(CONCERNS)
        root = np.linalg.cholesky(level_covariance())
        level = np.clip(level_mean(people) + random.standard_normal((n, c)) @ root.T, 5.0, 98.0)
        width = spread("deviation.acne")
        light = np.exp(-mean("light_per_tone") * (people.tone - 5.0))
        days = _days_of(people, light)
        tone = (people.tone - 5.0) * mean("brown_per_tone")
        return {
            "latent": np.log(-np.log(level / 100.0)),
            "inflammatory": inflammatory_of(level[:, ACNE]) * mean("flare_thinning"),
            "sensitivity": draw_sensitivities(n, self.name, random) * _acne_gain(),
            "storm": np.exp(width * random.standard_normal(n) - width**2 / 2),
            "nodule_share": mean("nodule_share") * np.exp(spread("nodule_share") * random.standard_normal(n)),
            "red_share": np.clip(random.normal(mean("red_share"), spread("red_share"), n), 0.1, 0.95),
            "brown_share": 1
            / (1 + np.exp(-(mean("brown_odds") + tone + spread("brown_odds") * random.normal(size=n)))),
            "light": light,
            "usual_drivers": np.tensordot(days, np.array(DAY_SHARES), axes=(1, 0)),
            "usual_days": days,
            "cycle_length_days": people.cycle_length_days,
        }

    def start(self, persons: Table, random: np.random.Generator) -> Table:
        """Months of ordinary days lived in advance: flares, marks and pools have no simple law in the long run."""
        n = len(persons["storm"])
        exposure = start_exposure(persons["usual_drivers"])
        push = _push(persons, exposure)
        burst = _long_run(n, random) * persons["storm"][:, None]
        state: Table = {
            **exposure,
            "push": push,
            "counts": start_counts(persons, -push[:, ACNE] / POINTS_PER_HAZARD, random),
            "flare": np.zeros(n),
            "burst": burst,
            "pools": _own(burst, push),
            "day": np.zeros(n),
        }
        lived: Table = exposure
        for _ in range(SETTLING_DAYS):
            lived = advance_exposure(lived, _any_day(persons, random), pace=mean("flare_pace"))
            state = {**state, **_react(persons, state, lived, random)}
        return {**state, "push": push}

    def advance(self, persons: Table, state: Table, inputs: Inputs, random: np.random.Generator) -> Table:
        """One day more of births, ripening, bursts and fading."""
        drivers = drivers_of(persons, inputs, years=state["day"] / 365.25)
        screen = inputs.products[:, PRODUCTS.index("uv_filter")]
        sed = inputs.factors[:, FACTORS.index("uv_dose_sed")]
        drivers[:, DRIVERS.index("uv")] = _burn(persons["light"], sed, screen)
        exposure = advance_exposure(state, drivers, pace=mean("flare_pace"))
        return {**exposure, **_react(persons, state, exposure, random), "day": state["day"] + 1}

    def scores(self, persons: Table, state: Table) -> Array:
        """Acne from the lesions; the others fall exponentially with their burden, to which marks and pools add."""
        counts = state["counts"]
        latent = persons["latent"] + state["burst"] - state["push"] / POINTS_PER_LATENT
        latent += state["pools"] @ _pulls() + marks_burden(persons, counts)
        scores = 100.0 * np.exp(-np.exp(np.clip(latent, -6.0, 1.6)))
        scores[:, ACNE] = acne_score(counts)
        return np.asarray(scores)


def _react(persons: Table, state: Table, exposure: Table, random: np.random.Generator) -> Table:
    """What skin makes of a day that has been seen."""
    push = _push(persons, exposure)
    inflames = -push[:, ACNE] / POINTS_PER_HAZARD
    clogs = -_clogging(persons, exposure) / POINTS_PER_HAZARD
    fades = _fading(exposure)
    counts, born = advance_counts(
        persons, state["counts"], random, inflames=inflames, clogs=clogs, fades=fades, flare=state["flare"]
    )
    burst = _burst(persons, state["burst"], push, random)
    return {
        "push": push,
        "counts": counts,
        "flare": _flare(persons, state["flare"], born, inflames, random),
        "burst": burst,
        "pools": state["pools"] + (_own(burst, push) - state["pools"]) * pool_gain(),
    }


def _own(burst: Array, push: Array) -> Array:
    """(n, sources) what flows into the pools."""
    return np.take(burst - push / POINTS_PER_LATENT, source_columns(), axis=1)


def _burn(light: Array, sed: Array, screen: Array) -> Array:
    """The driver `uv`: only what burns counts."""
    burnt = np.maximum(sed * (1 - mean("screen_share") * screen) * light - mean("burn_sed"), 0.0)
    return np.asarray(burnt / 2.0 - mean("burn_usual"))


def _days_of(people: People, light: Array) -> Array:
    """(n, kinds of ordinary days, len(DRIVERS)): little, ordinary and much of every driver."""
    screen, sed = people.usual_products[:, PRODUCTS.index("uv_filter")], FACTORS.index("uv_dose_sed")
    days = []
    for _, day in ordinary_days(people.usual_factors):
        drivers = usual_drivers(people, day)
        drivers[:, DRIVERS.index("uv")] = _burn(light, day[:, sed], screen)
        days.append(drivers)
    return np.stack(days, axis=1)


def _any_day(persons: Table, random: np.random.Generator) -> Array:
    """(n, len(DRIVERS)) of a day among the ordinary ones, each driver for itself."""
    days = persons["usual_days"]
    which = random.choice(len(DAY_SHARES), size=(len(days), 1, len(DRIVERS)), p=DAY_SHARES)
    return np.take_along_axis(days, which, axis=1)[:, 0]


def marks_burden(persons: Table, counts: Array) -> Array:
    """(n, C) what red and brown marks beyond the ordinary add to the burdens' logarithms."""
    red = 0.5 * counts[:, INFLAMMATORY].sum(axis=1) + counts[:, STAGES.index("young_red")]
    red += 0.5 * counts[:, STAGES.index("old_red")]
    usual = persons["inflammatory"]
    brown = counts[:, STAGES.index("brown")] - USUAL_BROWN * usual * persons["brown_share"]
    burden = np.zeros((len(counts), len(CONCERNS)))
    burden[:, CONCERNS.index("redness")] = mean("red_per_mark") * (red - USUAL_RED * usual)
    burden[:, CONCERNS.index("pigmentation")] = mean("brown_per_mark") * brown
    return burden


def _push(persons: Table, exposure: Table) -> Array:
    """(n, C) points that factors would be worth in a linear world; here they move hazards and burdens."""
    return sum_by_concern(seen_exposure(exposure) * persons["sensitivity"])


def _clogging(persons: Table, exposure: Table) -> Array:
    """(n,) the part of acne's push that moves comedones."""
    columns = columns_of("acne")
    seen = seen_exposure(exposure)[:, columns] * persons["sensitivity"][:, columns]
    return np.asarray(seen @ _comedonal())


@cache
def _pulls() -> Array:
    """Couplings but those of acne, which acts through its marks here."""
    pulls = couplings().copy()
    pulls[SOURCES.index("acne")] = 0.0
    return pulls


@cache
def _acne_gain() -> Array:
    """What turns points of acne into hazards: lesions outlast a week of hazard and dilute it, but not months."""
    gain = np.ones(len(effects()))
    for row, effect in enumerate(effects()):
        if effect.concern == "acne" and effect.driver == "premenstrual":
            gain[row] = mean("flare_cycle_gain")
        elif effect.concern == "acne" and effect.driver in (*PRODUCTS, "cream"):
            gain[row] = mean("flare_product_gain")
    return gain


@cache
def _comedonal() -> Array:
    rows = effects()[columns_of("acne")]
    clogs, others = mean("clogs_share"), mean("clogs_share_of_others")
    return np.array([clogs if row.driver in COMEDONAL else others for row in rows])


def _fading(exposure: Table) -> Array:
    """(n,) how much faster marks clear with what fades pigment: the second stage of its exposures."""
    seen = seen_exposure(exposure)[:, columns_of("pigmentation")]
    rows = effects()[columns_of("pigmentation")]
    weight = np.array([row.mean / 5.0 * (row.driver in PRODUCTS and row.driver != "uv_filter") for row in rows])
    return np.asarray(1.0 + seen @ weight)


def _flare(persons: Table, flare: Array, born: Array, inflames: Array, random: np.random.Generator) -> Array:
    """(n,) excitation: fades, grows with more papules than usual, and rises by itself, sooner under strain."""
    usual = persons["inflammatory"] / mean("inflammatory_days") + 0.05
    fade = np.exp(-1 / mean("flare_days"))
    lot = random.random(len(flare))
    begins = lot < mean("flare_rate") * np.exp(np.clip(inflames, -1.5, 1.5)) * persons["storm"]
    called = (1 - fade) * mean("flare_branching") * np.minimum(born / usual, 8.0)
    return np.asarray(np.minimum(flare * fade + called + begins * random.gamma(2.0, 0.8, len(flare)), 6.0))


def _burst(persons: Table, burst: Array, push: Array, random: np.random.Generator) -> Array:
    """(n, C) shots that fade: mean zero, the SD that `population.toml` tells, rarer and higher than Gaussian noise."""
    rate, keep, size = _shots()
    lot = random.random(burst.shape)
    lot[:, _STORMS] = np.minimum(lot[:, _STORMS], random.random((len(burst), 1)) * 3.0)
    strain = np.exp(np.clip(-push / POINTS_PER_LATENT, -1.0, 1.0) * mean("burst_strain"))
    share = np.maximum(lot, 1e-12) / (rate * strain)
    shot = np.maximum(-np.log(share), 0.0)  # below the rate the lot is uniform again: its logarithm is a height
    quiet = 0.3 * size * random.standard_normal(burst.shape)
    return np.asarray(
        keep * burst + persons["storm"][:, None] * (size * (shot - _expected(rate * strain)) + quiet * np.sqrt(rate))
    )


def _expected(rate: Array) -> Array:
    """(n, C) mean height of a day's shot: the rate itself, more where the smaller of two lots counts."""
    expected = rate.copy()
    expected[:, _STORMS] = rate[:, _STORMS] * 4 / 3 - rate[:, _STORMS] ** 2 / 6
    return expected


_STORMS = [CONCERNS.index(name) for name in ("redness", "dryness", "sensitivity")]
"""Concerns that also burst together."""


@cache
def _shots() -> tuple[Array, Array, Array]:
    """Daily rate, share that outlives a day, and mean height of the bursts of each concern."""
    memory = by_concern("memory") * mean("flare_pace")
    rate = np.clip(1.0 / (1.5 * memory), 0.03, 0.5)
    keep = np.exp(-1 / memory)
    sd = by_concern("deviation") / POINTS_PER_LATENT
    return rate, keep, sd * np.sqrt((1 - keep**2) / (2.1 * rate))


def _long_run(n: int, random: np.random.Generator) -> Array:
    """(n, C) bursts as they stand after a long time: a skewed stand-in with the right mean and SD."""
    sd = by_concern("deviation") / POINTS_PER_LATENT
    return np.asarray(sd * (random.standard_gamma(2.0, (n, len(CONCERNS))) - 2.0) / np.sqrt(2.0))
