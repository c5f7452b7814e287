"""Lesions followed from visit to visit."""

from __future__ import annotations

import math
import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skincast.types import Lesion, LesionMatch
from skincast.visit import match_lesions
from skincast.visit.match import SURE, Ground
from skincast.visit.pairs import REACH_MM, SIZE_SHARE, pair_up


def lesion(x_mm: float, y_mm: float, kind: str = "papule", confidence: float = 0.8, size_mm: float = 3.0) -> Lesion:
    concern = "pigmentation" if kind in {"freckle", "lentigo"} else "acne"
    return Lesion(
        concern=concern,
        type=kind,
        region="cheek_left",
        x_mm=x_mm,
        y_mm=y_mm,
        size_mm=size_mm,
        confidence=confidence,
    )


def told_by(**told: bool) -> Ground:
    """Ground of which maps say the same everywhere; what is not named they do not bear out."""
    return Ground(**{name: (lambda _, says=says: says) for name, says in told.items()})


BORNE_OUT = told_by(came=True, went=True)
"""Maps that show the change that each lesion would make."""
KINDS = ("papule", "pustule", "comedone_open", "mark_red", "mark_brown", "freckle", "lentigo")
places = st.floats(90, 130)
lesions = st.lists(
    st.builds(
        lesion,
        places,
        places,
        st.sampled_from(KINDS),
        st.floats(0.15, 1.0),
        st.floats(1.0, 8.0),
    ),
    max_size=12,
)


grounds = st.builds(told_by, **{name: st.booleans() for name in ("shown", "came", "went", "stained", "reddened")})


def fates(matches: tuple[LesionMatch, ...]) -> Counter[str]:
    return Counter(match.fate for match in matches)


def test_each_fate() -> None:
    before = [lesion(100, 100), lesion(120, 100), lesion(140, 100), lesion(160, 100), lesion(100, 150, "freckle")]
    after = [
        lesion(101, 101),
        lesion(121, 100, "mark_red"),
        lesion(140, 101, "freckle"),
        lesion(100, 120),
        lesion(100, 150, "freckle"),
    ]
    matches = match_lesions(before, after, BORNE_OUT)
    assert fates(matches) == {"persisting": 2, "mark_left": 2, "gone": 1, "new": 1}
    assert [match.fate for match in matches] == ["new", "persisting", "persisting", "mark_left", "mark_left", "gone"]
    assert next(match.before for match in matches if match.fate == "gone") == before[3]
    assert next(match.after for match in matches if match.fate == "new") == after[3]


def test_unchanged_skin_persists() -> None:
    spots = [lesion(100 + 10 * k, 100) for k in range(5)]
    matches = match_lesions(spots, spots)
    assert fates(matches) == {"persisting": 5}
    assert all(match.distance_mm == 0 for match in matches)


@pytest.mark.parametrize(("distance", "met"), [(4.4, True), (4.6, False)])
def test_nothing_is_matched_beyond_reach(distance: float, met: bool) -> None:
    matches = match_lesions([lesion(100, 100)], [lesion(100 + distance, 100)], BORNE_OUT)
    assert fates(matches) == ({"persisting": 1} if met else {"new": 1, "gone": 1})


def test_the_nearer_one_is_the_same() -> None:
    near, far = lesion(101, 100), lesion(97, 100)
    (match,) = [one for one in match_lesions([lesion(100, 100)], [far, near]) if one.fate == "persisting"]
    assert match.after == near


def test_a_blemish_is_no_pigment_spot() -> None:
    matches = match_lesions([lesion(100, 100, "freckle")], [lesion(100, 100)], BORNE_OUT)
    assert fates(matches) == {"new": 1, "gone": 1}


def test_a_mark_that_was_a_mark_before_is_no_mark_left() -> None:
    matches = match_lesions([lesion(100, 100, "mark_red")], [lesion(100, 100, "mark_brown")], BORNE_OUT)
    assert fates(matches) == {"persisting": 1}


def test_a_pigment_spot_that_was_there_before_is_no_mark_left() -> None:
    spot = lesion(101, 100, "freckle")
    assert fates(match_lesions([lesion(100, 100), spot], [spot], BORNE_OUT)) == {"persisting": 1, "gone": 1}


def test_what_is_not_sure_alone_is_not_told() -> None:
    faint = lesion(100, 100, confidence=SURE - 0.01)
    assert match_lesions([faint], []) == ()
    assert match_lesions([], [faint]) == ()
    assert match_lesions([faint], [faint]) == ()


def test_what_is_not_sure_may_persist() -> None:
    faint, plain = lesion(100, 100, confidence=0.2), lesion(100, 100)
    assert fates(match_lesions([plain], [faint])) == {"persisting": 1}
    assert fates(match_lesions([faint], [plain])) == {"persisting": 1}


def test_a_place_that_cannot_be_compared_is_unseen() -> None:
    half = replace(BORNE_OUT, shown=lambda one: one.x_mm < 110)
    before, after = [lesion(100, 100), lesion(120, 100)], [lesion(100, 130), lesion(120, 130)]
    matches = match_lesions(before, after, half)
    assert fates(matches) == {"new": 1, "gone": 1, "unseen": 2}
    assert all((match.before or match.after or before[0]).x_mm == 120 for match in matches if match.fate == "unseen")


@pytest.mark.parametrize("kind", ["papule", "mark_red"])
def test_what_both_visits_found_where_nothing_can_be_compared_is_unseen(kind: str) -> None:
    hidden = replace(BORNE_OUT, shown=lambda _: False)
    here, there = lesion(100, 100), lesion(101, 100, kind)
    (match,) = match_lesions([here], [there], hidden)
    assert (match.fate, match.before, match.after) == ("unseen", here, there)


def test_one_end_that_cannot_be_compared_is_enough_to_be_unseen() -> None:
    edge = replace(BORNE_OUT, shown=lambda one: one.x_mm < 101)
    (match,) = match_lesions([lesion(100, 100)], [lesion(102, 100)], edge)
    assert match.fate == "unseen"


def test_without_maps_what_one_visit_found_is_neither_new_nor_gone_nor_healed() -> None:
    before = [lesion(100, 100), lesion(120, 100), lesion(140, 100)]
    after = [lesion(120, 100, "mark_red"), lesion(140, 100, "freckle"), lesion(100, 130)]
    assert fates(match_lesions(before, after)) == {"unseen": 4, "persisting": 1}


def test_a_place_that_became_browner_keeps_a_mark_that_nobody_found() -> None:
    papule = lesion(100, 100)
    (match,) = match_lesions([papule], [], told_by(went=True, stained=True))
    assert (match.fate, match.before, match.after, match.distance_mm) == ("mark_left", papule, None, None)


@pytest.mark.parametrize(
    ("kind", "ground", "fate"),
    [
        ("papule", told_by(went=True), "gone"),
        ("papule", told_by(stained=True), "unseen"),
        ("mark_red", told_by(went=True, stained=True), "gone"),
        ("freckle", told_by(went=True, stained=True), "gone"),
        ("papule", told_by(went=True, stained=True, shown=False), "unseen"),
    ],
)
def test_only_a_blemish_that_went_leaves_a_mark(kind: str, ground: Ground, fate: str) -> None:
    (match,) = match_lesions([lesion(100, 100, kind)], [], ground)
    assert match.fate == fate


@pytest.mark.parametrize("confidence", [0.3, 0.8])
def test_an_inflamed_lesion_on_an_old_mark_is_new(confidence: float) -> None:
    mark, papule = lesion(100, 100, "mark_brown", confidence), lesion(100, 100)
    new, *covered = match_lesions([mark], [papule], told_by(reddened=True))
    assert (new.fate, new.before, new.after, new.distance_mm) == ("new", None, papule, None)
    assert [(match.fate, match.before) for match in covered] == ([("unseen", mark)] if confidence >= SURE else [])


@pytest.mark.parametrize(
    ("before", "after", "ground"),
    [
        (lesion(100, 100, "mark_brown"), lesion(100, 100), told_by(came=True)),
        (lesion(100, 100, "mark_brown"), lesion(100, 100, "mark_red"), told_by(reddened=True)),
        (lesion(100, 100, "comedone_open"), lesion(100, 100), told_by(reddened=True)),
        (lesion(100, 100, "mark_brown"), lesion(100, 100, confidence=0.3), told_by(reddened=True)),
    ],
)
def test_another_type_alone_makes_nothing_new(before: Lesion, after: Lesion, ground: Ground) -> None:
    (match,) = match_lesions([before], [after], ground)
    assert (match.fate, match.before, match.after) == ("persisting", before, after)


def test_what_the_maps_do_not_bear_out_is_neither_new_nor_gone_nor_healed() -> None:
    calm = Ground(came=lambda _: False, went=lambda _: False)
    before = [lesion(100, 100), lesion(120, 100)]
    after = [lesion(120, 100, "mark_red"), lesion(100, 130)]
    assert fates(match_lesions(before, after, calm)) == {"unseen": 2, "persisting": 1}


def test_lesions_are_moved_before_they_are_matched_and_told_as_they_were() -> None:
    shift = Ground(move=lambda one: replace(one, x_mm=one.x_mm - 20))
    there = lesion(120, 100)
    (match,) = match_lesions([lesion(100, 100)], [there], shift)
    assert (match.fate, match.after, match.distance_mm) == ("persisting", there, 0.0)


@given(before=lesions, after=lesions, ground=grounds, shuffle=st.randoms(use_true_random=False))
def test_the_order_does_not_matter(
    before: list[Lesion], after: list[Lesion], ground: Ground, shuffle: random.Random
) -> None:
    matches = match_lesions(before, after, ground)
    mixed_before, mixed_after = list(before), list(after)
    shuffle.shuffle(mixed_before)
    shuffle.shuffle(mixed_after)
    assert match_lesions(mixed_before, mixed_after, ground) == matches


@given(before=lesions, after=lesions, ground=grounds)
def test_each_lesion_is_used_once_and_every_sure_one_is_told(
    before: list[Lesion], after: list[Lesion], ground: Ground
) -> None:
    matches = match_lesions(before, after, ground)
    for side, given_lesions in (("before", before), ("after", after)):
        told = Counter(one for match in matches if (one := getattr(match, side)) is not None)
        assert not told - Counter(given_lesions)
        sure = Counter(one for one in given_lesions if one.confidence >= SURE)
        assert not sure - told


@given(before=lesions, after=lesions, ground=grounds)
def test_pairs_are_within_reach_and_of_one_kind(before: list[Lesion], after: list[Lesion], ground: Ground) -> None:
    for match in match_lesions(before, after, ground):
        if match.before is None or match.after is None:
            assert match.distance_mm is None
            assert match.fate != "persisting"
            assert match.before is None or match.fate != "new"
            assert match.after is None or match.fate not in {"gone", "mark_left"}
            continue
        assert match.fate in {"persisting", "mark_left", "unseen"}
        distance = math.hypot(match.before.x_mm - match.after.x_mm, match.before.y_mm - match.after.y_mm)
        assert match.distance_mm == pytest.approx(distance)
        assert distance <= REACH_MM + SIZE_SHARE * (match.before.size_mm + match.after.size_mm) + 1e-6
        assert match.before.concern == match.after.concern or match.fate == "mark_left"


@given(before=lesions, after=lesions)
def test_without_maps_nothing_comes_or_goes(before: list[Lesion], after: list[Lesion]) -> None:
    assert set(fates(match_lesions(before, after))) <= {"persisting", "unseen"}


@given(first=lesions, second=lesions)
def test_no_two_lesions_that_were_left_over_could_have_been_paired(first: list[Lesion], second: list[Lesion]) -> None:
    pairs = pair_up(first, second)
    assert len({pair.first for pair in pairs}) == len({pair.second for pair in pairs}) == len(pairs)
    left_first = [one for k, one in enumerate(first) if k not in {pair.first for pair in pairs}]
    left_second = [one for k, one in enumerate(second) if k not in {pair.second for pair in pairs}]
    assert pair_up(left_first, left_second) == ()
