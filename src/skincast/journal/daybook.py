"""One day's document: what was said about each factor by whom, how more is written into it, and which word counts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, TypeAlias

from skincast.catalog import Factor, factor_names, factors
from skincast.errors import DateRefused, FactorUnknown, ValueRefused
from skincast.journal.names import LONGEST_NAME, fold, nearest
from skincast.journal.quick import Said, new_day_values
from skincast.types import ENVIRONMENT, PERSON, DayValue, Reading

COMPUTED = "computed"
"""Source of what follows from other values: it yields to every other source."""

Document: TypeAlias = dict[str, dict[str, tuple[float, bool]]]
"""Factor -> source -> value, and whether it was known beforehand."""
Packed: TypeAlias = Mapping[str, Said]
"""The same as JSON has it."""
What = Literal["added", "changed", "unchanged"]
RANKS = {PERSON: 0, ENVIRONMENT: 2, COMPUTED: 3}
"""Lower counts more; devices and tables stand at 1, in the order of the alphabet."""


def check_reading(reading: Reading, *, today: date, birth_year: int) -> Reading:
    """Return the reading under the catalog's name of its factor.

    Raises:
        FactorUnknown: no such factor.
        ValueRefused: a value that cannot be, a factor that is only computed, or a source without a name.
        DateRefused: in the future though not planned, or before the person was born.
    """
    factor = find_factor(reading.factor)
    if factor.derived_from is not None:
        raise ValueRefused(
            f"{factor.label} is computed and cannot be logged.",
            hint="Log what it follows from; `skincast factors` shows what that is.",
        )
    _require_possible(factor, reading.value)
    _require_source(reading.source)
    _require_day(reading, today=today, birth_year=birth_year)
    return Reading(
        factor=factor.name,
        day=reading.day,
        value=float(reading.value),
        source=reading.source,
        planned=reading.planned,
    )


def find_factor(name: str) -> Factor:
    """Return the factor of a name or alias.

    Raises:
        FactorUnknown: none; the message names the nearest one.
    """
    known = factor_names()
    found = known.get(name) or known.get(fold(name))
    if found is None:
        raise FactorUnknown(
            f"There is no factor called {name!r}.{nearest(name, known)}",
            hint="See all factors with `skincast factors`.",
        )
    return factors()[found]


def collect(readings: Iterable[Reading]) -> dict[date, dict[tuple[str, str], Reading]]:
    """Sort readings by day; of two about the same thing the later one counts, but a plan never what happened."""
    days: dict[date, dict[tuple[str, str], Reading]] = {}
    for reading in readings:
        day = days.setdefault(reading.day, {})
        before = day.get((reading.factor, reading.source))
        if before is None or before.planned or not reading.planned:
            day[reading.factor, reading.source] = reading
    return days


def merge(document: Document, reading: Reading) -> What:
    """Write a reading into a day's document; a plan never replaces what happened."""
    said = document.setdefault(reading.factor, {})
    before = said.get(reading.source)
    after = (reading.value, reading.planned)
    if before == after or (before is not None and reading.planned and not before[1]):
        return "unchanged"
    said[reading.source] = after
    return "added" if before is None else "changed"


def as_readings(day: date, document: Document) -> Iterable[Reading]:
    """Return everything that was said about a day."""
    return (
        Reading(factor=factor, day=day, value=value, source=source, planned=planned)
        for factor, said in document.items()
        for source, (value, planned) in said.items()
    )


def pack(document: Document) -> object:
    """Return a document as JSON has it, always in the same order: a planned value stands in brackets."""
    return {
        factor: {source: [value] if planned else value for source, (value, planned) in sorted(said.items())}
        for factor, said in sorted(document.items())
    }


def unpack(packed: Packed) -> Document:
    """Return the document of `pack`."""
    return {
        factor: {
            source: (value[0], True) if isinstance(value, list) else (value, False) for source, value in said.items()
        }
        for factor, said in packed.items()
    }


def choose(packed: Packed) -> dict[str, DayValue]:
    """Return what counts of each factor of a document as JSON has it.

    What happened counts more than what was planned; then the person more than a device or a table, these more than the
    environment, and that more than what was computed.
    """
    return new_day_values(packed, _choose_source)


def _choose_source(words: Said) -> str:
    return min(words, key=lambda source: (isinstance(words[source], list), RANKS.get(source, 1), source))


def _require_possible(factor: Factor, value: float) -> None:
    whole = factor.asked != "yes_no" or value in {0, 1}
    if not math.isfinite(value) or not factor.low <= value <= factor.high or not whole:
        raise ValueRefused(
            f"{factor.label} cannot be {value:g} {factor.unit}: a day has {factor.low:g} to {factor.high:g}.",
            hint="See what a value counts, and its unit, with `skincast factors`.",
        )


def _require_source(source: str) -> None:
    if not source or len(source) > LONGEST_NAME or not source.isprintable():
        raise ValueRefused(
            f"A source has a name of 1 to {LONGEST_NAME} characters that can be read.",
            hint="Name who says the value, for example the app that the table comes from.",
        )


def _require_day(reading: Reading, *, today: date, birth_year: int) -> None:
    if (reading.day > today and not reading.planned) or reading.day.year < birth_year:
        raise DateRefused(
            f"Nothing can have happened on {reading.day}: it lies in the future, or before the person was born.",
            hint="Check the date; what is only planned is no log.",
        )
