"""The page of a history opens offline, on any screen, and promises nothing."""

from __future__ import annotations

import dataclasses
import re

import pytest
from tests.report.journey import HOSTILE, make_empty, make_history, make_visit
from tests.report.reading import Page, calls_nobody

from skincast.catalog import concerns
from skincast.report import render_history
from skincast.report.history import words
from skincast.report.lettering import printable
from skincast.report.wording import ALLOWED, BLOCKED, ERROR_SOURCE, MINORS
from skincast.types import History

WORDS = re.compile(rf"\b(?:{'|'.join(BLOCKED)})\w*", re.IGNORECASE)
CASES = {
    "journey": make_history(),
    "hostile": make_history(hostile=True),
    "one visit": make_history((0,)),
    "two of one day": make_history((0, 0.3)),
    "no days": dataclasses.replace(make_history(), days=(), notes=(), products=(), places=()),
    "nothing judged": dataclasses.replace(
        make_empty(), visits=(make_visit(0, make_empty().person.added_at, dict.fromkeys(concerns())),)
    ),
    "empty": make_empty(),
}

every_case = pytest.mark.parametrize("history", CASES.values(), ids=CASES.keys())


@every_case
def test_tags_close_ids_are_unique_and_nobody_is_called(history: History) -> None:
    html = render_history(history)
    page = Page(html)

    calls_nobody(html)
    assert len(page.ids) == len(set(page.ids))
    labels = {part for _, name, value in page.attributes if name == "aria-labelledby" for part in value.split()}
    assert labels <= set(page.ids)


@every_case
def test_every_page_says_what_it_is_not(history: History) -> None:
    text = Page(render_history(history)).text

    for sentence in (words.DISCLAIMER, words.PRIVACY, words.NO_CAUSE, MINORS):
        assert sentence in text


@every_case
def test_the_page_says_where_the_error_comes_from_and_what_it_leaves_out(history: History) -> None:
    text = Page(render_history(history)).text
    judged = any(score.value is not None for visit in history.visits for score in visit.scores.values())

    assert (ERROR_SOURCE in text) == judged
    assert text.count(words.DISCLAIMER) == 1
    assert "within noise" not in text


def test_a_table_that_is_wider_than_a_phone_says_so() -> None:
    html = render_history(make_history())

    assert html.count('class="scroll"') == html.count("Slide the table sideways to see all of it") == 2
    assert html.index(">Newest<") < html.index(">From lowest to highest<")


def test_the_signs_behind_the_scores_are_explained_where_there_are_any() -> None:
    text = Page(render_history(make_history())).text
    plain = Page(render_history(dataclasses.replace(make_history(), days=(), products=()))).text

    for sign in words.BANDS_NOTE.values():
        assert sign in text
        assert sign not in plain


def test_what_changed_comes_before_what_cannot_be_told() -> None:
    html = render_history(make_history())

    assert html.index('id="changes"') < html.index('id="limits"') < html.index('id="plot"')


@every_case
def test_the_page_promises_nothing(history: History) -> None:
    text = Page(render_history(history)).text
    for sentence in (*ALLOWED, words.DISCLAIMER, "Apple Health"):
        text = text.replace(sentence, "")

    assert WORDS.findall(text) == []


def test_hostile_words_stay_words() -> None:
    html = render_history(make_history(hostile=True))
    page = Page(html)

    assert "<script" not in html
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert page.text.count(printable(HOSTILE)) > 4
    assert "\u202e" not in html
    assert "49" not in page.text.split("{{")[1][:12], "no template runs in what people typed"


def test_the_plot_fits_phone_and_desk_and_a_table_holds_the_same() -> None:
    html = render_history(make_history())

    assert 'viewBox="0 0 340 ' in html
    assert 'viewBox="0 0 1000 ' in html
    assert html.count('<tr><th scope="row">') == 12 + 5
    assert "70 ± 4" in Page(html).text


def test_what_was_not_judged_is_said() -> None:
    assert "Not judged in any visit: Pores." in Page(render_history(make_history())).text


def test_all_visits_of_one_name_are_told_so_at_the_top() -> None:
    assert "All visits are called “demo: perturbed copy”." in Page(render_history(make_history())).text
    assert "All visits are called" not in Page(render_history(make_history(label=""))).text


def test_the_same_journal_gives_the_same_page() -> None:
    assert render_history(make_history()) == render_history(make_history())


def test_many_visits_keep_the_table_short_and_say_where_the_rest_is() -> None:
    html = render_history(make_history([3.0 * n for n in range(70)]))

    assert "60 of 70 visits; all of them are in the JSON document" in Page(html).text
