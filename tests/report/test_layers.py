"""Layers stand out on every skin, also for color-blind people, and leave out what is faint."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from skincast.report.frame import scaling
from skincast.report.layers import FAINT, LEVELS, MAX_OPACITY, choose_ramp, encode_layer, level_map, opacity
from skincast.report.page import MONK_COLORS


def lab_of(red: int, green: int, blue: int) -> np.ndarray:
    pixel = np.array([[[red, green, blue]]], np.float32) / 255
    return np.asarray(cv2.cvtColor(pixel, cv2.COLOR_RGB2LAB)[0, 0])


@pytest.mark.parametrize("tone", MONK_COLORS)
def test_the_strongest_color_differs_from_every_skin_in_lightness_and_from_yellow_to_blue(tone: str) -> None:
    # The blue-yellow axis and lightness are what protan and deutan eyes tell colors by.
    skin = lab_of(*bytes.fromhex(tone.removeprefix("#")))

    strongest = lab_of(*choose_ramp(float(skin[0]))[-1, :3].tolist())

    assert abs(strongest[0] - skin[0]) > 20
    assert skin[2] - strongest[2] > 25


@pytest.mark.parametrize("lightness", [20.0, 75.0])
def test_lightness_runs_one_way_with_strength(lightness: float) -> None:
    steps = np.diff([lab_of(*color)[0] for color in choose_ramp(lightness)[::8, :3].tolist()])

    assert (steps > 0).all() if lightness < 48 else (steps < 0).all()


def test_faint_values_are_left_out_and_strong_ones_keep_the_skin_in_sight() -> None:
    strength = np.linspace(0, 1, 101)

    shown = opacity(strength)

    assert not shown[strength < FAINT].any()
    assert (np.diff(shown) >= 0).all()
    assert shown.max() == pytest.approx(MAX_OPACITY)


def test_a_layer_lies_where_its_map_does() -> None:
    strength = np.zeros((40, 30), np.float32)
    strength[10:20, 5:15] = 1.0

    levels = level_map(strength, scaling(2.0), (60, 80))

    assert levels.shape == (80, 60)
    assert levels.max() == LEVELS - 1
    rows, columns = np.nonzero(levels > LEVELS // 2)
    assert (columns.mean(), rows.mean()) == pytest.approx((2 * 9.5 + 0.5, 2 * 14.5 + 0.5), abs=0.2)


def test_a_layer_file_has_the_colors_and_opacities_of_the_ramp() -> None:
    ramp = choose_ramp(60.0)
    levels = np.arange(LEVELS, dtype=np.uint8).reshape(6, 8)

    with Image.open(io.BytesIO(encode_layer(levels, ramp))) as image:
        read = np.asarray(image.convert("RGBA"))

    assert np.array_equal(read.reshape(-1, 4), ramp)
