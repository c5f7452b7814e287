"""Days, notes, products and places."""

from __future__ import annotations

import pytest
from tests.cli.running import RunCommand

from skincast.catalog import factors

pytestmark = pytest.mark.usefixtures("anna")


class TestLog:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["sleep", "7.5"], "Sleep: 7.5 h on 2026-03-15"),
            (["sleep_hours", "7,5"], "Sleep: 7.5 h on 2026-03-15"),
            (["sleep", "7.5", "h"], "Sleep: 7.5 h on 2026-03-15"),
            (["sleep-quality", "well"], "Sleep quality: 4 (well) on 2026-03-15"),
            (["sleep_quality", "very", "badly"], "Sleep quality: 1 (very badly) on 2026-03-15"),
            (["shaving", "yes"], "Shaving: yes on 2026-03-15"),
            (["shaving", "0"], "Shaving: no on 2026-03-15"),
            (["alcohol", "1"], "Alcohol: 1 drink on 2026-03-15"),
            (["temperature", "-3"], "Temperature: -3 °C on 2026-03-15"),
            (["flow", "heavy", "--on", "yesterday"], "Period: 4 (heavy) on 2026-03-14"),
            (["water", "1500", "--on", "2026-02-28"], "Water: 1500 ml on 2026-02-28"),
        ],
    )
    def test_a_value_is_shown_back_with_its_unit(self, run: RunCommand, arguments: list[str], said: str) -> None:
        result = run("log", "Anna", *arguments)

        assert (result.code, result.out.strip()) == (0, said)

    def test_a_value_before_is_replaced_and_told(self, run: RunCommand) -> None:
        run("log", "Anna", "sleep", "7.5")

        assert run("log", "Anna", "sleep", "6").out == "Sleep: 6 h on 2026-03-15; it was 7.5 h\n"
        assert run("log", "Anna", "sleep", "6").out == "Sleep: 6 h on 2026-03-15\n"

    def test_a_value_is_forgotten(self, run: RunCommand) -> None:
        run("log", "Anna", "sleep", "7.5")

        forgotten = run("log", "Anna", "sleep", "--forget")
        again = run("log", "Anna", "sleep", "--forget")

        assert forgotten.out == "Sleep: forgotten on 2026-03-15\n"
        assert again.code == 4
        assert "error [history_missing]: Anna has logged no value for Sleep on 2026-03-15." in again.err

    def test_what_counts_after_forgetting_is_told(self, run: RunCommand) -> None:
        run("place", "set", "Anna", "52.5", "13.4", "--since", "2026-03-01")
        run("import", "environment", "Anna", "--from", "2026-03-15")
        run("log", "Anna", "uv", "9")

        said = run("log", "Anna", "uv", "--forget").out

        assert said.startswith("UV index: forgotten on 2026-03-15; now ") or "forgotten on 2026-03-15; now " in said
        assert said.endswith(" counts, from computed\n")

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (["sleep", "30"], "value_refused"),
            (["sleep", "long"], "value_refused"),
            (["sleep", "nan"], "value_refused"),
            (["sleep"], "value_refused"),
            (["shaving", "2"], "value_refused"),
            (["cycle_day", "3"], "value_refused"),
            (["slep", "7"], "factor_unknown"),
            (["sleep", "7", "--on", "2026-03-16"], "date_refused"),
            (["sleep", "7", "--on", "1980-01-01"], "date_refused"),
            (["sleep", "7", "--on", "2026-02-30"], "date_refused"),
            (["sleep", "7", "--on", "last week"], "date_refused"),
        ],
    )
    def test_what_cannot_be_is_refused(self, run: RunCommand, arguments: list[str], code: str) -> None:
        result = run("log", "Anna", *arguments)

        assert result.code == 2
        assert f"error [{code}]: " in result.err
        assert run("log", "Anna", "--json").json["values"] == {}

    def test_an_empty_day_says_what_may_be_logged(self, run: RunCommand) -> None:
        result = run("log", "Anna")

        assert result.out == "Nothing is known of 2026-03-15.\n"
        assert "Can still be logged: sleep, sleep_quality, stress," in result.err

    def test_a_day_is_shown(self, run: RunCommand) -> None:
        run("log", "Anna", "sleep", "7.5")
        run("log", "Anna", "shaving", "no")
        run("note", "add", "Anna", "Long flight.")

        shown, content = run("log", "Anna"), run("log", "Anna", "--json").json

        assert shown.said.startswith("2026-03-15 Value From")
        assert "Sleep 7.5 h yourself" in shown.said
        assert "Shaving no yourself" in shown.said
        assert "Note: Long flight." in shown.out
        assert "sleep," not in shown.err
        assert content["values"]["sleep_hours"] == {"value": 7.5, "unit": "h", "source": "person", "planned": False}
        assert [note["text"] for note in content["notes"]] == ["Long flight."]

    def test_json_shows_the_day_after_logging(self, run: RunCommand) -> None:
        content = run("log", "Anna", "sleep", "7.5", "--json").json

        assert (content["schema"], content["day"]) == ("skincast.day/1", "2026-03-15")
        assert list(content["values"]) == ["sleep_hours"]


def test_the_factors_as_a_table_and_as_json(run: RunCommand) -> None:
    rows = run("factors", "--json").json

    assert [row["name"] for row in rows] == list(factors())
    shown = run("factors").out
    assert all(row.label.split()[0] in shown for row in factors().values())


class TestNotes:
    def test_a_note_is_written_listed_and_deleted(self, run: RunCommand) -> None:
        run("note", "add", "Anna", "Dry air [b].", "--on", "2026-03-01")
        (note,) = run("note", "list", "Anna", "--json").json["notes"]

        assert note | {"id": ""} == {"id": "", "day": "2026-03-01", "text": "Dry air [b]."}
        assert "Dry air [b]." in run("note", "list", "Anna").out
        assert run("note", "forget", "Anna", note["id"][:6]).out == "The note of 2026-03-01 is deleted.\n"
        assert "Anna has no notes yet." in run("note", "list", "Anna").err

    def test_an_id_must_name_one_note(self, run: RunCommand) -> None:
        run("note", "add", "Anna", "One.")

        result = run("note", "forget", "Anna", "zz")

        assert result.code == 4
        assert "error [history_missing]: No note has an id that begins with 'zz'." in result.err

    def test_an_empty_note_is_refused(self, run: RunCommand) -> None:
        assert run("note", "add", "Anna", "  ").code == 2


class TestProducts:
    @pytest.fixture(autouse=True)
    def cream(self, run: RunCommand, anna: str) -> None:  # noqa: ARG002 - who uses it
        added = run(
            *("product", "add", "Anna", "Cream", "--active", "azelaic acid 10", "--active", "Niacinamide 4,5 %"),
            *("--times", "14", "--opened", "2026-02-01", "--adherence", "0.8"),
        )
        assert added.out == (
            "Cream, with Azelaic acid 10 %, Niacinamide 4.5 %: 14 times a week, 80 % of them really, from 2026-02-01.\n"
        )

    def test_products_are_listed(self, run: RunCommand) -> None:
        run("product", "add", "Anna", "Sun milk", "--spf", "50")

        content = run("product", "list", "Anna", "--json").json["products"]

        assert [one["name"] for one in content] == ["Cream", "Sun milk"]
        assert content[0]["ingredients"][0] == {"active": "azelaic_acid", "percent": 10.0}
        assert (content[1]["spf"], content[1]["times_per_week"]) == (50.0, 7.0)
        assert "SPF 50" in run("product", "list", "Anna").out

    def test_a_product_is_used_differently_and_stopped(self, run: RunCommand) -> None:
        changed = run("product", "change", "Anna", "cream", "--times", "7", "--on", "2026-03-01", "--json").json
        stopped = run("product", "stop", "Anna", "Cream", "--on", "2026-03-10")

        rows = run("product", "list", "Anna", "--json").json["products"]
        assert changed["times_per_week"] == 7.0
        assert stopped.out.endswith("from 2026-03-01 until 2026-03-10.\n")
        assert [(row["opened_on"], row["stopped_on"]) for row in rows] == [
            ("2026-02-01", "2026-03-01"),
            ("2026-03-01", "2026-03-10"),
        ]

    def test_a_product_is_forgotten(self, run: RunCommand) -> None:
        assert run("product", "forget", "Anna", "Cream").out == "Cream, in use since 2026-02-01, is deleted.\n"
        assert "Anna has logged no product yet." in run("product", "list", "Anna").err

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (["add", "Anna", "Cream"], "value_refused"),
            (["add", "Anna", "Other", "--active", "unobtainium 3"], "value_refused"),
            (["add", "Anna", "Other", "--times", "0"], "value_refused"),
            (["add", "Anna", "Other", "--opened", "2026-03-16"], "date_refused"),
            (["stop", "Anna", "Other"], "product_unknown"),
            (["change", "Anna", "Other", "--times", "1"], "product_unknown"),
            (["forget", "Anna", "Other"], "product_unknown"),
            (["stop", "Anna", "Cream", "--on", "2026-01-01"], "date_refused"),
        ],
    )
    def test_what_cannot_be_is_refused(self, run: RunCommand, arguments: list[str], code: str) -> None:
        result = run("product", *arguments)

        assert result.code == 2
        assert f"error [{code}]: " in result.err

    def test_every_active_is_listed(self, run: RunCommand) -> None:
        assert "azelaic_acid" in run("product", "actives").out


class TestPlaces:
    def test_a_place_is_rounded_and_listed(self, run: RunCommand) -> None:
        said = run("place", "set", "Anna", "-33.9187", "18.4233", "--since", "2026-01-01", "--label", "Cape Town")

        assert said.out == (
            "Anna lives at 33.9 S, 18.4 E since 2026-01-01, kept to a tenth of a degree, some ten kilometers.\n"
        )
        assert "18.42" not in run("place", "list", "Anna").out
        assert run("place", "list", "Anna", "--json").json["places"] == [
            {"since": "2026-01-01", "latitude_deg": -33.9, "longitude_deg": 18.4, "label": "Cape Town"}
        ]

    def test_a_place_is_forgotten(self, run: RunCommand) -> None:
        run("place", "set", "Anna", "52.5", "13.4")

        assert run("place", "forget", "Anna", "today").out == "The place since 2026-03-15 is deleted.\n"
        assert "It is not known where Anna lives." in run("place", "list", "Anna").err
        assert run("place", "forget", "Anna", "today").code == 4

    @pytest.mark.parametrize("degrees", [("91", "0"), ("0", "-181"), ("nan", "0")])
    def test_no_such_place(self, run: RunCommand, degrees: tuple[str, str]) -> None:
        assert run("place", "set", "Anna", *degrees).code == 2
