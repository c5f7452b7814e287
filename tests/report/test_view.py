"""The view shows the face, and layers and rings lie on it where they belong."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from skincast.analysis import Analysis
from skincast.report.frame import move_points
from skincast.report.view import LEAST_LONG_SIDE_PX, LONG_SIDE_PX, View, choose_view, show


def test_the_view_holds_the_crop_and_stays_in_the_photo(analysis: Analysis) -> None:
    assert analysis.skin is not None
    room = 200
    pixels = np.pad(analysis.photo.pixels, ((room, 0), (room, room), (0, 0)))
    to_photo = analysis.skin.crop.to_photo + np.array([[0, 0, room], [0, 0, room]])
    crop = dataclasses.replace(analysis.skin.crop, to_photo=to_photo)
    photo = dataclasses.replace(analysis.photo, pixels=pixels)

    view = choose_view(dataclasses.replace(analysis, photo=photo, skin=dataclasses.replace(analysis.skin, crop=crop)))

    assert room - 50 < view.left < room + 75 < view.left + view.width < room + 151 + 50
    assert room - 50 < view.top < room + 100 < view.top + view.height == room + 201


def test_without_a_face_the_whole_photo_is_shown(refused: Analysis) -> None:
    view = choose_view(refused)

    assert (view.left, view.top, view.width, view.height) == (0, 0, 151, 201)


def test_big_photos_are_shown_smaller_and_small_ones_larger(refused: Analysis) -> None:
    big = dataclasses.replace(refused.photo, pixels=np.zeros((2000, 1000, 3), np.uint8))

    view = choose_view(dataclasses.replace(refused, photo=big))

    assert view.size_px == (LONG_SIDE_PX // 2, LONG_SIDE_PX)
    assert show(big.pixels, view).shape == (LONG_SIDE_PX, LONG_SIDE_PX // 2, 3)
    assert choose_view(refused).size_px == (601, LEAST_LONG_SIDE_PX)
    assert show(refused.photo.pixels, choose_view(refused)).shape == (LEAST_LONG_SIDE_PX, 601, 3)


def test_the_corner_of_the_view_is_its_first_pixel() -> None:
    view = View(left=10, top=20, width=30, height=40, scale=1.0)

    moved = move_points(np.array([[10, 20], [39, 59]], np.float32), view.from_decoded())

    assert moved == pytest.approx(np.array([[0, 0], [29, 39]]))


def test_originals_and_decoded_pixels_meet_in_the_view() -> None:
    view = View(left=10, top=20, width=300, height=400, scale=0.5)

    from_original = move_points(np.array([[4 * 50 + 1.5, 4 * 60 + 1.5]], np.float32), view.from_original(4))
    from_decoded = move_points(np.array([[50, 60]], np.float32), view.from_decoded())

    assert from_original == pytest.approx(from_decoded, abs=1e-3)


def test_a_painted_spot_is_shown_where_its_map_is_drawn(analysis: Analysis) -> None:
    assert analysis.skin is not None
    crop = analysis.skin.crop
    view = choose_view(analysis)
    spot = crop.to_photo @ np.array([121.0, 161.0, 1.0])
    pixels = np.zeros_like(analysis.photo.pixels)
    pixels[round(spot[1]), round(spot[0])] = 255

    shown = show(pixels, view)[..., 0]
    drawn = move_points(np.array([[(121.0 - 0.5) / 2, (161.0 - 0.5) / 2]], np.float32), view.from_color(crop))

    row, column = np.unravel_index(int(shown.argmax()), shown.shape)
    assert (column, row) == pytest.approx(drawn[0], abs=1.0)
