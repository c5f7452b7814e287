"""Sun heights against published ones."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.environment.conftest import PlaceAt

from skincast.environment.sun import day_bounds_s, sun_distance_au, sun_elevation_deg
from skincast.types import Place


def elevation(place: Place, at: datetime) -> float:
    return float(sun_elevation_deg(np.array([at.timestamp()]), place)[0])


@pytest.mark.parametrize(
    ("latitude", "longitude", "at", "published"),
    [
        # Reda and Andreas 2008, NREL/TP-560-34302, the worked example, before refraction.
        pytest.param(39.742476, -105.1786, "2003-10-17T19:30:30", 39.872, id="Golden"),
        # Meeus, Astronomical Algorithms, example 25.a: at the pole the height is the declination.
        pytest.param(90.0, 0.0, "1992-10-13T00:00:00", -7.785, id="declination"),
        # Equinoxes and solstices of 2024 (US Naval Observatory), to the minute.
        pytest.param(90.0, 0.0, "2024-03-20T03:06:00", 0.0, id="March equinox"),
        pytest.param(-90.0, 0.0, "2024-09-22T12:44:00", 0.0, id="September equinox"),
        pytest.param(90.0, 0.0, "2024-06-20T20:51:00", 23.44, id="June solstice"),
        pytest.param(-90.0, 0.0, "2024-12-21T09:20:00", 23.44, id="December solstice"),
        # Sunrise and sunset by Lake Coeur d'Alene on 2025-07-28 as Open-Meteo tells them, to the minute.
        pytest.param(47.69, -116.78, "2025-07-28T12:20:00", -0.83, id="sunrise"),
        pytest.param(47.69, -116.78, "2025-07-29T03:27:00", -0.83, id="sunset"),
    ],
)
def test_height_is_as_published(
    place_at: PlaceAt, latitude: float, longitude: float, at: str, published: float
) -> None:
    tolerance = 0.2 if published == -0.83 else 0.02
    found = elevation(place_at(latitude, longitude), datetime.fromisoformat(at).replace(tzinfo=UTC))
    assert found == pytest.approx(published, abs=tolerance)


NOONS = [
    ("Australia/Perth", -32.0, 116.0, "12:30"),
    ("Australia/Darwin", -12.4, 130.9, "13:00"),
    ("Australia/Brisbane", -27.5, 153.0, "11:50"),
    ("Australia/Sydney", -34.0, 151.1, "13:00"),
    ("Australia/Hobart", -43.0, 147.3, "13:20"),
]
"""Solar noon on 2017-01-24 as ARPANSA gave it, in steps of five or ten minutes."""


@pytest.mark.parametrize(("zone", "latitude", "longitude", "published"), NOONS)
def test_noon_is_when_it_was_published(
    place_at: PlaceAt, zone: str, latitude: float, longitude: float, published: str
) -> None:
    start_s, end_s = day_bounds_s(date(2017, 1, 24), ZoneInfo(zone))
    at_s = np.arange(start_s, end_s, 60.0)
    noon = datetime.fromtimestamp(at_s[sun_elevation_deg(at_s, place_at(latitude, longitude)).argmax()], ZoneInfo(zone))
    hour, minute = map(int, published.split(":"))
    assert abs(noon.hour * 60 + noon.minute - (hour * 60 + minute)) <= 10


def test_the_sun_is_nearest_in_january() -> None:
    """Perihelion 2024: 3 January, 0.98331 au; aphelion 5 July, 1.01673 au (US Naval Observatory)."""
    at_s = np.array(
        [datetime(2024, 1, 3, 0, 39, tzinfo=UTC).timestamp(), datetime(2024, 7, 5, 5, 6, tzinfo=UTC).timestamp()]
    )
    assert sun_distance_au(at_s) == pytest.approx([0.98331, 1.01673], abs=1e-4)


def test_heights_keep_the_shape_of_the_instants(berlin: Place) -> None:
    assert sun_elevation_deg(np.zeros((2, 3)), berlin).shape == (2, 3)


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-6e8, 2.5e9))
def test_opposite_places_see_opposite_heights(latitude: float, longitude: float, at_s: float) -> None:
    here = Place(since=date(2020, 1, 1), latitude_deg=latitude, longitude_deg=longitude)
    there = Place(since=date(2020, 1, 1), latitude_deg=-latitude, longitude_deg=longitude + 180.0)
    at = np.array([at_s])
    assert sun_elevation_deg(at, here) == pytest.approx(-sun_elevation_deg(at, there), abs=1e-6)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2024, 6, 1), 24),
        ("Europe/Berlin", date(2024, 3, 31), 23),
        ("Europe/Berlin", date(2024, 10, 27), 25),
        ("Australia/Lord_Howe", date(2024, 4, 7), 24.5),
        ("Africa/Cairo", date(2024, 4, 26), 23),  # its midnight never was
        ("Asia/Kathmandu", date(2024, 1, 1), 24),
        ("Pacific/Apia", date(2011, 12, 30), 0),  # skipped over the date line
    ],
)
def test_days_are_as_long_as_their_clocks_say(zone: str, day: date, hours: float) -> None:
    start_s, end_s = day_bounds_s(day, ZoneInfo(zone))
    assert end_s - start_s == hours * 3600
