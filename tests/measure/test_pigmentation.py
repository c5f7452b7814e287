"""Known doses of brown: spots and patches are told apart, the burden follows the dose, shadows are not pigment."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from skincast.catalog import concerns
from skincast.measure import measure_concern
from skincast.types import FloatMap, Skin

PIGMENTATION = concerns()["pigmentation"]
SHAPE = (460, 360)
CHEEK = [(60, 225), (82, 208), (60, 255), (102, 224), (104, 256), (40, 210), (80, 240), (84, 284)]
BlankSkin = Callable[..., Skin]


def discs(places: list[tuple[int, int]], diameter_mm: float, contrast: float, *, blur_px: float = 0.8) -> FloatMap:
    canvas = np.zeros(SHAPE, np.float32)
    for x, y in places:
        cv2.circle(canvas, (x * 16, y * 16), round(8 * diameter_mm / 0.4), contrast, -1, cv2.LINE_AA, shift=4)
    return np.asarray(cv2.GaussianBlur(canvas, (0, 0), blur_px), np.float32)


def burden_of(skin: Skin) -> float:
    burden = measure_concern(skin, PIGMENTATION, frozenset()).burden
    assert burden is not None
    return burden


def test_the_burden_grows_in_step_with_the_number_of_spots(blank_skin: BlankSkin) -> None:
    none, two, four, eight = (
        burden_of(blank_skin(melanin=discs(CHEEK[:count], 4.0, 0.3), noise_od=0.01)) for count in (0, 2, 4, 8)
    )
    assert none < 0.1 * two
    assert four == pytest.approx(2 * two, rel=0.25)
    assert eight == pytest.approx(2 * four, rel=0.25)


def test_the_burden_is_contrast_times_share_of_area(blank_skin: BlankSkin) -> None:
    skin = blank_skin(melanin=discs(CHEEK, 5.0, 0.3), noise_od=0.01)
    result = measure_concern(skin, PIGMENTATION, frozenset())
    judged = [skin.crop.region_names.index(name) for name in PIGMENTATION.sided_regions]
    judged_mm2 = 0.16 * float(np.isin(skin.crop.regions, judged).sum())
    area_mm2 = 8 * np.pi * 2.5**2
    assert result.burden == pytest.approx(0.3 * area_mm2 / judged_mm2, rel=0.25)
    assert result.raw["spot_count"] == pytest.approx(8, abs=1)
    assert result.raw["spot_area_mm2"] == pytest.approx(area_mm2, rel=0.25)
    assert result.raw["contrast_od"] == pytest.approx(0.3, rel=0.2)


@pytest.mark.parametrize(("diameter_mm", "kind"), [(2.4, "freckle"), (5.0, "lentigo"), (8.0, "lentigo")])
def test_spots_are_sized_and_named_by_size(blank_skin: BlankSkin, diameter_mm: float, kind: str) -> None:
    skin = blank_skin(melanin=discs(CHEEK[:4:3], diameter_mm, 0.4), noise_od=0.005)
    findings = [one for one in measure_concern(skin, PIGMENTATION, frozenset()).findings if one.confidence > 0.3]
    assert [one.type for one in findings] == [kind] * 2
    assert {one.region for one in findings} == {"cheek_right"}
    for one in findings:
        # Below four pixels the photo's own blur adds to the size.
        assert one.size_mm == pytest.approx(diameter_mm, rel=0.2 if diameter_mm > 3.2 else 0.25)


def test_a_patch_is_measured_by_area_and_darkness(blank_skin: BlankSkin) -> None:
    wide = discs([(85, 245)], 20.0, 0.3, blur_px=6)
    result = measure_concern(blank_skin(melanin=wide, noise_od=0.01), PIGMENTATION, frozenset())
    assert [one.type for one in result.findings] == ["patch"]
    assert result.raw["cheek_right_area_percent"] > 5
    assert 0.08 < result.raw["cheek_right_darkness_od"] < 0.32
    assert result.raw["cheek_left_area_percent"] == 0
    assert result.raw["patch_area_percent"] > 0


def test_a_darker_patch_is_a_larger_burden(blank_skin: BlankSkin) -> None:
    faint, dark = (
        burden_of(blank_skin(melanin=discs([(85, 245)], 20.0, contrast, blur_px=6), noise_od=0.01))
        for contrast in (0.25, 0.5)
    )
    assert 1.5 * faint < dark < 3 * faint


def test_a_shadow_that_leaks_into_melanin_is_not_pigment(blank_skin: BlankSkin) -> None:
    shadow = discs([(85, 245), (270, 100)], 20.0, 0.4, blur_px=6)
    assert burden_of(blank_skin(melanin=0.3 * shadow, shading=shadow, noise_od=0.01)) == pytest.approx(0, abs=1e-4)


def test_red_spots_are_not_brown(blank_skin: BlankSkin) -> None:
    red = discs(CHEEK, 4.0, 0.3)
    assert burden_of(blank_skin(hemoglobin=red, melanin=0.3 * red, noise_od=0.01)) == pytest.approx(0, abs=2e-4)


def test_stubble_is_not_pigment(blank_skin: BlankSkin) -> None:
    grid = [(x, y) for x in range(130, 232, 7) for y in range(360, 410, 7)]
    hairs = discs(grid, 1.2, 0.6)
    fine = np.asarray(cv2.resize(hairs, (720, 920), interpolation=cv2.INTER_LINEAR), np.float32)
    result = measure_concern(blank_skin(melanin=0.5 * hairs, detail=fine, noise_od=0.01), PIGMENTATION, frozenset())
    assert result.raw["spot_count"] < 3


@pytest.mark.parametrize("noise_od", [0.0, 0.01, 0.04])
def test_noise_alone_is_even_skin(blank_skin: BlankSkin, noise_od: float) -> None:
    assert burden_of(blank_skin(noise_od=noise_od, seed=5)) < 2e-4


def test_nothing_outside_the_mask_counts(blank_skin: BlankSkin) -> None:
    mask = blank_skin().mask.copy()
    mask[:, :150] = False
    skin = blank_skin(melanin=discs(CHEEK, 4.0, 0.4), noise_od=0.01, mask=mask)
    assert burden_of(skin) < 2e-4
    assert not measure_concern(skin, PIGMENTATION, frozenset()).map[~mask].any()


def test_the_mirror_image_swaps_the_sides(blank_skin: BlankSkin, mirrored: Callable[[Skin], Skin]) -> None:
    skin = blank_skin(melanin=discs(CHEEK, 4.0, 0.3) + discs([(290, 240)], 20.0, 0.3, blur_px=6), noise_od=0.01)
    here, there = (measure_concern(one, PIGMENTATION, frozenset()) for one in (skin, mirrored(skin)))
    assert there.burden == pytest.approx(here.burden, rel=0.03)
    assert there.regions["cheek_left"] == pytest.approx(here.regions["cheek_right"], rel=0.03)
    assert there.regions["cheek_right"] == pytest.approx(here.regions["cheek_left"], rel=0.03)


def test_what_cannot_be_judged_says_why(blank_skin: BlankSkin) -> None:
    coarse = measure_concern(blank_skin(native_mm_per_px=2.0), PIGMENTATION, frozenset())
    hidden = measure_concern(blank_skin(), PIGMENTATION, frozenset(PIGMENTATION.sided_regions))
    partly = measure_concern(blank_skin(), PIGMENTATION, frozenset({"chin"}))
    assert (coarse.burden, coarse.unjudged_because) == (None, "low_resolution")
    assert (hidden.burden, hidden.unjudged_because) == (None, "occluded")
    assert partly.regions["chin"] is None
    assert "chin_area_percent" not in partly.raw


def test_a_patch_photo_is_one_region(blank_skin: BlankSkin) -> None:
    skin = blank_skin(melanin=discs(CHEEK, 4.0, 0.3), noise_od=0.01, patch=True)
    result = measure_concern(skin, PIGMENTATION, frozenset())
    assert list(result.regions) == ["patch"]
    assert result.raw["spot_count"] == pytest.approx(8, abs=1)
