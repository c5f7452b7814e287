"""A map colors what changed more than noise explains, where it changed, and nothing else."""

from __future__ import annotations

import dataclasses
import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from tests.report.journey import BROWN_MM, RED_MM, SHAPE, make_change

from skincast.report import draw_change_map, render_change
from skincast.report.change.marks import list_lesions, mark_lesions
from skincast.report.change.pictures import (
    ENLARGED,
    FAINTEST,
    FULL_OD,
    STRONGEST,
    cut_face,
    opacity,
    paint_change,
    show_face,
)
from skincast.types import Change


def color_at(painted: NDArray[np.uint8], change: Change, place_mm: tuple[float, float]) -> list[int]:
    x, y = cut_face(change).place(*place_mm)
    return [int(value) for value in painted[round(y), round(x)]]


def test_more_blood_is_red_and_less_is_blue() -> None:
    change = make_change()
    turned = dataclasses.replace(change, maps={"hemoglobin": -change.maps["hemoglobin"]})

    red, _, blue, _ = color_at(paint_change(change, "hemoglobin", cut_face(change)), change, RED_MM)
    assert red > blue + 100
    red, _, blue, _ = color_at(paint_change(turned, "hemoglobin", cut_face(turned)), turned, RED_MM)
    assert blue > red + 100


def test_less_melanin_is_purple() -> None:
    change = make_change()

    red, green, blue, _ = color_at(paint_change(change, "melanin", cut_face(change)), change, BROWN_MM)

    assert blue > red > green


def test_what_noise_could_explain_is_gray() -> None:
    change = make_change()
    loud = dataclasses.replace(change, noise_od={"hemoglobin": 0.11, "melanin": 0.1})

    painted = paint_change(loud, "hemoglobin", cut_face(loud)).astype(int)

    assert (painted[..., 0] == painted[..., 2]).all()


def test_what_cannot_be_compared_is_hatched_and_what_nobody_saw_is_see_through() -> None:
    change = make_change()
    assert change.comparable is not None
    cut = cut_face(change)
    painted = paint_change(change, "hemoglobin", cut)
    rim = np.asarray(cut.of(~change.comparable), bool)
    grays = np.unique(painted[::ENLARGED, ::ENLARGED][rim & (painted[::ENLARGED, ::ENLARGED, 3] == 255)][:, 0])

    assert 150 in grays
    assert painted[0, 0, 3] == 0
    assert color_at(painted, change, (128.0, 112.0))[3] == 255


def test_opacity_rises_with_the_change_and_not_with_the_noise() -> None:
    drawn = opacity(np.array([0, 0.1, -0.1, 0.2, FULL_OD, 5], np.float32))

    assert drawn[0] == pytest.approx(FAINTEST)
    assert drawn[1] == drawn[2]
    assert (np.diff(drawn[[0, 1, 3, 4]]) > 0).all()
    assert drawn[4] == drawn[5] == pytest.approx(STRONGEST)


def test_the_same_change_has_the_same_color_in_a_noisier_comparison() -> None:
    change = make_change()
    louder = dataclasses.replace(change, noise_od={"hemoglobin": 0.05, "melanin": 0.05})
    quiet, loud = (paint_change(one, "hemoglobin", cut_face(one)) for one in (change, louder))

    assert color_at(quiet, change, RED_MM) == color_at(loud, change, RED_MM)
    assert (quiet != loud).any(), "less of it is colored"


def test_the_legend_has_full_color_at_both_ends_and_none_where_noise_could_explain_it() -> None:
    page = render_change(make_change())

    assert "/ 0.92) 0%" in page
    assert "transparent 42.5% 57.5%" in page, "3 SDs of 0.02 are 15 % of 0.40"


def test_a_patch_that_noise_hides_leaves_no_color() -> None:
    change = make_change()
    speck = np.zeros(SHAPE, np.float32)
    speck[200:204, 200:204] = 0.4
    painted = paint_change(dataclasses.replace(change, maps={"hemoglobin": speck}), "hemoglobin", cut_face(change))

    assert (painted[..., 0] == painted[..., 2]).all()


def test_faces_are_cut_to_what_was_seen_and_slivers_are_left_out() -> None:
    change = make_change()
    assert change.pictures is not None
    sliver = change.pictures[0].copy()
    sliver[100:300, 4:9] = 90
    cut = cut_face(dataclasses.replace(change, pictures=(sliver, change.pictures[1])))

    assert cut == cut_face(change)
    assert cut.width < SHAPE[1]
    assert show_face(change, cut, after=True).shape == (ENLARGED * cut.height, ENLARGED * cut.width, 4)


def test_lesions_stand_where_they_were_and_followed_ones_stand_still() -> None:
    change = make_change()
    cut = cut_face(change)
    before, after = (mark_lesions(change.lesions, cut, after=late) for late in (False, True))

    assert [mark.fate for mark in before] == ["persisting", "gone", "mark_left", "unseen"]
    assert [mark.fate for mark in after] == ["new", "persisting", "mark_left"]
    assert (before[0].x, before[0].y) == (after[1].x, after[1].y) == cut.place(150.0, 120.0)
    assert [mark.number for mark in before] == [2, 3, 4, 5]
    assert [mark.number for mark in after] == [1, 2, 4]
    assert after[1].words == "spot with a pale top, right cheek, 3.1 mm: still there"


def test_lesions_are_text_too() -> None:
    lines = list_lesions(make_change().lesions, mapped=True)

    assert [line.fate_words for line in lines] == ["new", "still there", "gone", "gone, a mark is left", "not clear"]
    assert lines[1].words == "raised red spot → spot with a pale top"
    assert {line.sure_percent for line in lines} == {80}


def test_without_pictures_nobody_says_that_a_spot_went() -> None:
    lines = list_lesions(make_change().lesions, mapped=False)

    assert [line.fate_words for line in lines] == [
        "found only now",
        "still there",
        "no longer found",
        "no longer found, a mark is left",
        "not clear",
    ]


def test_a_mark_that_no_finding_tells_stands_where_the_spot_was() -> None:
    change = make_change()
    lesions = tuple(dataclasses.replace(one, after=None) if one.fate == "mark_left" else one for one in change.lesions)
    after = mark_lesions(lesions, cut_face(change), after=True)

    assert [mark.fate for mark in after] == ["new", "persisting", "mark_left"]
    assert list_lesions(lesions, mapped=True)[3].words == "raised red spot"
    assert render_change(dataclasses.replace(change, lesions=lesions))


@pytest.mark.parametrize("pigment", ["hemoglobin", "melanin"])
def test_the_sheet_is_one_picture_and_the_same_each_time(pigment: str) -> None:
    change = make_change()
    data = draw_change_map(change, pigment)

    assert draw_change_map(change, pigment) == data
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.format == "PNG"
        assert picture.width > 3 * ENLARGED * cut_face(change).width
        assert not picture.getexif()


@pytest.mark.parametrize(
    ("change", "pigment"), [(make_change(kept=False), "hemoglobin"), (make_change(), "carotene")], ids=["kept", "known"]
)
def test_a_map_that_is_not_there_is_refused_with_the_reason(change: Change, pigment: str) -> None:
    with pytest.raises(ValueError, match=r"photos_not_kept|carotene"):
        draw_change_map(change, pigment)


def test_a_label_in_letters_that_the_picture_lacks_does_not_stop_it() -> None:
    change = make_change()
    named = dataclasses.replace(change, before=dataclasses.replace(change.before, label="日本\x00 <b>"))

    assert draw_change_map(named).startswith(b"\x89PNG")
