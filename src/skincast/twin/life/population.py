"""Numbers of the population: `population.toml`, the one place where a life or a law of skin may take a number from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from skincast.twin.life.world import CONCERNS, Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One number; the meaning of each field stands at the head of `population.toml`."""

    name: str
    mean: float
    sd: float
    unit: str
    worlds: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one unit of a driver does to a concern's score in the end."""

    concern: str
    driver: str
    mean: float
    sd: float
    days: tuple[float, float]
    unit: str
    worlds: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    source: str = ""


@cache
def parameters() -> dict[str, Parameter]:
    """Every parameter by name."""
    return {row["name"]: Parameter(**_tuples(row)) for row in _file()["parameter"]}


@cache
def effects() -> tuple[Effect, ...]:
    """Every effect of a driver on a concern, in the order of `CONCERNS`."""
    rows = (Effect(**_tuples(row)) for row in _file()["effect"])
    return tuple(sorted(rows, key=lambda row: CONCERNS.index(row.concern)))


def mean(name: str) -> float:
    """The population's mean of a parameter.

    Raises:
        KeyError: `population.toml` has no such row.
    """
    return parameters()[name].mean


def spread(name: str) -> float:
    """The SD of a parameter between people.

    Raises:
        KeyError: `population.toml` has no such row.
    """
    return parameters()[name].sd


def by_concern(prefix: str, *, default: float | None = None) -> Array:
    """Means of `prefix.<concern>` in the order of `CONCERNS`.

    Args:
        prefix: of the names.
        default: for concerns without a row; None: every concern must have one.

    Returns:
        (len(CONCERNS),) float64.

    Raises:
        KeyError: a row is missing and there is no default.
    """
    names = [f"{prefix}.{concern}" for concern in CONCERNS]
    if default is None:
        return np.array([mean(name) for name in names])
    return np.array([mean(name) if name in parameters() else default for name in names])


def spread_by_concern(prefix: str) -> Array:
    """SDs of `prefix.<concern>` in the order of `CONCERNS`, (len(CONCERNS),) float64."""
    return np.array([spread(f"{prefix}.{concern}") for concern in CONCERNS])


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(resources.files("skincast.twin.life").joinpath("population.toml").read_text("utf-8"))


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
