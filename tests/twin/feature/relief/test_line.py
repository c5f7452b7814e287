from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skincast.twin.feature.relief.line import STEP_MM, Line, crease, resample, smooth_path, tangents, wandered

GUIDE = np.array([[10.0, 10.0], [20.0, 12.0], [35.0, 9.0]])


def make_line(seed: int = 0, onset: float = 0.2) -> Line:
    random = np.random.default_rng(seed)
    path = wandered(random, smooth_path(GUIDE), wave_mm=0.5, jitter_mm=0.05)
    return crease(random, path, family="forehead", region="forehead", depth_mm=0.5, width_mm=1.0, onset=onset)


def test_smooth_path_passes_its_guide() -> None:
    path = smooth_path(GUIDE)
    for point in GUIDE:
        assert np.hypot(*(path - point).T).min() < STEP_MM


def test_resampled_points_are_a_step_apart() -> None:
    steps = np.hypot(*np.diff(resample(GUIDE), axis=0).T)
    assert steps == pytest.approx(STEP_MM, rel=0.05)


def test_tangents_are_unit_and_point_along() -> None:
    direction = tangents(smooth_path(GUIDE))
    assert np.hypot(*direction.T) == pytest.approx(1.0)
    assert (direction[:, 0] > 0).all()


@given(st.integers(0, 50), st.floats(0, 1), st.floats(0, 1))
def test_no_place_gets_shallower_with_severity(seed: int, first: float, second: float) -> None:
    low, high = sorted((first, second))
    line = make_line(seed)
    assert (line.depth_at(high) >= line.depth_at(low) - 1e-12).all()


def test_a_line_waits_for_its_onset_and_runs_out_at_its_ends() -> None:
    line = make_line(onset=0.4)
    assert not line.depth_at(0.4).any()
    deep = line.depth_at(1.0)
    assert 0.3 < deep.max() <= 0.5
    assert deep[0] < 0.02
    assert deep[-1] < 0.02


def test_width_and_depth_vary_along_a_line() -> None:
    line = make_line()
    middle = slice(len(line.path_mm) // 3, -len(line.path_mm) // 3)
    assert line.half_width_mm[middle].std() > 0.02
    assert line.depth_at(0.8)[middle].std() > 0.01
    assert np.ptp(line.overhang) > 0.05
