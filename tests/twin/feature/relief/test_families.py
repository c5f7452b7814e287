"""The courses of the lines: what belongs together runs together."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from skincast.twin.feature.relief.brow_lines import forehead_lines, glabella_companions, glabella_lines
from skincast.twin.feature.relief.bulges import bulges
from skincast.twin.feature.relief.lower_lines import cheek_lines, nasolabial_companions, nasolabial_lines
from skincast.twin.feature.relief.places import landmark_mm
from skincast.twin.feature.relief.upper_lines import HUB_MM, crows_feet_lines
from skincast.twin.sheet import sheet_shape

SEEDS = range(6)
MIDDLE_MM = 128.0


def height_at(path: np.ndarray, x_mm: np.ndarray) -> np.ndarray:
    order = np.argsort(path[:, 0])
    return np.asarray(np.interp(x_mm, path[order, 0], path[order, 1], left=np.nan, right=np.nan))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_lines_of_a_forehead_bend_together(seed: int) -> None:
    x = np.arange(MIDDLE_MM - 50, MIDDLE_MM + 50)
    heights = [height_at(line.path_mm, x) for line in forehead_lines(seed)]
    alike = []
    for one, other in pairwise(heights):
        both = np.isfinite(one) & np.isfinite(other)
        if both.sum() > 25:
            alike.append((one - other)[both].std())
    assert not alike or np.median(alike) < 1.3


def test_lines_of_a_forehead_sink_toward_the_temple() -> None:
    ends = []
    for seed in SEEDS:
        for line in forehead_lines(seed):
            away = np.abs(line.path_mm[:, 0] - MIDDLE_MM)
            if away.min() < 30 and away.max() > 48:
                ends.append(line.path_mm[away.argmax(), 1] - line.path_mm[np.abs(away - 27).argmin(), 1])
    assert len(ends) > 3
    assert np.mean(ends) > 2.5


@pytest.mark.parametrize("seed", SEEDS)
def test_elevens_run_from_the_nose_past_the_brow_and_fan_out(seed: int) -> None:
    elevens = glabella_lines(seed)[:2]
    brow_y = landmark_mm(9)[1]
    for line in elevens:
        away = np.abs(line.path_mm[:, 0] - MIDDLE_MM)
        top, bottom = line.path_mm[:, 1].argmin(), line.path_mm[:, 1].argmax()
        assert line.path_mm[top, 1] < brow_y - 6 < brow_y + 8 < line.path_mm[bottom, 1]
        assert away[top] > away[bottom] + 2


@pytest.mark.parametrize("seed", SEEDS)
def test_companions_are_fainter_than_what_they_keep_company(seed: int) -> None:
    for mains, companions in (
        (glabella_lines(seed)[:2], glabella_companions(seed)),
        (nasolabial_lines(seed), nasolabial_companions(seed)),
    ):
        assert companions
        assert np.mean([line.depth_mm for line in companions]) < 0.75 * np.mean([line.depth_mm for line in mains])


@pytest.mark.parametrize("seed", SEEDS)
def test_crows_feet_point_at_the_corner_of_the_eye(seed: int) -> None:
    for side, sign in (("right", 1.0), ("left", -1.0)):
        corner = landmark_mm(33)
        hub = np.array([MIDDLE_MM + sign * (corner[0] + HUB_MM - MIDDLE_MM), corner[1]])
        for line in (one for one in crows_feet_lines(seed) if one.region.endswith(side)):
            start = line.path_mm[0]
            ahead = line.path_mm[15] - start
            toward = (start - hub) / np.linalg.norm(start - hub)
            assert toward @ ahead / np.linalg.norm(ahead) > 0.85


def test_arcs_of_the_cheek_lie_outside_the_fold() -> None:
    fold = next(line for line in nasolabial_lines(3) if line.region.endswith("right"))
    for line in (one for one in cheek_lines(3) if one.region.endswith("right")):
        middle = line.path_mm[len(line.path_mm) // 2]
        nearest = fold.path_mm[np.hypot(*(fold.path_mm - middle).T).argmin()]
        assert middle[0] < nearest[0]


def test_muscle_bunches_at_the_heads_of_the_brows_when_frowning() -> None:
    shape = sheet_shape(0.5)
    calm, mild, strong = (bulges(4, shape, frown=frown, squint=0.0) for frown in (0.0, 0.4, 1.0))
    assert not calm.any()
    assert (strong >= mild - 1e-4).all()
    for landmark in (107, 336):
        column, row = (landmark_mm(landmark) / 0.5).astype(int)
        assert strong[row, column] > 0.3
    column, row = (landmark_mm(50) / 0.5).astype(int)
    assert strong[row, column] == pytest.approx(0, abs=0.02)
