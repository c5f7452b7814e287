"""The object list in photo pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.twin.scene.plane import MM_PER_PX, flat, plane

from skincast.twin.frame import Part
from skincast.twin.scene.place import SeenItem, find_places, see_items
from skincast.twin.sheet import Item, Kind

FRAME = plane()
VIEW = -np.broadcast_to(np.array([0, 0, 1], np.float32), (120, 160, 3))


def mole(x_mm: float, y_mm: float) -> Item:
    return Item(kind=Kind.MOLE, x_mm=x_mm, y_mm=y_mm, radius_mm=2.0, strength=1.0)


def seen(*items: Item) -> tuple[SeenItem, ...]:
    return see_items(items, FRAME, VIEW, flat(0))


@settings(max_examples=30)
@given(st.floats(62, 137), st.floats(52, 107))
def test_a_spot_is_found_to_a_tenth_of_a_pixel(x_mm: float, y_mm: float) -> None:
    (spot,) = seen(mole(x_mm, y_mm))
    assert spot.x_px == pytest.approx((x_mm - 60) / MM_PER_PX, abs=0.1)
    assert spot.y_px == pytest.approx((y_mm - 50) / MM_PER_PX, abs=0.1)
    assert spot.radius_px == pytest.approx(2.0 / MM_PER_PX, rel=0.02)
    assert spot.visibility == pytest.approx(1, abs=0.01)


def test_what_lies_outside_the_photo_is_hidden() -> None:
    inside, outside = seen(mole(100, 80), mole(200, 80))
    assert inside.visibility > 0
    assert outside.visibility == 0
    assert (outside.x_px, outside.y_px) == (-1, -1)


def test_what_another_part_covers_is_hidden() -> None:
    part = FRAME.part.copy()
    part[40:80, 60:100] = Part.HAIR
    (spot,) = see_items([mole(100, 80)], replace(FRAME, part=part), VIEW, flat(0))
    assert spot.visibility == 0


def test_cover_takes_visibility() -> None:
    (spot,) = see_items([mole(100, 80)], FRAME, VIEW, flat(0.7))
    assert spot.visibility == pytest.approx(0.3, abs=0.01)


def test_lines_keep_the_points_that_are_seen() -> None:
    line = Item(
        kind=Kind.WRINKLE,
        x_mm=130,
        y_mm=80,
        radius_mm=0.3,
        strength=1,
        path_mm=((120.0, 80.0), (130.0, 80.0), (138.0, 80.0), (150.0, 80.0)),
    )
    spot, wrinkle = seen(mole(100, 80), line)
    assert spot.path_px == ()
    np.testing.assert_allclose(wrinkle.path_px, [(120, 60), (140, 60), (156, 60)], atol=0.1)


def test_nothing_drawn_gives_nothing() -> None:
    assert seen() == ()


def test_far_from_every_pixel_nothing_is_found() -> None:
    found = find_places(np.array([[5.0, 5.0], [100.0, 80.0]]), FRAME)
    assert found.seen.tolist() == [False, True]
