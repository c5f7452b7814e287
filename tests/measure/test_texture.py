"""Relief of known contrast and size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from skincast.catalog import concerns
from skincast.measure import measure_concern
from skincast.measure.texture import micro_texture_od
from skincast.types import FloatMap, Measurement, Skin

CONCERN = concerns()["texture"]

Build = Callable[..., Skin]


def relief(*, rms_od: float, bump_mm: float = 1.5) -> FloatMap:
    """An egg-box of bumps of this size, two of which make a wave."""
    row, column = np.mgrid[:920, :720].astype(np.float32) * 0.2
    wave = np.sin(np.pi * row / bump_mm) * np.sin(np.pi * column / bump_mm)
    return np.asarray(2 * rms_od * wave, np.float32)


def look(skin: Skin) -> Measurement:
    return measure_concern(skin, CONCERN, frozenset())


def burden(skin: Skin) -> float:
    value = look(skin).burden
    assert value is not None
    return value


def test_smooth_skin_is_zero(blank_skin: Build) -> None:
    assert burden(blank_skin()) == 0


def test_burden_is_linear_in_contrast(blank_skin: Build) -> None:
    values = [burden(blank_skin(detail=relief(rms_od=rms, bump_mm=2.2))) for rms in (0.01, 0.02, 0.04)]
    assert values[1] == pytest.approx(2 * values[0], rel=0.02)
    assert values[2] == pytest.approx(4 * values[0], rel=0.02)
    assert 0.6 * 0.04 < values[2] < 1.1 * 0.04


def test_the_band_lets_through_what_it_names(blank_skin: Build) -> None:
    inside = burden(blank_skin(detail=relief(rms_od=0.03, bump_mm=1.5)))
    assert burden(blank_skin(detail=relief(rms_od=0.03, bump_mm=0.4))) < 0.3 * inside
    assert burden(blank_skin(detail=relief(rms_od=0.03, bump_mm=12))) < 0.3 * inside


@pytest.mark.parametrize("noise_od", [0.01, 0.04])
def test_noise_alone_is_hardly_rough(blank_skin: Build, noise_od: float) -> None:
    assert burden(blank_skin(noise_od=noise_od)) < 0.1 * noise_od


def test_noise_does_not_hide_or_add_much(blank_skin: Build) -> None:
    clean = burden(blank_skin(detail=relief(rms_od=0.03)))
    assert burden(blank_skin(detail=relief(rms_od=0.03), noise_od=0.02)) == pytest.approx(clean, rel=0.1)


def test_a_few_spots_and_lines_do_not_count(blank_skin: Build) -> None:
    detail = relief(rms_od=0.02)
    plain = burden(blank_skin(detail=detail))
    detail[120:124, 220:500] += 0.3
    detail[420:430, 200:210] += 0.6
    detail[440:450, 500:510] += 0.6
    assert burden(blank_skin(detail=detail)) == pytest.approx(plain, rel=0.1)


def test_only_the_rough_region_rises(blank_skin: Build) -> None:
    detail = relief(rms_od=0.03)
    detail[:, 360:] = 0
    regions = look(blank_skin(detail=detail)).regions
    assert regions["cheek_right"] == pytest.approx(burden(blank_skin(detail=relief(rms_od=0.03))), rel=0.1)
    assert regions["cheek_left"] == pytest.approx(0, abs=1e-3)


def test_sides_swap_in_the_mirror(blank_skin: Build, mirrored: Callable[[Skin], Skin]) -> None:
    detail = relief(rms_od=0.03)
    detail[:, 360:] *= 0.5
    skin = blank_skin(detail=detail, noise_od=0.01)
    seen, turned = look(skin), look(mirrored(skin))
    assert turned.regions["cheek_left"] == pytest.approx(seen.regions["cheek_right"], rel=1e-3)
    assert turned.burden == pytest.approx(seen.burden, rel=1e-3)


def test_micro_texture_sees_the_finest_relief_only(blank_skin: Build) -> None:
    fine = micro_texture_od(blank_skin(detail=relief(rms_od=0.03, bump_mm=0.8)), frozenset())
    wide = micro_texture_od(blank_skin(detail=relief(rms_od=0.03, bump_mm=4)), frozenset())
    assert fine is not None
    assert wide is not None
    assert fine > 0.012
    assert wide < 0.3 * fine
    twice = micro_texture_od(blank_skin(detail=relief(rms_od=0.06, bump_mm=0.8)), frozenset())
    assert twice == pytest.approx(2 * fine, rel=0.02)


def test_what_cannot_be_judged_says_why(blank_skin: Build) -> None:
    skin = blank_skin(detail=relief(rms_od=0.03))
    coarse = replace(skin, crop=replace(skin.crop, native_mm_per_px=0.5))
    assert look(coarse).unjudged_because == "low_resolution"
    assert micro_texture_od(coarse, frozenset()) is None
    everything = frozenset(CONCERN.sided_regions)
    assert measure_concern(skin, CONCERN, everything).unjudged_because == "occluded"
    assert micro_texture_od(skin, everything) is None
