"""The table of a history fits its terminal and obeys nobody but us."""

from __future__ import annotations

import dataclasses

import pytest
from rich.console import Console, RenderableType
from tests.report.journey import make_days, make_empty, make_history, make_visits

from skincast.report import describe_history, draw_history
from skincast.report.history.terminal import NO_VISIT, SPARK_CELLS, draw_spark


def draw(drawn: RenderableType, *, width: int) -> list[str]:
    console = Console(width=width, color_system=None)
    with console.capture() as captured:
        console.print(drawn)
    return captured.get().splitlines()


@pytest.mark.parametrize("width", [120, 80, 60, 40, 24])
@pytest.mark.parametrize("hostile", [False, True])
def test_nothing_is_cut_and_nothing_is_obeyed(width: int, hostile: bool) -> None:
    lines = draw(draw_history(make_history(hostile=hostile), width), width=width)

    assert max(map(len, lines)) <= width
    assert "…" not in "".join(lines)
    assert "\x1b" not in "".join(lines)
    if hostile:
        assert "[bold]" in "".join("".join(lines).split()), "markup is shown, not obeyed"


def test_a_line_says_where_it_stands_and_how_it_moved() -> None:
    (line,) = [one for one in draw(draw_history(make_history()), width=80) if one.strip().startswith("Redness")]

    assert line.split()[:9] == ["Redness", "70", "±", "4", "(+6)", "+13", "less", "to", "see"]
    assert len(line) <= 80


def test_events_and_logged_days_follow() -> None:
    text = "\n".join(draw(draw_history(make_history()), width=80))

    assert "10 Feb 2026: Azelaic cream begun" in text
    assert "2 May 2026: living in Lisbon" in text
    assert "Sleep, h: 5.7 to 8.3, 159 days" in text
    assert "All visits are called “demo: perturbed copy”." in text
    assert "Not judged in any visit: Pores." in text


def test_only_the_newest_events_are_listed() -> None:
    notes = tuple(dataclasses.replace(make_history().notes[0], id=f"n{i}", text=f"note {i}") for i in range(30))
    history = dataclasses.replace(make_empty(), notes=notes)

    text = "\n".join(draw(draw_history(history), width=80))

    assert "18 earlier events not shown" in text
    assert "note 29" in text
    assert "note 3\n" not in text


@pytest.mark.parametrize(
    "history", [make_empty(), dataclasses.replace(make_empty(), days=make_days(4))], ids=["empty", "days only"]
)
def test_a_journal_without_visits_says_so(history) -> None:  # type: ignore[no-untyped-def]
    text = "\n".join(draw(draw_history(history), width=80))

    assert "No visit yet: the first photo begins the history." in text
    assert ("What was logged" in text) == bool(history.days)


def test_the_small_course_has_real_spacing() -> None:
    visits = make_visits((0, 1, 50, 100))
    document = describe_history(dataclasses.replace(make_empty(), visits=visits))

    spark = draw_spark(document, "redness", span=40)

    assert len(spark) == SPARK_CELLS
    assert [cell for cell, mark in enumerate(spark) if mark != NO_VISIT] == [0, 6, 11]
    assert spark[0] < spark[-1]


def test_one_visit_has_a_course_of_one_mark() -> None:
    document = describe_history(make_history((0,)))

    assert draw_spark(document, "redness", span=40).strip(NO_VISIT) != ""
