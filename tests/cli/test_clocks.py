"""Days and times as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.cli.running import replace_everywhere

from skincast.cli import clocks
from skincast.errors import DateRefused

NOW = datetime(2026, 3, 15, 23, 30, tzinfo=UTC)
BERLIN = "Europe/Berlin"


@pytest.fixture(autouse=True)
def late_evening(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_everywhere(monkeypatch, "now", lambda: NOW)


@pytest.mark.parametrize(
    ("words", "zone", "day"),
    [
        ("today", "UTC", date(2026, 3, 15)),
        ("today", BERLIN, date(2026, 3, 16)),
        (" Yesterday ", BERLIN, date(2026, 3, 15)),
        ("2024-02-29", BERLIN, date(2024, 2, 29)),
    ],
)
def test_a_day(words: str, zone: str, day: date) -> None:
    assert clocks.read_day(words, zone=zone) == day


@pytest.mark.parametrize(
    "words", ["", "2025-02-29", "20250201", "1.2.2025", "2025-W01-1", "tomorrow", "2025-02-01T08:00"]
)
def test_no_day(words: str) -> None:
    with pytest.raises(DateRefused, match="is no day"):
        clocks.read_day(words, zone="UTC")


@pytest.mark.parametrize(
    ("words", "zone", "at"),
    [
        ("2026-03-01T08:00", BERLIN, "2026-03-01T07:00Z"),
        ("2026-07-01 08:00", BERLIN, "2026-07-01T06:00Z"),
        ("2026-03-01T08:00Z", BERLIN, "2026-03-01T08:00Z"),
        ("2026-03-01T08:00+05:30", BERLIN, "2026-03-01T02:30Z"),
        ("2026-03-01", BERLIN, "2026-03-01T11:00Z"),
        ("today", "America/New_York", "2026-03-15T16:00Z"),
        ("today", BERLIN, "2026-03-15T23:30Z"),
        ("2025-10-26T02:30", BERLIN, "2025-10-26T00:30Z"),
    ],
)
def test_a_moment(words: str, zone: str, at: str) -> None:
    assert clocks.read_moment(words, zone=zone) == datetime.fromisoformat(at)


@pytest.mark.parametrize(
    "words", ["", "soon", "2026-03-01T25:00", "8:00", "0001-01-01T00:00", "9999-12-31T23:59-10:00"]
)
def test_no_moment(words: str) -> None:
    with pytest.raises(DateRefused, match="is no time"):
        clocks.read_moment(words, zone=BERLIN)


def test_a_time_that_never_was() -> None:
    with pytest.raises(DateRefused, match="never showed 2026-03-29 02:30"):
        clocks.read_moment("2026-03-29T02:30", zone=BERLIN)


class TestZoneOfTheMachine:
    @pytest.fixture(autouse=True)
    def bare(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.delenv("TZ", raising=False)
        monkeypatch.setattr(clocks, "LOCALTIME", tmp_path / "localtime")
        monkeypatch.setattr(clocks, "TIMEZONE", tmp_path / "timezone")

    def test_of_the_settings(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for words in ("Asia/Tokyo", ":Asia/Tokyo", ":/usr/share/zoneinfo/Asia/Tokyo"):
            monkeypatch.setenv("TZ", words)
            assert clocks.find_zone() == "Asia/Tokyo"

    def test_of_the_link(self, tmp_path: Path) -> None:
        place = tmp_path / "zoneinfo" / "America" / "Lima"
        place.parent.mkdir(parents=True)
        place.touch()
        (tmp_path / "localtime").symlink_to(place)

        assert clocks.find_zone() == "America/Lima"

    def test_of_the_name_beside_a_copy(self, tmp_path: Path) -> None:
        (tmp_path / "localtime").touch()
        (tmp_path / "timezone").write_text("Africa/Nairobi\n", "utf-8")

        assert clocks.find_zone() == "Africa/Nairobi"

    @pytest.mark.parametrize("words", ["", "CET-1CEST", "../../etc/passwd", "\xff"])
    def test_none(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: str) -> None:
        monkeypatch.setenv("TZ", words)
        (tmp_path / "timezone").write_bytes(b"\xff")

        assert clocks.find_zone() is None
