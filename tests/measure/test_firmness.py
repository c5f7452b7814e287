"""Folds and jowls of known depth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from skincast.catalog import concerns
from skincast.measure import measure_concern
from skincast.types import FloatMap, Measurement, Skin

CONCERN = concerns()["firmness"]

Build = Callable[..., Skin]


def fold(*, depth_od: float, sd_mm: float = 2.4, columns: tuple[int, ...] = (131, 229)) -> FloatMap:
    """Upright dark folds in the middle of the nasolabial regions."""
    shading = np.zeros((460, 360), np.float32)
    column = np.arange(360, dtype=np.float32)
    for middle in columns:
        shading[220:330] += depth_od * np.exp(-0.5 * ((column - middle) * 0.4 / sd_mm) ** 2)
    return shading


def jowl(*, depth_od: float) -> FloatMap:
    """Blots of light and shade of a centimeter on the lower face."""
    row, column = np.mgrid[:460, :360].astype(np.float32) * 0.4
    blots = depth_od * np.sin(np.pi * row / 11) * np.cos(np.pi * (column - 71.8) / 11)
    return np.asarray(blots * (row > 0.64 * 184), np.float32)


def look(skin: Skin) -> Measurement:
    return measure_concern(skin, CONCERN, frozenset())


def test_even_skin_looks_firm(blank_skin: Build) -> None:
    assert look(blank_skin()).burden == pytest.approx(0, abs=1e-4)


def test_fold_depth_is_linear_and_about_right(blank_skin: Build) -> None:
    depths = [look(blank_skin(shading=fold(depth_od=depth))).raw["fold_depth_od"] for depth in (0.1, 0.2, 0.4)]
    assert depths[1] == pytest.approx(2 * depths[0], rel=0.05)
    assert depths[2] == pytest.approx(4 * depths[0], rel=0.05)
    assert depths[2] == pytest.approx(0.4, rel=0.25)


def test_jaw_unevenness_is_linear_and_apart_from_the_folds(blank_skin: Build) -> None:
    seen = [look(blank_skin(shading=jowl(depth_od=depth))).raw for depth in (0.1, 0.2)]
    assert seen[1]["jaw_unevenness_od"] == pytest.approx(2 * seen[0]["jaw_unevenness_od"], rel=0.05)
    assert seen[0]["jaw_unevenness_od"] > 0.02
    assert seen[0]["fold_depth_od"] < 0.5 * seen[0]["jaw_unevenness_od"]


def test_a_slow_gradient_of_light_does_not_count(blank_skin: Build) -> None:
    column = np.broadcast_to(np.linspace(-0.6, 0.6, 360, dtype=np.float32), (460, 360))
    assert (look(blank_skin(shading=np.array(column))).burden or 0) < 0.03


def test_noise_alone_is_near_zero(blank_skin: Build) -> None:
    assert (look(blank_skin(noise_od=0.02)).burden or 0) < 0.01


def test_a_beard_leaves_the_jaw_unjudged(blank_skin: Build) -> None:
    detail = np.random.default_rng(1).normal(0, 0.03, (920, 720)).astype(np.float32)
    detail[560:] *= 10
    seen = look(blank_skin(detail=detail, shading=fold(depth_od=0.2)))
    assert seen.regions["jaw_left"] is None
    assert "jaw_unevenness_od" not in seen.raw
    assert seen.burden == pytest.approx(seen.raw["fold_depth_od"])


def test_one_side_rises_alone_and_swaps_in_the_mirror(blank_skin: Build, mirrored: Callable[[Skin], Skin]) -> None:
    skin = blank_skin(shading=fold(depth_od=0.3, columns=(131,)))
    seen, turned = look(skin), look(mirrored(skin))
    assert seen.regions["nasolabial_right"] == pytest.approx(0.3, rel=0.25)
    assert seen.regions["nasolabial_left"] == pytest.approx(0, abs=0.02)
    assert turned.regions["nasolabial_left"] == pytest.approx(seen.regions["nasolabial_right"], rel=1e-3)
    assert turned.burden == pytest.approx(seen.burden, rel=1e-3)


def test_dark_lips_and_neck_draw_no_folds(blank_skin: Build) -> None:
    mask = np.zeros((460, 360), np.uint8)
    cv2.ellipse(mask, (180, 230), (165, 215), 0, 0, 360, 1, -1)
    cv2.rectangle(mask, (135, 280), (225, 310), 0, -1)
    shading = np.where(mask > 0, 0, 1.5).astype(np.float32)
    assert (look(blank_skin(shading=shading, mask=mask.astype(bool))).burden or 0) < 0.05


def test_what_cannot_be_judged_says_why(blank_skin: Build) -> None:
    skin = blank_skin()
    assert look(replace(skin, crop=replace(skin.crop, native_mm_per_px=2.0))).unjudged_because == "low_resolution"
    assert measure_concern(skin, CONCERN, frozenset(CONCERN.sided_regions)).unjudged_because == "occluded"
