"""The true course of a person who does not exist: its shape beside the visits, its numbers apart, and plainly named."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, timedelta

import pytest
from tests.report.journey import make_empty, make_history
from tests.report.reading import Page

from skincast.report import TrueCourse, plot_history, render_history
from skincast.report.history import describe_history, words
from skincast.report.history.axis import make_axis
from skincast.report.history.scale import make_scale
from skincast.report.history.truth import draw_truth, lift_of, widen
from skincast.types import Score

FIRST = date(2026, 1, 1)
DAYS = tuple(FIRST + timedelta(days=number) for number in range(300))


def course(*levels: float, concern: str = "redness") -> TrueCourse:
    """One step after another, of the same length."""
    return TrueCourse(days=DAYS, scores={concern: [levels[k * len(levels) // 300] for k in range(300)]})


def path_ys(line: str) -> list[float]:
    return [float(pair.split()[1]) for pair in re.split("[ML]", line) if pair]


def test_the_curve_is_moved_as_a_whole_to_meet_the_visits() -> None:
    history = make_history()
    document = describe_history(history)
    flat = lift_of(course(20.0), document, "redness")
    measured = [visit.scores["redness"].value or 0.0 for visit in history.visits]
    assert flat == pytest.approx(sum(measured) / len(measured) - 20, abs=0.1)
    assert lift_of(course(20.0), document, "acne") is None


def test_a_curve_stays_within_the_scale() -> None:
    history = make_history()
    visits = [dataclasses.replace(one, scores={"redness": _at(one.scores["redness"], 99)}) for one in history.visits]
    full = dataclasses.replace(history, visits=tuple(visits))
    document = describe_history(full)
    assert lift_of(course(40.0, 80.0), document, "redness") == pytest.approx(20.0)
    assert widen((95, 100), course(40.0, 80.0), document, "redness") == (60, 100)


def test_the_curve_rises_where_the_truth_does_and_its_numbers_are_its_own() -> None:
    document = describe_history(make_history())
    axis = make_axis(document, left=0, right=900)
    scale = make_scale((30, 90), span=80, top=0, bottom=80)
    truth = course(30.0, 45.0)
    drawn = draw_truth(truth, document, "redness", axis=axis, scale=scale)
    assert drawn is not None
    ys = path_ys(drawn.line)
    assert min(ys) == pytest.approx(max(ys) - 15, abs=0.02)
    assert ys[0] > ys[-1]
    lift = lift_of(truth, document, "redness")
    assert lift is not None
    worth = {grid.y: round(grid.score - lift) for grid in scale.grid()}
    assert {number.y: number.score for number in drawn.numbers} == {
        y: score for y, score in worth.items() if 0 <= score <= 100
    }


def test_the_page_names_the_curve_and_says_whose_scale_it_is_on() -> None:
    page = Page(render_history(make_history(), truth=course(30.0, 45.0)))
    for said in (words.TRUE_NOTICE, words.TRUE_KEY, words.TRUE_SCALE):
        assert said in page.text
    html = render_history(make_history(), truth=course(30.0, 45.0))
    assert html.count('<path class="p-true"') == 3  # the key, the wide plot and the narrow one


def test_without_a_truth_nothing_speaks_of_one() -> None:
    for text in (render_history(make_history()), plot_history(make_history())):
        assert '<path class="p-true"' not in text
        assert "not exist" not in text


def test_a_picture_of_its_own_says_it_too() -> None:
    text = " ".join(re.findall(r">([^<]+)<", plot_history(make_history(), truth=course(30.0, 45.0))))
    assert "known only because this person does not exist" in text
    assert "moved up or down as a whole" in " ".join(text.split())


@pytest.mark.parametrize("width_px", [320, 1000])
def test_numbers_at_the_right_edge_have_room(width_px: int) -> None:
    text = plot_history(make_history(), truth=course(30.0, 45.0), width_px=width_px)
    places = [float(x) for x in re.findall(r'p-true-number" x="([\d.]+)"', text)]
    assert places
    assert max(places) + 3 * 6 <= width_px


def test_a_journal_without_visits_has_no_panel_for_it() -> None:
    assert '<path class="p-true" d="M0' not in render_history(make_empty(), truth=course(30.0))


def _at(score: Score, value: float) -> Score:
    return dataclasses.replace(score, value=value)
