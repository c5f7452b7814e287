"""A change is told with its noise, as the comparison of two visits tells it."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.journey import FIRST, make_history, make_score, make_visit, make_visits

from skincast.catalog import concerns
from skincast.noise import change_score
from skincast.report import describe_history
from skincast.report.history.contract import ConcernNow
from skincast.report.history.moves import follow_all, order_concerns
from skincast.types import RegionScore, SeenPhoto, Visit


def visits_of(*values: float | None, name: str = "redness") -> tuple[Visit, ...]:
    return tuple(make_visit(i, FIRST + timedelta(days=7 * i), {name: value}) for i, value in enumerate(values))


def follow(visits: Sequence[Visit], name: str) -> ConcernNow:
    return follow_all(visits)[name]


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


def poor(visit: Visit) -> Visit:
    return dataclasses.replace(visit, photos=(dataclasses.replace(visit.photos[0], quality=0.3),))


def test_the_beginning_is_the_first_good_visit() -> None:
    first, *rest = visits_of(90.0, 50.0, 52.0, 70.0)

    row = follow((poor(first), *rest), "redness")

    assert row.since_first is not None
    assert row.since_first.visit == "v000", "the contract of this field stays"
    assert row.since_beginning is not None
    assert (row.since_beginning.n, row.since_beginning.before, row.since_beginning.change) == (1, 50.0, 20.0)
    assert (row.since_beginning.first_visits, row.since_beginning.last_visits) == (["v001"], ["v003"])


def test_with_six_visits_means_of_three_are_compared() -> None:
    row = follow(visits_of(50.0, 56.0, 53.0, 90.0, 60.0, 66.0, 63.0), "redness").since_beginning

    assert row is not None
    assert (row.n, row.before, row.after, row.change) == (3, 53.0, 63.0, 10.0)
    assert row.last_visits == ["v004", "v005", "v006"]
    assert row.sd == pytest.approx(3.2 * math.sqrt(2 / 3), abs=0.06)
    assert (row.first_day, row.last_day) == ("2026-01-03", "2026-02-14")


@pytest.mark.parametrize(("bad", "n"), [((0, 1), 2), ((0, 1, 2), 1), ((0, 1, 2, 3), 1)])
def test_poor_photos_enter_no_mean_and_no_visit_enters_both(bad: tuple[int, ...], n: int) -> None:
    visits = [poor(one) if i in bad else one for i, one in enumerate(visits_of(*[50.0 + i for i in range(6)]))]

    row = follow(visits, "redness").since_beginning

    assert row is not None
    assert row.n == n
    assert not set(row.first_visits) & set(row.last_visits)
    assert not {f"v{i:03}" for i in bad} & {*row.first_visits, *row.last_visits}


def test_without_two_good_visits_nothing_is_said_of_the_beginning() -> None:
    first, second = visits_of(50.0, 70.0)

    assert follow((poor(first), second), "redness").since_beginning is None


def test_an_error_that_is_unknown_once_is_unknown_in_the_mean() -> None:
    visits = list(visits_of(*[50.0] * 5, 90.0))
    visits[1] = dataclasses.replace(visits[1], scores={"redness": make_score("redness", 50.0, faces=0)})

    row = follow(visits, "redness").since_beginning

    assert row is not None
    assert (row.n, row.sd, row.real, row.stands_out) == (3, None, None, None)


def test_one_of_many_that_moves_alone_beyond_its_noise_does_not_stand_out() -> None:
    calm = dict.fromkeys(concerns(), 50.0)
    visits = tuple(
        make_visit(i, FIRST + timedelta(days=i), {**calm, "redness": value}) for i, value in enumerate((50.0, 60.0))
    )
    alone = follow(visits_of(50.0, 60.0), "redness").since_previous
    among = follow(visits, "redness").since_previous

    assert alone is not None
    assert among is not None
    assert (alone.real, alone.stands_out) == (True, True)
    assert (among.real, among.stands_out) == (True, False)
