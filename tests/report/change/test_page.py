"""The page of a comparison opens offline, says what it must, and why where pictures are missing."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest
from rich.console import Console
from tests.report.journey import HOSTILE, make_change, make_regions
from tests.report.reading import Page, calls_nobody

from skincast.report import describe_change, draw_change, render_change
from skincast.report.change import words
from skincast.report.change.summary import say_summary
from skincast.report.lettering import printable
from skincast.report.wording import BLOCKED, ERROR_SOURCE, MINORS
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
    assert "The right cheek looks redder, though the whole-face score does not show it." in page.text
    assert "The chin looks less brown, though the whole-face score does not show it." in page.text
    assert page.text.count(words.MISSED_SPOTS) == 2
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

    assert (
        "Redness 54 → 70: less to see; Pigmentation 57 → 44: more to see. All else cannot be told from noise." in text
    )
    assert "+9, cannot be told from noise" in text, "by itself beyond its noise, but not among so many"
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
    told = " ".join(" ".join(draw(make_change())).split())
    assert "Map of redness: Redder or less red: no more than two photos of the same skin show." in told
    assert "The right cheek looks redder." in told


def summary_of(change: Change) -> list[str]:
    return say_summary(describe_change(change, regions=make_regions()))


def test_what_the_maps_show_is_said_first_and_agreed_with_the_score() -> None:
    change = make_change()
    falling = dataclasses.replace(change.scores["redness"], change=-40.0, after=14.0)
    worse = dataclasses.replace(change, scores={**change.scores, "redness": falling})

    assert summary_of(change)[1] == "The right cheek looks redder, though the whole-face score does not show it."
    assert summary_of(worse)[1] == "The right cheek looks redder."


def test_a_region_is_named_only_where_a_fair_part_of_it_changed() -> None:
    row = describe_change(make_change(), regions=make_regions()).maps["hemoglobin"]
    cheek = row.regions["cheek_right"]
    assert cheek.more_share is not None
    assert cheek.more_share > words.LEAST_PATCHED

    thin = row.model_copy(update={"regions": {"cheek_right": cheek.model_copy(update={"more_share": 0.09})}})

    assert words.say_regions("hemoglobin", row, rise=True) == ["the right cheek looks redder"]
    assert words.say_regions("hemoglobin", thin, rise=True) == []


def test_maps_that_show_nothing_beyond_retakes_say_so() -> None:
    change = make_change()
    still = dataclasses.replace(change, maps={name: np.zeros_like(one) for name, one in change.maps.items()})

    assert "The maps show no more change than two photos of the same skin show." in summary_of(still)
    assert not any("maps" in line for line in summary_of(make_change(kept=False)))


def test_large_patches_are_told_with_their_share() -> None:
    row = describe_change(make_change(), regions=make_regions()).maps["hemoglobin"]

    assert words.say_pigment("hemoglobin", row.model_copy(update={"more_share": 0.15, "regions": {}})) == (
        "15 % of the comparable skin is redder; less red: no more than two photos of the same skin show."
    )


def test_both_sides_of_a_place_are_a_pair() -> None:
    assert words.name_regions(["cheek_left", "chin", "cheek_right", "under_eye_left", "perioral"]) == [
        "both cheeks",
        "the chin",
        "the skin under left eye",
        "the skin around mouth",
    ]


def test_nothing_is_said_to_be_gone_where_no_picture_bears_it_out() -> None:
    text = Page(render_change(make_change(kept=False))).text

    assert "Spots: 1 found only now; 1 still there; 1 no longer found;" in text
    assert words.MISSED_SPOTS in text
    assert " gone" not in text


@every_case
def test_the_page_says_where_the_error_comes_from_and_what_it_leaves_out(change: Change) -> None:
    text = Page(render_change(change, regions=make_regions())).text

    assert ERROR_SOURCE in text
    assert text.count(words.DISCLAIMER) == 1
    assert "within noise" not in text


def test_what_changed_comes_before_what_cannot_be_told_and_numbers_join_marks_and_rows() -> None:
    html = render_change(make_change(), regions=make_regions())

    assert html.index('id="summary"') < html.index('id="limits"') < html.index('id="faces"')
    assert html.index('class="shapes"') < html.index('data-pigment="')
    assert re.findall(r'class="counted"[^>]*>(\d+)<', html) == ["2", "3", "4", "5", "1", "2", "4"]
    assert re.findall(r'<th scope="row">(\d+)\. ', html) == ["1", "2", "3", "4", "5"]
    assert html.index("optical density") > html.index("For the curious")


def test_pigments_and_fates_of_later_versions_read_as_words() -> None:
    assert words.name_pigment("carotene_od").more == "more carotene od"
    assert words.name_fate("odd_fate") == "odd fate"


def test_a_score_that_one_visit_did_not_judge_says_which() -> None:
    row = describe_change(make_change()).scores["redness"]

    assert words.say_row("redness", row.model_copy(update={"before": None})) == "not judged before"
    assert (
        words.say_row("redness", row.model_copy(update={"before": None, "after": None}))
        == "not judged before and after"
    )
    assert (
        words.say_row("redness", row.model_copy(update={"change": None, "stands_out": None}))
        == "other places were judged"
    )
    assert words.say_row("redness", row.model_copy(update={"stands_out": None})) == "+17, error unknown"
