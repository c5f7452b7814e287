"""Lamps on a plane: diffuse light, shine, skies and hollows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.twin.scene.plane import flat, plane

from skincast.twin.frame import Vectors
from skincast.twin.scene.light import Lit, light_surface, soft_cosine
from skincast.twin.scene.surface import Surface, surface_of
from skincast.twin.shot import Illuminant, Lamp
from skincast.types import FloatMap

WHITE = np.ones(3, np.float32)


def surface(**changes: FloatMap) -> Surface:
    parts = {"height_mm": flat(0), "furrows_mm": flat(0), "roughness": flat(0.3), "sheen": flat(1)}
    return surface_of(plane(), **(parts | changes))


def shone(lamp: Lamp, on: Surface, *, albedo: float = 0.4, shadow: FloatMap | None = None) -> Lit:
    color = np.full((*on.skin.shape, 3), albedo, np.float32)
    return light_surface(on, [lamp], {lamp.illuminant: color}, {lamp.illuminant: WHITE}, [shadow])


def lamp(x: float = 0.0, y: float = 0.0, *, size_deg: float = 5.0, strength: float = 1.0) -> Lamp:
    return Lamp(direction=(x, y, -1.0), strength=strength, illuminant="D65", size_deg=size_deg)


def test_a_lamp_face_on_gives_its_strength() -> None:
    lit = shone(lamp(), surface())
    assert lit.irradiance[60, 80] == pytest.approx(1, abs=0.01)
    np.testing.assert_allclose(lit.diffuse[60, 80], 0.4, rtol=0.01)


def test_light_falls_with_the_cosine() -> None:
    lit = shone(lamp(1.0), surface())
    assert lit.irradiance[60, 80] == pytest.approx(np.sqrt(0.5), abs=0.01)


def test_shine_lies_where_the_lamp_is_mirrored() -> None:
    aside = shone(lamp(0.05, size_deg=2), surface()).shine[60, :, 1]
    assert aside.argmax() == pytest.approx(79.5 + 50, abs=6)
    assert shone(lamp(size_deg=2), surface()).shine[60, :, 1].argmax() == pytest.approx(79.5, abs=4)


def test_a_wider_lamp_and_a_rougher_skin_have_a_fainter_highlight() -> None:
    narrow = shone(lamp(size_deg=2), surface()).shine.max()
    assert shone(lamp(size_deg=60), surface()).shine.max() < 0.8 * narrow
    assert shone(lamp(size_deg=2), surface(roughness=flat(0.6))).shine.max() < 0.5 * narrow
    assert shone(lamp(size_deg=2), surface(sheen=flat(2))).shine.max() == pytest.approx(2 * narrow, rel=1e-4)


def test_shine_does_not_depend_on_pigment() -> None:
    light, dark = (shone(lamp(), surface(), albedo=a).shine for a in (0.5, 0.04))
    np.testing.assert_array_equal(light, dark)


def test_shadow_takes_light_and_shine() -> None:
    shadow = flat(1)
    shadow[:, :80] = 0
    lit = shone(lamp(), surface(), shadow=shadow)
    assert lit.irradiance[60, 40] == 0
    assert lit.shine[60, 40].max() == 0
    assert lit.irradiance[60, 120] == pytest.approx(1, abs=0.01)


def test_a_hollow_is_darker_under_the_sky_and_bounces_more_on_light_skin() -> None:
    hollow = replace(surface(), open_sky=flat(0.5))
    sky = lamp(size_deg=180)
    light, dark = (shone(sky, hollow, albedo=a).diffuse[60, 80, 1] / a for a in (0.5, 0.05))
    assert 0.5 < dark < light < 0.8
    assert shone(sky, hollow).irradiance[60, 80] == pytest.approx(0.5, abs=0.01)


def test_lamps_add_up() -> None:
    on = surface()
    color: dict[Illuminant, Vectors] = {
        "D65": np.full((120, 160, 3), 0.4, np.float32),
        "A": np.full((120, 160, 3), 0.3, np.float32),
    }
    white: dict[Illuminant, Vectors] = {"D65": WHITE, "A": WHITE}
    first, second = lamp(strength=0.3), Lamp(direction=(0, 0, -1), strength=0.5, illuminant="A")
    both = light_surface(on, [first, second], color, white, [None, None])
    np.testing.assert_allclose(both.diffuse[60, 80], 0.3 * 0.4 + 0.5 * 0.3, rtol=0.01)
    assert both.irradiance[60, 80] == pytest.approx(0.8, abs=0.01)


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0.5, 90))
def test_a_sinking_lamp_never_brightens(first: float, second: float, size_deg: float) -> None:
    low, high = sorted((first, second))
    values = soft_cosine(np.array([[low, high]], np.float32), size_deg)
    assert 0 <= values[0, 0] <= values[0, 1] + 1e-6
