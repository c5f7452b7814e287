"""Layers stand out on every skin, also for color-blind people, and leave out what is faint."""

from __future__ import annotations

import dataclasses
import io

import cv2
import numpy as np
import pytest
from PIL import Image

from skincast.analysis import Analysis
from skincast.report.frame import scaling
from skincast.report.layers import (
    FAINT,
    LEVELS,
    MIDDLING,
    choose_ramp,
    encode_layer,
    level_map,
    opacity,
    shown_skin_color,
)
from skincast.report.page import MONK_COLORS


def lab_of(red: int, green: int, blue: int) -> np.ndarray:
    pixel = np.array([[[red, green, blue]]], np.float32) / 255
    return np.asarray(cv2.cvtColor(pixel, cv2.COLOR_RGB2LAB)[0, 0])


@pytest.mark.parametrize("tone", MONK_COLORS)
def test_the_strongest_color_differs_from_every_skin_in_lightness_and_from_yellow_to_blue(tone: str) -> None:
    # The blue-yellow axis and lightness are what protan and deutan eyes tell colors by.
    red, green, blue = bytes.fromhex(tone.removeprefix("#"))
    skin = lab_of(red, green, blue)

    strongest = lab_of(*choose_ramp((red, green, blue))[-1, :3].tolist())

    assert abs(strongest[0] - skin[0]) > 20
    assert skin[2] - strongest[2] > 25


@pytest.mark.parametrize(("skin", "sign"), [((58, 49, 42), 1), ((234, 218, 186), -1)])
def test_lightness_moves_away_from_the_skin_with_strength(skin: tuple[int, int, int], sign: int) -> None:
    steps = np.diff([lab_of(*color)[0] for color in choose_ramp(skin)[::8, :3].tolist()])

    assert (sign * steps > 0).all()


def test_faint_values_are_left_out_and_strong_ones_keep_the_skin_in_sight() -> None:
    strength = np.linspace(0, 1, 101)

    shown = opacity(strength)

    assert not shown[strength < FAINT].any()
    assert (np.diff(shown) >= 0).all()
    assert choose_ramp(MIDDLING)[:, 3].max() < 0.8 * 255


def test_a_layer_lies_where_its_map_does() -> None:
    strength = np.zeros((40, 30), np.float32)
    strength[10:20, 5:15] = 1.0

    levels = level_map(strength, scaling(2.0), (60, 80))

    assert levels.shape == (80, 60)
    assert levels.max() == LEVELS - 1
    rows, columns = np.nonzero(levels > LEVELS // 2)
    assert (columns.mean(), rows.mean()) == pytest.approx((2 * 9.5 + 0.5, 2 * 14.5 + 0.5), abs=0.2)


def test_a_layer_file_has_the_colors_and_opacities_of_the_ramp() -> None:
    ramp = choose_ramp(MIDDLING)
    levels = np.arange(LEVELS, dtype=np.uint8).reshape(6, 8)

    with Image.open(io.BytesIO(encode_layer(levels, ramp))) as image:
        read = np.asarray(image.convert("RGBA"))

    assert np.array_equal(read.reshape(-1, 4), ramp)


def test_the_skin_color_is_that_of_the_photo_and_not_of_what_surrounds_it(analysis: Analysis) -> None:
    assert analysis.skin is not None
    nothing = dataclasses.replace(analysis.skin, mask=np.zeros_like(analysis.skin.mask))

    assert shown_skin_color(analysis.skin) == (205, 160, 135)
    assert shown_skin_color(nothing) == MIDDLING
