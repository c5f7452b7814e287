"""A weather service on this machine that answers as Open-Meteo documents it, and misbehaves on demand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

TODAY = date(2024, 6, 15)
"""The service's own today, UTC."""
NOW = datetime(2024, 6, 15, 9, 30, tzinfo=UTC)
TELLS = {
    "/v1/archive": (date(1940, 1, 1), TODAY),
    "/v1/forecast": (TODAY - timedelta(days=93), TODAY + timedelta(days=15)),
    "/v1/air-quality": (date(2013, 1, 1), TODAY + timedelta(days=6)),
}
UNITS = {
    "temperature_2m": "°C",
    "relative_humidity_2m": "%",
    "wind_speed_10m": "m/s",
    "cloud_cover": "%",
    "uv_index": "",
    "pm2_5": "μg/m³",
    "nitrogen_dioxide": "μg/m³",
    "ozone": "μg/m³",
}
Value = float | None
Course = Callable[[datetime], Value]


def noon_peak(at: datetime) -> float:
    """A UV index that is highest at 12 UTC."""
    return max(0.0, 6.0 - abs(at.hour - 12))


def usual() -> dict[str, Course]:
    """A course for every variable."""
    return {
        "temperature_2m": lambda at: 10.0 + at.hour,
        "relative_humidity_2m": lambda _: 60,
        "wind_speed_10m": lambda _: 3.25,
        "cloud_cover": lambda _: 40,
        "uv_index": noon_peak,
        "pm2_5": lambda at: float(at.day),
        "nitrogen_dioxide": lambda _: 20.5,
        "ozone": lambda at: 50.0 + 2.0 * at.hour,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What arrived at the service."""

    path: str
    parameters: dict[str, str]
    headers: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the service says instead of the documented answer."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Station:
    """The state of the running service."""

    url: str
    questions: list[Question] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    """Said first, one a question."""
    courses: dict[str, Course] = field(default_factory=usual)
    spoil: Callable[[str, dict[str, Any]], None] = lambda _path, _document: None
    """Changes a documented answer before it leaves."""

    def answer(self, question: Question) -> Reply:
        """The next reply, or the documented answer."""
        self.questions.append(question)
        return self.replies.pop(0) if self.replies else self.documented(question)

    def documented(self, question: Question) -> Reply:
        asked = question.parameters
        first, last = date.fromisoformat(asked["start_date"]), date.fromisoformat(asked["end_date"])
        start, end = TELLS[question.path]
        if not start <= first <= last <= end:
            return refusal(400, f"Parameter 'start_date' is out of allowed range from {start} to {end}")
        document = self.document(asked, first, last)
        self.spoil(question.path, document)
        return Reply(body=json.dumps(document, ensure_ascii=False).encode())

    def document(self, asked: dict[str, str], first: date, last: date) -> dict[str, Any]:
        names = asked["hourly"].split(",")
        start = datetime.combine(first, time(), UTC)
        hours = [start + timedelta(hours=hour) for hour in range(24 * ((last - first).days + 1))]
        return {
            "latitude": float(asked["latitude"]) + 0.02,
            "longitude": float(asked["longitude"]) - 0.01,
            "generationtime_ms": 0.36,
            "utc_offset_seconds": 0,
            "timezone": "GMT",
            "timezone_abbreviation": "GMT",
            "elevation": 38.0,
            "hourly_units": {"time": "iso8601", **{name: UNITS[name] for name in names}},
            "hourly": {
                "time": [f"{hour:%Y-%m-%dT%H:%M}" for hour in hours],
                **{name: [self.courses[name](hour) for hour in hours] for name in names},
            },
        }

    def asked(self, path: str) -> list[tuple[str, str]]:
        """First and last days of the questions to one part of the service."""
        return [(q.parameters["start_date"], q.parameters["end_date"]) for q in self.questions if q.path == path]


def refusal(status: int, reason: str, **headers: str) -> Reply:
    """An error as documented."""
    body = json.dumps({"error": True, "reason": reason}).encode()
    return Reply(status=status, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()})


class _Handler(BaseHTTPRequestHandler):
    station: ClassVar[Station]

    def do_GET(self) -> None:
        """Answer one question."""
        parts = urlsplit(self.path)
        question = Question(
            path=parts.path, parameters=dict(parse_qsl(parts.query)), headers=dict(self.headers.items())
        )
        reply = self.station.answer(question)
        self.send_response(reply.status)
        for name, value in {"Content-Type": "application/json", **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(HTTPServer):
    def handle_error(self, *_: object) -> None:
        """A client that hangs up early is expected."""


@contextmanager
def running_station() -> Iterator[Station]:
    """A service on a free port of this machine."""
    handler = type("Handler", (_Handler,), {})
    with _Server(("127.0.0.1", 0), handler) as server:
        station = Station(url=f"http://127.0.0.1:{server.server_address[1]}")
        handler.station = station  # type: ignore[attr-defined]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield station
        finally:
            server.shutdown()
            thread.join()
