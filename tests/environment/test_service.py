"""What leaves this machine, and what the client does when the service misbehaves."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.environment.weather_server import Reply, Station, refusal, running_station

from skincast.environment import WeatherService
from skincast.environment.hours import round_place
from skincast.environment.kinds import AIR, FORECAST, HISTORY, KINDS, Kind
from skincast.environment.service import LARGEST_ANSWER_BYTES, _parameters
from skincast.errors import EnvironmentUnreachable
from skincast.types import Place

PLACE = (52.5, 13.4)
DAYS = (date(2024, 6, 8), date(2024, 6, 10))
PATHS = {"history": "/v1/archive", "forecast": "/v1/forecast", "air": "/v1/air-quality"}
HOURLY = {
    "history": "temperature_2m,relative_humidity_2m,wind_speed_10m,cloud_cover",
    "forecast": "temperature_2m,relative_humidity_2m,wind_speed_10m,cloud_cover,uv_index",
    "air": "pm2_5,nitrogen_dioxide,ozone,uv_index",
}


def refused(service: WeatherService, kind: Kind = FORECAST) -> EnvironmentUnreachable:
    with pytest.raises(EnvironmentUnreachable) as caught:
        service.ask(kind, PLACE, *DAYS)
    assert "13.4" not in caught.value.message + caught.value.hint
    return caught.value


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_exactly_this_leaves_the_machine(service: WeatherService, station: Station, kind: Kind) -> None:
    service.ask(kind, PLACE, *DAYS)
    (question,) = station.questions
    expected = {
        "latitude": "52.5",
        "longitude": "13.4",
        "start_date": "2024-06-08",
        "end_date": "2024-06-10",
        "hourly": HOURLY[kind.name],
        "timezone": "GMT",
    }
    if kind is not AIR:
        expected["wind_speed_unit"] = "ms"
    assert question.path == PATHS[kind.name]
    assert question.parameters == expected
    assert set(question.headers) == {"Host", "Accept", "Accept-Encoding", "Connection", "User-Agent"}
    assert question.headers["User-Agent"] == f"skincast/{version('skincast')}"


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_no_place_leaves_finer_than_a_tenth_of_a_degree(latitude: float, longitude: float) -> None:
    place = Place(since=date(2020, 1, 1), latitude_deg=latitude, longitude_deg=longitude)
    sent = _parameters(FORECAST, round_place(place), *DAYS)
    for exact, text in ((latitude, sent["latitude"]), (longitude, sent["longitude"])):
        assert re.fullmatch(r"-?\d{1,3}\.\d", text)
        assert text != "-0.0"
        assert abs(float(text) - exact) <= 0.05 + 1e-9


@pytest.mark.parametrize("outside", [(91.0, 0.0), (0.0, 180.5), (float("nan"), 0.0), (0.0, float("inf"))])
def test_a_place_outside_of_earth_is_refused(outside: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="degrees"):
        round_place(Place(since=date(2020, 1, 1), latitude_deg=outside[0], longitude_deg=outside[1]))


def test_an_address_keeps_its_path_and_its_key(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    url = f"{station.url}/?apikey=secret"
    station.replies = [refusal(400, "No")]
    service = WeatherService(weather_url=url, weather_history_url=url, air_url=url)
    assert "secret" not in refused(service).message
    assert station.questions[0].parameters["apikey"] == "secret"
    assert station.questions[0].path == "/v1/forecast"


@pytest.mark.parametrize(
    "address", ["", "api.open-meteo.com", "ftp://host", "https://", "https://host:port", "file:///etc/x"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(EnvironmentUnreachable, match="no web address"):
        WeatherService(weather_url=address, weather_history_url="https://a", air_url="https://a")


def test_the_place_is_not_logged(service: WeatherService, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    service.ask(FORECAST, PLACE, *DAYS)
    assert "httpcore2" in caplog.text
    assert "52.5" not in caplog.text


class TestRetries:
    def test_a_busy_service_is_asked_again_when_it_says(
        self, service: WeatherService, station: Station, waits_s: list[float]
    ) -> None:
        reason = "Minutely API request limit exceeded. Please try again in one minute."
        station.replies = [refusal(429, reason, Retry_After="7")]
        assert service.ask(FORECAST, PLACE, *DAYS).hours.count == 72
        assert waits_s == [7.0]

    def test_a_service_that_wants_a_long_rest_gets_it(
        self, service: WeatherService, station: Station, waits_s: list[float]
    ) -> None:
        station.replies = [refusal(429, "Daily API request limit exceeded.", Retry_After="3600")]
        assert "Daily API request limit exceeded" in refused(service).message
        assert (len(station.questions), waits_s) == (1, [])

    def test_a_date_as_rest_is_our_own_patience(
        self, service: WeatherService, station: Station, waits_s: list[float]
    ) -> None:
        station.replies = [refusal(503, "Busy", Retry_After="Wed, 21 Oct 2026 07:28:00 GMT")]
        service.ask(FORECAST, PLACE, *DAYS)
        assert waits_s == [1.0]

    @pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
    def test_a_broken_service_is_given_up_soon(
        self, service: WeatherService, station: Station, waits_s: list[float], status: int
    ) -> None:
        station.replies = [Reply(status=status, body=b"oops")] * 9
        error = refused(service)
        assert f"status {status}" in error.message
        assert "try again later" in error.hint
        assert (len(station.questions), waits_s) == (3, [1.0, 2.0])

    def test_a_cut_connection_is_tried_again(
        self, service: WeatherService, station: Station, waits_s: list[float]
    ) -> None:
        station.replies = [Reply(body=b"{}", headers={"Content-Length": "999"})]
        assert service.ask(FORECAST, PLACE, *DAYS).hours.count == 72
        assert waits_s == [1.0]

    def test_broken_compression_is_tried_again(self, service: WeatherService, station: Station) -> None:
        station.replies = [Reply(body=b"not gzip", headers={"Content-Encoding": "gzip"})]
        assert service.ask(FORECAST, PLACE, *DAYS).hours.count == 72

    def test_nobody_there_is_given_up_soon(self, waits_s: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        with running_station() as station:
            url = station.url
        service = WeatherService(weather_url=url, weather_history_url=url, air_url=url, sleep=waits_s.append)
        assert "no connection" in refused(service).message
        assert waits_s == [1.0, 2.0]


class TestRefusals:
    """What is not asked again: it would be refused again."""

    def once(self, service: WeatherService, station: Station, reply: Reply, kind: Kind = FORECAST) -> str:
        station.replies = [reply]
        error = refused(service, kind)
        assert len(station.questions) == 1
        assert error.hint
        return error.message

    def test_an_error_is_told_in_the_service_s_words(self, service: WeatherService, station: Station) -> None:
        message = self.once(service, station, refusal(400, "Parameter 'hourly' is unknown."))
        assert message.endswith("refused: status 400, Parameter 'hourly' is unknown.")

    def test_an_error_dressed_as_an_answer(self, service: WeatherService, station: Station) -> None:
        assert "Nope" in self.once(service, station, Reply(body=json.dumps({"error": True, "reason": "Nope"}).encode()))

    @pytest.mark.parametrize("status", [301, 302, 307, 308])
    def test_no_redirect_is_followed(self, service: WeatherService, station: Station, status: int) -> None:
        with running_station() as elsewhere:
            headers = {"Location": f"{elsewhere.url}/v1/forecast?latitude=52.5"}
            assert f"status {status}" in self.once(service, station, Reply(status=status, headers=headers))
            assert elsewhere.questions == []

    def test_half_an_answer(self, service: WeatherService, station: Station) -> None:
        assert "no whole JSON" in self.once(service, station, Reply(body=b'{"hourly": {"time": ["2024-06'))

    def test_wrong_units(self, service: WeatherService, station: Station) -> None:
        station.spoil = lambda _, told: told["hourly_units"].update(wind_speed_10m="km/h")
        assert "wind_speed_10m is not in m/s" in refused(service, HISTORY).message

    def test_arrays_of_unequal_length(self, service: WeatherService, station: Station) -> None:
        station.spoil = lambda _, told: told["hourly"]["ozone"].pop()
        assert "ozone has not one value for each hour" in refused(service, AIR).message

    def test_a_body_without_end(self, service: WeatherService, station: Station) -> None:
        message = self.once(service, station, Reply(body=b" " * (LARGEST_ANSWER_BYTES + 1)))
        assert "more" in message

    def test_a_body_that_trickles(self, station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        minutes: Iterator[float] = count(0.0, 60.0)
        url = station.url
        service = WeatherService(weather_url=url, weather_history_url=url, air_url=url, clock_s=lambda: next(minutes))
        station.replies = [Reply(body=b" " * 1_000_000)]
        assert "slowly" in refused(service).message
