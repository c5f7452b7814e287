"""Windows, noise and outlines."""

from __future__ import annotations

import numpy as np
import pytest

from skincast.twin.feature.lesions.patch import Patch, cover, fade, grain, outline, patch_at
from skincast.twin.sheet import blank_canvas


def window(mm_per_px: float = 0.1) -> Patch:
    canvas = blank_canvas(mm_per_px, melanin=0.05, blood=0.04, oxygen=0.75)
    patch = patch_at(canvas, 60.0, 120.0, reach_mm=8.0)
    assert patch is not None
    return patch


def test_off_the_sheet_there_is_no_window() -> None:
    canvas = blank_canvas(0.5, melanin=0.05, blood=0.04, oxygen=0.75)
    assert patch_at(canvas, -20.0, 50.0, reach_mm=5.0) is None
    assert patch_at(canvas, 1.0, 1.0, reach_mm=5.0) is not None


def test_noise_is_the_same_at_every_scale() -> None:
    fine, coarse = (grain(window(mm), size_mm=3.0, random=np.random.default_rng(4)) for mm in (0.1, 0.5))
    rows, columns = coarse.shape
    around = fine[2::5, 2::5][:rows, :columns]
    assert np.corrcoef(around.ravel(), coarse[: around.shape[0], : around.shape[1]].ravel())[0, 1] > 0.95


def test_noise_is_of_unit_size() -> None:
    values = [grain(window(), size_mm=1.0, random=np.random.default_rng(i)) for i in range(20)]
    assert np.std(values) == pytest.approx(1.0, abs=0.15)
    assert np.mean(values) == pytest.approx(0.0, abs=0.15)


@pytest.mark.parametrize("ragged", [0.0, 0.1, 0.25])
def test_an_outline_keeps_its_area_and_is_no_circle(ragged: float) -> None:
    areas, wobble = [], []
    for seed in range(12):
        shape = outline(window(), radius_mm=2.0, ragged=ragged, random=np.random.default_rng(seed))
        areas.append(float((shape.torn < 1).sum()) * 0.01 / (np.pi * 4))
        edge = np.abs(shape.smooth - 1) < 0.04
        wobble.append(float(np.hypot(window().right_mm, window().down_mm)[edge].std()))
    assert np.mean(areas) == pytest.approx(1.0, abs=0.12)
    if ragged > 0.2:
        assert np.mean(wobble) > 0.15


def test_fades_and_covers_stay_between_nothing_and_all() -> None:
    ramp = np.linspace(-1, 3, 50, dtype=np.float32)[None]
    soft = fade(ramp, 0.5, 1.5)
    assert soft[0, 0] == 1
    assert soft[0, -1] == 0
    assert np.all(np.diff(soft[0]) <= 0)
    over = np.full((1, 50), 0.5, np.float32)
    cover(over, soft * 1.2)
    assert over.min() == 0.5
    assert over.max() == 1
