"""People as a learner imagines them before anything is known but the first rows: drawn from the population."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skincast.twin.life.climate import usual_weather
from skincast.twin.life.course import take_people
from skincast.twin.life.people import draw_people
from skincast.twin.life.products import draw_routines, long_kept
from skincast.twin.life.world import FACTORS, Array, People, Table
from skincast.twin.oracle.learner.record import OPENING_DAYS, Record

DRAWN = 4000
LONG_USED_BY = 5
"""A product whose planned rows begin before this day has long been in use: planned starts come later."""


def strangers(record: Record, random: np.random.Generator) -> People:
    """Everybody of a large draw who could have written the first rows."""
    drawn = draw_people(DRAWN, random, day_of_year=min(record.first_day.timetuple().tm_yday - 1, 364))
    fits = np.ones(DRAWN, bool)
    opening = record.factors[: OPENING_DAYS + 1]
    if record.asked[_CYCLE]:
        fits &= drawn.cycling
    if record.asked[_SMOKING]:
        fits &= drawn.smoker == (np.nanmax(opening[:, _SMOKING]) > 0)
    return _settled(take_people(drawn, np.nonzero(fits)[0]), record)


def routines_of(people: People, record: Record, random: np.random.Generator) -> Table:
    """Routines of the imagined, with what was planned on the first day as the record tells it."""
    n = len(people.seed)
    long_used = (record.planned[:LONG_USED_BY] > 0).any(axis=0)
    drawn = dict(draw_routines(np.repeat(np.atleast_2d(long_used.astype(float)), n, axis=0), random))
    start, end = np.full(n, -1.0), np.full(n, -1.0)
    product = np.zeros(n)
    ever = (record.planned > 0).any(axis=0)
    later = np.nonzero(ever & ~long_used)[0]
    nights = drawn["nights"].copy()
    for column in np.nonzero(ever)[0]:
        days = np.nonzero(record.planned[:, column])[0]
        nights[:, column] = len(days) / (days[-1] - days[0] + 1)
    if len(later):
        days = np.nonzero(record.planned[:, later[0]])[0]
        start[:], end[:], product[:] = days[0], days[-1] + 1, later[0]
    return {**drawn, "nights": nights, "planned_start": start, "planned_end": end, "planned_product": product}


def _settled(people: People, record: Record) -> People:
    """Where the record says they live, using what it says they have long used."""
    n = len(people.seed)
    place = np.full(n, record.place)
    weather = dict(usual_weather(place, min(record.first_day.timetuple().tm_yday - 1, 364)))
    hours = np.full(n, record.outdoor_hours)
    usual: Array = people.usual_factors.copy()
    usual[:, FACTORS.index("uv_dose_sed")] = weather.pop("sed_per_hour") * hours
    for name, values in weather.items():
        usual[:, FACTORS.index(name)] = values
    long_used = (record.planned[:LONG_USED_BY] > 0).any(axis=0)
    products = long_used * long_kept(usual[:, FACTORS.index("uv_dose_sed")])
    return replace(people, place=place, outdoor_hours=hours, usual_factors=usual, usual_products=products)


_CYCLE, _SMOKING = FACTORS.index("cycle_day"), FACTORS.index("smoking_cigarettes")
