"""What the checks found: every measured value, the problems, and the first cause that spoils each region."""

from __future__ import annotations

from dataclasses import dataclass, field

from skincast.quality.problems import faults, judge
from skincast.types import Problem


@dataclass(slots=True)
class Findings:
    """Collects values and problems while the checks run; each check returns its own."""

    values: dict[str, float] = field(default_factory=dict)
    """By fault key; of a per-region fault the worst region."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def unjudged(self) -> frozenset[str]:
        """Regions that a problem spoiled."""
        return frozenset(p.region for p in self.problems if p.region is not None and p.refuses)

    @property
    def refused(self) -> bool:
        """True where a problem spoils the whole photo."""
        return any(p.refuses and p.region is None for p in self.problems)

    def measure(self, key: str, value: float, *, region: str | None = None) -> None:
        """Note a value and, beyond its limits, the problem."""
        self._note(key, float(value))
        self.problems += judge(key, value, region=region)

    def add(self, other: Findings) -> None:
        """Take over another check's findings; a region that is spoiled already keeps its first cause."""
        for key, value in other.values.items():
            self._note(key, value)
        spoiled = self.unjudged
        self.problems += [p for p in other.problems if p.region is None or p.region not in spoiled]

    def _note(self, key: str, value: float) -> None:
        """Keep the worst value."""
        known = self.values.get(key)
        if known is None or faults()[key].is_beyond(value, known):
            self.values[key] = value

    def score(self) -> float:
        """Product of the grades of all values, 0-1."""
        product = 1.0
        for key, value in self.values.items():
            product *= faults()[key].grade(value)
        return product
