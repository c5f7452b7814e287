"""From the sheet to the photo."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.twin.scene.plane import plane

from skincast.twin.frame import Part
from skincast.twin.scene.warp import warp_of
from skincast.twin.sheet import sheet_shape

MM = 0.25


def test_a_ramp_in_millimeters_comes_back_in_millimeters() -> None:
    height, width = sheet_shape(MM)
    x = np.broadcast_to((np.arange(width, dtype=np.float32) + 0.5) * MM, (height, width)).copy()
    frame = plane()
    carried = warp_of(frame, MM).carry(x)
    np.testing.assert_allclose(carried, frame.sheet_x_mm, atol=0.02)


def test_labels_come_whole_and_nothing_comes_off_the_face() -> None:
    frame = plane()
    part = frame.part.copy()
    part[:, 100:] = Part.NECK
    labels = np.full(sheet_shape(MM), 7, np.uint8)
    warp = warp_of(replace(frame, part=part), MM)
    carried = warp.carry_labels(labels)
    assert set(np.unique(carried[:, :100])) == {7}
    assert not carried[:, 100:].any()
    assert not warp.carry(labels.astype(np.float32))[:, 100:].any()


def test_several_maps_go_together() -> None:
    maps = np.random.default_rng(0).random((*sheet_shape(MM), 3)).astype(np.float32)
    warp = warp_of(plane(), MM)
    np.testing.assert_allclose(warp.carry(maps)[..., 1], warp.carry(np.ascontiguousarray(maps[..., 1])), atol=1e-6)


def test_grain_finer_than_the_photo_is_averaged() -> None:
    noise = np.random.default_rng(0).standard_normal(sheet_shape(0.1)).astype(np.float32)
    assert warp_of(plane(), 0.1).carry(noise).std() < 0.3


def test_a_photo_without_a_face_is_empty() -> None:
    frame = plane()
    away = replace(frame, part=np.zeros_like(frame.part))
    carried = warp_of(away, MM).carry(np.ones(sheet_shape(MM), np.float32))
    assert carried.shape == frame.part.shape
    assert carried.max() == pytest.approx(0)
