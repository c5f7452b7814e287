"""Who lives: age, sex, cycle, contraception, smoking, tone and place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from skincast.twin.life.climate import PLACES, usual_weather
from skincast.twin.life.habits import usual_habits
from skincast.twin.life.population import mean, spread
from skincast.twin.life.products import usual_products
from skincast.twin.life.world import FACTORS, Array, People

YOUNGEST, OLDEST = 18.0, 70.0
"""Years; twins are adults."""
CYCLE_ENDS = 50.0


def draw_people(n: int, random: np.random.Generator, *, day_of_year: int = 0) -> People:
    """Draw people at the beginning of their observed lives.

    Args:
        n: how many.
        random: source of chance.
        day_of_year: 0-364, when the life begins: the weather that skin is in balance with.

    Source: shares and ages in `population.toml`, ours: adults who would use such a product.
    """
    age = np.clip(YOUNGEST + random.gamma(2.2, mean("age_above_18") / 2.2, n), YOUNGEST, OLDEST)
    female = random.random(n) < mean("female_share")
    fertile = female & (age < CYCLE_ENDS)
    contraception = fertile & (random.random(n) < mean("contraception_share"))
    smoker = random.random(n) < mean("smoker_share")
    place = random.integers(0, len(PLACES), n)
    seeds = random.integers(0, 2**31 - 1, n)
    tone = np.clip(np.rint(random.normal(mean("monk_tone"), spread("monk_tone"), n)), 1, 10).astype(np.int64)
    length = np.clip(random.normal(mean("cycle_length"), spread("cycle_length"), n), 21, 38)
    cycling = fertile & ~contraception
    usual = usual_habits(n, random, smoker=smoker, female=female, age_years=age)
    outdoors = mean("outdoor_hours") * np.exp(spread("outdoor_hours") * random.standard_normal(n))
    _add_weather(usual, place, outdoors, day_of_year)
    return People(
        seed=seeds,
        age_years=age,
        female=female,
        cycling=cycling,
        contraception=contraception,
        smoker=smoker,
        tone=tone,
        place=place,
        cycle_length_days=length,
        outdoor_hours=outdoors,
        usual_factors=usual,
        usual_products=usual_products(n, random, uv_dose=usual[:, FACTORS.index("uv_dose_sed")]),
    )


def _add_weather(usual: Array, place: NDArray[np.int64], outdoor_hours: Array, day_of_year: int) -> None:
    """Write the season's weather into the ordinary day."""
    weather = dict(usual_weather(place, day_of_year))
    usual[:, FACTORS.index("uv_dose_sed")] = weather.pop("sed_per_hour") * outdoor_hours
    for name, values in weather.items():
        usual[:, FACTORS.index(name)] = values
