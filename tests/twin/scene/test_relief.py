"""Relief turns normals by its slope, hollows are darker, furrows stay a person's own."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from tests.twin.scene.plane import MM_PER_PX, flat, plane

from skincast.twin.scene.relief import cavity, furrows, tilt_normals
from skincast.twin.scene.surface import camera_rays

SHAPE = (120, 160)
INSIDE = np.ones(SHAPE, bool)


def test_flat_relief_leaves_normals() -> None:
    frame = plane()
    tilted = tilt_normals(frame.normal, flat(0.3), flat(1 / MM_PER_PX), camera_rays(frame), INSIDE)
    np.testing.assert_allclose(tilted, frame.normal, atol=1e-6)


@pytest.mark.parametrize("slope", [0.1, 0.5, -0.3])
def test_a_slope_turns_the_normal_by_its_angle_away_from_the_rise(slope: float) -> None:
    frame = plane()
    rise = np.broadcast_to(np.arange(160, dtype=np.float32) * MM_PER_PX * slope, SHAPE).copy()
    tilted = tilt_normals(frame.normal, rise, flat(1 / MM_PER_PX), camera_rays(frame), INSIDE)
    middle = tilted[60, 80]
    np.testing.assert_allclose(middle[0] / middle[2], slope, atol=0.01)
    np.testing.assert_allclose(np.linalg.norm(tilted, axis=-1), 1, atol=1e-5)


def test_relief_holds_only_inside() -> None:
    frame = plane()
    inside = INSIDE.copy()
    inside[:, :80] = False
    bumps = np.random.default_rng(0).normal(0, 0.1, SHAPE).astype(np.float32)
    tilted = tilt_normals(frame.normal, bumps, flat(1 / MM_PER_PX), camera_rays(frame), inside)
    np.testing.assert_array_equal(tilted[:, :80], frame.normal[:, :80])
    assert np.abs(tilted[:, 80:, 0]).max() > 0.1


def test_pits_are_hollows_and_bumps_are_none() -> None:
    relief = flat(0)
    cv2.circle(relief, (40, 60), 2, -0.4, -1)
    cv2.circle(relief, (120, 60), 2, 0.4, -1)
    free = cavity(relief, MM_PER_PX)
    assert free[60, 40] < 0.8
    assert free[60, 120] == 1
    assert free[10, 10] == pytest.approx(1, abs=1e-6)


def test_furrows_are_a_persons_own_at_every_scale() -> None:
    fine, coarse = furrows(3, 0.15, (640, 640)), furrows(3, 0.3, (320, 320))
    shrunk = cv2.resize(fine, (320, 320), interpolation=cv2.INTER_AREA)
    assert np.corrcoef(shrunk.ravel(), coarse.ravel())[0, 1] > 0.95
    other = furrows(4, 0.3, (320, 320))
    assert abs(np.corrcoef(other.ravel(), coarse.ravel())[0, 1]) < 0.1
    assert 0.005 < fine.std() < 0.07
