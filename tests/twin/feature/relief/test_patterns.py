"""The makers of patterns: clouds, ribbons, tiles and places."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from skincast.twin.feature.relief.crepe import crepe
from skincast.twin.feature.relief.face_lines import face_lines
from skincast.twin.feature.relief.noise import cloud, rise, wander
from skincast.twin.feature.relief.places import amount_map, bare_skin, landmark_mm, on_side, sided
from skincast.twin.feature.relief.tiles import LANES, TILE_MM, bump_tile, crepe_tile, glyph_tile, laid_out
from skincast.twin.person import Condition
from skincast.twin.sheet import SHEET_WIDTH_MM, region_index, sheet_regions, sheet_shape
from skincast.types import FloatMap


def test_a_cloud_is_the_same_at_every_scale() -> None:
    fine, coarse = (cloud(np.random.default_rng(1), sheet_shape(mm), 6.0) for mm in (0.25, 0.5))
    assert cv2.resize(fine, coarse.shape[::-1], interpolation=cv2.INTER_AREA) == pytest.approx(coarse, abs=0.12)
    assert abs(fine.mean()) < 0.2
    assert fine.std() == pytest.approx(1, abs=0.25)


def test_a_cloud_has_its_grain() -> None:
    values = cloud(np.random.default_rng(1), sheet_shape(0.5), 8.0)
    near = np.corrcoef(values[:, :-4].ravel(), values[:, 4:].ravel())[0, 1]
    far = np.corrcoef(values[:, :-48].ravel(), values[:, 48:].ravel())[0, 1]
    assert near > 0.8
    assert abs(far) < 0.25


def test_a_ribbon_swings_slowly() -> None:
    line = wander(np.random.default_rng(2), 2000, ((50.0, 1.0),))
    assert np.abs(np.diff(line)).max() < 0.15
    assert line.std() == pytest.approx(0.75, abs=0.25)


def test_rise_is_flat_outside_and_grows_inside() -> None:
    values = rise(np.linspace(-1, 2, 50, dtype=np.float32), 0.0, 1.0)
    assert values[0] == 0
    assert values[-1] == 1
    assert (np.diff(values) >= 0).all()


@pytest.mark.parametrize("tile", [bump_tile(128), glyph_tile(128), crepe_tile(128, 1)])
def test_tiles_have_no_seam(tile: FloatMap) -> None:
    inner = np.abs(np.diff(tile, axis=1)).mean()
    assert np.abs(tile[:, 0] - tile[:, -1]).mean() < 1.5 * inner
    assert np.abs(tile[0] - tile[-1]).mean() < 1.5 * np.abs(np.diff(tile, axis=0)).mean()


def test_a_laid_out_tile_repeats() -> None:
    side = round(TILE_MM / 0.5)
    sheet = laid_out(bump_tile(side), np.random.default_rng(3), sheet_shape(0.5))
    assert sheet.shape == sheet_shape(0.5)
    assert np.array_equal(sheet[:side, :side], sheet[side : 2 * side, side : 2 * side])


@pytest.mark.parametrize(("lane", "across_axis"), [(0, 0), (LANES // 2, 1)])
def test_crepe_runs_along_its_lane(lane: int, across_axis: int) -> None:
    tile = crepe_tile(256, lane)
    across, along = (np.abs(np.diff(tile, axis=axis)).mean() for axis in (across_axis, 1 - across_axis))
    assert across > 1.3 * along


def test_the_grain_is_level_on_the_forehead_and_steep_at_the_fold() -> None:
    grain = face_lines(4).grain
    assert np.hypot(grain[..., 0], grain[..., 1]) == pytest.approx(1, abs=1e-3)
    assert grain[12, 32, 0] > 0.6
    x_mm, y_mm = landmark_mm(206)
    assert grain[int(y_mm / 4), int(x_mm / 4), 0] < 0.2


def test_crepe_is_the_person_s() -> None:
    shape = sheet_shape(0.5)
    first = crepe(4, shape)
    assert first.min() >= -1e-3
    assert 0.05 < first.mean() < 0.6
    assert not np.array_equal(first, crepe(5, shape))


def test_sides_mirror() -> None:
    right = np.array([[80.0, 100.0]])
    assert on_side(right, "right") is right
    assert on_side(right, "left") == pytest.approx(np.array([[SHEET_WIDTH_MM - 80.0, 100.0]]))
    assert on_side(landmark_mm(33)[None], "left")[0] == pytest.approx(landmark_mm(263), abs=0.6)


def test_middle_regions_have_no_side() -> None:
    assert sided("nose", "left") == "nose"
    assert sided("cheek", "left") == "cheek_left"


def test_amounts_follow_regions_and_stay_within_one() -> None:
    condition = Condition(severity={"texture": 1.0}, regional={("texture", "cheek_left"): 0.2})
    shape = sheet_shape(0.5)
    values = amount_map(condition, "texture", {"cheek": 1.0, "nose": 0.5}, shape)
    regions = sheet_regions(0.5)
    medians = [np.median(values[regions == region_index(name)]) for name in ("cheek_right", "cheek_left", "nose")]
    assert medians == pytest.approx([1.0, 0.2, 0.5], abs=0.08)
    assert 0 <= values.min() <= values.max() <= 1


def test_lips_and_eyes_are_no_bare_skin() -> None:
    skin = bare_skin(sheet_shape(0.5))
    for lips_or_eye in ((landmark_mm(0) + landmark_mm(17)) / 2, (landmark_mm(33) + landmark_mm(133)) / 2):
        column, row = (lips_or_eye / 0.5).astype(int)
        assert skin[row, column] < 0.05
    column, row = (landmark_mm(50) / 0.5).astype(int)
    assert skin[row, column] == pytest.approx(1, abs=1e-3)
