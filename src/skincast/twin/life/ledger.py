"""Every single lesion of one face with its place, from birth to the last trace: what counts leave open.

A world says how many lesions of each stage there are on a day. The ledger says which: it lets those pass on that may,
oldest first and on the spot, lets the others fade, and gives new ones a place where this person breaks out.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from skincast.twin.feature.lesions.places import draw_places
from skincast.twin.feature.lesions.sites import SIZES
from skincast.twin.person import Lesion, Traits
from skincast.twin.sheet import Kind

Stage = str
STAGES: tuple[Stage, ...] = ("comedone", "papule", "pustule", "nodule", "red", "brown")
INFLAMED = ("papule", "pustule", "nodule")
KINDS = MappingProxyType(
    {
        "papule": Kind.PAPULE,
        "pustule": Kind.PUSTULE,
        "nodule": Kind.NODULE,
        "red": Kind.RED_MARK,
        "brown": Kind.BROWN_MARK,
    }
)
OPEN_SHARE = 0.42
"""Of comedones (ours, untested)."""
PASSAGES: tuple[tuple[Stage, tuple[Stage, ...]], ...] = (
    ("brown", ("red",)),
    ("red", ("nodule", "pustule", "papule")),
    ("nodule", ("papule",)),
    ("pustule", ("papule",)),
    ("papule", ("comedone",)),
)
"""What a stage is filled from, marks first, so that what heals makes room."""
LEAST_DAYS = MappingProxyType({"red": 5.0, "nodule": 2.0, "pustule": 4.0, "papule": 2.0, "comedone": 6.0})
"""A lesion stays what it is for so long before it may become something else (ours, untested)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One lesion in one stage of its life."""

    stage: Stage
    kind: Kind
    days: float
    """In this stage."""
    x_mm: float
    y_mm: float
    radius_mm: float
    """In full growth."""
    vigor: float
    """How far it goes at its worst, 0-1."""
    seed: int

    @property
    def lesion(self) -> Lesion:
        """As it is drawn today."""
        grown, active = _look(self.stage, self.days)
        return Lesion(
            kind=self.kind,
            x_mm=self.x_mm,
            y_mm=self.y_mm,
            radius_mm=self.radius_mm * grown,
            activity=self.vigor * active,
            seed=self.seed,
        )


def follow_counts(
    entries: Sequence[Entry],
    counts: Mapping[Stage, int],
    traits: Traits,
    random: np.random.Generator,
    *,
    first_day: bool,
) -> tuple[Entry, ...]:
    """The lesions of the next day, exactly as many of each stage as there are to be.

    Args:
        entries: of the day before.
        counts: how many of each stage.
        traits: whose face.
        random: of this person's ledger.
        first_day: all have been there for some time; on any other day what is new is new.
    """
    kept = {stage: [_older(one) for one in entries if one.stage == stage] for stage in STAGES}
    for stage in STAGES:
        kept[stage].sort(key=lambda one: -one.days)
    for target, sources in PASSAGES:
        _pass_on(kept, target, sources, counts, random)
    for stage in STAGES:
        del kept[stage][: max(len(kept[stage]) - counts[stage], 0)]
        missing = counts[stage] - len(kept[stage])
        kept[stage] += _newborn(stage, missing, traits, random, aged=first_day)
    return tuple(one for stage in STAGES for one in kept[stage])


def _pass_on(
    kept: dict[Stage, list[Entry]],
    target: Stage,
    sources: tuple[Stage, ...],
    counts: Mapping[Stage, int],
    random: np.random.Generator,
) -> None:
    """Fill a stage from those that may turn into it; surplus ones first."""
    for surplus_only in (True, False):
        for source in sources:
            ripe = [one for one in kept[source] if one.days >= LEAST_DAYS[source]]
            most = len(kept[source]) - counts[source] if surplus_only else len(ripe)
            take = min(max(counts[target] - len(kept[target]), 0), max(most, 0), len(ripe))
            for one in ripe[:take]:
                kept[source].remove(one)
                kept[target].append(_turned(one, target, random))


def _turned(one: Entry, stage: Stage, random: np.random.Generator) -> Entry:
    """The same lesion in its next stage, on the spot."""
    kind = KINDS[stage]
    wider = {"red": 1.35, "brown": 0.9}.get(stage)
    radius = _radius(kind, random) if wider is None else one.radius_mm * wider
    return dataclasses.replace(one, stage=stage, kind=kind, days=0.0, radius_mm=max(radius, 0.6))


def _newborn(stage: Stage, count: int, traits: Traits, random: np.random.Generator, *, aged: bool) -> list[Entry]:
    """Lesions that were not there yesterday; marks without a past come from lesions too small to be seen."""
    born = []
    for _ in range(max(count, 0)):
        closed = Kind.OPEN_COMEDONE if random.random() < OPEN_SHARE else Kind.CLOSED_COMEDONE
        kind = KINDS.get(stage, closed)
        [(x_mm, y_mm)] = draw_places(traits, kind if stage in ("comedone", *INFLAMED) else Kind.PAPULE, 1, random)
        radius = _radius(kind if kind in SIZES else Kind.PAPULE, random)
        born.append(
            Entry(
                stage=stage,
                kind=kind,
                days=float(random.exponential(LEAST_DAYS.get(stage, 30.0) * 2)) if aged else 0.0,
                x_mm=float(x_mm),
                y_mm=float(y_mm),
                radius_mm=radius,
                vigor=float(random.uniform(0.5, 1.0)),
                seed=int(random.integers(2**31)),
            )
        )
    return sorted(born, key=lambda one: -one.days)


def _radius(kind: Kind, random: np.random.Generator) -> float:
    size = SIZES[kind]
    return min(max(size.median_mm * math.exp(size.spread * random.normal()), size.least_mm), size.most_mm)


def _older(one: Entry) -> Entry:
    return dataclasses.replace(one, days=one.days + 1.0)


def _look(stage: Stage, days: float) -> tuple[float, float]:
    """Share of its full size and of its full strength that a stage shows after so many days (ours, untested)."""
    if stage == "comedone":
        return min(0.7 + 0.03 * days, 1.0), min(0.35 + 0.05 * days, 1.0)
    if stage in ("papule", "nodule"):
        return min(0.6 + 0.15 * days, 1.0), min(0.45 + 0.2 * days, 1.0)
    if stage == "pustule":
        return 1.0, 1.0 if days < 3 else 0.8
    fading = 30.0 if stage == "red" else 90.0
    return 1.0, max(0.9 * math.exp(-days / fading), 0.2)
