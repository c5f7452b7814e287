"""Shine, flakes, evenness, sensitivity look, dark circles and eye bags rise with a known dose and stay apart."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from skincast.catalog import concerns
from skincast.measure import measure_concern
from skincast.types import Measurement, Skin

Map = NDArray[np.float32]
MakeSkin = Callable[..., Skin]
SHAPE = (460, 360)


def measured(name: str, skin: Skin, unjudged: frozenset[str] = frozenset()) -> Measurement:
    return measure_concern(skin, concerns()[name], unjudged)


def burden(name: str, skin: Skin) -> float:
    value = measured(name, skin).burden
    assert value is not None
    return value


def box(top: float, bottom: float, left: float, right: float) -> Map:
    """1 in a box given in shares of height and width, with soft rims."""
    values = np.zeros(SHAPE, np.float32)
    values[round(top * 460) : round(bottom * 460), round(left * 360) : round(right * 360)] = 1
    return np.asarray(cv2.GaussianBlur(values, (0, 0), 2), np.float32)


def under_eyes() -> Map:
    return box(0.37, 0.43, 0.2, 0.38) + box(0.37, 0.43, 0.62, 0.8)


def flakes(height: float) -> Map:
    """Bright grains of 0.4 mm on forehead, cheeks and chin, at detail level."""
    grains = np.zeros((920, 720), np.float32)
    grains[20::14, 20::14] = -height
    return np.asarray(cv2.dilate(-grains, np.ones((2, 2), np.uint8)) * -1, np.float32)


def ripples(amplitude: float) -> Map:
    y, x = np.mgrid[0:460, 0:360].astype(np.float32)
    return np.asarray(amplitude * np.sin(x / 9) * np.sin(y / 9), np.float32)


DOSED: dict[str, Callable[[MakeSkin, float], Skin]] = {
    "oiliness": lambda make, dose: make(gloss=0.5 * dose * box(0.05, 0.2, 0.3, 0.7), shading=-0.5 * box(0, 1, 0, 1)),
    "dryness": lambda make, dose: make(detail=flakes(0.4 * dose), noise_od=0.005),
    "sensitivity": lambda make, dose: make(hemoglobin=0.4 * dose * box(0.36, 0.6, 0.2, 0.8)),
    "radiance": lambda make, dose: make(melanin=ripples(0.2 * dose)),
    "dark_circles": lambda make, dose: make(melanin=0.6 * dose * under_eyes()),
    "eye_bags": lambda make, dose: make(shading=0.6 * dose * (box(0.41, 0.43, 0.2, 0.8) - box(0.36, 0.39, 0.2, 0.8))),
}


@pytest.mark.parametrize("name", DOSED)
def test_burden_rises_with_the_dose(blank_skin: MakeSkin, name: str) -> None:
    values = [burden(name, DOSED[name](blank_skin, dose)) for dose in (0.25, 0.5, 0.75, 1.0)]
    assert values == sorted(set(values)), values
    assert values[3] > 1.7 * values[1]


@pytest.mark.parametrize("name", DOSED)
def test_clear_skin_carries_next_to_nothing(blank_skin: MakeSkin, name: str) -> None:
    assert burden(name, blank_skin(noise_od=0.005)) < 0.35 * burden(name, DOSED[name](blank_skin, 1.0)) + 1e-6


@pytest.mark.parametrize("name", DOSED)
def test_mirror_swaps_sides(blank_skin: MakeSkin, mirrored: Callable[[Skin], Skin], name: str) -> None:
    skin = DOSED[name](blank_skin, 0.7)
    skin.melanin[:, :180] += 0.05
    straight, flipped = measured(name, skin), measured(name, mirrored(skin))
    for region, value in straight.regions.items():
        other = region.replace("_right", "_?").replace("_left", "_right").replace("_?", "_left")
        assert flipped.regions[other] == pytest.approx(value, rel=0.02, abs=2e-3)


@pytest.mark.parametrize("name", DOSED)
def test_unjudged_regions_stay_empty(blank_skin: MakeSkin, name: str) -> None:
    side = next(iter(measured(name, DOSED[name](blank_skin, 1.0)).regions))
    partly = measured(name, DOSED[name](blank_skin, 1.0), frozenset({side}))
    assert partly.regions[side] is None
    nothing = measured(name, DOSED[name](blank_skin, 1.0), frozenset(partly.regions))
    assert nothing.burden is None
    assert nothing.unjudged_because == "occluded"


def test_dark_circles_tell_their_parts(blank_skin: MakeSkin) -> None:
    raw = measured("dark_circles", blank_skin(melanin=0.3 * under_eyes())).raw
    assert raw["pigment_od"] == pytest.approx(0.3, abs=0.06)
    assert abs(raw["hollow_od"]) < 0.03
    raw = measured("dark_circles", blank_skin(shading=0.3 * under_eyes())).raw
    assert raw["hollow_od"] == pytest.approx(0.3, abs=0.06)
    assert abs(raw["pigment_od"]) < 0.03


def test_a_shadow_over_the_whole_side_is_no_dark_circle(blank_skin: MakeSkin) -> None:
    shaded = blank_skin(shading=np.repeat(np.linspace(0.4, -0.4, 360, dtype=np.float32)[None], 460, axis=0))
    assert burden("dark_circles", shaded) < 0.15


def test_shine_needs_light_and_gloss(blank_skin: MakeSkin) -> None:
    pale = blank_skin(gloss=0.5 * box(0.05, 0.2, 0.3, 0.7))
    assert burden("oiliness", pale) == 0


def test_a_smooth_ramp_is_even_tone(blank_skin: MakeSkin) -> None:
    ramp = np.repeat(np.linspace(-0.3, 0.3, 460, dtype=np.float32)[:, None], 360, axis=1)
    assert burden("radiance", blank_skin(hemoglobin=ramp)) < 0.5 * burden("radiance", blank_skin(melanin=ripples(0.1)))


def test_coarse_photos_show_no_flakes(blank_skin: MakeSkin) -> None:
    measurement = measured("dryness", blank_skin(native_mm_per_px=0.8))
    assert measurement.burden is None
    assert measurement.unjudged_because == "low_resolution"


def test_bumps_lit_from_the_side_are_no_flakes(blank_skin: MakeSkin) -> None:
    y, x = np.mgrid[0:920, 0:720].astype(np.float32)
    relief = np.asarray(0.12 * np.sin(x / 1.5) * np.sin(y / 1.5), np.float32)
    flaky = blank_skin(detail=flakes(0.4), noise_od=0.005)
    assert burden("dryness", blank_skin(detail=relief, noise_od=0.005)) < 0.5 * burden("dryness", flaky)
