"""Dots of known number, size and depth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from skincast.catalog import concerns
from skincast.measure import measure_concern
from skincast.types import FloatMap, Measurement, Skin

CONCERN = concerns()["pores"]
SPACING_PX = 13

Build = Callable[..., Skin]


def dots(*, columns: int = 10, diameter_mm: float = 0.6, depth_od: float = 0.2, stretch: float = 1.0) -> FloatMap:
    """A lattice of dark round dots on the forehead, 8 rows of `columns`; `stretch` makes them upright hairs."""
    detail = np.zeros((920, 720), np.float32)
    row, column = np.mgrid[-10:11, -10:11].astype(np.float32)
    sd_px = diameter_mm / np.sqrt(8) / 0.2
    dot = depth_od * np.exp(-0.5 * ((row / (sd_px * stretch)) ** 2 + (column / sd_px) ** 2))
    for y in range(8):
        for x in range(columns):
            top, left = 90 + 13 * y, 290 + SPACING_PX * x
            detail[top : top + 21, left : left + 21] += dot
    return detail


def look(skin: Skin) -> Measurement:
    return measure_concern(skin, CONCERN, frozenset())


def burden(skin: Skin) -> float:
    value = look(skin).burden
    assert value is not None
    return value


def test_bare_skin_has_no_pores(blank_skin: Build) -> None:
    assert burden(blank_skin()) == 0


@pytest.mark.parametrize("noise_od", [0.005, 0.02, 0.06])
def test_noise_is_no_pores(blank_skin: Build, noise_od: float) -> None:
    assert burden(blank_skin(noise_od=noise_od)) < 0.01 * burden(blank_skin(detail=dots()))


def test_number_rises_with_the_dose(blank_skin: Build) -> None:
    counts = [look(blank_skin(detail=dots(columns=n))).raw["pore_count"] for n in (3, 6, 9)]
    assert counts == [24, 48, 72]


def test_burden_is_linear_in_number_and_rises_with_depth(blank_skin: Build) -> None:
    one, three = (burden(blank_skin(detail=dots(columns=n))) for n in (3, 9))
    assert three == pytest.approx(3 * one, rel=0.1)
    shallow, deep = (burden(blank_skin(detail=dots(depth_od=depth))) for depth in (0.15, 0.25))
    assert deep == pytest.approx(shallow * 0.25 / 0.15, rel=0.2)


@pytest.mark.parametrize("diameter_mm", [0.5, 0.7, 0.9])
def test_size_and_depth_are_right(blank_skin: Build, diameter_mm: float) -> None:
    raw = look(blank_skin(detail=dots(diameter_mm=diameter_mm, depth_od=0.25))).raw
    assert raw["mean_diameter_mm"] == pytest.approx(diameter_mm, rel=0.2)
    assert raw["mean_depth_od"] == pytest.approx(0.25, rel=0.2)


def test_hairs_blemishes_and_bright_dots_are_no_pores(blank_skin: Build) -> None:
    usual = burden(blank_skin(detail=dots()))
    assert burden(blank_skin(detail=dots(stretch=3.0))) < 0.02 * usual
    assert burden(blank_skin(detail=dots(columns=1, diameter_mm=2.2))) == 0
    assert burden(blank_skin(detail=-dots())) < 0.02 * usual


def test_faint_dots_drown_in_noise(blank_skin: Build) -> None:
    clear, noisy = (
        look(blank_skin(detail=dots(depth_od=0.15), noise_od=noise)).raw["pore_count"] for noise in (0, 0.03)
    )
    assert clear == 80
    assert noisy < 20


def test_nothing_outside_the_mask_counts(blank_skin: Build) -> None:
    mask = np.zeros((460, 360), bool)
    mask[120:420, 40:320] = True
    assert burden(blank_skin(detail=dots(), mask=mask)) == 0


def test_sides_swap_in_the_mirror(blank_skin: Build, mirrored: Callable[[Skin], Skin]) -> None:
    skin = blank_skin(detail=np.roll(dots(), (300, -140), axis=(0, 1)))
    seen, turned = look(skin), look(mirrored(skin))
    assert seen.regions["cheek_right"]
    assert turned.regions["cheek_left"] == pytest.approx(seen.regions["cheek_right"], rel=1e-4)
    assert turned.burden == pytest.approx(seen.burden, rel=1e-4)


def test_a_coarse_photo_is_not_judged(blank_skin: Build) -> None:
    skin = blank_skin(detail=dots())
    assert look(replace(skin, crop=replace(skin.crop, native_mm_per_px=0.4))).unjudged_because == "low_resolution"
    assert measure_concern(skin, CONCERN, frozenset(CONCERN.sided_regions)).unjudged_because == "occluded"
