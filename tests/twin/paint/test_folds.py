"""Painted lines are folds in the photo's light, not engravings."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

import skincast
from skincast.face import find_face
from skincast.photo import read_photo
from skincast.twin.paint import Painted, Sitter, paint_on
from skincast.twin.person import Condition


@pytest.fixture(scope="module")
def lined() -> Painted:
    photo = read_photo(Path(skincast.__file__).parent / "demo" / "hopper.jpg")
    face = find_face(photo)
    assert face is not None
    condition = Condition(severity={"wrinkles": 0.8})
    return paint_on(photo, face, condition, sitter=Sitter(seed=5, age_years=65.0))


def test_lines_darken_far_more_than_their_rims_brighten(lined: Painted) -> None:
    added = lined.added_od[..., 1][lined.seen > 0.9]
    assert np.percentile(added, 99.5) > 0.08
    assert np.percentile(added, 0.5) > -0.75 * np.percentile(added, 99.5)


def test_the_band_between_lines_is_shaded_too(lined: Painted) -> None:
    near = cv2.dilate((lined.amounts["line_depth_mm"] > 0.02).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    band = (lined.seen > 0.9) & ~near & (lined.added_od != 0).any(axis=2)
    assert band.sum() > 500
    assert np.abs(lined.added_od[..., 1][band]).mean() > 0.006


def test_a_line_is_a_darker_version_of_that_very_skin(lined: Painted) -> None:
    deep = (lined.amounts["line_depth_mm"] > 0.12) & (lined.seen > 0.9) & (lined.added_od[..., 1] > 0.05)
    red, green, blue = np.median(lined.added_od[deep], axis=0)
    assert 0.45 * green < red < green
    assert 0.75 * green < blue < 1.35 * green
