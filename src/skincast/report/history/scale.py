"""The score axis of a panel: each panel shows as many points, so that a step looks equally large in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SPANS = (40, 60, 80, 100)
"""Points from the bottom to the top of a panel."""
GRID = 20

Reach = tuple[float, float]
"""Lowest and highest score of a concern, ranges included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLine:
    """A named score."""

    y: float
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From scores to pixels."""

    low: int
    high: int
    top: float
    bottom: float

    def y(self, score: float) -> float:
        """Pixels of a score."""
        return round(self.bottom - (score - self.low) / (self.high - self.low) * (self.bottom - self.top), 2)

    def grid(self) -> tuple[GridLine, ...]:
        """The named scores."""
        return tuple(GridLine(y=self.y(score), score=score) for score in range(self.low, self.high + 1, GRID))


def make_scale(reach: Reach, *, span: int, top: float, bottom: float) -> Scale:
    """Put a concern's scores into the middle of its panel."""
    low = _lowest(reach, span)
    return Scale(low=low, high=low + span, top=top, bottom=bottom)


def choose_span(reaches: Sequence[Reach]) -> int:
    """Choose the fewest points that hold every panel's scores and ranges."""
    return next((span for span in SPANS if all(_fits(reach, span) for reach in reaches)), SPANS[-1])


def _fits(reach: Reach, span: int) -> bool:
    low = _lowest(reach, span)
    return low <= reach[0] and reach[1] <= low + span


def _lowest(reach: Reach, span: int) -> int:
    """The multiple of ten below which nothing is shown."""
    centered = round((sum(reach) / 2 - span / 2) / 10) * 10
    return max(0, min(100 - span, centered))
