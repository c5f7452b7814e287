"""Days from other programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.running import RunCommand, replace_everywhere
from tests.environment.weather_server import NOW, Station, running_station

pytestmark = pytest.mark.usefixtures("anna")

SHEET = """date,sleep_hours,stress,mood
2026-03-01,7.5,3,1
2026-03-02,30,4,1
2026-13-02,7,4,1
2026-03-16,7,4,1
2026-03-03,,5,1
"""
HEALTH = """<?xml version="1.0" encoding="UTF-8"?>
<HealthData locale="en_US">
 <Record type="HKQuantityTypeIdentifierDietaryWater" sourceName="App" unit="mL"
  startDate="2026-03-01 08:00:00 +0100" endDate="2026-03-01 08:00:00 +0100" value="500"/>
 <Record type="HKQuantityTypeIdentifierDietaryWater" sourceName="App" unit="mL"
  startDate="2026-03-01 12:00:00 +0100" endDate="2026-03-01 12:00:00 +0100" value="x"/>
</HealthData>
"""


class TestTable:
    @pytest.fixture(autouse=True)
    def sheet(self, tmp_path: Path) -> None:
        (tmp_path / "sheet.csv").write_text(SHEET, "utf-8")

    def test_good_lines_are_kept_and_bad_ones_told(self, run: RunCommand) -> None:
        result = run("import", "table", "Anna", "sheet.csv", "--mapping", "own")

        assert result.code == 0
        assert result.out == "sheet.csv: 4 values added, 0 changed, 0 already there, 4 refused.\n"
        for said in ("refused line 1 [column_unknown]", "refused line 3 [value_impossible]", "refused line 4 [date_"):
            assert said in result.err
        assert "refused line 5 [date_future]" in result.err
        assert run("log", "Anna", "--on", "2026-03-01", "--json").json["values"]["sleep_hours"]["source"] == "own"

    def test_a_second_import_adds_nothing(self, run: RunCommand) -> None:
        run("import", "table", "Anna", "sheet.csv", "--mapping", "own")

        content = run("import", "table", "Anna", "sheet.csv", "--mapping", "own", "--json").json

        assert {name: content[name] for name in ("added", "changed", "unchanged", "refused")} == {
            "added": 0,
            "changed": 0,
            "unchanged": 4,
            "refused": 4,
        }
        assert {"place", "code", "message"} == content["complaints"][0].keys()

    def test_a_changed_sheet_changes_the_journal(self, run: RunCommand, tmp_path: Path) -> None:
        run("import", "table", "Anna", "sheet.csv", "--mapping", "own")
        (tmp_path / "sheet.csv").write_text(SHEET.replace("7.5", "6"), "utf-8")

        assert (
            ": 0 values added, 1 changed, 3 already there"
            in run("import", "table", "Anna", "sheet.csv", "--mapping", "own").out
        )

    def test_twenty_complaints_are_said_and_all_written(self, run: RunCommand, tmp_path: Path) -> None:
        rows = "".join(f"2026-02-{day:02},30\n" for day in range(1, 26))
        (tmp_path / "bad.csv").write_text(f"date,sleep_hours\n2026-03-01,7\n{rows}", "utf-8")

        result = run("import", "table", "Anna", "bad.csv", "--mapping", "own")
        written = run("import", "table", "Anna", "bad.csv", "--mapping", "own", "--complaints", "c.csv")

        assert result.err.count("refused line") == 20
        assert "and 5 more; all of them: --complaints FILE" in result.err
        assert "and 5 more\n" in written.err
        lines = (tmp_path / "c.csv").read_text("utf-8").splitlines()
        assert (lines[0], len(lines)) == ("place,code,message", 26)
        assert (tmp_path / "c.csv").stat().st_mode & 0o077 == 0

    def test_where_nothing_can_be_taken_the_code_says_so(self, run: RunCommand, tmp_path: Path) -> None:
        (tmp_path / "bad.csv").write_text("date,sleep_hours\n2026-03-01,30\n", "utf-8")

        assert run("import", "table", "Anna", "bad.csv", "--mapping", "own").code == 6

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (["missing.csv", "--mapping", "own"], "file_unreadable"),
            (["sheet.csv", "--mapping", "nonsense"], "file_unreadable"),
            (["sheet.csv", "--mapping", "oura"], "file_refused"),
        ],
    )
    def test_what_cannot_be_read_at_all(self, run: RunCommand, arguments: list[str], code: str) -> None:
        result = run("import", "table", "Anna", *arguments)

        assert result.code == 6
        assert f"error [{code}]: " in result.err

    def test_a_mapping_is_asked_for(self, run: RunCommand) -> None:
        assert run("import", "table", "Anna", "sheet.csv").code == 2

    def test_the_mappings_are_listed(self, run: RunCommand) -> None:
        shown = run("import", "mappings").out
        assert all(name in shown for name in ("own", "oura", "fitbit_sleep"))


class TestHealth:
    def test_an_export_is_taken_in(self, run: RunCommand, tmp_path: Path) -> None:
        (tmp_path / "export.xml").write_text(HEALTH, "utf-8")

        result = run("import", "health", "Anna", "export.xml")

        assert result.code == 0
        assert result.out == "export.xml: 1 value added, 0 changed, 0 already there, 1 refused.\n"
        assert "refused line 5 [value_malformed]" in result.err or "[value_malformed]" in result.err

    def test_what_is_no_export(self, run: RunCommand, tmp_path: Path) -> None:
        (tmp_path / "x.xml").write_text("<html/>", "utf-8")

        result = run("import", "health", "Anna", "x.xml")

        assert result.code == 6
        assert "error [file_refused]" in result.err


class TestEnvironment:
    @pytest.fixture(autouse=True)
    def place(self, run: RunCommand, anna: str) -> None:  # noqa: ARG002 - who lives there
        run("place", "set", "Anna", "52.5", "13.4", "--since", "2024-01-01")

    @pytest.fixture
    def station(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
        """A weather service on this machine, which the settings name."""
        with running_station() as running:
            monkeypatch.setenv("NO_PROXY", "127.0.0.1")
            for name in ("SKINCAST_WEATHER_URL", "SKINCAST_WEATHER_HISTORY_URL", "SKINCAST_AIR_URL"):
                monkeypatch.setenv(name, running.url)
            yield running

    def test_without_consent_no_service_is_asked(self, run: RunCommand, station: Station) -> None:
        result = run("import", "environment", "Anna", "--from", "2026-03-10")

        assert result.code == 0
        assert station.questions == []
        assert "No service was asked: UV is computed, weather and air are not known." in result.err
        assert result.out == "2026-03-10 to 2026-03-15: 6 values added, 0 changed, 0 already there, 0 refused.\n"
        values = run("log", "Anna", "--on", "2026-03-12", "--json").json["values"]
        assert values["uv_index_max"]["source"] == "computed"

    def test_with_consent_the_service_is_asked(
        self, run: RunCommand, station: Station, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run("consent", "grant", "Anna", "weather", "--agree")
        replace_everywhere(monkeypatch, "now", lambda: NOW)

        content = run("import", "environment", "Anna", "--from", "2024-06-10", "--to", "2024-06-12", "--json").json

        assert station.questions
        assert content["service_asked"] is True
        assert content["added"] > 12
        values = run("log", "Anna", "--on", "2024-06-11", "--json").json["values"]
        assert values["humidity_percent"] == {"value": 60.0, "unit": "%", "source": "environment", "planned": False}

    def test_it_begins_with_the_journal(self, run: RunCommand) -> None:
        run("log", "Anna", "sleep", "7", "--on", "2026-03-13")

        assert run("import", "environment", "Anna").out.startswith("2026-03-13 to 2026-03-15: ")

    @pytest.mark.parametrize(
        ("days", "code", "error"),
        [
            (["--from", "2023-01-01", "--to", "2023-01-05"], 4, "place_missing"),
            (["--from", "2026-03-15", "--to", "2026-03-01"], 2, "date_refused"),
            (["--to", "2026-05-01"], 2, "date_refused"),
        ],
    )
    def test_days_of_which_nothing_can_be_told(self, run: RunCommand, days: list[str], code: int, error: str) -> None:
        result = run("import", "environment", "Anna", *days)

        assert result.code == code
        assert f"error [{error}]: " in result.err

    def test_a_service_that_cannot_be_reached(self, run: RunCommand, monkeypatch: pytest.MonkeyPatch) -> None:
        run("consent", "grant", "Anna", "weather", "--agree")
        monkeypatch.setattr("tenacity.nap.time.sleep", lambda _seconds: None)
        monkeypatch.setattr("skincast.environment.service.FIRST_WAIT_S", 0.0)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        for name in ("SKINCAST_WEATHER_URL", "SKINCAST_WEATHER_HISTORY_URL", "SKINCAST_AIR_URL"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")

        result = run("import", "environment", "Anna", "--from", "2026-03-10")

        assert result.code == 5
        assert "error [environment_unreachable]" in result.err


class TestTwin:
    @pytest.fixture
    def folder(self, run: RunCommand) -> str:
        run("twin", "--people", "2", "--days", "40", "--selfies", "none", "--world", "linear", "--out", "lives")
        return "lives"

    def test_a_life_is_taken_in_once(self, run: RunCommand, folder: str) -> None:
        result = run("import", "twin", "Anna", folder, "--as", "t0000001")

        assert result.code == 0
        assert result.out.startswith("lives, t0000001: ")
        assert "simulated scores and no photo" in result.err
        assert "skincast history Anna" in result.err
        again = run("import", "twin", "Anna", folder, "--as", "t0000001", "--json").json
        assert again["schema"] == "skincast.import_twin/1"
        assert (again["visits"]["added"], again["values"]["added"], again["refused"]) == (0, 0, 0)
        assert again["visits"]["already_there"] > 0

    def test_who_of_the_folder_is_asked_for(self, run: RunCommand, folder: str) -> None:
        result = run("import", "twin", "Anna", folder)

        assert result.code == 2
        assert "error [person_unknown]" in result.err
        assert "t0000000, t0000001" in result.err

    def test_a_person_s_own_days_are_left_alone(self, run: RunCommand, folder: str) -> None:
        run("log", "Anna", "sleep", "7")

        result = run("import", "twin", "Anna", folder, "--as", "t0000001")

        assert result.code == 2
        assert "error [twin_mixed]" in result.err

    def test_what_is_no_such_folder(self, run: RunCommand) -> None:
        result = run("import", "twin", "Anna", "missing")

        assert result.code == 6
        assert "error [twin_folder_unreadable]" in result.err
        assert "docs/twin.md" in result.err
