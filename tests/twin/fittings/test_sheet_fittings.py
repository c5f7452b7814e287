from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from tests.twin.fittings.conftest import MakePerson

from skincast.face.regions import feature_polygons
from skincast.twin.fittings import draw_fittings
from skincast.twin.fittings.lips import lip_cover
from skincast.twin.fittings.places import landmark_places_mm, window_around
from skincast.twin.fittings.stubble import beard_density
from skincast.twin.person import Condition
from skincast.twin.sheet import Canvas, Kind
from skincast.types import FloatMap

MakeCanvas = Callable[[float], Canvas]


def _feature(name: str, canvas: Canvas, *, grown_mm: float) -> FloatMap:
    mask = np.zeros(canvas.sheet.shape, np.uint8)
    scale = canvas.sheet.mm_per_px
    for polygon in feature_polygons():
        if polygon.name.startswith(name):
            corners = landmark_places_mm()[list(polygon.points)] / scale - 0.5
            cv2.fillPoly(mask, [np.rint(corners).astype(np.int32)], 1)
    size = 2 * round(grown_mm / scale) + 1
    return cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))).astype(np.float32)


def test_the_same_person_is_drawn_the_same(person: MakePerson, canvas: MakeCanvas) -> None:
    first, second = canvas(0.3), canvas(0.3)
    for drawn in (first, second):
        draw_fittings(drawn, person(sex="male", beard=0.8), Condition())
    for name in ("melanin", "blood", "height_mm", "hair", "sheen"):
        assert (getattr(first.sheet, name) == getattr(second.sheet, name)).all()


def test_brow_hair_lies_on_the_brows(person: MakePerson, canvas: MakeCanvas) -> None:
    for seed in range(4):
        drawn = canvas(0.3)
        draw_fittings(drawn, person(seed=seed), Condition())
        near = _feature("brow", drawn, grown_mm=5.0)
        assert (drawn.sheet.hair * near).sum() > 0.97 * drawn.sheet.hair.sum()
        inner = _feature("brow", drawn, grown_mm=0.0)
        assert 0.15 < (drawn.sheet.hair * inner).sum() / inner.sum() < 0.85


@pytest.mark.parametrize("scale", [0.1, 0.5])
def test_brows_are_as_dense_at_every_scale(scale: float, person: MakePerson, canvas: MakeCanvas) -> None:
    fine, other = canvas(0.25), canvas(scale)
    for drawn in (fine, other):
        draw_fittings(drawn, person(), Condition())
    area = [float(c.sheet.hair.sum()) * c.sheet.mm_per_px**2 for c in (fine, other)]
    assert area[1] == pytest.approx(area[0], rel=0.15)


def test_lips_hold_more_blood_and_no_label(person: MakePerson, canvas: MakeCanvas) -> None:
    drawn = canvas(0.3)
    draw_fittings(drawn, person(), Condition())
    window = window_around(drawn, landmark_places_mm()[[61, 291, 0, 17]], 3.0)
    lip = lip_cover(window) > 0.9
    assert window.of(drawn.sheet.blood)[lip].mean() > 0.09
    assert window.of(drawn.sheet.height_mm)[lip].std() > 0.005
    assert not drawn.labels.any()
    assert not drawn.items
    assert not drawn.amounts


def test_who_has_no_beard_has_no_stubble(person: MakePerson, canvas: MakeCanvas) -> None:
    drawn = canvas(0.5)
    draw_fittings(drawn, person(beard=0.0), Condition(shaved_days_ago=5))
    assert "stubble" not in drawn.amounts


def test_stubble_is_told_as_density_and_once(person: MakePerson, canvas: MakeCanvas) -> None:
    drawn = canvas(0.3)
    draw_fittings(drawn, person(sex="male", beard=0.8), Condition())
    assert [item.kind for item in drawn.items] == [Kind.STUBBLE]
    density = drawn.amounts["stubble"]
    labeled = drawn.labels == Kind.STUBBLE
    assert (density[labeled] > 0.05).all()
    assert density[~labeled].max() < 0.2
    # Roots of a full beard: some thousand.
    assert 3_000 < density.sum() * 0.3**2 < 40_000
    chin, forehead = (tuple((landmark_places_mm()[n] / 0.3).astype(int)[::-1]) for n in (199, 151))
    assert density[chin] > 0.3
    assert density[forehead] == 0


def test_stubble_leaves_labels_that_were_there(person: MakePerson, canvas: MakeCanvas) -> None:
    drawn = canvas(0.5)
    drawn.labels[:] = Kind.PAPULE
    draw_fittings(drawn, person(sex="male", beard=0.8), Condition())
    assert (drawn.labels == Kind.PAPULE).all()


def test_stubble_grows(person: MakePerson, canvas: MakeCanvas) -> None:
    covers = []
    for days in (0.1, 1.0, 4.0):
        drawn = canvas(0.3)
        draw_fittings(drawn, person(sex="male", beard=0.8), Condition(shaved_days_ago=days))
        covers.append(float((drawn.sheet.hair * (drawn.amounts["stubble"] > 0.2)).mean()))
    assert covers[0] < covers[1] < covers[2]


def test_the_beard_is_even_on_both_sides_and_spares_the_lips(canvas: MakeCanvas) -> None:
    drawn = canvas(0.5)
    window = window_around(drawn, np.array([[0.0, 0.0], [256.0, 224.0]]), 0.0)
    density = beard_density(window)
    assert np.abs(density - density[:, ::-1]).mean() < 0.02
    assert density[lip_cover(window) > 0.9].max() < 0.05
