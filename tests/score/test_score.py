"""Scores carry the error of repeated photos; what was not judged has neither."""

from __future__ import annotations

import numpy as np
import pytest

from skincast.score import score_measurement
from skincast.types import Measurement


def measured(burden: float | None, regions: dict[str, float | None]) -> Measurement:
    return Measurement(concern="redness", raw={}, burden=burden, regions=regions, map=np.zeros((2, 2), np.float32))


def test_mdc_is_the_smallest_change_that_two_photos_can_tell() -> None:
    score = score_measurement(measured(0.05, {"nose": 0.1}), native_mm_per_px=0.3, quality=0.9)
    assert score.sd is not None
    assert score.mdc95 == pytest.approx(1.96 * np.sqrt(2) * score.sd)


def test_more_burden_never_scores_higher() -> None:
    values = [
        score_measurement(measured(burden, {}), native_mm_per_px=0.3, quality=0.9).value
        for burden in np.linspace(0, 0.6, 25)
    ]
    assert all(value is not None for value in values)
    assert sorted(values, key=lambda value: -(value or 0.0)) == values


def test_what_was_not_judged_has_no_score_and_no_error() -> None:
    score = score_measurement(measured(None, {"nose": None}), native_mm_per_px=0.3, quality=0.9)
    assert (score.value, score.sd, score.mdc95) == (None, None, None)
    assert (score.regions["nose"].value, score.regions["nose"].sd) == (None, None)


def test_a_patch_errs_no_less_than_a_face() -> None:
    face = score_measurement(measured(0.05, {"nose": 0.05}), native_mm_per_px=0.3, quality=0.9)
    patch = score_measurement(measured(0.05, {"patch": 0.05}), native_mm_per_px=0.3, quality=0.9)
    assert face.sd is not None
    assert patch.sd is not None
    assert patch.sd >= face.sd
    assert patch.regions["patch"].sd == patch.sd
