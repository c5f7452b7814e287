from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skincast.twin.fittings.strokes import bend, cover_of, lay_hairs, samples_for, splat


@given(st.floats(5, 25), st.floats(5, 25), st.floats(0.01, 4))
def test_a_dot_keeps_its_area_and_place(x: float, y: float, area: float) -> None:
    dot = splat((32, 32), np.array([x]), np.array([y]), np.array([area])).astype(float)
    rows, columns = np.mgrid[0:32, 0:32]
    assert dot.sum() == pytest.approx(area, rel=1e-4)
    assert (dot * columns).sum() / dot.sum() == pytest.approx(x, abs=1e-3)
    assert (dot * rows).sum() / dot.sum() == pytest.approx(y, abs=1e-3)


def test_dots_outside_are_dropped() -> None:
    assert splat((8, 8), np.array([-3.0, 90.0]), np.array([4.0, 4.0]), np.ones(2)).sum() == 0


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0, 4.0])
def test_a_hair_covers_the_same_skin_at_every_scale(scale: float) -> None:
    root, tip = np.array([[10.0, 10.0]]) * scale, np.array([[40.0, 30.0]]) * scale
    paths = bend(root, (root + tip) / 2, tip, samples_for(40 * scale))
    cover = lay_hairs((int(60 * scale), int(60 * scale)), paths, np.array([0.2 * scale]), taper=0.0)
    assert -np.log1p(-cover.astype(float)).sum() / scale**2 == pytest.approx(0.2 * np.hypot(30, 20), rel=0.06)


def test_cover_never_exceeds_one() -> None:
    cover = cover_of(np.array([[0.0, 0.1, 50.0]], np.float32))
    assert cover[0, 0] == 0
    assert cover[0, 1] == pytest.approx(0.095, abs=0.001)
    assert cover[0, 2] <= 1


def test_a_bend_begins_at_its_root_and_ends_at_its_tip() -> None:
    root, knee, tip = np.zeros((2, 2)), np.ones((2, 2)), np.full((2, 2), 3.0)
    curve = bend(root, knee, tip, 9)
    assert curve.shape == (2, 9, 2)
    assert (curve[:, 0] == root).all()
    assert curve[:, -1] == pytest.approx(tip)
