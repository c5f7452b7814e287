"""Blobs of known size and contrast are found where they are, lines are told from discs."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from skincast.measure.blobs import (
    DISC_RESPONSE,
    Blobs,
    Level,
    find_blobs,
    flatten,
    halve,
    keep_strongest,
    level_noise,
    local_mean,
    refine_radius,
    sample,
    scale_space,
)
from skincast.types import FloatMap

SHAPE = (240, 320)
MM_PER_PX = 0.8
SIGMAS_MM = (0.6, 0.9, 1.4, 2.1, 3.2, 4.8, 7.2)
ONE = np.ones(1, np.float32)
EVERYWHERE = np.ones(SHAPE, bool)


def disc(x: float, y: float, diameter_mm: float, contrast: float = 0.2) -> FloatMap:
    canvas = np.zeros(SHAPE, np.float32)
    cv2.circle(
        canvas, (round(x * 16), round(y * 16)), round(8 * diameter_mm / MM_PER_PX), contrast, -1, cv2.LINE_AA, shift=4
    )
    return canvas


def search(canvas: FloatMap, threshold: float = 0.01) -> tuple[list[Level], Blobs]:
    levels = scale_space(canvas[..., None], mm_per_px=MM_PER_PX, sigmas_mm=SIGMAS_MM)
    return levels, find_blobs(levels, ONE, EVERYWHERE, shape=SHAPE, threshold=threshold)


@pytest.mark.parametrize("diameter_mm", [4.0, 6.0, 8.0, 12.0, 15.0])
def test_a_disc_is_found_at_its_place_with_its_size_and_contrast(diameter_mm: float) -> None:
    levels, blobs = search(disc(150, 100, diameter_mm))
    radius = refine_radius(blobs, levels, ONE, SHAPE)
    assert abs(blobs.x[0] - 150) < 2
    assert abs(blobs.y[0] - 100) < 2
    assert 2 * radius[0] == pytest.approx(diameter_mm, rel=0.2)
    assert blobs.strength[0] / DISC_RESPONSE == pytest.approx(0.2, rel=0.25)


def test_a_line_is_less_round_and_goes_on_at_both_sides() -> None:
    line = np.zeros(SHAPE, np.float32)
    line[118:121, 40:280] = 0.2
    line[118:121, 158:162] = 0.21
    _, round_blobs = search(disc(150, 100, 4.0))
    _, beads = search(line)
    middle = beads.take(np.abs(beads.x - 160) < 60)
    assert round_blobs.roundness[0] > 0.8
    assert round_blobs.chain[0] < 0.2
    assert middle.roundness.max() < 0.3
    assert middle.chain[0] > 0.7


def test_of_blobs_on_one_another_only_the_strongest_stays() -> None:
    _, blobs = search(disc(100, 80, 8.0) + disc(220, 160, 8.0))
    kept = keep_strongest(blobs.x, blobs.y, blobs.radius_mm / MM_PER_PX, blobs.strength)
    assert len(blobs) > 2
    strong = blobs.take(kept[:2])
    assert sorted(np.round(strong.x / 10).tolist()) == [10, 22]


def test_nothing_is_found_outside_the_mask() -> None:
    levels, _ = search(disc(100, 80, 8.0))
    right = np.zeros(SHAPE, bool)
    right[:, 160:] = True
    assert len(find_blobs(levels, ONE, right, shape=SHAPE, threshold=0.01)) == 0


def test_a_border_of_the_mask_is_no_blob() -> None:
    canvas = np.full((*SHAPE, 1), 0.7, np.float32)
    weight = np.zeros(SHAPE, np.float32)
    weight[40:200, 60:260] = 1
    slow = local_mean(canvas, weight, spread_px=10)
    flat = flatten(canvas, slow, weight)
    assert np.abs(flat).max() < 0.01
    assert np.abs(slow[100:140, 100:200] - 0.7).max() < 0.01


def test_noise_is_measured_at_each_scale() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, (*SHAPE, 1)).astype(np.float32)
    levels = scale_space(noise, mm_per_px=MM_PER_PX, sigmas_mm=SIGMAS_MM)
    measured = level_noise(levels, ONE, EVERYWHERE)
    for level, sd in zip(levels, measured, strict=True):
        assert sd == pytest.approx(float(level.contrast.std()), rel=0.25)
    assert measured == sorted(measured, reverse=True)


def test_a_mirrored_map_gives_mirrored_blobs() -> None:
    canvas = disc(100.5, 80, 8.0) + disc(220, 160.5, 4.0)
    _, blobs = search(canvas)
    _, mirrored = search(np.ascontiguousarray(canvas[:, ::-1]))
    assert len(blobs) == len(mirrored)
    assert mirrored.x[0] == pytest.approx(SHAPE[1] - 1 - blobs.x[0], abs=0.01)
    assert mirrored.strength[0] == pytest.approx(blobs.strength[0], rel=1e-4)


def test_sampling_finds_the_same_place_at_any_resolution() -> None:
    _, blobs = search(disc(101, 81, 8.0))
    ramp = np.tile(np.arange(SHAPE[1], dtype=np.float32), (SHAPE[0], 1))
    assert sample(ramp, blobs, SHAPE)[0] == pytest.approx(float(blobs.x[0]), abs=1)
    assert sample(halve(ramp), blobs, SHAPE)[0] == pytest.approx(float(blobs.x[0]), abs=2)
