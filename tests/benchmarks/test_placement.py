"""Findings, masks and landmarks come back to where they were painted in the photo."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from benchmarks.placement import active_lesions, landmarks_in_photo, map_in_photo, mask_in_photo

from skincast.types import Finding


def finding(kind: str) -> Finding:
    return Finding(concern="acne", type=kind, region="nose", box=(4, 6, 2, 2), confidence=0.5, size_mm=1)


@pytest.fixture
def analysis() -> Any:  # only what placement reads of an analysis
    """A crop of 40 x 40 detail pixels that starts at decoded (10, 5); the photo was decoded at half size."""
    crop = SimpleNamespace(to_photo=np.array([[1.0, 0, 10], [0, 1.0, 5]]))
    return SimpleNamespace(
        photo=SimpleNamespace(width_px=200, height_px=160, reduction=2),
        skin=SimpleNamespace(crop=crop),
        face=SimpleNamespace(landmarks_px=np.full((478, 3), 9.5, np.float32)),
        measurements={"acne": SimpleNamespace(findings=(finding("papule"), finding("mark_red")))},
    )


def test_old_marks_are_no_lesions_and_boxes_lie_in_photo_pixels(analysis: Any) -> None:
    (lesion,) = active_lesions(analysis)
    # Color pixel 4 spans detail 8 to 10, decoded 18 to 20, original 36 to 40.
    assert lesion.box == pytest.approx((36, 22 + 12, 8, 8))
    assert lesion.type == "papule"


def test_masks_and_maps_cover_the_same_pixels(analysis: Any) -> None:
    mask = np.zeros((20, 20), bool)
    mask[6:8, 4:6] = True
    placed = mask_in_photo(analysis, mask)
    rows, columns = np.nonzero(placed)
    assert placed.shape == (160, 200)
    assert (columns.min(), columns.max(), rows.min(), rows.max()) == pytest.approx((36, 43, 34, 41), abs=1)
    values = map_in_photo(analysis, mask.astype(np.float32))
    assert values[38, 40] == 1.0
    assert values[0, 0] == 0.0


def test_landmarks_are_scaled_about_pixel_corners(analysis: Any) -> None:
    landmarks = landmarks_in_photo(analysis)
    assert landmarks is not None
    assert landmarks[0, :2] == pytest.approx([19.5, 19.5])


def test_a_patch_has_no_landmarks(analysis: Any) -> None:
    analysis.face = None
    assert landmarks_in_photo(analysis) is None
