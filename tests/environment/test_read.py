"""The door of the room, against a service on this machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from tests.environment.conftest import PlaceAt
from tests.environment.weather_server import NOW, Reply, Station, running_station

from skincast.catalog.life import factors
from skincast.environment import (
    COMPUTED,
    EnvironmentResult,
    FolderCache,
    WeatherService,
    compute_uv_day,
    read_environment,
)
from skincast.errors import EnvironmentUnreachable
from skincast.types import ENVIRONMENT, Place, Reading

BERLIN = ZoneInfo("Europe/Berlin")
MAY = (date(2024, 5, 1), date(2024, 5, 31))
NOW_DAYS = (date(2024, 6, 12), date(2024, 6, 18))
SERVICE_FACTORS = {
    "temperature_c",
    "humidity_percent",
    "wind_m_s",
    "cloud_percent",
    "uv_index_max",
    "pm2_5_ug_m3",
    "no2_ug_m3",
    "o3_ug_m3",
}
Read = Callable[..., EnvironmentResult]


@pytest.fixture
def read(berlin: Place, service: WeatherService, cache: FolderCache) -> Read:
    def with_usual(first: date, last: date, **other: object) -> EnvironmentResult:
        told = {"zone": BERLIN, "now": NOW, "service": service, "cache": cache, **other}
        return read_environment(told.pop("place", berlin), first, last, **told)  # type: ignore[arg-type]

    return with_usual


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> WeatherService:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running_station() as gone:
        url = gone.url
    return WeatherService(weather_url=url, weather_history_url=url, air_url=url, sleep=lambda _: None)


def by_factor(result: EnvironmentResult) -> dict[str, list[Reading]]:
    found: dict[str, list[Reading]] = defaultdict(list)
    for reading in result.readings:
        found[reading.factor].append(reading)
    return dict(found)


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


class TestPast:
    def test_every_factor_of_every_day_is_known(self, read: Read) -> None:
        result = read(*MAY)
        found = by_factor(result)
        assert result.notices == ()
        assert set(found) == SERVICE_FACTORS <= factors().keys()
        assert all([reading.day for reading in readings] == list(days(*MAY)) for readings in found.values())
        assert {(reading.source, reading.planned) for reading in result.readings} == {(ENVIRONMENT, False)}

    def test_values_are_what_the_service_told(self, read: Read) -> None:
        first = {reading.factor: reading.value for reading in read(*MAY).readings if reading.day == date(2024, 5, 10)}
        assert first == {
            "temperature_c": 21.5,
            "humidity_percent": 60.0,
            "wind_m_s": 3.25,
            "cloud_percent": 40.0,
            "uv_index_max": 6.0,
            "pm2_5_ug_m3": pytest.approx(9.92, abs=0.005),  # 22 hours of the 10th, two of the 9th
            "no2_ug_m3": 20.5,
            "o3_ug_m3": 50 + 2 * 19.5,  # 16 to 23 UTC of the 9th: the last of these hours is the 10th in Berlin
        }

    def test_every_value_is_possible(self, read: Read) -> None:
        rows = factors()
        assert all(rows[one.factor].low <= one.value <= rows[one.factor].high for one in read(*MAY).readings)

    def test_whole_months_are_asked_of_archive_and_air_alone(self, read: Read, station: Station) -> None:
        """The day of Berlin begins on the day before in UTC."""
        read(*MAY)
        assert station.asked("/v1/archive") == [("2024-04-01", "2024-05-31")]
        assert station.asked("/v1/air-quality") == [("2024-04-01", "2024-05-31")]
        assert station.asked("/v1/forecast") == []

    def test_the_place_is_asked_rounded_and_nothing_of_the_person(self, read: Read, station: Station) -> None:
        read(*MAY)
        for question in station.questions:
            assert (question.parameters["latitude"], question.parameters["longitude"]) == ("52.5", "13.4")
            assert "Berlin" not in str(question)

    def test_the_evening_before_the_first_day_is_known(self, read: Read, station: Station) -> None:
        station.courses["ozone"] = lambda at: 180.0 if at.day == 30 and at.hour >= 17 else 20.0
        first = read(*MAY, zone=ZoneInfo("UTC"))
        assert by_factor(first)["o3_ug_m3"][0].value == (7 * 180.0 + 20.0) / 8

    def test_many_years_are_a_question_a_year(self, read: Read, station: Station) -> None:
        result = read(date(2022, 1, 10), date(2023, 12, 20))
        assert station.asked("/v1/archive") == [("2022-01-01", "2022-12-31"), ("2023-01-01", "2023-12-31")]
        assert len(by_factor(result)["temperature_c"]) == 710

    def test_before_the_service_there_is_sun_alone(self, read: Read, station: Station) -> None:
        result = read(date(1930, 6, 1), date(1930, 6, 2))
        assert station.questions == []
        assert {(reading.factor, reading.source) for reading in result.readings} == {("uv_index_max", COMPUTED)}

    def test_air_is_older_than_its_service(self, read: Read, station: Station, berlin: Place) -> None:
        """Before 2013 there is weather, and UV follows from sun and clouds."""
        station.courses["cloud_cover"] = lambda _: 100.0
        result = read(date(2010, 6, 1), date(2010, 6, 2))
        assert station.asked("/v1/air-quality") == []
        assert set(by_factor(result)) == SERVICE_FACTORS - {"pm2_5_ug_m3", "no2_ug_m3", "o3_ug_m3"}
        (uv, _) = by_factor(result)["uv_index_max"]
        clear = compute_uv_day(berlin, uv.day, BERLIN).index_max
        assert uv.source == COMPUTED
        assert uv.value == pytest.approx(0.31 * clear, abs=0.02)
        assert result.notices == ()


class TestNow:
    def test_later_days_are_planned(self, read: Read) -> None:
        for reading in read(*NOW_DAYS).readings:
            assert reading.planned is (reading.day > date(2024, 6, 15))

    def test_today_is_the_person_s(self, read: Read, place_at: PlaceAt) -> None:
        """At 9:30 UTC of the 15th it is the 14th in Honolulu, and an hour later the 16th on Kiritimati."""
        honolulu = read(*NOW_DAYS, place=place_at(21.3, -157.9), zone=ZoneInfo("Pacific/Honolulu"))
        kiritimati = read(*NOW_DAYS, place=place_at(1.9, -157.4), zone=ZoneInfo("Pacific/Kiritimati"))
        late = datetime(2024, 6, 15, 10, 30, tzinfo=UTC)
        next_day = read(*NOW_DAYS, place=place_at(1.9, -157.4), zone=ZoneInfo("Pacific/Kiritimati"), now=late)
        assert min(one.day for one in honolulu.readings if one.planned) == date(2024, 6, 15)
        assert min(one.day for one in kiritimati.readings if one.planned) == date(2024, 6, 16)
        assert min(one.day for one in next_day.readings if one.planned) == date(2024, 6, 17)

    def test_forecast_and_archive_meet_without_a_gap(self, read: Read, station: Station) -> None:
        result = read(date(2024, 6, 1), date(2024, 6, 18))
        assert station.asked("/v1/archive") == [("2024-05-01", "2024-06-08")]
        assert station.asked("/v1/forecast") == [("2024-06-09", "2024-06-29")]
        assert station.asked("/v1/air-quality") == [("2024-05-01", "2024-06-20")]
        assert len(by_factor(result)["temperature_c"]) == 18

    @pytest.mark.parametrize(("first", "last", "parts"), [
        (date(2024, 6, 2), date(2024, 6, 6), {"/v1/archive", "/v1/air-quality"}),
        (date(2024, 6, 12), date(2024, 6, 14), {"/v1/forecast", "/v1/air-quality"}),
        (date(2024, 6, 25), date(2024, 6, 26), {"/v1/forecast"}),
        (date(2024, 7, 10), date(2024, 7, 12), set()),
    ])  # fmt: skip
    def test_only_parts_that_can_know_are_asked(
        self, read: Read, station: Station, first: date, last: date, parts: set[str]
    ) -> None:
        read(first, last)
        assert {question.path for question in station.questions} == parts

    def test_beyond_the_air_forecast_uv_is_the_weather_s_and_then_the_sun_s(self, read: Read) -> None:
        found = by_factor(read(date(2024, 6, 15), date(2024, 7, 5)))
        assert max(reading.day for reading in found["pm2_5_ug_m3"]) == date(2024, 6, 20)
        sources = {reading.day: reading.source for reading in found["uv_index_max"]}
        assert sources[date(2024, 6, 29)] == ENVIRONMENT
        assert sources[date(2024, 6, 30)] == sources[date(2024, 7, 5)] == COMPUTED

    @pytest.mark.parametrize(("latitude", "longitude", "zone"), [
        (-36.8, 174.8, "Pacific/Auckland"), (-13.8, -171.8, "Pacific/Apia"), (1.9, -157.4, "Pacific/Kiritimati"),
        (-17.7, 180.0, "Pacific/Fiji"), (65.0, -179.97, "Asia/Anadyr"), (27.7, 85.3, "Asia/Kathmandu"),
        (90.0, 0.0, "UTC"),
    ])  # fmt: skip
    def test_every_corner_of_the_earth_is_answered(
        self, read: Read, place_at: PlaceAt, latitude: float, longitude: float, zone: str
    ) -> None:
        result = read(date(2024, 5, 20), date(2024, 6, 19), place=place_at(latitude, longitude), zone=ZoneInfo(zone))
        assert {len(readings) for readings in by_factor(result).values()} == {31}

    @pytest.mark.parametrize("day", [date(2024, 3, 31), date(2023, 10, 29)])
    def test_days_of_23_and_25_hours(self, read: Read, station: Station, day: date) -> None:
        station.courses["temperature_2m"] = lambda at: 7.0 if at.astimezone(BERLIN).date() == day else -40.0
        (found,) = (one for one in read(day, day).readings if one.factor == "temperature_c")
        assert found.value == 7.0

    def test_nulls_leave_a_day_unknown(self, read: Read, station: Station) -> None:
        station.courses["temperature_2m"] = lambda at: None if at.day == 10 and at.hour < 8 else 5.0
        found = by_factor(read(*MAY))["temperature_c"]
        assert [reading.day.day for reading in found] == [day for day in range(1, 32) if day != 10]


class TestCached:
    def test_the_same_days_are_asked_once(self, read: Read, station: Station) -> None:
        first = read(*MAY)
        asked = len(station.questions)
        assert read(*MAY) == first
        assert read(*MAY, now=NOW + timedelta(days=400)) == first
        assert len(station.questions) == asked

    def test_only_what_is_missing_is_asked(self, read: Read, station: Station) -> None:
        read(date(2024, 3, 5), date(2024, 3, 6))
        read(date(2024, 1, 10), date(2024, 5, 10))
        assert station.asked("/v1/archive") == [
            ("2024-03-01", "2024-03-31"),
            ("2024-01-01", "2024-02-29"),
            ("2024-04-01", "2024-05-31"),
        ]

    def test_coming_days_are_asked_again_after_some_hours(self, read: Read, station: Station) -> None:
        read(*NOW_DAYS)
        read(*NOW_DAYS, now=NOW + timedelta(hours=3))
        assert len(station.asked("/v1/forecast")) == 1
        station.courses["temperature_2m"] = lambda _: 33.0
        found = by_factor(read(*NOW_DAYS, now=NOW + timedelta(hours=7)))
        assert len(station.asked("/v1/forecast")) == 2
        assert found["temperature_c"][-1].value == 33.0

    def test_places_nearby_share_an_answer_and_others_do_not(
        self, read: Read, station: Station, place_at: PlaceAt
    ) -> None:
        read(*MAY)
        read(*MAY, place=place_at(52.49, 13.43))
        assert len(station.questions) == 2
        read(*MAY, place=place_at(52.61, 13.4))
        assert len(station.questions) == 4

    def test_the_past_is_there_without_a_connection(self, read: Read, offline: WeatherService) -> None:
        assert read(*MAY) == read(*MAY, service=offline) == read(*MAY, service=None)

    def test_coming_days_without_a_connection_are_old_and_say_so(self, read: Read, offline: WeatherService) -> None:
        before = read(*NOW_DAYS)
        after = read(*NOW_DAYS, service=offline, now=NOW + timedelta(days=1))
        assert [one.value for one in after.readings] == [one.value for one in before.readings]
        assert [one for one in after.notices if "earlier answer, of 2024-06-15" in one]
        assert [one for one in after.notices if "no connection" in one]

    def test_yesterday_s_half_month_is_enough_for_its_days(self, read: Read, offline: WeatherService) -> None:
        read(date(2024, 6, 2), date(2024, 6, 6))
        later = read(date(2024, 6, 2), date(2024, 6, 6), service=offline, now=NOW + timedelta(days=5))
        assert later.notices == ()
        assert len(by_factor(later)["temperature_c"]) == 5

    def test_a_day_that_midnight_adds_is_asked_at_once(self, read: Read, station: Station) -> None:
        evening = datetime(2024, 6, 14, 23, 30, tzinfo=UTC)
        read(date(2024, 6, 2), date(2024, 6, 6), now=evening)
        read(date(2024, 6, 2), date(2024, 6, 8), now=evening + timedelta(hours=1))
        assert station.asked("/v1/archive")[1:] == [("2024-06-01", "2024-06-08")]

    def test_a_torn_file_is_asked_again(self, read: Read, station: Station, tmp_path: Path) -> None:
        first = read(*MAY)
        for file in (tmp_path / "weather").iterdir():
            file.write_bytes(file.read_bytes()[:100])
        assert read(*MAY) == first
        assert len(station.questions) == 4

    def test_a_full_disk_is_no_reason_to_stop(self, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise OSError("disk full")

        monkeypatch.setattr(FolderCache, "put", full)
        result = read(*MAY)
        assert len(by_factor(result)) == 8
        assert [one for one in result.notices if "could not be kept" in one] == list(result.notices)

    def test_it_works_without_a_cache(self, read: Read) -> None:
        assert len(by_factor(read(*MAY, cache=None))) == 8


class TestBroken:
    def test_without_a_connection_and_without_a_cache_it_fails(self, read: Read, offline: WeatherService) -> None:
        with pytest.raises(EnvironmentUnreachable, match="no connection"):
            read(*MAY, service=offline)

    def test_one_part_that_fails_takes_nothing_from_the_others(self, read: Read, station: Station) -> None:
        station.spoil = lambda path, told: told.pop("hourly") if path == "/v1/air-quality" else None
        result = read(*MAY)
        assert set(by_factor(result)) == SERVICE_FACTORS - {"pm2_5_ug_m3", "no2_ug_m3", "o3_ug_m3"}
        assert by_factor(result)["uv_index_max"][0].source == COMPUTED
        assert result.notices == ("The answer of the weather service cannot be used: it has no hourly values.",)

    def test_a_failing_part_is_not_asked_again_and_again(self, read: Read, station: Station) -> None:
        station.replies = [Reply(status=400)]
        read(date(2022, 8, 10), date(2023, 12, 20))
        assert len(station.asked("/v1/air-quality")) == 1

    def test_impossible_values_are_left_out_and_said_so(self, read: Read, station: Station) -> None:
        station.courses["relative_humidity_2m"] = lambda at: 400.0 if at.hour == 3 else 50.0
        result = read(*MAY)
        assert {reading.value for reading in by_factor(result)["humidity_percent"]} == {50.0}
        assert result.notices == ("Left out 61 impossible values of humidity, outside of 0 to 100 %.",)

    def test_days_in_the_wrong_order_are_a_caller_s_mistake(self, read: Read) -> None:
        with pytest.raises(ValueError, match="before"):
            read(MAY[1], MAY[0])


class TestSunAlone:
    def test_without_service_and_cache_uv_is_computed_and_the_rest_unknown(self, berlin: Place) -> None:
        result = read_environment(berlin, *NOW_DAYS, zone=BERLIN, now=NOW)
        assert [reading.day for reading in result.readings] == list(days(*NOW_DAYS))
        assert {(reading.factor, reading.source) for reading in result.readings} == {("uv_index_max", COMPUTED)}
        assert [reading.planned for reading in result.readings] == [False] * 4 + [True] * 3
        assert result.notices == ("UV is that of a clear sky on 7 days: their clouds are not known.",)

    def test_the_polar_night_needs_no_excuse(self, place_at: PlaceAt) -> None:
        night = date(2023, 12, 21)
        result = read_environment(place_at(78.2, 15.6), night, night, zone=ZoneInfo("Arctic/Longyearbyen"), now=NOW)
        assert [reading.value for reading in result.readings] == [0.0]
        assert result.notices == ()

    def test_a_day_that_never_was_has_no_readings(self, place_at: PlaceAt) -> None:
        days_ = (date(2011, 12, 29), date(2011, 12, 31))
        result = read_environment(place_at(-13.8, -171.8), *days_, zone=ZoneInfo("Pacific/Apia"), now=NOW)
        assert [reading.day for reading in result.readings] == list(days_)

    def test_the_place_is_rounded_here_too(self, place_at: PlaceAt) -> None:
        here, near = (
            read_environment(place_at(latitude, 13.4), *MAY, zone=BERLIN, now=NOW) for latitude in (52.5163, 52.4837)
        )
        assert here == near

    def test_seasons_are_upside_down_in_the_south(self, place_at: PlaceAt) -> None:
        year = (date(2023, 1, 1), date(2023, 12, 31))
        for latitude, month in ((50.0, {6, 7}), (-40.0, {1, 12})):
            found = read_environment(place_at(latitude, 0.0), *year, zone=ZoneInfo("UTC"), now=NOW).readings
            assert found[int(np.argmax([one.value for one in found]))].day.month in month
