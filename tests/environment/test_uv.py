"""UV against published values, and what it must do whatever the values."""

from __future__ import annotations

import math
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.environment.conftest import PlaceAt

from skincast.environment import compute_uv_day, dose_outdoors_sed
from skincast.environment.ozone import usual_ozone_du
from skincast.environment.sun import day_bounds_s
from skincast.environment.uv import clear_sky_uv_index, cloud_factor
from skincast.types import Place

UTC_ZONE = ZoneInfo("UTC")
PUBLISHED = [
    # ARPANSA's clear-sky model at solar noon, 2017-01-24.
    ("Adelaide", -34.9, 138.6, "2017-01-24", 11),
    ("Alice Springs", -23.7, 133.9, "2017-01-24", 13),
    ("Brisbane", -27.5, 153.0, "2017-01-24", 13),
    ("Canberra", -35.3, 149.1, "2017-01-24", 11),
    ("Darwin", -12.4, 130.9, "2017-01-24", 14),
    ("Kingston", -43.0, 147.3, "2017-01-24", 10),
    ("Melbourne", -37.7, 145.1, "2017-01-24", 10),
    ("Newcastle", -32.9, 151.7, "2017-01-24", 11),
    ("Perth", -32.0, 116.0, "2017-01-24", 12),
    ("Sydney", -34.0, 151.1, "2017-01-24", 11),
    ("Townsville", -19.3, 146.8, "2017-01-24", 13),
    # Open-Meteo's uv_index_clear_sky_max.
    ("Berlin", 52.5, 13.4, "2023-05-28", 6.6),
    ("Coeur d'Alene", 47.7, -116.8, "2025-07-28", 7.25),
    # Highest of the year, Germany's Federal Office for Radiation Protection.
    ("Berlin, June", 52.5, 13.4, "2023-06-21", 7),
    ("Paris, June", 48.9, 2.3, "2023-06-21", 7),
    ("New York, June", 40.7, -74.0, "2023-06-21", 9),
    ("Tokyo, July", 35.7, 139.7, "2023-07-15", 10),
]
MEANT = 1.2
"""UV index that a published value may be off by: theirs are whole numbers, and each has its own model of the air."""


def highest_index(place: Place, day: date) -> float:
    return compute_uv_day(place, day, UTC_ZONE).index_max


def test_clear_days_are_near_published_ones(place_at: PlaceAt) -> None:
    errors = {}
    for name, latitude, longitude, day, published in PUBLISHED:
        zone = ZoneInfo(f"Etc/GMT{-round(longitude / 15):+d}")
        uv = compute_uv_day(place_at(latitude, longitude), date.fromisoformat(day), zone)
        errors[name] = uv.index_max - published
    found = np.array(list(errors.values()))
    assert {name: error for name, error in errors.items() if abs(error) > MEANT} == {}
    assert abs(found.mean()) < 0.3
    assert np.sqrt((found**2).mean()) < 0.7


@pytest.mark.parametrize(
    ("latitude", "day", "low", "high"),
    [
        (0.0, date(2024, 3, 20), 11, 14),
        (50.0, date(2024, 6, 21), 6, 8),
        (50.0, date(2024, 12, 21), 0.1, 1),
        (-40.0, date(2024, 12, 21), 10, 13),
        (70.0, date(2024, 12, 21), 0, 0),
        (-80.0, date(2024, 6, 21), 0, 0),
        (70.0, date(2024, 6, 21), 3, 5),
    ],
)
def test_climates_of_the_world(place_at: PlaceAt, latitude: float, day: date, low: float, high: float) -> None:
    assert low <= highest_index(place_at(latitude, 0.0), day) <= high


def test_the_formula_is_madronichs_in_ordinary_air() -> None:
    overhead = clear_sky_uv_index(np.array([90.0, -5.0]), 300.0, np.array([1.0, 1.0]))
    assert overhead == pytest.approx([0.88 * 12.5, 0.0])


def test_the_nearer_sun_of_january_burns_more() -> None:
    january, july = clear_sky_uv_index(np.full(2, 60.0), 300.0, np.array([0.98331, 1.01673]))
    assert january / july == pytest.approx(1.069, abs=1e-3)


def test_a_percent_less_ozone_is_more_than_a_percent_more_uv() -> None:
    one = np.ones(1)
    ratio = clear_sky_uv_index(60 * one, 297.0, one) / clear_sky_uv_index(60 * one, 300.0, one)
    assert float(ratio[0]) == pytest.approx(1.0124, abs=1e-3)


def test_the_dose_is_the_index_over_time(place_at: PlaceAt) -> None:
    """At an equinox on the equator the sun's height is a half circle, whose integral a textbook gives."""
    day = compute_uv_day(place_at(0.0, 0.0), date(2024, 3, 20), UTC_ZONE)
    half_circle = math.sqrt(math.pi) * math.gamma(1.71) / math.gamma(2.21)
    index_hours = day.index_max * half_circle * 24 / math.tau
    assert day.dose_sed == pytest.approx(0.9 * index_hours, rel=1e-3)
    assert day.daylight_min == pytest.approx(720, abs=10)


def test_polar_night_has_no_uv_and_polar_day_no_end(place_at: PlaceAt) -> None:
    night = compute_uv_day(place_at(78.0, 16.0), date(2024, 12, 21), ZoneInfo("Arctic/Longyearbyen"))
    light = compute_uv_day(place_at(78.0, 16.0), date(2024, 6, 21), ZoneInfo("Arctic/Longyearbyen"))
    assert (night.index_max, night.dose_sed, night.daylight_min) == (0.0, 0.0, 0.0)
    assert light.daylight_min == 24 * 60


def test_clouds_let_through_what_is_published() -> None:
    assert cloud_factor(np.array([0.0, 44.0, 75.0, 100.0])).tolist() == [1.0, 0.89, 0.73, 0.31]


def test_clouds_at_noon_matter_and_clouds_at_night_do_not(berlin: Place) -> None:
    day, zone = date(2024, 6, 1), ZoneInfo("Europe/Berlin")
    at_s = np.arange(*day_bounds_s(day, zone), 3600.0)
    noon = np.where((at_s - at_s[0] >= 9 * 3600) & (at_s - at_s[0] <= 17 * 3600), 100.0, 0.0)
    clear = compute_uv_day(berlin, day, zone)
    overcast = compute_uv_day(berlin, day, zone, cloud=(at_s, noon))
    cloudy_night = compute_uv_day(berlin, day, zone, cloud=(at_s, np.where(at_s - at_s[0] < 3 * 3600, 100.0, 0.0)))
    assert overcast.index_max < 0.5 * clear.index_max
    assert overcast.dose_sed < 0.5 * clear.dose_sed
    assert cloudy_night == clear


def test_a_skipped_day_has_no_uv(place_at: PlaceAt) -> None:
    assert compute_uv_day(place_at(-13.8, -171.8), date(2011, 12, 30), ZoneInfo("Pacific/Apia")).dose_sed == 0.0


@given(st.floats(-90, 90), st.integers(0, 365))
def test_more_clouds_never_bring_more_uv(latitude: float, ahead: int) -> None:
    place = Place(since=date(2020, 1, 1), latitude_deg=latitude, longitude_deg=10.0)
    day = date(2024, 1, 1) + timedelta(days=ahead)
    at_s = np.array(day_bounds_s(day, UTC_ZONE))
    doses = [
        compute_uv_day(place, day, UTC_ZONE, cloud=(at_s, np.full(2, each))).dose_sed for each in (0.0, 30.0, 100.0)
    ]
    assert doses == sorted(doses, reverse=True)
    assert doses[0] == compute_uv_day(place, day, UTC_ZONE).dose_sed


class TestOzone:
    def test_it_is_as_published_in_known_seasons(self) -> None:
        """Round numbers of every textbook: 250-270 in the tropics, a northern spring near 400, the hole in October."""
        assert 245 < usual_ozone_du(date(2024, 1, 15), 0.0) < 270
        assert 380 < usual_ozone_du(date(2024, 3, 15), 55.0) < 420
        assert usual_ozone_du(date(2024, 10, 5), -80.0) < 200

    def test_the_year_closes_without_a_jump(self) -> None:
        values = [usual_ozone_du(date(2023, 1, 1) + timedelta(days=ahead), 52.0) for ahead in range(730)]
        assert max(abs(one - next_one) for one, next_one in pairwise(values)) < 2.0

    @given(st.floats(-90, 90), st.integers(0, 365))
    def test_it_is_always_possible(self, latitude: float, ahead: int) -> None:
        assert 160 < usual_ozone_du(date(2024, 1, 1) + timedelta(days=ahead), latitude) < 450


class TestOutdoors:
    day, zone = date(2024, 6, 1), ZoneInfo("Europe/Berlin")

    def dose(self, place: Place, **told: float) -> float:
        return dose_outdoors_sed(place, self.day, self.zone, **told)

    def test_a_whole_clear_day_outdoors_is_the_whole_dose(self, berlin: Place) -> None:
        clear = compute_uv_day(berlin, self.day, self.zone)
        assert self.dose(berlin, uv_index_max=clear.index_max, outdoors_min=1440) == pytest.approx(clear.dose_sed)

    def test_it_grows_with_minutes_and_with_the_index(self, berlin: Place) -> None:
        hour = self.dose(berlin, uv_index_max=4.0, outdoors_min=60)
        assert self.dose(berlin, uv_index_max=4.0, outdoors_min=120) == pytest.approx(2 * hour)
        assert self.dose(berlin, uv_index_max=2.0, outdoors_min=60) == pytest.approx(hour / 2)
        assert 0.3 * 4.0 * 0.9 < hour < 0.5 * 4.0 * 0.9

    def test_nobody_burns_in_the_polar_night(self, place_at: PlaceAt) -> None:
        zone = ZoneInfo("Arctic/Longyearbyen")
        assert dose_outdoors_sed(place_at(78, 16), date(2024, 12, 21), zone, uv_index_max=0.0, outdoors_min=60) == 0.0
