"""Factors of a life, active ingredients and purposes of consent, read from their catalogs."""

from __future__ import annotations

import csv
import io
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

FactorKind = Literal["lifestyle", "environment", "cycle", "body"]
HowAsked = Literal["amount", "scale", "yes_no", "date", "not_asked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One row of `factors.toml`; the meaning of each field stands at its head."""

    name: str
    label: str
    kind: FactorKind
    unit: str
    low: float
    """Smallest value that a day can have."""
    high: float
    """Largest value that a day can have."""
    usual: float
    """What an ordinary day of an ordinary person has."""
    swing: float
    """Usual difference between a person's days, one SD: drivers are told per swing."""
    lags_days: tuple[int, int]
    """First and last day after which an effect on the skin may show."""
    asked: HowAsked
    question: str
    """As a person is asked; empty where `asked` is `not_asked`."""
    labels: tuple[str, ...] = ()
    """Words for the values of a scale, from `low` on."""
    meaning: str = ""
    """What exactly a value counts."""
    joins: Literal["sum", "mean", "max", "last"] = "last"
    """How several readings of one source on one day become one value."""
    evidence: tuple[str, ...] = ()
    """Rows of `evidence.csv`; empty: logged because people ask for it, and nothing is claimed."""
    derived_from: str | None = None
    """Another factor that it is computed from; it cannot be logged itself."""
    aliases: tuple[str, ...] = ()
    """Other names that the command line and tables may use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Active:
    """One row of `actives.toml`: an ingredient that does something to skin."""

    name: str
    label: str
    inci: tuple[str, ...]
    """Names on a package, lower case."""
    kind: str
    """Class, for example `retinoid`."""
    usual_percent: tuple[float, float] | None = None
    """Lowest and highest strength sold; None: not told in percent."""
    evidence: tuple[str, ...] = ()
    """Rows of `evidence.csv`; empty: logged because people use it, and nothing is claimed."""
    aliases: tuple[str, ...] = ()
    """Other names that the command line and lists of products may use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """One row of `consents.toml`: something that happens only if the person agreed to it."""

    name: str
    label: str
    version: int
    text: str
    """What the person agrees to, in their words."""
    withdrawn: str
    """What happens at once when they change their mind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """One published finding; `effect_value` is text as printed, never a number to compute with."""

    id: str
    factor_or_ingredient: str
    outcome: str
    direction: str
    effect_value: str
    effect_unit: str
    time_weeks: str
    population: str
    study_type: str
    certainty: str
    source: str
    note: str


@cache
def factors() -> dict[str, Factor]:
    """Every factor by name, in the order of the catalog."""
    return read_factors(_text("factors.toml"))


def read_factors(toml: str) -> dict[str, Factor]:
    """Every factor of a catalog written like `factors.toml`, by name: what that file says needs no code.

    Raises:
        TypeError: a row lacks a field or has one that `Factor` does not know.
    """
    rows = (Factor(**_tuples(row)) for row in tomllib.loads(toml)["factor"])
    return {row.name: row for row in rows}


@cache
def factor_names() -> dict[str, str]:
    """Every name that a factor answers to, its aliases included -> its name in the catalog."""
    return {known: row.name for row in factors().values() for known in (row.name, *row.aliases)}


@cache
def actives() -> dict[str, Active]:
    """Every active ingredient by name."""
    return read_actives(_text("actives.toml"))


def read_actives(toml: str) -> dict[str, Active]:
    """Every active ingredient of a catalog written like `actives.toml`, by name.

    Raises:
        TypeError: a row lacks a field or has one that `Active` does not know.
    """
    rows = (Active(**_tuples(row)) for row in tomllib.loads(toml)["active"])
    return {row.name: row for row in rows}


@cache
def active_names() -> dict[str, str]:
    """Every name that an active ingredient answers to, aliases and names on packages included -> its name."""
    return {known: row.name for row in actives().values() for known in (row.name, *row.aliases, *row.inci)}


@cache
def purposes() -> dict[str, Purpose]:
    """Every purpose of consent by name."""
    return {row["name"]: Purpose(**row) for row in tomllib.loads(_text("consents.toml"))["purpose"]}


@cache
def evidence() -> dict[str, EvidenceRow]:
    """Every row of the evidence table by its id."""
    return {row["id"]: EvidenceRow(**row) for row in csv.DictReader(io.StringIO(_text("evidence.csv"), newline=""))}


def _text(name: str) -> str:
    return resources.files("skincast.catalog").joinpath(name).read_text("utf-8")


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
