"""White stays white under the light it was balanced for, and colors come out right."""

from __future__ import annotations

import numpy as np
import pytest

from skincast.twin.optics import balance_of, camera_names, daylight_srgb, sensitivities, white_balance
from skincast.twin.optics.tables import table
from skincast.twin.shot import Illuminant

CAMERAS = (*camera_names(), "parametric:0", "parametric:7")
FIELDS = np.stack(list(table("checker").values()))


@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("light", ["D65", "A", "led_cool"])
def test_white_stays_white_under_the_only_lamp(camera: str, light: Illuminant) -> None:
    balance = white_balance(camera, {light: 0.7})
    assert balance.colors(np.ones(41), light) == pytest.approx([1, 1, 1], abs=1e-9)


def test_two_lamps_tint_each_to_its_side() -> None:
    balance = white_balance("parametric:3", {"A": 0.5, "D65": 0.5})
    warm, cool = balance.lamp("A"), balance.lamp("D65")
    assert warm[0] > warm[2] + 0.2
    assert cool[0] < cool[2] - 0.2
    assert (warm + cool) / 2 == pytest.approx([1, 1, 1], abs=1e-9)


@pytest.mark.parametrize("camera", ["nikon_5100", "parametric:0", "parametric:7"])
def test_daylight_colors_come_out_right(camera: str) -> None:
    seen = white_balance(camera, {"D65": 1.0}).colors(FIELDS, "D65")
    assert np.abs(seen - daylight_srgb(FIELDS)).mean() < 0.02


def test_material_of_a_known_color_looks_like_it_under_another_lamp() -> None:
    balance = white_balance("parametric:2", {"D65": 0.5, "led_warm": 0.5})
    guessed = daylight_srgb(FIELDS) @ balance.material("led_warm").T
    assert np.abs(guessed - balance.colors(FIELDS, "led_warm")).mean() < 0.025
    assert np.ones(3) @ balance.material("led_warm").T == pytest.approx(balance.lamp("led_warm"))


def test_cameras_differ_and_repeat() -> None:
    first = sensitivities("parametric:1")
    assert np.array_equal(first, sensitivities("parametric:1"))
    assert not np.allclose(first, sensitivities("parametric:2"))
    assert np.all(first >= 0)
    assert first.argmax(0)[0] > first.argmax(0)[1] > first.argmax(0)[2]


@pytest.mark.parametrize("camera", ["", "polaroid", "parametric:", "parametric:x"])
def test_unknown_camera_is_refused(camera: str) -> None:
    with pytest.raises(ValueError, match="nikon_5100"):
        sensitivities(camera)


def test_no_light_is_refused() -> None:
    with pytest.raises(ValueError, match="light"):
        white_balance("parametric:1", {"D65": 0.0})


def test_a_nameless_camera_is_balanced_alike() -> None:
    named = white_balance("nikon_5100", {"D55": 1.0})
    nameless = balance_of(sensitivities("nikon_5100"), (("D55", 1.0),))
    assert np.allclose(named.matrix, nameless.matrix)
