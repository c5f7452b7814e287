"""What a folder tells of one life -> readings and products as a journal takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from skincast.catalog import actives, factor_names, factors
from skincast.journal.names import fold
from skincast.types import Ingredient, Reading

TWIN = "twin"
"""Source of every value that a folder brings: never the person's own word."""
CYCLE_PHASE, CYCLE_DAY, FLOW = "cycle_phase", "cycle_day", "menstrual_flow"
PERIOD_FLOW = (3.0, 4.0, 3.0, 2.0, 1.0)
"""Flow of the days from the first one of a period: the format tells only when it began (strengths ours)."""
APART = timedelta(days=14)
"""Days without a use after which a product counts as stopped (ours)."""
NO_ACTIVE = {"vehicle": "Cream without an active"}
"""Products that hold no active ingredient, as people would call them."""

Values = Mapping[date, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One run of use of one product."""

    name: str
    """In the folder."""
    label: str
    """As people would call it."""
    ingredients: tuple[Ingredient, ...]
    times_per_week: float
    """As intended where the folder tells a plan, else as done."""
    opened_on: date
    stopped_on: date | None
    adherence: float | None
    """None where no plan was told."""


def readings_of(happened: Values, planned: Values, facts: Mapping[str, Mapping[str, Any]]) -> Iterator[Reading]:
    """Every value of a factor that the catalog knows in that unit; the cycle as the bleeding that it follows from.

    Args:
        happened: day -> factor -> value, as it was.
        planned: the same as it was known beforehand.
        facts: of `meta.json`, by factor.
    """
    known = {name: factor for name in facts if (factor := _factor_of(name, facts)) is not None}
    for days, ahead in ((planned, True), (happened, False)):
        for day, values in sorted(days.items()):
            for name, value in values.items():
                if name in known:
                    yield Reading(factor=known[name], day=day, value=value, source=TWIN, planned=ahead)
    yield from _bleeding(happened)


def unknown_factors(facts: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Names in the folder that no journal can take: not in the catalog, or in another unit."""
    lived = (name for name, row in facts.items() if row.get("kind") != "product")
    return tuple(name for name in lived if name not in {CYCLE_PHASE, CYCLE_DAY} and _factor_of(name, facts) is None)


def uses_of(happened: Values, planned: Values, facts: Mapping[str, Mapping[str, Any]]) -> tuple[Use, ...]:
    """Every run of use, in the order in which they began.

    Args:
        happened: day -> product -> share of a full daily use.
        planned: the same as it was meant.
        facts: of `meta.json`, by product.
    """
    written = sorted(day for day, values in happened.items() if any(_is_told(name, facts) for name in values))
    uses = []
    for name in (name for name, row in facts.items() if row.get("kind") == "product"):
        done = {day: values[name] for day, values in happened.items() if values.get(name, 0.0) > 0}
        meant = {day: values[name] for day, values in planned.items() if values.get(name, 0.0) > 0}
        uses += [_use(name, run, meant, written) for run in _runs(sorted(done.items()))]
    return tuple(sorted(uses, key=lambda use: (use.opened_on, use.name)))


def _is_told(name: str, facts: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a person says it: a day on which only services spoke is no day without a product."""
    return facts.get(name, {}).get("kind") != "environment"


def _factor_of(name: str, facts: Mapping[str, Mapping[str, Any]]) -> str | None:
    """The catalog's name of a factor that may be logged; None where there is none, or the unit is another."""
    row = facts[name]
    found = factor_names().get(name) or factor_names().get(fold(name))
    if row.get("kind") == "product" or found is None or factors()[found].derived_from is not None:
        return None
    return found if row.get("unit") == factors()[found].unit else None


def _bleeding(happened: Values) -> Iterator[Reading]:
    """Bleeding on the first days of every period that the phases tell of, and none on the other days that tell one.

    Only days on which the life was still told: a period that began on the last day has one day.
    """
    phases = {day: phase for day, row in happened.items() if (phase := _phase(row)) is not None}
    if not phases:
        return
    flows = dict.fromkeys(phases, 0.0)
    for day in {day - timedelta(days=phase) for day, phase in phases.items()}:
        flows |= {day + timedelta(days=after): flow for after, flow in enumerate(PERIOD_FLOW)}
    for day, flow in sorted(flows.items()):
        if day <= max(phases):
            yield Reading(factor=FLOW, day=day, value=flow, source=TWIN)


def _phase(row: Mapping[str, float]) -> int | None:
    value = row.get(CYCLE_PHASE, row.get(CYCLE_DAY))
    return None if value is None else int(value)


def _runs(days: Sequence[tuple[date, float]]) -> Iterator[list[tuple[date, float]]]:
    """Cut days of use where nothing was used for long."""
    cuts = [k for k, (a, b) in enumerate(pairwise(days), start=1) if b[0] - a[0] > APART]
    for first, last in pairwise([0, *cuts, len(days)]):
        if last > first:
            yield list(days[first:last])


def _use(name: str, run: list[tuple[date, float]], meant: Mapping[date, float], written: Sequence[date]) -> Use:
    """One run; days on which nothing at all was written down say nothing about how often."""
    begun, ended = run[0][0], run[-1][0]
    days = [day for day in written if begun <= day <= ended]
    done = 7 * sum(share for _, share in run) / len(days)
    planned = [meant[day] for day in days if day in meant]
    times = 7 * sum(planned) / len(days)
    return Use(
        name=name,
        label=_label(name),
        ingredients=(Ingredient(active=name, percent=None),) if name in actives() else (),
        times_per_week=round(times or done, 1) or 0.1,
        opened_on=begun,
        stopped_on=None if max(written) - ended <= APART else ended + timedelta(days=1),
        adherence=round(min(1.0, done / times), 2) if times else None,
    )


def _label(name: str) -> str:
    row = actives().get(name)
    return NO_ACTIVE.get(name, name.replace("_", " ").capitalize() if row is None else row.label)
