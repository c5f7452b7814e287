"""Gathers the hours of a period: from what is kept, and from the service what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from skincast.environment.cache import Cache
from skincast.environment.hours import Hours, first_hour_of, join_hours
from skincast.environment.kept import KeptMonth, key_of, pack, unpack
from skincast.environment.kinds import KINDS, Kind
from skincast.environment.service import WeatherService
from skincast.errors import EnvironmentUnreachable

MOST_MONTHS_A_QUESTION: Final = 12
NOT_KEPT: Final = "An answer of the weather service could not be kept: the same days will be asked about again."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Month:
    """The days of a calendar month that a kind can tell, and the last of those that are wanted."""

    first_day: date
    last_day: date
    wanted: tuple[date, date]


@dataclass(slots=True, kw_only=True)
class _Gathering:
    """What has been found so far."""

    place: tuple[float, float]
    now: datetime
    service: WeatherService | None
    cache: Cache | None
    parts: list[Hours] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    failures: list[EnvironmentUnreachable] = field(default_factory=list)


def gather_hours(
    place: tuple[float, float],
    first_day: date,
    last_day: date,
    *,
    now: datetime,
    service: WeatherService | None,
    cache: Cache | None,
) -> tuple[Hours, tuple[str, ...]]:
    """Return every hour of some days in UTC, and what people should know about how it was found.

    Whole months are asked about, several in one question, and each is kept by itself. One part of the service that
    fails takes nothing from the others; an answer that has become old is better than none, and is named.

    Raises:
        EnvironmentUnreachable: The service failed and nothing is known of these days.
    """
    found = _Gathering(place=place, now=now, service=service, cache=cache)
    for kind in KINDS:
        _gather_kind(found, kind, list(_months(kind, first_day, last_day, now.date())))
    if found.failures and not found.parts:
        raise found.failures[0]
    found.notices += [failure.message for failure in found.failures]
    first_hour = first_hour_of(first_day)
    hours = join_hours(found.parts, first_hour=first_hour, count=first_hour_of(last_day) + 24 - first_hour)
    return hours, tuple(dict.fromkeys(found.notices))


def _months(kind: Kind, first_day: date, last_day: date, today: date) -> Iterator[_Month]:
    """The months that a kind can tell something of, in order."""
    first_told, last_told = kind.days(today)
    first_wanted, last_wanted = max(first_day, first_told), min(last_day, last_told)
    month = first_wanted.replace(day=1)
    while month <= last_wanted and first_wanted <= last_wanted:
        after = (month + timedelta(days=31)).replace(day=1)
        first, last = max(month, first_told), min(after - timedelta(days=1), last_told)
        yield _Month(first_day=first, last_day=last, wanted=(max(first, first_wanted), min(last, last_wanted)))
        month = after


def _gather_kind(found: _Gathering, kind: Kind, months: list[_Month]) -> None:
    kept = {month: _look_up(found, kind, month) for month in months}
    stale = [month for month in months if not _holds(kept[month], month, found.now)]
    if found.service is not None:
        try:
            for run in _runs(stale):
                kept |= _ask(found, found.service, kind, run)
        except EnvironmentUnreachable as error:
            found.failures.append(error)
    found.parts += [month.hours for month in kept.values() if month is not None]
    old = [known.asked_at for month in stale if (known := kept[month]) and not _holds(known, month, found.now)]
    if old:
        found.notices.append(f"{kind.label} is partly from an earlier answer, of {min(old):%Y-%m-%d}.")


def _holds(known: KeptMonth | None, month: _Month, now: datetime) -> bool:
    return known is not None and known.covers(*month.wanted) and known.holds(month.wanted[1], now)


def _look_up(found: _Gathering, kind: Kind, month: _Month) -> KeptMonth | None:
    content = found.cache.get(key_of(kind, found.place, month.first_day)) if found.cache is not None else None
    return unpack(content) if content is not None else None


def _runs(months: list[_Month]) -> Iterator[list[_Month]]:
    """Months without a gap between them, at most a year together."""
    run: list[_Month] = []
    for month in months:
        if run and (month.first_day - run[-1].last_day > timedelta(days=1) or len(run) == MOST_MONTHS_A_QUESTION):
            yield run
            run = []
        run.append(month)
    if run:
        yield run


def _ask(found: _Gathering, service: WeatherService, kind: Kind, run: list[_Month]) -> dict[_Month, KeptMonth | None]:
    """The months of one question, kept."""
    answer = service.ask(kind, found.place, run[0].first_day, run[-1].last_day)
    found.notices += answer.notices
    told: dict[_Month, KeptMonth | None] = {}
    for month in run:
        first_hour = first_hour_of(month.first_day)
        hours = answer.hours.cut(first_hour, first_hour_of(month.last_day) + 24 - first_hour)
        new = KeptMonth(first_day=month.first_day, last_day=month.last_day, asked_at=found.now, hours=hours)
        told[month] = new
        _keep(found, key_of(kind, found.place, month.first_day), new)
    return told


def _keep(found: _Gathering, key: str, month: KeptMonth) -> None:
    if found.cache is None:
        return
    try:
        found.cache.put(key, pack(month))
    except OSError:
        found.notices.append(NOT_KEPT)
