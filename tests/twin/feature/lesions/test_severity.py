"""Growing severity only adds lesions and grows them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skincast.twin.feature.lesions import (
    draw_acne,
    inflammatory_count,
    lesions_for_severity,
    marks_for_severity,
    sites,
)
from skincast.twin.person import Complexion, Condition, Lesion, Traits
from skincast.twin.sheet import Canvas, Kind, blank_canvas

INFLAMED = (Kind.PAPULE, Kind.PUSTULE, Kind.NODULE)


def person(*, seed: int = 4, melanin: float = 0.05, age_years: float = 22.0) -> Traits:
    skin = Complexion(
        melanin=melanin,
        pheomelanin_share=0.1,
        blood=0.04,
        oxygen=0.75,
        epidermis_mm=0.07,
        carotene=1.0,
        bilirubin=1.0,
        scattering=1.0,
    )
    return Traits(seed=seed, age_years=age_years, sex="female", complexion=skin)


def counts(lesions: tuple[Lesion, ...]) -> tuple[int, int]:
    inflamed = sum(lesion.kind in INFLAMED for lesion in lesions)
    return inflamed, len(lesions) - inflamed


@pytest.mark.parametrize(("severity", "inflamed"), [(0.05, 1), (0.2, 5), (0.45, 20), (0.75, 50)])
def test_counts_stand_on_the_published_bounds(severity: float, inflamed: int) -> None:
    assert inflammatory_count(severity) == inflamed
    for seed in range(4):
        seen, comedones = counts(lesions_for_severity(person(seed=seed), severity))
        assert seen == inflamed
        assert abs(comedones - 1.5 * inflamed) <= 1


def test_no_severity_no_lesions() -> None:
    assert lesions_for_severity(person(), 0.0) == ()
    assert marks_for_severity(person(), Condition()) == ()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 30), st.floats(0, 1), st.floats(0, 1))
def test_sets_are_nested_and_lesions_grow(seed: int, one: float, other: float) -> None:
    low, high = sorted((one, other))
    before = {lesion.seed: lesion for lesion in lesions_for_severity(person(seed=seed), low)}
    after = {lesion.seed: lesion for lesion in lesions_for_severity(person(seed=seed), high)}
    assert before.keys() <= after.keys()
    for key, lesion in before.items():
        assert (after[key].x_mm, after[key].y_mm, after[key].kind) == (lesion.x_mm, lesion.y_mm, lesion.kind)
        assert after[key].radius_mm >= lesion.radius_mm
        assert after[key].activity >= lesion.activity


def test_a_region_can_be_spared() -> None:
    chin = [site for site in sites(person()) if site.region == "chin"]
    assert chin
    spared = {lesion.seed for lesion in lesions_for_severity(person(), 0.9, {"chin": 0.0})}
    assert not spared & {site.seed for site in chin}
    assert spared


def test_drawn_amount_grows_with_severity() -> None:
    totals = []
    for severity in (0.0, 0.1, 0.25, 0.5, 0.8, 1.0):
        canvas = drawn(Condition(severity={"acne": severity}))
        totals.append(float(canvas.amount("acne").sum()))
    assert totals[0] == 0
    assert all(np.diff(totals) > 0)


def test_lesions_of_life_come_first() -> None:
    lesion = Lesion(kind=Kind.PAPULE, x_mm=60, y_mm=120, radius_mm=1.5, activity=0.8, seed=3)
    canvas = drawn(Condition(severity={"acne": 1.0}, lesions=(lesion,)))
    assert [item.kind for item in canvas.items] == [Kind.PAPULE]


def test_brown_marks_are_for_dark_skin_and_follow_pigmentation() -> None:
    def brown(melanin: float, condition: Condition) -> int:
        people = (person(seed=seed, melanin=melanin) for seed in range(12))
        return sum(mark.kind is Kind.BROWN_MARK for traits in people for mark in marks_for_severity(traits, condition))

    acne, pigment = Condition(severity={"acne": 0.6}), Condition(severity={"pigmentation": 0.6})
    assert brown(0.35, acne) > 3 * brown(0.015, acne)
    assert brown(0.35, pigment) == brown(0.35, acne)
    kinds = {mark.kind for seed in range(6) for mark in marks_for_severity(person(seed=seed), pigment)}
    assert kinds == {Kind.BROWN_MARK}


def drawn(condition: Condition) -> Canvas:
    canvas = blank_canvas(0.5, melanin=0.05, blood=0.04, oxygen=0.75)
    draw_acne(canvas, person(), condition)
    return canvas
