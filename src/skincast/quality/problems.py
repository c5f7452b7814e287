"""The catalog of faults, read from `problems.toml`: limits, words, and how each value counts in the score."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import numpy as np

from skincast.types import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One row of the catalog; the fields are described at the head of `problems.toml`."""

    code: str
    case: str
    measures: str
    unit: str
    worse: Literal["above", "below"]
    notice: float | None
    refuse: float | None
    per_region: bool
    score: tuple[tuple[float, float], ...]
    message: str
    advice: str

    @property
    def key(self) -> str:
        """Unique name: the code, or `code.case`."""
        return f"{self.code}.{self.case}" if self.case else self.code

    def is_beyond(self, value: float, limit: float | None) -> bool:
        """True where a value is on the wrong side of a limit; a limit that does not exist is never passed."""
        if limit is None:
            return False
        return value > limit if self.worse == "above" else value < limit

    def grade(self, value: float) -> float:
        """How much a value takes from the score: 1 nothing, 0 everything; constant beyond the outer points."""
        if not self.score:
            return 1.0
        values, grades = zip(*self.score, strict=True)
        return float(np.interp(value, values, grades))


@cache
def faults() -> dict[str, Fault]:
    """Every fault by key, in the order of the catalog."""
    rows = [_fault(row) for row in _catalog()["problem"]]
    return {fault.key: fault for fault in rows}


@cache
def region_words() -> dict[str, str]:
    """Region name -> the words that a person reads."""
    return dict(_catalog()["words"])


def judge(key: str, value: float, *, region: str | None = None) -> list[Problem]:
    """Hold a measured value against the limits of a fault.

    Args:
        key: of the fault.
        value: in the fault's unit.
        region: the region that was measured; None for the whole photo.

    Returns:
        No problem or one, which refuses beyond the refuse limit and is a notice beyond the notice limit.
    """
    fault = faults()[key]
    refuses = fault.is_beyond(value, fault.refuse)
    limit = fault.refuse if refuses else fault.notice
    if limit is None or not fault.is_beyond(value, limit):
        return []
    words = "" if region is None else region_words().get(region, region.replace("_", " "))
    return [
        Problem(
            code=fault.code,
            message=fault.message.format(region=words),
            advice=fault.advice.format(region=words),
            region=region,
            value=float(value),
            limit=float(limit),
            refuses=refuses,
        )
    ]


def _fault(row: dict[str, Any]) -> Fault:
    defaults = {"case": "", "notice": None, "refuse": None, "per_region": False, "score": ()}
    points = tuple((float(value), float(grade)) for value, grade in row.get("score", ()))
    return Fault(**{**defaults, **row, "score": points})


@cache
def _catalog() -> dict[str, Any]:
    return tomllib.loads(resources.files("skincast.quality").joinpath("problems.toml").read_text("utf-8"))
