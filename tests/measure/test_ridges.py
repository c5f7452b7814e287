"""The ridge filter and the linking of its points."""

from __future__ import annotations

import numpy as np
import pytest

from skincast.measure.ridges import filter_ridges, link, thin
from skincast.types import FloatMap


def line(*, angle_deg: float, y: float = 60.0, sd_px: float = 2.0, contrast: float = 0.1) -> FloatMap:
    """A straight dark line through `(80, y)`."""
    row, column = np.mgrid[:120, :160].astype(np.float32)
    angle = np.radians(angle_deg)
    away = (row - y) * np.cos(angle) - (column - 80) * np.sin(angle)
    return np.asarray(contrast * np.exp(-0.5 * (away / sd_px) ** 2), np.float32)


def dot(*, sd_px: float) -> FloatMap:
    row, column = np.mgrid[:120, :160].astype(np.float32)
    return np.asarray(0.1 * np.exp(-0.5 * ((row - 60) ** 2 + (column - 80) ** 2) / sd_px**2), np.float32)


@pytest.mark.parametrize("angle_deg", [0, 30, 45, 90, 150])
def test_a_matched_line_answers_with_its_contrast_whatever_its_direction(angle_deg: float) -> None:
    ridge = filter_ridges(line(angle_deg=angle_deg), sigma_px=2.0)
    assert ridge.strength[60, 80] == pytest.approx(0.1, rel=0.05)


@pytest.mark.parametrize("angle_deg", [0, 20, 45, 70, 110])
def test_points_know_the_normal_of_their_line(angle_deg: float) -> None:
    inner = np.zeros((120, 160), bool)
    inner[10:-10, 10:-10] = True
    points = thin([filter_ridges(line(angle_deg=angle_deg), sigma_px=2.0)], inner, least=[0.05])
    expected = -np.sin(np.radians(angle_deg)), np.cos(np.radians(angle_deg))
    dot_product = np.abs(points.normal_x * expected[0] + points.normal_y * expected[1])
    assert dot_product.min() > 0.99


def test_a_bright_line_and_a_dot_and_a_flat_map_are_no_ridges() -> None:
    assert filter_ridges(-line(angle_deg=0), sigma_px=2.0).strength[60, 80] <= 0
    assert filter_ridges(dot(sd_px=2.0), sigma_px=2.0).strength[60, 80] == pytest.approx(0, abs=0.005)
    assert np.abs(filter_ridges(np.full((120, 160), 0.7, np.float32), sigma_px=2.0).strength).max() < 1e-5


@pytest.mark.parametrize("angle_deg", [0, 25, 45, 80])
def test_length_does_not_depend_on_direction(angle_deg: float) -> None:
    where = np.hypot(*(np.mgrid[:120, :160] - np.array([60, 80])[:, None, None])) < 50
    points = thin([filter_ridges(line(angle_deg=angle_deg), sigma_px=2.0)], where, least=[0.05])
    assert points.length_px.sum() == pytest.approx(100, rel=0.08)


def test_parallel_lines_stay_apart_and_gaps_close() -> None:
    both = line(angle_deg=0, y=50, sd_px=1.2) + line(angle_deg=0, y=56, sd_px=1.2)
    both[:, 80:83] = 0
    points = thin([filter_ridges(both, sigma_px=1.2)], np.ones(both.shape, bool), least=[0.05])
    number = link(points, both.shape, gap_px=6)
    assert len(np.unique(number)) == 2
    assert len(np.unique(number[points.row < 53])) == 1


def test_the_best_of_several_widths_speaks() -> None:
    values = line(angle_deg=0, sd_px=4.0)
    ridges = [filter_ridges(values, sigma_px=sigma) for sigma in (1.0, 4.0)]
    points = thin(ridges, np.ones(values.shape, bool), least=[0.03, 0.03])
    assert set(points.width) == {1}
    assert np.median(points.strength) == pytest.approx(0.1, rel=0.05)
