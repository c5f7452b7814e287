"""The document of a history obeys its contract, joins, and says the same each time."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime
from typing import Any

import jsonschema
import pytest
from tests.report.journey import HOSTILE, make_days, make_empty, make_history, make_score, make_visit

from skincast.catalog import concerns, factors
from skincast.report import describe_history, history_json
from skincast.report.history.contract import HistoryDocument, schema_of
from skincast.types import Day, DayValue, History


def read(history: History) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(history_json(history))
    return content


@pytest.mark.parametrize(
    "history",
    [make_history(), make_history(hostile=True), make_history((0,)), make_empty()],
    ids=["journey", "hostile", "one visit", "empty"],
)
def test_the_document_obeys_its_schema(history: History) -> None:
    schema = schema_of(HistoryDocument)

    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(read(history))
    assert HistoryDocument.model_validate_json(history_json(history)) == describe_history(history)


def test_the_schema_refuses_what_the_contract_does_not_know() -> None:
    content = read(make_history())
    content["visits"][0]["beauty"] = 100

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, schema_of(HistoryDocument))


def test_the_same_journal_gives_the_same_text_in_whatever_order_its_values_were_kept() -> None:
    history = make_history()
    turned = dataclasses.replace(
        history,
        visits=tuple(
            dataclasses.replace(
                visit,
                scores=dict(reversed(visit.scores.items())),
                made_by=dict(reversed(visit.made_by.items())),
                lesions=visit.lesions[::-1],
            )
            for visit in history.visits
        ),
        days=tuple(dataclasses.replace(day, values=dict(reversed(day.values.items()))) for day in history.days),
        products=history.products[::-1],
    )

    assert history_json(turned) == history_json(history)


def test_everything_joins() -> None:
    content = read(make_history())
    visits = {visit["id"] for visit in content["visits"]}

    for row in content["concerns"].values():
        moves = [row["latest"], row["since_previous"], row["since_first"]]
        assert {one["visit"] for one in moves if one is not None} <= visits
    assert {name for day in content["days"] for name in day["values"]} == set(content["factors"])
    assert list(content["concerns"]) == list(concerns())
    assert [name for name in factors() if name in content["factors"]] == list(content["factors"])


def test_a_visit_has_the_day_of_its_place_and_counts_its_lesions() -> None:
    late = make_visit(0, datetime(2026, 3, 1, 23, 30, tzinfo=UTC), {"redness": 50.0}, zone="Asia/Tokyo")

    (visit,) = read(dataclasses.replace(make_empty(), visits=(late,)))["visits"]

    assert (visit["at"], visit["day"]) == ("2026-03-01T23:30:00Z", "2026-03-02")
    assert visit["lesions"] == [
        {"concern": "acne", "type": "papule", "sure": 1, "unsure": 1},
        {"concern": "acne", "type": "pustule", "sure": 1, "unsure": 0},
    ]


def test_numbers_come_back_as_they_were_typed_and_scores_with_one_decimal() -> None:
    day = Day(day=date(2026, 3, 1), values={"water_ml": DayValue(value=2000.0, source="person")})
    visit = make_visit(0, datetime(2026, 3, 1, tzinfo=UTC), {"redness": 50.04})
    content = read(dataclasses.replace(make_empty(), visits=(visit,), days=(day,)))

    assert content["days"][0]["values"]["water_ml"]["value"] == 2000.0
    assert content["visits"][0]["scores"]["redness"]["value"] == 50.0
    assert content["factors"]["water_ml"]["unit"] == factors()["water_ml"].unit


def test_a_factor_that_a_later_version_knows_is_kept() -> None:
    day = Day(day=date(2026, 3, 1), values={"moon_phase": DayValue(value=0.5, source="my_table")})

    content = read(dataclasses.replace(make_empty(), days=(day,)))

    assert content["factors"]["moon_phase"] == {"label": "Moon phase", "kind": "lifestyle", "unit": ""}


def test_days_of_which_nothing_is_known_leave_no_row() -> None:
    days = (Day(day=date(2026, 1, 1), values={}), *make_days(3))

    assert len(read(dataclasses.replace(make_empty(), days=days))["days"]) == len(make_days(3))


def test_an_error_that_no_face_stands_behind_is_unknown() -> None:
    visit = make_visit(0, datetime(2026, 3, 1, tzinfo=UTC), {"redness": 50.0})
    unsure = dataclasses.replace(visit, scores={"redness": make_score("redness", 50.0, faces=0)})
    content = read(dataclasses.replace(make_empty(), visits=(unsure,)))
    score = content["visits"][0]["scores"]["redness"]

    assert (score["value"], score["sd"], score["low80"], score["high80"]) == (50.0, None, None, None)
    assert all(region["sd"] is None for region in score["regions"].values())
    assert "error_unknown" in content["notices"]


def test_the_persons_own_words_are_kept_as_they_are() -> None:
    assert read(make_history(hostile=True))["notes"][0]["text"] == HOSTILE


@pytest.mark.parametrize(
    ("history", "codes"),
    [
        (make_history(), ["older_left_out", "closeups_apart"]),
        (make_empty(), ["no_visits"]),
        (dataclasses.replace(make_history((0,)), older=0), ["one_visit"]),
    ],
)
def test_notices_tell_what_a_reader_should_know(history: History, codes: list[str]) -> None:
    assert read(history)["notices"] == codes
