"""Masks have the photo's own size and lie where the map says."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from skincast.report.frame import scaling
from skincast.report.masks import draw_map, draw_mask, encode_png

TILT = np.array([[1.9, -0.4, 30.0], [0.4, 1.9, 12.0]])
WIDTH, HEIGHT = 301, 401
SIZE = {"width_px": WIDTH, "height_px": HEIGHT}


def test_a_spot_lands_where_the_affine_says() -> None:
    strength = np.zeros((80, 60), np.float32)
    strength[38:43, 28:33] = 1.0

    laid = draw_map(strength, TILT, **SIZE)

    assert laid.shape == (HEIGHT, WIDTH)
    rows, columns = np.nonzero(laid > 127)
    expected = TILT[:, :2] @ np.array([30, 40]) + TILT[:, 2]
    assert (columns.mean(), rows.mean()) == pytest.approx(expected, abs=0.3)
    assert len(rows) == pytest.approx(25 * np.linalg.det(TILT[:, :2]), rel=0.1)


def test_strength_is_told_in_255_steps() -> None:
    strength = np.linspace(0, 1, 256, dtype=np.float32)[None, :].repeat(4, axis=0)

    assert draw_map(strength, scaling(1.0), width_px=256, height_px=4)[2].tolist() == list(range(256))


def test_what_lies_outside_the_photo_is_cut_off() -> None:
    away = scaling(1.0)
    away[:, 2] = (5000, 0)

    assert not draw_map(np.ones((20, 20), np.float32), away, **SIZE).any()


def test_a_mask_is_black_and_white_and_keeps_its_area() -> None:
    mask = np.zeros((80, 60), bool)
    mask[20:60, 10:50] = True

    laid = draw_mask(mask, TILT, **SIZE)

    assert set(np.unique(laid)) == {0, 255}
    assert np.count_nonzero(laid) == pytest.approx(1600 * np.linalg.det(TILT[:, :2]), rel=0.03)


def test_a_mask_that_reaches_the_border_of_the_crop_is_not_eaten() -> None:
    laid = draw_mask(np.ones((50, 50), bool), scaling(2.0), width_px=100, height_px=100)

    assert laid[1:-1, 1:-1].all()


def test_a_file_holds_what_was_drawn() -> None:
    gray = np.arange(12, dtype=np.uint8).reshape(3, 4)

    read = cv2.imdecode(np.frombuffer(encode_png(gray), np.uint8), cv2.IMREAD_UNCHANGED)

    assert read is not None
    assert np.array_equal(read, gray)
