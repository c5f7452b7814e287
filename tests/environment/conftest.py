"""A weather service on this machine, a client of it that never waits, and places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.environment.weather_server import Station, running_station

from skincast.environment import FolderCache, WeatherService
from skincast.types import Place

PlaceAt = Callable[[float, float], Place]


@pytest.fixture
def station() -> Iterator[Station]:
    with running_station() as running:
        yield running


@pytest.fixture
def waits_s() -> list[float]:
    """How long the client would have waited."""
    return []


@pytest.fixture
def service(station: Station, waits_s: list[float], monkeypatch: pytest.MonkeyPatch) -> WeatherService:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    url = station.url
    return WeatherService(weather_url=url, weather_history_url=url, air_url=url, sleep=waits_s.append)


@pytest.fixture
def cache(tmp_path: Path) -> FolderCache:
    return FolderCache(tmp_path / "weather")


@pytest.fixture
def place_at() -> PlaceAt:
    return lambda latitude, longitude: Place(since=date(2020, 1, 1), latitude_deg=latitude, longitude_deg=longitude)


@pytest.fixture
def berlin(place_at: PlaceAt) -> Place:
    return place_at(52.5163, 13.3777)
