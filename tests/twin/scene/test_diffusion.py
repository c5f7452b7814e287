"""Light below the skin."""

from __future__ import annotations

import numpy as np
import pytest
from tests.twin.scene.plane import flat

from skincast.twin.scene.diffusion import blur, diffuse

SHAPE = (120, 160)
ALBEDO = np.full((*SHAPE, 3), 0.4, np.float32)


def test_even_light_stays_even() -> None:
    even = diffuse(ALBEDO, ALBEDO, flat(1), 0.3)
    np.testing.assert_allclose(even, ALBEDO, rtol=2e-3)


def test_red_reaches_farther_into_shadow_than_green_and_blue() -> None:
    lit = ALBEDO.copy()
    lit[:, :80] = 0
    spread = diffuse(lit, ALBEDO, flat(1), 0.3)
    red, green, blue = spread[60, 76] / 0.4
    assert red > 2 * green > 0
    assert green > blue
    assert red > 0.1


def test_nothing_crosses_the_edge_of_the_skin() -> None:
    inside = flat(1)
    inside[:, :80] = 0
    light = ALBEDO.copy()
    light[:, :80] = 5
    spread = diffuse(light, ALBEDO, inside, 0.3)
    np.testing.assert_allclose(spread[:, 80:], 0.4, rtol=5e-3)
    np.testing.assert_array_equal(spread[:, :80], light[:, :80])


def test_a_dark_spot_keeps_half_of_its_edge() -> None:
    spotted = ALBEDO.copy()
    spotted[60, 80] = 0.1
    light = diffuse(spotted, spotted, flat(1), 0.3)
    assert light[60, 80, 0] < 0.25
    assert light[60, 82, 0] < 0.4


@pytest.mark.parametrize("sigma", [0.5, 2.0, 4.0, 9.0])
def test_a_blur_has_its_width_whatever_the_shortcut(sigma: float) -> None:
    point = np.zeros((201, 201), np.float32)
    point[100, 100] = 1
    soft = blur(point, sigma)
    x = np.arange(201) - 100.0
    spread = float(np.sqrt((soft.sum(axis=0) * x**2).sum() / soft.sum()))
    assert soft.sum() == pytest.approx(1, abs=0.01)
    assert spread == pytest.approx(sigma, rel=0.08)
