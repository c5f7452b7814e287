from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from skincast.twin.feature.relief import draw_wrinkles
from skincast.twin.feature.relief.face_lines import TYPICAL_AGE, aged, face_lines, moved
from skincast.twin.feature.relief.wrinkles import WRINKLE_DEPTH_MM
from skincast.twin.person import Condition, Traits
from skincast.twin.sheet import Canvas, Kind, region_index

Person = Callable[..., Traits]
Blank = Callable[..., Canvas]


def wrinkled(canvas: Canvas, traits: Traits, severity: float, **kwargs: Mapping[str, float]) -> Canvas:
    draw_wrinkles(canvas, traits, Condition(severity={"wrinkles": severity}), **kwargs)
    return canvas


def test_no_wrinkles_leave_the_sheet_alone(person: Person, blank: Blank) -> None:
    canvas = wrinkled(blank(), person(), 0.0)
    assert not canvas.sheet.height_mm.any()
    assert not canvas.labels.any()
    assert not canvas.items


def test_lines_deepen_with_severity(person: Person, blank: Blank) -> None:
    depths = [
        float(wrinkled(blank(), person(), severity).amount("line_depth_mm").sum()) for severity in (0.1, 0.3, 0.6, 1.0)
    ]
    assert depths == sorted(depths)
    assert depths[-1] > 4 * depths[0] > 0


def test_the_same_lines_deepen(person: Person, blank: Blank) -> None:
    mild = wrinkled(blank(), person(), 0.4).amount("line_depth_mm")
    severe = wrinkled(blank(), person(), 0.9).amount("line_depth_mm")
    seen = mild > 0.05
    assert (severe[seen] > mild[seen]).mean() > 0.95


def test_lines_stay_with_the_person(person: Person, blank: Blank) -> None:
    first, again, other = (wrinkled(blank(), person(seed), 0.7).sheet.height_mm for seed in (4, 4, 5))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_lines_are_the_same_at_every_scale(person: Person, blank: Blank) -> None:
    fine = wrinkled(blank(0.25), person(), 0.8)
    coarse = wrinkled(blank(0.5), person(), 0.8)
    assert [item.path_mm for item in fine.items] == [item.path_mm for item in coarse.items]
    height, width = coarse.sheet.shape
    shrunk = fine.sheet.height_mm.reshape(height, 2, width, 2).mean(axis=(1, 3))
    assert np.corrcoef(shrunk.ravel(), coarse.sheet.height_mm.ravel())[0, 1] > 0.95


def test_depths_are_those_of_faces(person: Person, blank: Blank) -> None:
    depth = wrinkled(blank(), person(), 1.0).amount("line_depth_mm")
    assert 0.3 < depth.max() < 1.0


def test_items_are_wrinkles_where_they_are_deep(person: Person, blank: Blank) -> None:
    items = wrinkled(blank(), person(), 1.0).items
    kinds = {item.kind for item in items}
    assert kinds == {Kind.FINE_LINE, Kind.WRINKLE}
    assert all((item.depth_mm > WRINKLE_DEPTH_MM) == (item.kind == Kind.WRINKLE) for item in items)
    assert all(len(item.path_mm) >= 1 for item in items)


def test_labels_follow_depth(person: Person, blank: Blank) -> None:
    canvas = wrinkled(blank(), person(), 1.0)
    depth = canvas.amount("line_depth_mm")
    assert (depth[canvas.labels == Kind.WRINKLE] > WRINKLE_DEPTH_MM).all()
    assert (depth[canvas.labels == Kind.FINE_LINE] <= WRINKLE_DEPTH_MM).all()


def test_a_smile_deepens_the_eyes_corners_and_not_the_forehead(person: Person, blank: Blank) -> None:
    rest = wrinkled(blank(), person(), 0.3)
    smile = wrinkled(blank(), person(), 0.3, expression={"smile": 1.0})
    gain = smile.amount("line_depth_mm") - rest.amount("line_depth_mm")
    for name, least in (("crows_feet_left", 0.004), ("nasolabial_right", 0.004)):
        assert gain[rest.regions == region_index(name)].mean() > least
    assert gain[rest.regions == region_index("forehead")].mean() == pytest.approx(0, abs=2e-4)


def test_a_region_can_be_spared(person: Person, blank: Blank) -> None:
    canvas = blank()
    condition = Condition(severity={"wrinkles": 0.8}, regional={("wrinkles", "forehead"): 0.0})
    draw_wrinkles(canvas, person(), condition)
    depth = canvas.amount("line_depth_mm")
    assert depth[canvas.regions == region_index("crows_feet_left")].max() > 0.1
    assert np.median(depth[canvas.regions == region_index("forehead")]) < 0.005


def test_lips_and_eyes_are_left_out(person: Person, blank: Blank) -> None:
    canvas = wrinkled(blank(), person(), 1.0)
    assert canvas.amount("line_depth_mm")[315, 256] == 0
    assert canvas.amount("line_depth_mm")[175, 190] == 0


def test_lines_around_the_mouth_come_late_in_the_young() -> None:
    line = next(line for line in face_lines(4).main if line.family == "perioral")
    assert aged(line, 25.0).onset > aged(line, 45.0).onset > line.onset
    assert aged(line, 70.0) is line


def test_every_family_has_an_age() -> None:
    assert {line.family for line in face_lines(4).main} == set(TYPICAL_AGE)


def test_an_expression_only_adds() -> None:
    assert moved(0.3, "crows_feet", {}) == pytest.approx(0.3)
    assert 0.3 < moved(0.3, "crows_feet", {"smile": 0.5}) < moved(0.3, "crows_feet", {"smile": 1.0}) < 1
    assert moved(0.3, "perioral", {"smile": 1.0}) == pytest.approx(0.3)
