"""One figure of a published trial beside the same figure of a virtual one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skincast.twin.life.trial_arms import interval
from skincast.twin.life.world import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """One figure of a trial, simulated and published."""

    name: str
    unit: str
    simulated: float
    low: float
    """Of the 95 % interval over simulated people."""
    high: float
    published: float | None
    """None: a null, or a course in words alone."""
    within: tuple[float, float]
    """What a world may show: the published figure give or take the spread between trials, else ours."""
    evidence: tuple[str, ...]
    n_people: int

    @property
    def agrees(self) -> bool:
        """Whether the simulated figure is one that the trial leaves possible."""
        return self.within[0] <= self.simulated <= self.within[1]


def over_people(
    name: str,
    unit: str,
    values: Array,
    published: float | None,
    *,
    within: tuple[float, float],
    evidence: tuple[str, ...],
    median: bool = False,
) -> Replay:
    """A figure that is a mean (or median) over people, with its interval.

    Args:
        name: what was done to whom.
        unit: of `values`.
        values: (n,) one a person.
        published: the trial's figure; None for a null or a mere direction.
        within: what a world may show.
        evidence: rows of the evidence table.
        median: the trial told a median.
    """
    middle, low, high = interval(np.asarray(values, np.float64), median=median)
    return Replay(
        name=name,
        unit=unit,
        simulated=middle,
        low=low,
        high=high,
        published=published,
        within=within,
        evidence=evidence,
        n_people=len(values),
    )


def of_curves(
    name: str,
    value: float,
    published: float | None,
    *,
    within: tuple[float, float],
    evidence: tuple[str, ...],
    n_people: int,
) -> Replay:
    """A share that is read off a mean curve of everybody, without an interval of its own."""
    return Replay(
        name=name,
        unit="share",
        simulated=float(value),
        low=float(value),
        high=float(value),
        published=published,
        within=within,
        evidence=evidence,
        n_people=n_people,
    )
