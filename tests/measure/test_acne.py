"""Known doses of red and brown spots: the burden follows the dose, sizes are right, clear skin has none."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from skincast.catalog import concerns
from skincast.measure import measure_concern
from skincast.types import FloatMap, Measurement, Skin

ACNE = concerns()["acne"]
SHAPE = (460, 360)
CHEEK = [(60, 225), (82, 208), (60, 255), (102, 224), (104, 256), (40, 210), (80, 240), (84, 284)]
BlankSkin = Callable[..., Skin]


def spots(places: list[tuple[int, int]], diameter_mm: float, contrast: float) -> FloatMap:
    canvas = np.zeros(SHAPE, np.float32)
    for x, y in places:
        cv2.circle(canvas, (x * 16, y * 16), round(8 * diameter_mm / 0.4), contrast, -1, cv2.LINE_AA, shift=4)
    return np.asarray(cv2.GaussianBlur(canvas, (0, 0), 0.8), np.float32)


def doubled(values: FloatMap) -> FloatMap:
    return np.asarray(cv2.resize(values, (2 * SHAPE[1], 2 * SHAPE[0]), interpolation=cv2.INTER_LINEAR), np.float32)


def with_papules(blank_skin: BlankSkin, count: int, *, diameter_mm: float = 4.0, noise_od: float = 0.02) -> Skin:
    red = spots(CHEEK[:count], diameter_mm, 0.25)
    return blank_skin(hemoglobin=red, detail=doubled(red), noise_od=noise_od)


def counts(result: Measurement) -> dict[str, float]:
    return {name: value for name, value in result.raw.items() if value > 0}


def test_the_burden_grows_in_step_with_the_number_of_papules(blank_skin: BlankSkin) -> None:
    burdens = [measure_concern(with_papules(blank_skin, count), ACNE, frozenset()).burden for count in (0, 2, 4, 8)]
    none, two, four, eight = (burden if burden is not None else np.nan for burden in burdens)
    assert none < 0.5
    assert four == pytest.approx(2 * two, rel=0.3)
    assert eight == pytest.approx(2 * four, rel=0.3)


def test_papules_are_found_typed_sized_and_placed(blank_skin: BlankSkin) -> None:
    result = measure_concern(with_papules(blank_skin, 6), ACNE, frozenset())
    sure = [finding for finding in result.findings if finding.confidence > 0.5]
    assert len(sure) == 6
    assert {finding.type for finding in sure} == {"papule"}
    assert {finding.region for finding in sure} == {"cheek_right"}
    for finding in sure:
        assert finding.size_mm == pytest.approx(4.0, rel=0.25)
        x, y, width, height = finding.box
        assert min(np.hypot(x + width / 2 - a, y + height / 2 - b) for a, b in CHEEK[:6]) < 2.5
    assert result.raw["inflammatory_count"] == pytest.approx(6, abs=2)
    assert result.raw["comedone_count"] < 0.5


def test_a_large_red_lump_is_one_nodule(blank_skin: BlankSkin) -> None:
    red = spots([(75, 245)], 10.0, 0.3)
    result = measure_concern(blank_skin(hemoglobin=red, detail=doubled(red), noise_od=0.02), ACNE, frozenset())
    sure = [finding for finding in result.findings if finding.confidence > 0.3]
    assert [finding.type for finding in sure] == ["nodule"]
    assert sure[0].size_mm == pytest.approx(10.0, rel=0.25)


def test_a_bright_head_makes_a_pustule(blank_skin: BlankSkin) -> None:
    red = spots(CHEEK[:3], 5.0, 0.25)
    head = spots(CHEEK[:3], 1.8, -0.6)
    result = measure_concern(blank_skin(hemoglobin=red, detail=doubled(red + head), noise_od=0.02), ACNE, frozenset())
    assert [finding.type for finding in result.findings if finding.confidence > 0.5] == ["pustule"] * 3


def test_brown_spots_are_marks_and_weigh_nothing(blank_skin: BlankSkin) -> None:
    brown = spots(CHEEK, 4.0, 0.25)
    result = measure_concern(blank_skin(melanin=brown, detail=doubled(brown), noise_od=0.02), ACNE, frozenset())
    assert {finding.type for finding in result.findings if finding.confidence > 0.25} == {"mark_brown"}
    assert result.raw["mark_count"] > 2
    assert result.burden is not None
    assert result.burden < 1


def test_small_dark_dots_are_open_comedones(blank_skin: BlankSkin) -> None:
    dots = spots([(170, 180), (186, 200), (172, 220), (188, 236)], 1.4, 0.5)
    result = measure_concern(blank_skin(melanin=0.6 * dots, detail=doubled(dots), noise_od=0.005), ACNE, frozenset())
    types = [finding.type for finding in result.findings]
    assert types.count("comedone_open") >= 3
    assert "papule" not in types


@pytest.mark.parametrize("noise_od", [0.0, 0.01, 0.04])
def test_noise_alone_is_clear_skin(blank_skin: BlankSkin, noise_od: float) -> None:
    result = measure_concern(blank_skin(noise_od=noise_od, seed=3), ACNE, frozenset())
    assert result.burden is not None
    assert result.burden < 1
    assert result.raw["inflammatory_count"] < 0.5


def test_a_red_line_counts_less_than_one_papule(blank_skin: BlankSkin) -> None:
    line = np.zeros(SHAPE, np.float32)
    cv2.line(line, (50, 180), (130, 260), 0.25, 4)
    lined = measure_concern(blank_skin(hemoglobin=line, detail=doubled(line), noise_od=0.02), ACNE, frozenset()).burden
    papule = measure_concern(with_papules(blank_skin, 1), ACNE, frozenset()).burden
    assert lined is not None
    assert papule is not None
    assert lined < papule


def test_nothing_outside_the_mask_counts(blank_skin: BlankSkin) -> None:
    mask = blank_skin().mask.copy()
    mask[:, :150] = False
    red = spots(CHEEK, 4.0, 0.25)
    skin = blank_skin(hemoglobin=red, detail=doubled(red), noise_od=0.02, mask=mask)
    result = measure_concern(skin, ACNE, frozenset())
    assert result.burden is not None
    assert result.burden < 1
    assert not result.map[~mask].any()


def test_the_mirror_image_swaps_the_sides(blank_skin: BlankSkin, mirrored: Callable[[Skin], Skin]) -> None:
    skin = with_papules(blank_skin, 6)
    here, there = measure_concern(skin, ACNE, frozenset()), measure_concern(mirrored(skin), ACNE, frozenset())
    assert there.burden == pytest.approx(here.burden, rel=1e-3)
    assert there.regions["cheek_left"] == pytest.approx(here.regions["cheek_right"], rel=1e-3)
    assert here.regions["cheek_left"] == pytest.approx(0, abs=0.5)


def test_half_a_face_is_brought_to_a_whole_one(blank_skin: BlankSkin) -> None:
    both = CHEEK[:6] + [(359 - x, y) for x, y in CHEEK[:6]]
    red = spots(both, 4.0, 0.25)
    skin = blank_skin(hemoglobin=red, detail=doubled(red), noise_od=0.02)
    left = frozenset(name for name in ACNE.sided_regions if name.endswith("_left"))
    whole, half = measure_concern(skin, ACNE, frozenset()), measure_concern(skin, ACNE, left)
    assert whole.burden is not None
    assert half.burden is not None
    assert half.regions["cheek_left"] is None
    assert 0.5 * whole.burden < half.burden < 1.1 * whole.burden


def test_what_cannot_be_judged_says_why(blank_skin: BlankSkin) -> None:
    coarse = measure_concern(blank_skin(native_mm_per_px=2.0), ACNE, frozenset())
    hidden = measure_concern(blank_skin(), ACNE, frozenset(ACNE.sided_regions))
    assert (coarse.burden, coarse.unjudged_because) == (None, "low_resolution")
    assert (hidden.burden, hidden.unjudged_because) == (None, "occluded")


def test_a_patch_is_one_region(blank_skin: BlankSkin) -> None:
    red = spots(CHEEK[:4], 4.0, 0.25)
    result = measure_concern(
        blank_skin(hemoglobin=red, detail=doubled(red), noise_od=0.02, patch=True), ACNE, frozenset()
    )
    assert list(result.regions) == ["patch"]
    assert {finding.region for finding in result.findings} == {"patch"}


def test_the_same_skin_gives_the_same_result_and_is_left_alone(blank_skin: BlankSkin) -> None:
    skin = with_papules(blank_skin, 4)
    before = skin.hemoglobin.copy()
    first, second = measure_concern(skin, ACNE, frozenset()), measure_concern(skin, ACNE, frozenset())
    assert first.findings == second.findings
    assert counts(first) == counts(second)
    assert np.array_equal(skin.hemoglobin, before)
