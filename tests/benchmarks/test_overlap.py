"""Masks and landmarks whose agreement is known."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.overlap import MESH_FOR_68, normalized_mean_error, overlap

from skincast.types import Mask


def rectangle(left: int, right: int) -> Mask:
    mask = np.zeros((10, 20), bool)
    mask[:, left:right] = True
    return mask


def test_overlap_by_hand() -> None:
    seen = overlap(rectangle(0, 10), rectangle(5, 15), judged=rectangle(0, 20))
    assert seen.iou == pytest.approx(1 / 3)
    assert seen.dice == pytest.approx(0.5)
    assert seen.precision == seen.recall == pytest.approx(0.5)


def test_pixels_that_are_not_judged_count_neither_way() -> None:
    seen = overlap(rectangle(0, 10), rectangle(5, 15), judged=rectangle(5, 10))
    assert seen.iou == 1.0


def test_overlap_of_nothing_is_not_a_number() -> None:
    assert np.isnan(overlap(rectangle(0, 0), rectangle(0, 0), judged=rectangle(0, 20)).iou)


def test_landmark_error_is_in_units_of_the_eye_distance() -> None:
    truth = np.zeros((68, 2))
    truth[36], truth[45] = (0, 0), (50, 0)
    moved = truth.copy()
    moved[:17] += (0, 10)
    assert normalized_mean_error(moved, truth, with_jaw=False) == 0.0
    assert normalized_mean_error(moved, truth, with_jaw=True) == pytest.approx(17 / 68 * 10 / 50)


def test_the_landmark_mapping_names_68_different_mesh_points() -> None:
    assert len(MESH_FOR_68) == len(set(MESH_FOR_68)) == 68
    assert max(MESH_FOR_68) < 468
