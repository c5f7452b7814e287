"""Small vessels."""

from __future__ import annotations

import numpy as np
from tests.twin.feature.pigment.conftest import Blank, Person, Today

from skincast.twin.feature.pigment import draw_vessels
from skincast.twin.sheet import Kind


def test_they_come_with_sensitivity_at_fixed_places(person: Person, blank: Blank, today: Today) -> None:
    none, some, many = (blank(person()) for _ in range(3))
    draw_vessels(none, person(), today())
    draw_vessels(some, person(), today(sensitivity=0.4))
    draw_vessels(many, person(), today(sensitivity=1.0))
    assert not none.items
    assert 0 < len(some.items) < len(many.items)
    paths = {item.path_mm for item in many.items}
    assert all(item.path_mm in paths for item in some.items)
    assert some.amount("vessel").sum() < many.amount("vessel").sum()


def test_each_is_a_thin_line_that_its_path_tells(person: Person, blank: Blank, today: Today) -> None:
    canvas = blank(person(), 0.25)
    draw_vessels(canvas, person(), today(sensitivity=1.0))
    for item in canvas.items:
        assert item.kind is Kind.VESSEL
        assert 0.04 <= item.radius_mm <= 0.2
        assert len(item.path_mm) >= 3
    near = np.zeros(canvas.sheet.shape, bool)
    for item in canvas.items:
        for x, y in item.path_mm:
            row, column = int(y / 0.25), int(x / 0.25)
            near[max(row - 4, 0) : row + 5, max(column - 4, 0) : column + 5] = True
    assert not canvas.amount("vessel")[~near].any()


def test_they_are_blood(person: Person, blank: Blank, today: Today) -> None:
    canvas = blank(person(), 0.25)
    draw_vessels(canvas, person(), today(sensitivity=1.0))
    added = canvas.sheet.blood - person().complexion.blood
    assert np.allclose(added, canvas.amount("redness"), atol=1e-6)
    assert added.max() > 0.05


def test_strong_redness_alone_shows_some(person: Person, blank: Blank, today: Today) -> None:
    canvas = blank(person())
    draw_vessels(canvas, person(), today(redness=1.0))
    assert canvas.items
