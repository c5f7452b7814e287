"""A change is told with its noise, as the comparison of two visits tells it."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.journey import FIRST, make_history, make_score, make_visit, make_visits

from skincast.catalog import concerns
from skincast.noise import change_score
from skincast.report import describe_history
from skincast.report.history.moves import follow, order_concerns
from skincast.types import RegionScore, SeenPhoto, Visit


def visits_of(*values: float | None, name: str = "redness") -> tuple[Visit, ...]:
    return tuple(make_visit(i, FIRST + timedelta(days=7 * i), {name: value}) for i, value in enumerate(values))


def test_the_newest_score_is_compared_with_the_one_before_and_the_first() -> None:
    row = follow(visits_of(50.0, 70.0, 66.0), "redness")

    assert row.latest is not None
    assert row.since_first is not None
    assert row.since_previous is not None
    assert (row.latest.visit, row.latest.value) == ("v002", 66.0)
    assert (row.since_first.visit, row.since_first.change, row.since_first.real) == ("v000", 16.0, True)
    assert (row.since_previous.visit, row.since_previous.change, row.since_previous.real) == ("v001", -4.0, False)
    assert (row.since_first.days, row.since_previous.days) == (14, 7)
    assert row.since_first.mdc95 == pytest.approx(1.96 * 2**0.5 * 3.2, abs=0.06)


def test_visits_that_did_not_judge_are_passed_over() -> None:
    row = follow(visits_of(50.0, None, 52.0, None), "redness")

    assert row.judged_visits == 2
    assert row.latest is not None
    assert row.latest.visit == "v002"
    assert row.since_previous == row.since_first


def test_one_visit_or_none_compares_with_nothing() -> None:
    alone = follow(visits_of(50.0), "redness")

    assert alone.latest is not None
    assert (alone.since_previous, alone.since_first) == (None, None)
    assert follow((), "redness").latest is None


def closeup(visit: Visit) -> Visit:
    photo = SeenPhoto(sha256="0" * 64, view="closeup", quality=0.9, mm_per_px=None, yaw_deg=None)
    return dataclasses.replace(visit, photos=(photo,))


def test_closeups_are_not_compared_with_faces() -> None:
    first, second, third = visits_of(50.0, 52.0, 90.0)

    row = follow((first, second, closeup(third)), "redness")
    only = follow((closeup(first), closeup(third)), "redness")

    assert row.latest is not None
    assert (row.latest.value, row.judged_visits) == (52.0, 2)
    assert only.since_first is not None
    assert only.since_first.change == 40.0


def test_an_unknown_error_calls_nothing_real() -> None:
    first, second = visits_of(50.0, 90.0)
    unsure = dataclasses.replace(second, scores={"redness": make_score("redness", 90.0, faces=0)})

    move = follow((first, unsure), "redness").since_first

    assert move is not None
    assert (move.change, move.sd, move.mdc95, move.real) == (40.0, None, None, None)


def test_without_a_region_in_common_no_change_is_told() -> None:
    first, second = visits_of(50.0, 90.0)
    one = dataclasses.replace(first.scores["redness"], regions={"nose": RegionScore(value=50.0, sd=3.0)})
    other = dataclasses.replace(second.scores["redness"], regions={"chin": RegionScore(value=90.0, sd=3.0)})

    move = follow(
        (dataclasses.replace(first, scores={"redness": one}), dataclasses.replace(second, scores={"redness": other})),
        "redness",
    ).since_first

    assert move is not None
    assert (move.change, move.real) == (None, None)


@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0.5, 9)), min_size=2, max_size=2),
    st.sets(st.sampled_from(concerns()["redness"].sided_regions)),
)
def test_history_and_comparison_agree(scores: list[tuple[float, float]], hidden: set[str]) -> None:
    visits = []
    for visit, (value, sd) in zip(visits_of(1.0, 2.0), scores, strict=True):
        score = make_score("redness", value, sd=sd)
        visits.append(dataclasses.replace(visit, scores={"redness": score}))
    last = visits[1].scores["redness"]
    kept = {
        name: RegionScore(value=None, sd=None) if name in hidden else region for name, region in last.regions.items()
    }
    visits[1] = dataclasses.replace(visits[1], scores={"redness": dataclasses.replace(last, regions=kept)})

    move = follow(visits, "redness").since_first
    told = change_score(visits[0].scores["redness"], visits[1].scores["redness"])

    assert move is not None
    assert move.real == told.real
    assert (move.change is None) == (told.change is None)
    assert move.sd == pytest.approx(told.sd, abs=0.06)


def test_the_largest_real_change_comes_first_and_then_the_lowest_score() -> None:
    document = describe_history(make_history())
    order = order_concerns(document)

    assert order[:3] == ["redness", "pigmentation", "acne"]
    rest = [row.latest.value for name in order[3:] if (row := document.concerns[name]).latest is not None]
    assert rest == sorted(rest)
    assert "pores" not in order
    assert len(order) == len(concerns()) - 1


def test_days_between_visits_are_calendar_days() -> None:
    first, last = make_visits((0, 0.3))

    move = follow((first, last), "redness").since_first

    assert move is not None
    assert move.days == 0
