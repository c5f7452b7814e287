"""Weather day by day: temperature, humidity, ultraviolet light and fine dust of eight climates."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skincast.twin.life.world import Array, Table

KINDS = ("temperature", "humidity", "dust")
YEAR_DAYS = 365.25
SED_PER_INDEX_HOUR = 0.9
"""UV index 1 is 25 mW/m2 of erythemal light: 90 J/m2 in an hour, and 100 J/m2 are one SED."""
SHARE_OF_NOON = 0.4
"""Mean UV index of the hours that people spend outdoors over that of noon (ours, untested)."""
CLOUD_KEEP, CLOUD_SPREAD = 0.45, 1.3
"""Day-to-day correlation of clouds, and their SD as log odds (ours, untested)."""


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    text = resources.files("skincast.twin.life").joinpath("climates.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["place"])


PLACES = tuple(str(row["name"]) for row in _rows())


def start_weather(place: NDArray[np.int64], random: np.random.Generator) -> Table:
    """Weather in its long-run law: `weather` (n, 4) standard normal: temperature, humidity, dust, clouds."""
    return {"weather": random.standard_normal((len(place), len(KINDS) + 1))}


def advance_weather(place: NDArray[np.int64], state: Table, random: np.random.Generator) -> Table:
    """One day more; damp and warm days follow each other as they did in the records."""
    keep = _keeps()[place]
    fresh = random.standard_normal(state["weather"].shape)
    return {"weather": keep * state["weather"] + np.sqrt(1 - keep**2) * fresh}


def read_weather(place: NDArray[np.int64], state: Table, day_of_year: int) -> Table:
    """Factors of the day.

    Args:
        place: (n,) index into `PLACES`.
        state: with `weather`.
        day_of_year: 0-364.

    Returns:
        `temperature_c`, `humidity_percent`, `pm2_5_ug_m3`, and `sed_per_hour` for time outdoors, each (n,).
    """
    values = _waves(day_of_year)[place] + _spreads()[place] * state["weather"][:, : len(KINDS)]
    cloud = 1 / (1 + np.exp(-(_cloud_odds()[place] + CLOUD_SPREAD * state["weather"][:, -1])))
    index = _clear_sky(day_of_year)[place] * (1 - 0.75 * cloud**3.4)
    return {
        "temperature_c": values[:, 0],
        "humidity_percent": np.clip(values[:, 1], 12.0, 100.0),
        "pm2_5_ug_m3": np.exp(np.minimum(values[:, 2], 6.2)),
        "sed_per_hour": index * SHARE_OF_NOON * SED_PER_INDEX_HOUR,
    }


def usual_weather(place: NDArray[np.int64], day_of_year: int) -> Table:
    """The climate's normal of a day: what `read_weather` gives on average."""
    usual = dict(read_weather(place, {"weather": np.zeros((len(place), len(KINDS) + 1))}, day_of_year))
    usual["pm2_5_ug_m3"] = usual["pm2_5_ug_m3"] * np.exp(_spreads()[place, 2] ** 2 / 2)
    return usual


@cache
def _clear_sky(day_of_year: int) -> Array:
    """Noon UV index under a clear sky, 300 DU. Source: Madronich 2007, Photochem Photobiol 83:1537."""
    latitude = np.radians([float(row["latitude_deg"]) for row in _rows()])
    tilt = np.radians(-23.44) * np.cos(2 * np.pi * (day_of_year + 10) / YEAR_DAYS)
    height = np.maximum(np.sin(latitude) * np.sin(tilt) + np.cos(latitude) * np.cos(tilt), 0.0)
    return np.asarray(12.5 * height**2.42)


@cache
def _waves(day_of_year: int) -> Array:
    """(places, kinds) normals of a day."""
    mean, wave, peak = (_numbers(name) for name in ("mean", "wave", "peak"))
    return np.asarray(mean + wave * np.cos(2 * np.pi * (day_of_year - peak) / YEAR_DAYS))


@cache
def _spreads() -> Array:
    return _numbers("sd")


@cache
def _keeps() -> Array:
    clouds = np.full((len(PLACES), 1), CLOUD_KEEP)
    return np.concatenate([_numbers("keep"), clouds], axis=1)


@cache
def _cloud_odds() -> Array:
    cloud = np.array([float(row["cloud"]) for row in _rows()])
    return np.asarray(np.log(cloud / (1 - cloud)))


def _numbers(name: str) -> Array:
    return np.array([[float(row[kind][name]) for kind in KINDS] for row in _rows()])
