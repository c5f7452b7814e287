"""Lines of known length, depth and direction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from skincast.catalog import concerns
from skincast.measure import measure_concern
from skincast.types import FloatMap, Measurement, Skin

CONCERN = concerns()["wrinkles"]
FOREHEAD = (360, 130)
"""Detail pixel in the middle of the forehead."""

Build = Callable[..., Skin]


def strokes(
    *places: tuple[float, float],
    length_mm: float = 30,
    angle_deg: float = 0,
    depth_od: float = 0.15,
    sd_mm: float = 0.4,
) -> FloatMap:
    """Dark straight lines around detail pixels `(x, y)`."""
    drawn = np.zeros((920, 720), np.float32)
    angle = np.radians(angle_deg)
    reach = length_mm / 0.2 / 2 * np.array([np.cos(angle), np.sin(angle)])
    for place in places:
        ends = [np.rint((np.array(place) + side * reach) * 16).astype(int) for side in (-1, 1)]
        cv2.line(drawn, tuple(map(int, ends[0])), tuple(map(int, ends[1])), 1.0, 1, cv2.LINE_8, 4)
    soft = cv2.GaussianBlur(drawn, (0, 0), sd_mm / 0.2)
    return np.asarray(soft * depth_od / max(float(soft.max()), 1e-6), np.float32)


def look(skin: Skin) -> Measurement:
    return measure_concern(skin, CONCERN, frozenset())


def test_bare_skin_has_no_lines(blank_skin: Build) -> None:
    seen = look(blank_skin())
    assert seen.burden == 0
    assert seen.findings == ()
    assert not seen.map.any()


@pytest.mark.parametrize("noise_od", [0.01, 0.03, 0.08])
def test_noise_makes_hardly_any_lines(blank_skin: Build, noise_od: float) -> None:
    dosed = look(blank_skin(detail=strokes(FOREHEAD))).burden
    noisy = look(blank_skin(noise_od=noise_od)).burden
    assert dosed is not None
    assert noisy is not None
    assert noisy < 0.1 * dosed


def test_a_line_is_measured_in_millimeters_and_density(blank_skin: Build) -> None:
    seen = look(blank_skin(detail=strokes(FOREHEAD, length_mm=30, depth_od=0.15)))
    assert len(seen.findings) == 1
    found = seen.findings[0]
    assert found.size_mm == pytest.approx(30, rel=0.2)
    assert found.region == "forehead"
    assert found.type == "line_moderate"
    assert seen.raw["mean_depth_od"] == pytest.approx(0.15, rel=0.2)
    assert seen.raw["forehead_length_mm"] == pytest.approx(30, rel=0.2)
    x, y, width, height = found.box
    assert x < 180 < x + width
    assert y < 65 < y + height


def test_the_load_is_linear_in_length_and_number(blank_skin: Build) -> None:
    def load(*places: tuple[float, float], length_mm: float) -> float:
        return look(blank_skin(detail=strokes(*places, length_mm=length_mm))).burden or 0.0

    one = load((360, 80), length_mm=20)
    assert load((360, 80), length_mm=40) == pytest.approx(2 * one, rel=0.2)
    assert load((360, 80), (360, 120), (360, 160), length_mm=20) == pytest.approx(3 * one, rel=0.2)


def test_deeper_lines_weigh_more_and_change_class(blank_skin: Build) -> None:
    seen = [look(blank_skin(detail=strokes(FOREHEAD, depth_od=depth))) for depth in (0.08, 0.16, 0.32)]
    loads = [each.burden or 0.0 for each in seen]
    assert loads[1] == pytest.approx(2 * loads[0], rel=0.2)
    assert loads[2] > 1.6 * loads[1]
    assert [each.findings[0].type for each in seen] == ["line_fine", "line_moderate", "line_deep"]
    assert seen[0].findings[0].confidence < seen[2].findings[0].confidence <= 1


def test_a_wide_fold_is_found_in_the_shading(blank_skin: Build) -> None:
    fold = cv2.resize(strokes((460, 555), length_mm=24, angle_deg=80, depth_od=0.3, sd_mm=2.0), (360, 460))
    seen = look(blank_skin(shading=fold))
    assert seen.raw["nasolabial_left_length_mm"] > 12
    assert seen.raw["nasolabial_right_length_mm"] == 0


def test_lines_across_the_region_s_direction_do_not_count(blank_skin: Build) -> None:
    upright = strokes((220, 120), length_mm=30, angle_deg=90)
    assert look(blank_skin(detail=upright)).burden == 0


def test_frown_lines_above_the_glabella_count_for_it(blank_skin: Build) -> None:
    seen = look(blank_skin(detail=strokes((345, 200), (375, 200), length_mm=12, angle_deg=90)))
    assert seen.raw["glabella_length_mm"] == pytest.approx(24, rel=0.25)
    assert seen.raw["forehead_length_mm"] == 0


def test_dots_short_scratches_and_shadow_edges_are_no_lines(blank_skin: Build) -> None:
    row, column = np.mgrid[:920, :720].astype(np.float32)
    spots = strokes(*((x, y) for x in range(200, 520, 40) for y in range(60, 200, 40)), length_mm=0.2, sd_mm=0.6)
    scratches = strokes((300, 100), (420, 150), length_mm=2.5)
    edge = np.where(row + 0 * column > 120, 0.4, 0).astype(np.float32)
    soft_edge = cv2.resize(cv2.GaussianBlur(edge, (0, 0), 5), (360, 460))
    assert look(blank_skin(detail=spots)).burden == 0
    assert look(blank_skin(detail=scratches)).burden == 0
    assert look(blank_skin(shading=soft_edge)).burden == 0


def test_nothing_outside_the_mask_counts(blank_skin: Build) -> None:
    drawn = strokes(FOREHEAD, length_mm=40)
    mask = np.zeros((460, 360), bool)
    mask[40:420, 40:320] = True
    covered = mask.copy()
    covered[45:85] = False
    assert look(blank_skin(detail=drawn, mask=mask)).raw["total_length_mm"] > 30
    assert look(blank_skin(detail=drawn, mask=covered)).raw["total_length_mm"] == 0


def test_mirrored_lines_swap_sides(blank_skin: Build, mirrored: Callable[[Skin], Skin]) -> None:
    skin = blank_skin(detail=strokes((600, 355), (100, 360), length_mm=10), noise_od=0.01)
    seen, turned = look(skin), look(mirrored(skin))
    assert turned.burden == pytest.approx(seen.burden, rel=1e-3)
    for name, value in seen.regions.items():
        other = name.replace("_right", "_?").replace("_left", "_right").replace("_?", "_left")
        assert turned.regions[other] == pytest.approx(value, rel=1e-3, abs=1e-6)


def test_a_moustache_leaves_the_lips_unjudged(blank_skin: Build) -> None:
    hair = np.zeros((920, 720), np.float32)
    rng = np.random.default_rng(3)
    for x, y in zip(rng.integers(256, 464, 900), rng.integers(536, 690, 900), strict=True):
        cv2.line(hair, (int(x), int(y)), (int(x + rng.integers(-4, 5)), int(y + 12)), 1.4, 1)
    hair = np.asarray(cv2.GaussianBlur(hair, (0, 0), 1.0), np.float32)
    cheeks = np.random.default_rng(0).normal(0, 0.02, hair.shape).astype(np.float32)
    seen = look(blank_skin(detail=hair + cheeks))
    assert seen.regions["perioral"] is None
    assert look(blank_skin(detail=cheeks)).regions["perioral"] is not None


def test_a_patch_is_read_in_every_direction(blank_skin: Build) -> None:
    for angle_deg in (0, 60, 90):
        seen = look(blank_skin(detail=strokes((360, 460), length_mm=30, angle_deg=angle_deg), patch=True))
        assert seen.raw["patch_length_mm"] == pytest.approx(30, rel=0.2)


def test_what_cannot_be_judged_says_why(blank_skin: Build) -> None:
    skin = blank_skin()
    coarse = replace(skin.crop, native_mm_per_px=1.1 * CONCERN.detail_mm)
    assert look(replace(skin, crop=coarse)).unjudged_because == "low_resolution"
    hidden = measure_concern(skin, CONCERN, frozenset(CONCERN.sided_regions))
    assert hidden.unjudged_because == "occluded"
    assert hidden.burden is None
