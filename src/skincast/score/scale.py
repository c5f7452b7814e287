"""Burden -> score: the published mapping of `scales.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Matching points of burden and score; straight between them."""

    burden: tuple[float, ...]
    score: tuple[float, ...]

    def score_of(self, burden: float) -> float:
        """0-100, higher is better; beyond the last points the score stays."""
        return float(np.interp(burden, self.burden, self.score))

    def burden_of(self, score: float) -> float:
        """The burden behind a score; at a flat end the nearest one."""
        return float(np.interp(-score, [-value for value in self.score], self.burden))


@cache
def scales() -> dict[str, Scale]:
    """Every concern's scale."""
    text = resources.files("skincast.score").joinpath("scales.toml").read_text("utf-8")
    rows = tomllib.loads(text)
    return {name: Scale(burden=tuple(row["burden"]), score=tuple(row["score"])) for name, row in rows.items()}


def score_burden(concern: str, burden: float) -> float:
    """The score of a burden, 0-100."""
    return scales()[concern].score_of(burden)
