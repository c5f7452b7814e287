"""Known doses of red: the burden follows area and strength, natural redness and a lamp at one side do not count."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from skincast.catalog import concerns
from skincast.measure import measure_concern
from skincast.measure.redness import MARGIN_OD, NATURAL_OD
from skincast.types import FloatMap, Skin

REDNESS = concerns()["redness"]
SHAPE = (460, 360)
BOTH_CHEEKS = [(85, 245), (274, 245)]
BlankSkin = Callable[..., Skin]


def flush(places: list[tuple[int, int]], diameter_mm: float, strength: float) -> FloatMap:
    canvas = np.zeros(SHAPE, np.float32)
    for x, y in places:
        cv2.circle(canvas, (x, y), round(diameter_mm / 0.8), strength, -1)
    return np.asarray(cv2.GaussianBlur(canvas, (0, 0), 4), np.float32)


def natural(skin: Skin) -> FloatMap:
    table = np.array(
        [NATURAL_OD.get(name.removesuffix("_right").removesuffix("_left"), 0.0) for name in skin.crop.region_names]
    )
    return np.asarray(table[skin.crop.regions], np.float32)


def burden_of(skin: Skin) -> float:
    burden = measure_concern(skin, REDNESS, frozenset()).burden
    assert burden is not None
    return burden


@pytest.fixture
def calm(blank_skin: BlankSkin) -> FloatMap:
    """Hemoglobin of a calm face: exactly what is natural everywhere."""
    return natural(blank_skin())


def test_a_calm_face_is_not_red(blank_skin: BlankSkin, calm: FloatMap) -> None:
    assert burden_of(blank_skin(hemoglobin=calm, noise_od=0.02)) < 2e-3
    assert not measure_concern(blank_skin(hemoglobin=calm, noise_od=0.02), REDNESS, frozenset()).findings


def test_the_burden_is_share_of_area_times_excess(blank_skin: BlankSkin, calm: FloatMap) -> None:
    skin = blank_skin(hemoglobin=calm + flush(BOTH_CHEEKS, 24.0, 0.4), noise_od=0.01)
    result = measure_concern(skin, REDNESS, frozenset())
    judged_mm2 = 0.16 * float(
        (natural(skin) > 0).sum()
        + np.isin(
            skin.crop.regions,
            [
                skin.crop.region_names.index(f"{name}_{side}")
                for name in ("temple", "jaw")
                for side in ("right", "left")
            ],
        ).sum()
    )
    share = 2 * np.pi * 12**2 / judged_mm2
    assert result.burden == pytest.approx(share * (0.4 - MARGIN_OD), rel=0.25)
    assert result.raw["area_percent"] == pytest.approx(100 * share, rel=0.25)


@pytest.mark.parametrize(("first", "second"), [((16.0, 0.4), (22.6, 0.4)), ((24.0, 0.25), (24.0, 0.4))])
def test_twice_the_dose_is_twice_the_burden(
    blank_skin: BlankSkin, calm: FloatMap, first: tuple[float, float], second: tuple[float, float]
) -> None:
    less, more = (
        burden_of(blank_skin(hemoglobin=calm + flush(BOTH_CHEEKS, *dose), noise_od=0.01)) for dose in (first, second)
    )
    assert more == pytest.approx(2 * less, rel=0.25)


def test_the_red_region_is_named(blank_skin: BlankSkin, calm: FloatMap) -> None:
    result = measure_concern(
        blank_skin(hemoglobin=calm + flush([(180, 210)], 20.0, 0.4), noise_od=0.01), REDNESS, frozenset()
    )
    values = {name: value for name, value in result.regions.items() if value is not None}
    assert max(values, key=lambda name: values[name]) == "nose"
    assert [finding.region for finding in result.findings] == ["nose"]


def test_redder_skin_all_over_is_the_persons_own_zero(blank_skin: BlankSkin, calm: FloatMap) -> None:
    red = flush(BOTH_CHEEKS, 24.0, 0.4)
    base = burden_of(blank_skin(hemoglobin=calm + red))
    shifted = burden_of(blank_skin(hemoglobin=calm + red + np.float32(0.5)))
    assert shifted == pytest.approx(base, rel=1e-3)


def test_a_lamp_at_one_side_is_not_redness(blank_skin: BlankSkin, calm: FloatMap) -> None:
    slope = np.tile(np.linspace(-0.1, 0.1, SHAPE[1], dtype=np.float32), (SHAPE[0], 1))
    assert burden_of(blank_skin(hemoglobin=calm + slope, noise_od=0.01)) < 4e-3


@pytest.mark.parametrize("noise_od", [0.0, 0.01, 0.04])
def test_noise_alone_is_calm(blank_skin: BlankSkin, calm: FloatMap, noise_od: float) -> None:
    assert burden_of(blank_skin(hemoglobin=calm, noise_od=noise_od, seed=7)) < 3e-3


def test_nothing_outside_the_mask_counts(blank_skin: BlankSkin, calm: FloatMap) -> None:
    mask = blank_skin().mask.copy()
    mask[:, :150] = False
    skin = blank_skin(hemoglobin=calm + flush(BOTH_CHEEKS[:1], 24.0, 0.8), mask=mask)
    assert burden_of(skin) < 3e-3
    assert not measure_concern(skin, REDNESS, frozenset()).map[~mask].any()


def test_the_mirror_image_swaps_the_sides(
    blank_skin: BlankSkin, calm: FloatMap, mirrored: Callable[[Skin], Skin]
) -> None:
    skin = blank_skin(hemoglobin=calm + flush(BOTH_CHEEKS[:1], 24.0, 0.4), noise_od=0.01)
    here, there = (measure_concern(one, REDNESS, frozenset()) for one in (skin, mirrored(skin)))
    assert there.burden == pytest.approx(here.burden, rel=0.03)
    assert there.regions["cheek_left"] == pytest.approx(here.regions["cheek_right"], rel=0.03)


def test_what_cannot_be_judged_says_why(blank_skin: BlankSkin) -> None:
    coarse = measure_concern(blank_skin(native_mm_per_px=3.0), REDNESS, frozenset())
    hidden = measure_concern(blank_skin(), REDNESS, frozenset(REDNESS.sided_regions))
    assert (coarse.burden, coarse.unjudged_because) == (None, "low_resolution")
    assert (hidden.burden, hidden.unjudged_because) == (None, "occluded")


def test_a_patch_photo_is_one_region(blank_skin: BlankSkin) -> None:
    skin = blank_skin(hemoglobin=flush(BOTH_CHEEKS, 24.0, 0.4), patch=True)
    result = measure_concern(skin, REDNESS, frozenset())
    assert list(result.regions) == ["patch"]
    assert result.burden is not None
    assert result.burden > 0.01
