"""Weather, air and UV of a person's places, into their journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from skincast.environment import COMPUTED, FolderCache, WeatherService, dose_outdoors_sed, read_environment
from skincast.errors import DateRefused, JournalDamaged, PlaceMissing
from skincast.journal import Journal, Owner
from skincast.pipeline.gather import Gathered
from skincast.types import Place, Reading

WEATHER_CONSENT = "weather"
CACHE = "weather"
FORECAST_DAYS = 14
"""No service tells more of the future."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A stretch of days at one place."""

    place: Place
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What was learned of some days."""

    gathered: Gathered
    notices: tuple[str, ...]
    asked: bool
    """False: no service was asked, because the person did not agree to it."""


def weather_cache(journal: Journal) -> FolderCache:
    """Where answers are kept: in the journal's folder, so that erasing a person can clear them."""
    return FolderCache(Path(journal.store.folder) / CACHE)


class SealedCache:
    """Keeps the answers for one person under their own key: weather tells where somebody was."""

    def __init__(self, journal: Journal, owner: Owner) -> None:
        self._files = weather_cache(journal)
        self._master = journal.store.master
        self._owner = owner

    def get(self, key: str) -> bytes | None:
        """Return what was put last, or None; what cannot be opened counts as never asked."""
        name = self._name(key)
        sealed = self._files.get(name)
        try:
            return None if sealed is None else self._owner.cipher.open(sealed, about=f"weather|{name}")
        except JournalDamaged:
            return None

    def put(self, key: str, content: bytes) -> None:
        """Keep an answer in place of what was there."""
        name = self._name(key)
        self._files.put(name, self._owner.cipher.seal(content, about=f"weather|{name}"))

    def clear(self) -> int:
        """Forget every answer, whoever it was for, and return how many there were."""
        return self._files.clear()

    def _name(self, key: str) -> str:
        """A name that tells nothing without the master key: places and months are few enough to be tried out."""
        return self._master.digest("weather", f"{self._owner.person.id} {key}").hex()


def gather_surroundings(
    journal: Journal,
    owner: Owner,
    first_day: date,
    last_day: date,
    *,
    now: datetime,
    service: WeatherService,
) -> Surroundings:
    """Take in weather, air and UV of every place where the person was.

    Args:
        journal: where to.
        owner: whose places.
        first_day: first day wanted, in the person's zone.
        last_day: last day; days to come are planned values.
        now: this moment.
        service: asked only if the person agreed to it.

    Raises:
        PlaceMissing: no place of the person is known on any of the days.
        DateRefused: days in the wrong order, or further ahead than any service looks.
        EnvironmentUnreachable: the service failed and nothing is kept of these days.
    """
    today = now.astimezone(ZoneInfo(owner.person.zone)).date()
    _require_span(first_day, last_day, today=today)
    stays = list(find_stays(journal.places.all(owner), first_day, last_day))
    if not stays:
        raise PlaceMissing(
            "No place is known on these days.", hint="Say where you live: `skincast place set PERSON LAT LON`."
        )
    agreed = journal.consents.allows(owner, WEATHER_CONSENT)
    readings: list[Reading] = []
    notices: list[str] = []
    for stay in stays:
        result = read_environment(
            stay.place,
            stay.first_day,
            stay.last_day,
            zone=ZoneInfo(owner.person.zone),
            now=now,
            service=service if agreed else None,
            cache=SealedCache(journal, owner),
        )
        readings += result.readings
        notices += result.notices
    logged = journal.days.log(owner, readings, today=today)
    doses = [dose for stay in stays for dose in _doses(journal, owner, stay)]
    dosed = journal.days.log(owner, doses, today=today)
    return Surroundings(
        gathered=Gathered(
            added=logged.added + dosed.added,
            changed=logged.changed + dosed.changed,
            unchanged=logged.unchanged + dosed.unchanged,
            complaints=(),
            refused=logged.refused + dosed.refused,
        ),
        notices=tuple(dict.fromkeys(notices)),
        asked=agreed,
    )


def find_stays(places: Iterable[Place], first_day: date, last_day: date) -> Iterator[Stay]:
    """Split days into stretches at one place, in order; days before the first place belong to none."""
    ordered = sorted(places, key=lambda place: place.since)
    nexts = [place.since for place in ordered[1:]] + [last_day + timedelta(days=1)]
    for place, until in zip(ordered, nexts, strict=False):
        first, last = max(place.since, first_day), min(until - timedelta(days=1), last_day)
        if first <= last:
            yield Stay(place=place, first_day=first, last_day=last)


def _doses(journal: Journal, owner: Owner, stay: Stay) -> Iterator[Reading]:
    """The UV dose of the days on which the person told how long they were outdoors."""
    zone = ZoneInfo(owner.person.zone)
    for day in journal.days.between(owner, stay.first_day, stay.last_day):
        index, outdoors = day.values.get("uv_index_max"), day.values.get("time_outdoors_min")
        if index is None or outdoors is None or index.planned or outdoors.planned:
            continue
        dose = dose_outdoors_sed(stay.place, day.day, zone, uv_index_max=index.value, outdoors_min=outdoors.value)
        yield Reading(factor="uv_dose_sed", day=day.day, value=round(dose, 2), source=COMPUTED)


def _require_span(first_day: date, last_day: date, *, today: date) -> None:
    if last_day < first_day:
        raise DateRefused("The last day is before the first.", hint="Give the earlier day with --from.")
    if last_day > today + timedelta(days=FORECAST_DAYS):
        raise DateRefused(
            f"No weather service looks further ahead than {FORECAST_DAYS} days.", hint="Give an earlier day with --to."
        )
