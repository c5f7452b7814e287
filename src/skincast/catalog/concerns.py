"""The catalog of concerns, read from `concerns.toml`: adding a concern is one row there and one file in `measure/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

SIDED = frozenset({"temple", "cheek", "jaw", "nasolabial", "under_eye", "crows_feet"})
"""Regions that exist once on each side of the face."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """One row of the catalog; the meaning of each field stands at the head of `concerns.toml`."""

    name: str
    label: str
    kind: Literal["measured", "appearance_estimate"]
    evidence: str
    regions: tuple[str, ...]
    burden: str
    burden_unit: str
    detail_mm: float
    meaning: str
    limit: str
    closeup: bool = True
    """False: it compares parts of a face, so that a patch of skin cannot show it."""

    @property
    def sided_regions(self) -> tuple[str, ...]:
        """Region names as drawn on the face: `cheek` becomes `cheek_right` and `cheek_left`."""
        names: list[str] = []
        for region in self.regions:
            names += [f"{region}_right", f"{region}_left"] if region in SIDED else [region]
        return tuple(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlySignRow:
    """A faint diffuse change that is reported as a number, never as a score."""

    name: str
    label: str
    unit: str
    meaning: str


@cache
def concerns() -> dict[str, Concern]:
    """Every concern by name, in the order of the catalog."""
    rows = [Concern(**{**row, "regions": tuple(row["regions"])}) for row in _catalog()["concern"]]
    return {row.name: row for row in rows}


@cache
def early_signs() -> dict[str, EarlySignRow]:
    """Every early sign by name."""
    return {row["name"]: EarlySignRow(**row) for row in _catalog()["early_sign"]}


@cache
def _catalog() -> dict[str, Any]:
    return tomllib.loads(resources.files("skincast.catalog").joinpath("concerns.toml").read_text("utf-8"))
