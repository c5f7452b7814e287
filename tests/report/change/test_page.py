"""The page of a comparison opens offline, says what it must, and why where pictures are missing."""

from __future__ import annotations

import dataclasses
import re

import pytest
from rich.console import Console
from tests.report.journey import HOSTILE, make_change, make_regions
from tests.report.reading import Page, calls_nobody

from skincast.report import describe_change, draw_change, render_change
from skincast.report.change import words
from skincast.report.lettering import printable
from skincast.report.wording import BLOCKED, MINORS
from skincast.types import Change

WORDS = re.compile(rf"\b(?:{'|'.join(BLOCKED)})\w*", re.IGNORECASE)


def named(change: Change, label: str) -> Change:
    return dataclasses.replace(change, before=dataclasses.replace(change.before, label=label))


CASES = {
    "kept": make_change(),
    "not kept": make_change(kept=False),
    "close-up": make_change(closeup=True),
    "nothing in common": dataclasses.replace(make_change(kept=False), maps_missing_because="nothing_in_common"),
    "no lesion": dataclasses.replace(make_change(), lesions=()),
    "hostile": named(make_change(), HOSTILE),
}

every_case = pytest.mark.parametrize("change", CASES.values(), ids=CASES.keys())


@every_case
def test_tags_close_ids_are_unique_and_nobody_is_called(change: Change) -> None:
    html = render_change(change, regions=make_regions())
    page = Page(html)

    calls_nobody(html)
    assert len(page.ids) == len(set(page.ids))


def test_the_same_visits_give_the_same_page() -> None:
    assert render_change(make_change(), regions=make_regions()) == render_change(make_change(), regions=make_regions())


@every_case
def test_every_page_says_what_it_is_not_and_promises_nothing(change: Change) -> None:
    text = Page(render_change(change, regions=make_regions())).text

    for sentence in (words.DISCLAIMER, words.NO_CAUSE, MINORS):
        assert sentence in text
    assert WORDS.findall(text.replace(words.DISCLAIMER, "")) == []


def test_hostile_words_stay_words() -> None:
    html = render_change(CASES["hostile"])

    assert "<script" not in html
    assert printable(HOSTILE) in Page(html).text


def test_a_page_with_pictures_shows_both_faces_and_both_maps() -> None:
    html = render_change(make_change(), regions=make_regions())
    page = Page(html)

    assert html.count("data:image/webp;base64,") == 4
    assert html.count('data-fate="') == 7
    assert "share it as you would the photos" in page.text
    assert "Redder as a whole: right cheek." in page.text
    assert "Less brown as a whole: chin." in page.text
    assert page.text.count("not clear") >= 2


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("photos_not_kept", "“Keep my photos”: skincast consent grant PERSON photos"),
        ("closeup", "A close-up shows no whole face"),
        ("nothing_in_common", "too little of the same skin"),
        ("odd_reason", "Odd reason."),
    ],
)
def test_missing_pictures_are_explained_on_page_and_terminal(code: str, says: str) -> None:
    change = dataclasses.replace(make_change(kept=False), maps_missing_because=code)
    html = render_change(change)

    assert says in Page(html).text
    assert "<img" not in html
    assert "share it as you would a diary" in Page(html).text
    assert says in " ".join(" ".join(draw(change)).split())


def test_real_changes_come_first_and_in_words() -> None:
    text = Page(render_change(make_change())).text

    assert "Beyond noise, less to see: Redness +17 and Blemishes +9; more to see: Pigmentation −14. All else" in text
    assert "Spots: 1 new; 1 still there; 1 gone; 1 gone, a mark is left; 1 not clear." in text
    assert "Not judged at either visit: Pores." in text


def draw(change: Change, *, width: int = 80) -> list[str]:
    console = Console(width=width, color_system=None)
    with console.capture() as captured:
        console.print(draw_change(change, width, regions=make_regions()))
    return captured.get().splitlines()


@pytest.mark.parametrize("width", [120, 80, 60, 40, 24])
@every_case
def test_the_table_fits_its_terminal(change: Change, width: int) -> None:
    lines = draw(change, width=width)

    assert max(map(len, lines)) <= width
    assert "…" not in "".join(lines)
    assert "\x1b" not in "".join(lines)


def test_a_line_of_the_table() -> None:
    (line,) = [one for one in draw(make_change()) if one.strip().startswith("Redness ")]

    assert line.split() == ["Redness", "54", "70", "+17,", "less", "to", "see", "9"]
    assert "Redness: 2 % of the comparable skin is redder, 0 % less red. Redder as a whole: right cheek." in " ".join(
        " ".join(draw(make_change())).split()
    )


def test_pigments_and_fates_of_later_versions_read_as_words() -> None:
    assert words.name_pigment("carotene_od").more == "more carotene od"
    assert words.name_fate("odd_fate") == "odd fate"


def test_a_score_that_one_visit_did_not_judge_says_which() -> None:
    row = describe_change(make_change()).scores["redness"]

    assert words.say_row(row.model_copy(update={"before": None})) == "not judged before"
    assert words.say_row(row.model_copy(update={"before": None, "after": None})) == "not judged before and after"
    assert words.say_row(row.model_copy(update={"change": None, "real": None})) == "other places were judged"
    assert words.say_row(row.model_copy(update={"real": None})) == "+17, error unknown"
