"""Hours to days, on every clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.environment.conftest import PlaceAt

from skincast.environment.days import cloud_course, summarize_day
from skincast.environment.hours import QUANTITIES, Hours, Quantity, first_hour_of, join_hours
from skincast.environment.sun import sun_elevation_deg
from skincast.types import Place

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2024, 6, 10)
FIRST_DAY = date(2024, 6, 8)
COUNT = 5 * 24


def hours(
    quantity: Quantity, course: Callable[[datetime], float], *, first: date = FIRST_DAY, count: int = COUNT
) -> Hours:
    start = first_hour_of(first)
    values = [course(datetime.fromtimestamp(3600 * (start + hour), UTC)) for hour in range(count)]
    return Hours(first_hour=start, count=count, values={quantity: np.array(values, float)})


def value(known: Hours, place: Place, *, quantity: Quantity, day: date = DAY, zone: ZoneInfo = BERLIN) -> float | None:
    return summarize_day(known, day, place=place, zone=zone).get(quantity)


def known_from(hour: int) -> Callable[[datetime], float]:
    """Unknown before an hour of each UTC day, the hour itself after."""
    return lambda at: float(at.hour) if at.hour >= hour else np.nan


@pytest.mark.parametrize("quantity", ["temperature_c", "humidity_percent", "wind_m_s", "pm2_5_ug_m3", "no2_ug_m3"])
def test_most_are_means_over_the_person_s_day(berlin: Place, quantity: Quantity) -> None:
    """In June Berlin's day begins at 22 UTC of the day before."""
    known = hours(quantity, lambda at: float((at.day - 9) * 24 + at.hour))
    assert value(known, berlin, quantity=quantity) == np.mean(np.arange(22, 46))


@pytest.mark.parametrize(
    ("day", "length"), [(date(2024, 3, 31), 23), (date(2024, 10, 27), 25), (date(2024, 6, 10), 24)]
)
def test_a_day_has_all_its_hours_and_no_other(berlin: Place, day: date, length: int) -> None:
    def in_day(at: datetime) -> float:
        return 10.0 if at.astimezone(BERLIN).date() == day else 1000.0

    first = date.fromordinal(day.toordinal() - 2)
    known = hours("no2_ug_m3", in_day, first=first)
    assert np.sum(known.of("no2_ug_m3") == 10.0) == length
    assert value(known, berlin, quantity="no2_ug_m3", day=day) == 10.0


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Niue"])
def test_odd_clocks_have_24_hours_too(place_at: PlaceAt, zone: str) -> None:
    where = ZoneInfo(zone)
    known = hours("wind_m_s", lambda at: 5.0 if at.astimezone(where).date() == DAY else 50.0)
    assert value(known, place_at(0.0, 170.0), quantity="wind_m_s", zone=where) == 5.0


@pytest.mark.parametrize(("missing", "expected"), [(6, 14.5), (7, None)])
def test_a_day_needs_18_hours(berlin: Place, missing: int, expected: float | None) -> None:
    assert (
        value(hours("temperature_c", known_from(missing)), berlin, quantity="temperature_c", zone=ZoneInfo("UTC"))
        == expected
    )


def test_what_nobody_was_asked_about_is_unknown(berlin: Place) -> None:
    assert summarize_day(hours("wind_m_s", lambda _: 1.0), DAY, place=berlin, zone=BERLIN) == {"wind_m_s": 1.0}


def test_a_skipped_day_knows_nothing(place_at: PlaceAt) -> None:
    zone, day = ZoneInfo("Pacific/Apia"), date(2011, 12, 30)
    known = join_hours(
        [hours(quantity, lambda _: 1.0, first=date(2011, 12, 28)) for quantity in QUANTITIES],
        first_hour=first_hour_of(date(2011, 12, 28)),
        count=COUNT,
    )
    assert summarize_day(known, day, place=place_at(-13.8, -171.8), zone=zone) == {}


class TestClouds:
    def test_nights_do_not_count(self, place_at: PlaceAt) -> None:
        place = place_at(52.5, 0.0)
        known = hours("cloud_percent", lambda _: 20.0)
        by_night = sun_elevation_deg(known.instants_s(), place) <= 0
        known.of("cloud_percent")[by_night] = 100.0
        assert 20 < by_night.sum() < 60
        assert value(known, place, quantity="cloud_percent", zone=ZoneInfo("UTC")) == 20.0

    def test_the_polar_night_has_no_clouds_to_tell(self, place_at: PlaceAt) -> None:
        known = hours("cloud_percent", lambda _: 50.0, first=date(2024, 12, 20))
        zone = ZoneInfo("Arctic/Longyearbyen")
        assert value(known, place_at(78.0, 16.0), quantity="cloud_percent", day=date(2024, 12, 22), zone=zone) is None

    def test_half_a_winter_day_is_not_enough(self, berlin: Place) -> None:
        """Eight hours of light: with four of them unknown there are still twenty known hours."""
        known = hours("cloud_percent", lambda at: np.nan if 8 <= at.hour < 12 else 50.0, first=date(2024, 12, 20))
        assert value(known, berlin, quantity="cloud_percent", day=date(2024, 12, 22)) is None
        assert cloud_course(known, date(2024, 12, 22), place=berlin, zone=BERLIN) is None

    def test_its_course_has_only_what_is_known(self, berlin: Place) -> None:
        known = hours("cloud_percent", lambda at: np.nan if at.hour in {1, 11} else 50.0)
        course = cloud_course(known, DAY, place=berlin, zone=BERLIN)
        assert course is not None
        assert course[0].size == course[1].size == 22
        assert (course[1] == 50.0).all()
        assert (np.diff(course[0]) > 0).all()


class TestUv:
    def test_it_is_the_highest_of_the_day(self, berlin: Place) -> None:
        known = hours("uv_index_max", lambda at: 6.0 - abs(at.hour - 11) if at.day == 10 else 9.0)
        known.of("uv_index_max")[:46] = 0.0
        assert value(known, berlin, quantity="uv_index_max", zone=ZoneInfo("UTC")) == 6.0

    def test_without_noon_it_is_unknown(self, berlin: Place) -> None:
        known = hours("uv_index_max", lambda at: np.nan if at.hour == 11 else 1.0)
        assert value(known, berlin, quantity="uv_index_max") is None


class TestOzone:
    def test_it_is_the_highest_mean_of_eight_hours(self, berlin: Place) -> None:
        known = hours("o3_ug_m3", lambda at: 100.0 + at.hour if 10 <= at.hour < 18 and at.day == 10 else 20.0)
        assert value(known, berlin, quantity="o3_ug_m3", zone=ZoneInfo("UTC")) == np.mean(np.arange(110, 118))

    def test_the_evening_before_counts_where_its_hours_end_on_the_day(self, berlin: Place) -> None:
        """The first eight hours of a day end at one o'clock: seven of them are yesterday's."""
        evening = hours("o3_ug_m3", lambda at: 180.0 if at.day == 9 and at.hour >= 17 else 20.0)
        assert value(evening, berlin, quantity="o3_ug_m3", zone=ZoneInfo("UTC")) == (7 * 180.0 + 20.0) / 8

    def test_six_of_eight_hours_are_enough(self, berlin: Place) -> None:
        gaps = hours("o3_ug_m3", lambda at: np.nan if at.hour in {3, 4, 14, 15} else 60.0)
        assert value(gaps, berlin, quantity="o3_ug_m3") == 60.0

    def test_a_day_of_gaps_is_unknown(self, berlin: Place) -> None:
        assert value(hours("o3_ug_m3", known_from(11)), berlin, quantity="o3_ug_m3") is None


class TestHours:
    def test_a_cut_beyond_the_ends_is_unknown_there(self) -> None:
        cut = hours("wind_m_s", lambda at: float(at.hour)).cut(first_hour_of(FIRST_DAY) - 2, 4)
        np.testing.assert_array_equal(cut.of("wind_m_s"), [np.nan, np.nan, 0.0, 1.0])

    def test_a_cut_elsewhere_is_unknown(self) -> None:
        assert np.isnan(hours("wind_m_s", lambda _: 1.0).cut(0, 4).of("wind_m_s")).all()

    def test_the_earlier_part_is_right_and_the_later_fills_its_gaps(self) -> None:
        first = hours("wind_m_s", lambda at: 1.0 if at.hour < 12 else np.nan)
        joined = join_hours([first, hours("wind_m_s", lambda _: 2.0)], first_hour=first.first_hour, count=24)
        assert joined.of("wind_m_s").tolist() == [1.0] * 12 + [2.0] * 12
        assert np.isnan(first.of("wind_m_s")).sum() == 60, "the parts stay as they were"

    @given(st.integers(-50, 50), st.integers(0, 50), st.integers(-50, 50), st.integers(0, 50))
    def test_cutting_twice_is_cutting_to_what_both_hold(self, first: int, count: int, again: int, length: int) -> None:
        whole = Hours(first_hour=0, count=20, values={"wind_m_s": np.arange(20.0)})
        cut = whole.cut(first, count).cut(again, length).of("wind_m_s")
        expected = [
            hour if 0 <= hour < 20 and first <= hour < first + count else np.nan
            for hour in range(again, again + length)
        ]
        np.testing.assert_array_equal(cut, np.array(expected, float))
