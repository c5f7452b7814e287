"""Everything that leaves is in pixels of the upright original, to a fraction of a pixel."""

from __future__ import annotations

import numpy as np
import pytest

from skincast.analysis import Analysis
from skincast.report.frame import chain, clip_box, color_to_original, move_box, move_points, scaling

STILL = scaling(1.0)


def test_decoded_pixel_centers_lie_in_the_middle_of_what_they_cover() -> None:
    moved = move_points(np.array([[0, 0], [10, 3]], np.float32), scaling(4))

    assert moved == pytest.approx(np.array([[1.5, 1.5], [41.5, 13.5]]))


def test_scaling_there_and_back_is_nothing() -> None:
    assert chain(scaling(8), scaling(1 / 8)) == pytest.approx(STILL)


def test_a_chain_is_one_step_after_the_other() -> None:
    turn = np.array([[0.8, -0.6, 5], [0.6, 0.8, -2]])
    points = np.array([[3, 4], [-1, 2.5]], np.float32)

    assert move_points(points, chain(turn, scaling(2))) == pytest.approx(
        move_points(move_points(points, turn), scaling(2)), abs=1e-4
    )


def test_a_box_covers_the_same_area_after_scaling() -> None:
    assert move_box((4, 6, 3, 2), scaling(2)) == pytest.approx((8, 12, 6, 4))


def test_a_quarter_turn_swaps_the_sides_of_a_box() -> None:
    quarter = np.array([[0.0, -1, 100], [1, 0, 0]])

    left, top, width, height = move_box((10, 20, 9, 3), quarter)

    assert (width, height) == pytest.approx((3, 9))
    assert (left + (width - 1) / 2, top + (height - 1) / 2) == pytest.approx((100 - 21, 14))


def test_the_box_of_a_round_thing_does_not_grow_with_the_tilt_of_the_head() -> None:
    tilt = np.array([[np.cos(0.7), -np.sin(0.7), 0], [np.sin(0.7), np.cos(0.7), 0]])

    assert move_box((10, 20, 8, 8), tilt)[2:] == pytest.approx((8, 8))


def test_depth_is_scaled_like_the_picture() -> None:
    assert move_points(np.array([[0, 0, 7]], np.float32), scaling(3))[0, 2] == pytest.approx(21)


def test_a_box_is_cut_at_the_border() -> None:
    assert clip_box((-3, 5, 10, 100), width_px=50, height_px=60) == pytest.approx((0, 5, 7, 55))
    assert clip_box((70, 5, 10, 10), width_px=50, height_px=60)[2] == 0


def test_the_crop_center_comes_back_to_where_it_was_cut(analysis: Analysis) -> None:
    assert analysis.skin is not None
    crop = analysis.skin.crop
    rows, columns = crop.regions.shape

    center = move_points(
        np.array([[(columns - 1) / 2, (rows - 1) / 2]], np.float32), color_to_original(crop, analysis.photo)
    )

    assert center[0] == pytest.approx((2 * 75 + 0.5, 2 * 100 + 0.5), abs=1e-3)
