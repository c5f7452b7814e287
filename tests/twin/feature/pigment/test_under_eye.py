"""Dark circles and eye bags."""

from __future__ import annotations

import numpy as np
import pytest
from tests.twin.feature.pigment.conftest import Blank, Person, Today

from skincast.twin.feature.pigment import draw_dark_circles, draw_eye_bags
from skincast.twin.feature.pigment.lids import lids
from skincast.twin.feature.pigment.under_eye import circles_of
from skincast.twin.sheet import Kind, region_index


def test_circles_darken_with_severity_and_only_around_the_eyes(person: Person, blank: Blank, today: Today) -> None:
    before = 0.0
    for severity in (0.2, 0.6, 1.0):
        canvas = blank(person())
        draw_dark_circles(canvas, person(), today(dark_circles=severity))
        now = canvas.amount("dark_circle")
        assert now.sum() > before
        before = float(now.sum())
        under = now[canvas.regions == region_index("under_eye_left")].mean()
        assert under > 20 * now[canvas.regions == region_index("chin")].mean()
    assert [item.kind for item in canvas.items] == [Kind.DARK_CIRCLE, Kind.DARK_CIRCLE]


def test_no_severity_draws_nothing(person: Person, blank: Blank, today: Today) -> None:
    canvas = blank(person())
    draw_dark_circles(canvas, person(), today())
    draw_eye_bags(canvas, person(), today())
    assert not canvas.amounts
    assert not canvas.sheet.height_mm.any()


def test_dark_skin_has_brown_circles_and_light_skin_blue_ones(person: Person) -> None:
    def mean(melanin: float, part: str) -> float:
        return float(np.mean([getattr(circles_of(person(seed=s, melanin=melanin)), part) for s in range(60)]))

    assert mean(0.25, "pigment") > 1.5 * mean(0.02, "pigment")
    assert mean(0.02, "vessel") > 1.5 * mean(0.25, "vessel")


def test_a_circle_is_made_of_all_three(person: Person, blank: Blank, today: Today) -> None:
    canvas = blank(person())
    draw_dark_circles(canvas, person(), today(dark_circles=1.0))
    under = canvas.regions == region_index("under_eye_right")
    sheet = canvas.sheet
    assert sheet.melanin[under].mean() > person().complexion.melanin
    assert sheet.deep_blood[under].mean() > 0
    assert sheet.height_mm.min() < -0.1
    assert sheet.height_mm.max() < 0.1


def test_bags_swell_by_millimeters_with_a_crease_below(person: Person, blank: Blank, today: Today) -> None:
    heights = []
    for severity in (0.25, 0.5, 1.0):
        canvas = blank(person())
        draw_eye_bags(canvas, person(), today(eye_bags=severity))
        heights.append(float(canvas.amount("bag_mm").max()))
    assert heights == sorted(heights)
    assert 2.0 < heights[-1] < 5.0
    assert heights[0] == pytest.approx(heights[-1] / 4, rel=0.05)
    assert canvas.sheet.height_mm.min() < -0.1
    assert [item.kind for item in canvas.items] == [Kind.EYE_BAG, Kind.EYE_BAG]
    assert all(item.depth_mm < -2 for item in canvas.items)


def test_the_lids_have_coordinates() -> None:
    place = lids()
    inside = (place.along > 0.2) & (place.along < 0.8) & (place.below > 0.1) & (place.below < 0.9)
    rows, columns = np.nonzero(inside)
    assert 30 < rows.size * 0.25 < 600
    assert columns.max() < 256
