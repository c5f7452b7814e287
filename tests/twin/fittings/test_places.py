from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skincast.face import atlas_regions, region_names
from skincast.twin.fittings.places import distance_to_curve, landmark_places_mm, smooth_curve, window_around
from skincast.twin.sheet import SHEET_HEIGHT_MM, SHEET_WIDTH_MM, Canvas


def test_landmarks_lie_on_their_regions_of_the_sheet() -> None:
    places = landmark_places_mm()
    assert places[:, 0].min() > 0
    assert places[:, 0].max() < SHEET_WIDTH_MM
    assert places[:, 1].max() < SHEET_HEIGHT_MM
    column, row = (places[4] / 0.5).astype(int)
    assert region_names()[atlas_regions()[row, column]] == "nose"
    # The middle line is the middle of the sheet to the hundredth of a millimeter.
    assert places[[1, 4, 152], 0] == pytest.approx(SHEET_WIDTH_MM / 2, abs=0.01)


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=2, max_size=8))
def test_a_curve_passes_through_its_points(points: list[tuple[float, float]]) -> None:
    curve = smooth_curve(points, 10 * (len(points) - 1) + 1)
    assert curve[::10] == pytest.approx(np.array(points), abs=1e-6)


def test_a_filled_square_has_its_area_at_every_scale(canvas: Callable[[float], Canvas]) -> None:
    square = np.array([[100.0, 100.0], [110.0, 100.0], [110.0, 110.0], [100.0, 110.0]])
    for scale in (0.1, 0.25, 0.5):
        window = window_around(canvas(scale), square, 3.0)
        assert window.fill(square, edge_mm=0.4).sum() * scale**2 == pytest.approx(100.0, rel=0.1)


def test_distance_grows_by_a_millimeter_per_millimeter(canvas: Callable[[float], Canvas]) -> None:
    line = np.array([[100.0, 100.0], [140.0, 100.0]])
    window = window_around(canvas(0.25), line, 10.0)
    distance = distance_to_curve(window, line)
    _, y = window.grid_mm()
    middle = distance[:, distance.shape[1] // 2]
    assert np.abs(middle - np.abs(y[:, 0] - 100.0)).max() < 0.3
