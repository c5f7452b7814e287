"""People's complexions as they are distributed, and the tone by which they are named."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from skincast.twin.optics.reflectance import ENTRY_LOSS, reflectance
from skincast.twin.optics.tables import Spectrum, daylight_lab
from skincast.twin.optics.tissue import skin_of
from skincast.twin.person import Complexion

ITA_EDGES_DEG = (64.0, 56.0, 49.0, 41.0, 30.0, 17.0, 0.0, -20.0, -40.0, -54.0, -66.0)
"""Between the ten tones of the Monk scale, from 1 to 10 (ours: the scale's own swatches are not colors of skin)."""
MELANIN_BOUNDS = (0.003, 0.5)
SEARCH_STEPS = 14
REDDEST_HUE_DEG, REDRAWS = 34.0, 8
"""CIELAB hue below which two in a hundred measured cheeks of ITA above 30 lie (archive as in `population.toml`). The
moments alone would make one in eight of the lightest people pinker than that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trend:
    """How one property follows melanin, and scatters with the others around that."""

    name: str
    log: bool
    bounds: tuple[float, float]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]

    def at(self, melanin: float, deviates: NDArray[np.float64]) -> float:
        """The property of one person; `deviates` are standard normal."""
        x = float(np.log(melanin)) - _population().center
        value = float(self.mean @ [1.0, x, x**2] + self.spread @ deviates)
        return float(np.clip(np.exp(value) if self.log else value, *self.bounds))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Population:
    center: float
    melanin_seen: tuple[float, float]
    """Outside, the others stay as they are at its ends."""
    trends: tuple[_Trend, ...]


def draw_complexion(
    random: np.random.Generator, *, monk: int | None = None, melanin: float | None = None
) -> Complexion:
    """One person's even skin, its properties together as measured cheeks have them.

    Args:
        random: the person's stream.
        monk: tone 1 (lightest) to 10; the angle of the cheek's color is drawn evenly within it.
        melanin: instead of a tone. Without either, every tone is as likely.

    Raises:
        ValueError: no such tone, or both given.

    Source: moments of measured cheeks, see `population.toml`; which tones there are is the caller's choice.
    """
    if monk is not None and (melanin is not None or not 1 <= monk <= 10):
        raise ValueError("a complexion is drawn by a Monk tone from 1 to 10 or by melanin, not both")
    deviates = random.standard_normal(len(_population().trends))
    if melanin is not None:
        return _person(melanin, deviates)
    tone = int(random.integers(1, 11)) if monk is None else monk
    ita = float(random.uniform(ITA_EDGES_DEG[tone], ITA_EDGES_DEG[tone - 1]))
    person = with_ita(deviates, ita)
    for _ in range(REDRAWS):
        if _hue_deg(person) >= REDDEST_HUE_DEG:
            break
        person = with_ita(random.standard_normal(len(_population().trends)), ita)
    return person


def with_ita(deviates: NDArray[np.float64], ita: float) -> Complexion:
    """The person whose melanin gives an angle, by bisection: more melanin lowers it.

    Args:
        deviates: (7,) standard normal, how the person differs from others.
        ita: degrees; what no melanin reaches ends at the bounds.
    """
    low, high = np.log(MELANIN_BOUNDS)
    for _ in range(SEARCH_STEPS):
        middle = (low + high) / 2
        too_light = ita_deg(reflectance(skin_of(_person(float(np.exp(middle)), deviates)))) > ita
        low, high = (middle, high) if too_light else (low, middle)
    return _person(float(np.exp((low + high) / 2)), deviates)


def _hue_deg(complexion: Complexion) -> float:
    _, red, yellow = daylight_lab(reflectance(skin_of(complexion)) + ENTRY_LOSS)
    return float(np.degrees(np.arctan2(yellow, red)))


def ita_deg(skin: Spectrum) -> float:
    """Individual typology angle of a reflectance as a colorimeter would read it, gloss included.

    Args:
        skin: (41,) without gloss, as `reflectance` gives it.

    Returns:
        degrees; 55 and above very light, -30 and below dark.

    Source: Chardon, Cretois and Hourseau 1991.
    """
    light, _, yellow = daylight_lab(skin + ENTRY_LOSS)
    return float(np.degrees(np.arctan2(light - 50, yellow)))


def monk_of(complexion: Complexion) -> int:
    """The tone 1-10 of a complexion."""
    ita = ita_deg(reflectance(skin_of(complexion)))
    return 1 + sum(ita < edge for edge in ITA_EDGES_DEG[1:-1])


def tanned(complexion: Complexion, gain: float) -> Complexion:
    """The same person with relatively more melanin, as after days in the sun.

    Args:
        complexion: before.
        gain: relative, 0-0.5, see `Condition.tan`.
    """
    return replace(complexion, melanin=min(complexion.melanin * (1 + gain), MELANIN_BOUNDS[1]))


def _person(melanin: float, deviates: NDArray[np.float64]) -> Complexion:
    known = float(np.clip(melanin, *_population().melanin_seen))
    return Complexion(melanin=melanin, **{trend.name: trend.at(known, deviates) for trend in _population().trends})


@cache
def _population() -> _Population:
    text = resources.files("skincast.twin.optics").joinpath("population.toml").read_text("utf-8")
    table = tomllib.loads(text)
    trends = tuple(
        _Trend(
            name=name,
            log=row["log"],
            bounds=(row["bounds"][0], row["bounds"][1]),
            mean=np.array(row["mean"]),
            spread=np.array(row["spread"]),
        )
        for name, row in table["properties"].items()
    )
    low, high = table["melanin_seen"]
    return _Population(center=table["center"], melanin_seen=(low, high), trends=trends)
