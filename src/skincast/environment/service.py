"""Asks an Open-Meteo-compatible service: the only file that talks to the net."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from typing import Final

import httpx2
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from skincast.environment.answer import Answer, read_answer, read_reason
from skincast.environment.kinds import AIR, FORECAST, HISTORY, Kind
from skincast.errors import EnvironmentUnreachable

ATTEMPTS: Final = 3
FIRST_WAIT_S: Final = 1.0
"""Doubles with every attempt."""
LONGEST_WAIT_S: Final = 60.0
"""A service that wants to be left alone for longer is left alone."""
TIMEOUT_S: Final = 20.0
"""To connect, and between two pieces of an answer."""
LONGEST_ANSWER_S: Final = 120.0
LARGEST_ANSWER_BYTES: Final = 8_000_000
"""A year of hours takes half a million."""
PASSING: Final = frozenset({429, 500, 502, 503, 504})
"""Refusals that may be over in a moment."""

# It would write each address that it asks, and so the place, into the log of whoever logs at that level.
logging.getLogger("httpx2").setLevel(logging.WARNING)


class _PassingError(Exception):
    """The service may answer when asked again."""

    def __init__(self, cause: str, *, wait_s: float = 0.0) -> None:
        super().__init__(cause)
        self.wait_s = wait_s


class WeatherService:
    """An Open-Meteo-compatible service for weather and air.

    Nothing leaves but a place rounded to 0.1 degree, days, and the names of what is asked; a redirect is not followed.
    Whether a person agreed to being asked for is the caller's to know.
    """

    def __init__(
        self,
        *,
        weather_url: str,
        weather_history_url: str,
        air_url: str,
        sleep: Callable[[float], None] = time.sleep,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the addresses of the three parts.

        Args:
            weather_url: Of the forecast, for example `https://api.open-meteo.com`. Parameters that an address brings
                along (`?apikey=...`) are sent too.
            weather_history_url: Of the archive.
            air_url: Of the air quality.
            sleep: Waits for some seconds between two attempts.
            clock_s: Seconds that only ever grow.
        """
        self._urls = {
            FORECAST.name: _read_url(weather_url),
            HISTORY.name: _read_url(weather_history_url),
            AIR.name: _read_url(air_url),
        }
        self._sleep = sleep
        self._clock_s = clock_s

    def ask(self, kind: Kind, place: tuple[float, float], first_day: date, last_day: date) -> Answer:
        """Return what the service tells of some days.

        Args:
            kind: What to ask.
            place: Latitude and longitude in degrees, rounded to 0.1.
            first_day: First day, UTC.
            last_day: Last day, UTC, at most about a year later.

        Raises:
            EnvironmentUnreachable: It cannot be reached, refuses, or does not answer as documented.
        """
        url = self._urls[kind.name]
        url = url.copy_with(path=url.path.rstrip("/") + kind.path)
        question = url.copy_merge_params(_parameters(kind, place, first_day, last_day))
        attempts = Retrying(
            retry=retry_if_exception_type(_PassingError),
            stop=_stop,
            wait=_wait_s,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            content = attempts(self._fetch, question)
        except _PassingError as error:
            raise EnvironmentUnreachable(
                f"The weather service {url.host} did not answer: {error}.",
                hint="Check the connection and try again later. Without the service UV alone is known, from the sun.",
            ) from error
        return read_answer(content, kind, first_day, last_day)

    def _fetch(self, question: httpx2.URL) -> bytes:
        """One attempt."""
        headers = {"User-Agent": f"skincast/{version('skincast')}", "Accept": "application/json"}
        try:
            with (
                httpx2.Client(headers=headers, timeout=TIMEOUT_S, follow_redirects=False) as client,
                client.stream("GET", question) as response,
            ):
                content = self._read(response)
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise _PassingError(_cause_of(error)) from error
        if response.status_code in PASSING:
            raise _PassingError(_refusal(response, content), wait_s=_retry_after_s(response))
        if response.status_code != httpx2.codes.OK:
            raise EnvironmentUnreachable(
                f"The weather service {question.host} refused: {_refusal(response, content)}.",
                hint="Check the addresses of the weather service in the settings (docs/environment.md).",
            )
        return content

    def _read(self, response: httpx2.Response) -> bytes:
        """The body, unless it is endless."""
        content = bytearray()
        deadline_s = self._clock_s() + LONGEST_ANSWER_S
        for piece in response.iter_bytes():
            content += piece
            if len(content) > LARGEST_ANSWER_BYTES or self._clock_s() > deadline_s:
                raise EnvironmentUnreachable(
                    f"The weather service {response.url.host} sends more, or more slowly, than any answer needs.",
                    hint="Check the addresses of the weather service in the settings (docs/environment.md).",
                )
        return bytes(content)


def _parameters(kind: Kind, place: tuple[float, float], first_day: date, last_day: date) -> dict[str, str]:
    """Everything that leaves this machine."""
    latitude_deg, longitude_deg = place
    return {
        "latitude": f"{latitude_deg:.1f}",
        "longitude": f"{longitude_deg:.1f}",
        "start_date": first_day.isoformat(),
        "end_date": last_day.isoformat(),
        "hourly": ",".join(variable.name for variable in kind.variables),
        "timezone": "GMT",
        **kind.units,
    }


def _read_url(text: str) -> httpx2.URL:
    try:
        url = httpx2.URL(text)
    except httpx2.InvalidURL as error:
        raise _no_address() from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise _no_address()
    return url


def _no_address() -> EnvironmentUnreachable:
    return EnvironmentUnreachable(
        "An address of the weather service in the settings is no web address.",
        hint="Write it as https://host, for example SKINCAST_WEATHER_URL=https://api.open-meteo.com.",
    )


def _stop(state: RetryCallState) -> bool:
    return stop_after_attempt(ATTEMPTS)(state) or _wait_s(state) > LONGEST_WAIT_S


def _wait_s(state: RetryCallState) -> float:
    """As long as the service asks for, and at least our own growing patience."""
    error = state.outcome.exception() if state.outcome else None
    asked_s = error.wait_s if isinstance(error, _PassingError) else 0.0
    return max(asked_s, FIRST_WAIT_S * 2.0 ** (state.attempt_number - 1))


def _retry_after_s(response: httpx2.Response) -> float:
    """Seconds of `Retry-After`; its other form, a date, is not used by the services that we know."""
    text = response.headers.get("Retry-After", "")
    return float(text) if text.isascii() and text.isdigit() else 0.0


def _refusal(response: httpx2.Response, content: bytes) -> str:
    reason = read_reason(content)
    return f"status {response.status_code}, {reason.rstrip('.')}" if reason else f"status {response.status_code}"


def _cause_of(error: Exception) -> str:
    """Kinds of failures in words: the text of an exception may hold the question, and so the place."""
    if isinstance(error, httpx2.TimeoutException):
        return "it took too long"
    return "no connection" if isinstance(error, httpx2.ConnectError) else "the connection broke"
