"""Factors that nobody logs because they follow from another one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from skincast.catalog import factors

BLEEDS_FROM = 2.0
"""Flow from which a period begins: light. Spotting begins none."""
APART_DAYS = 10
"""Days without bleeding after which the next bleeding is a new period (ours)."""
SILENT_DAYS = 45
"""Days without a word about bleeding after which a period may have been missed (ours)."""
LOOK_BACK_DAYS = 120
"""Enough days before a day to know it as if all had been read: the longest cycle, and what tells its beginning."""


def count_cycle_days(flows: Mapping[date, float], *, until: date) -> dict[date, float]:
    """Count the days since the last period began.

    Args:
        flows: menstrual flow of the days on which it was logged, 0-4.
        until: last day to count, inclusive.

    Returns:
        0 on the first day of a period; a day is missing where it is unknown: before the first period, more than 90 days
        into one cycle, and from 45 days without any log on, until the next period begins.

    Source: ours, after the usual definition of a cycle in days from the first day of bleeding.
    """
    longest = factors()["cycle_day"].high
    counted: dict[date, float] = {}
    begun = bled = said = None
    for day in _days(min(flows, default=until), until):
        flow = flows.get(day)
        if flow is not None:
            said = day
        elif said is not None and (day - said).days >= SILENT_DAYS:
            begun = None
        if flow is not None and flow >= BLEEDS_FROM:
            if bled is None or (day - bled).days > APART_DAYS:
                begun = day
            bled = day
        if begun is not None and (day - begun).days <= longest:
            counted[day] = float((day - begun).days)
    return counted


Count = Callable[..., dict[date, float]]

DERIVED: dict[str, Count] = {"cycle_day": count_cycle_days}
"""Factor with `derived_from` in the catalog -> how it is counted."""


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]
