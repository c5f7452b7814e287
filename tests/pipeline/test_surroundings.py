"""Weather reaches the journal only by consent; the sun's height needs none."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skincast.environment import WeatherService
from skincast.errors import DateRefused, EnvironmentUnreachable, PlaceMissing
from skincast.journal import Journal, Owner
from skincast.pipeline.surroundings import SealedCache, find_stays, gather_surroundings
from skincast.types import Place, Reading

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def dead_service() -> WeatherService:
    """A service that nobody answers: whoever asks it fails."""
    return WeatherService(
        weather_url=NOWHERE, weather_history_url=NOWHERE, air_url=NOWHERE, sleep=lambda _seconds: None
    )


@pytest.fixture
def resident(journal: Journal, owner: Owner) -> Owner:
    """Somebody whose place is known."""
    journal.places.move(owner, latitude_deg=52.52, longitude_deg=13.41, since=date(2026, 1, 1))
    return owner


def test_without_consent_nothing_is_asked_and_uv_is_computed(
    journal: Journal, resident: Owner, dead_service: WeatherService, now: datetime
) -> None:
    first, last = date(2026, 5, 1), date(2026, 5, 10)
    done = gather_surroundings(journal, resident, first, last, now=now, service=dead_service)
    assert not done.asked
    days = journal.days.between(resident, first, last)
    assert len(days) == 10
    assert {day.values["uv_index_max"].source for day in days} == {"computed"}
    assert all(3 < day.values["uv_index_max"].value < 9 for day in days)
    again = gather_surroundings(journal, resident, first, last, now=now, service=dead_service)
    assert again.gathered.added == again.gathered.changed == 0


def test_with_consent_a_dead_service_is_told(
    journal: Journal, resident: Owner, dead_service: WeatherService, now: datetime
) -> None:
    journal.consents.grant(resident, "weather", now=now)
    with pytest.raises(EnvironmentUnreachable):
        gather_surroundings(journal, resident, date(2026, 5, 1), date(2026, 5, 2), now=now, service=dead_service)


def test_time_outdoors_gives_a_dose(
    journal: Journal, resident: Owner, dead_service: WeatherService, now: datetime
) -> None:
    day = date(2026, 5, 4)
    journal.days.log_one(
        resident, Reading(factor="time_outdoors_min", day=day, value=60, source="person"), today=now.date()
    )
    gather_surroundings(journal, resident, day, day, now=now, service=dead_service)
    (known,) = journal.days.between(resident, day, day)
    assert 0.5 < known.values["uv_dose_sed"].value < 8


def test_what_cannot_be_asked_is_refused(
    journal: Journal, owner: Owner, dead_service: WeatherService, now: datetime
) -> None:
    with pytest.raises(PlaceMissing):
        gather_surroundings(journal, owner, date(2026, 5, 1), date(2026, 5, 2), now=now, service=dead_service)
    with pytest.raises(DateRefused):
        gather_surroundings(journal, owner, date(2026, 5, 2), date(2026, 5, 1), now=now, service=dead_service)
    with pytest.raises(DateRefused):
        gather_surroundings(journal, owner, date(2026, 5, 2), date(2026, 8, 1), now=now, service=dead_service)


def test_kept_answers_tell_nobody_where_somebody_was(journal: Journal, resident: Owner, now: datetime) -> None:
    journal.people.add("Bo", birth_year=1980, zone="UTC", now=now)
    cache, other = SealedCache(journal, resident), SealedCache(journal, journal.people.find("Bo"))
    answer = b'{"latitude": 52.5, "longitude": 13.4}'
    cache.put("history 52.5 13.4 2026-05", answer)
    assert cache.get("history 52.5 13.4 2026-05") == answer
    assert other.get("history 52.5 13.4 2026-05") is None
    (file,) = (journal.store.folder / "weather").iterdir()
    assert b"52.5" not in file.read_bytes()
    file.write_bytes(file.read_bytes()[:-1])
    assert cache.get("history 52.5 13.4 2026-05") is None
    assert cache.clear() == 1


@given(since=st.sets(st.integers(0, 60), max_size=6), first=st.integers(0, 60), length=st.integers(0, 30))
def test_stays_cover_each_day_once_with_the_place_of_that_day(since: set[int], first: int, length: int) -> None:
    start = date(2026, 1, 1)
    places = [Place(since=start + timedelta(days=day), latitude_deg=day, longitude_deg=0) for day in since]
    first_day, last_day = start + timedelta(days=first), start + timedelta(days=first + length)
    found = {}
    for stay in find_stays(places, first_day, last_day):
        for ahead in range((stay.last_day - stay.first_day).days + 1):
            day = stay.first_day + timedelta(days=ahead)
            assert day not in found
            found[day] = stay.place
    for ahead in range(length + 1):
        day = first_day + timedelta(days=ahead)
        known = [place for place in places if place.since <= day]
        assert found.get(day) == (max(known, key=lambda place: place.since) if known else None)
