from __future__ import annotations

import numpy as np
import pytest

from skincast.twin.feature.relief.creases import Strokes, cut_furrows, rolled_skin
from skincast.twin.sheet import sheet_shape


def straight(*, depth_mm: float = 0.4, half_mm: float = 0.5, overhang: float = 0.0, y_mm: float = 100.05) -> Strokes:
    x = np.arange(80.0, 120.0, 0.2)
    return Strokes(
        place_mm=np.stack([x, np.full(len(x), y_mm)], axis=1),
        direction=np.tile([1.0, 0.0], (len(x), 1)),
        depth_mm=np.full(len(x), depth_mm),
        half_width_mm=np.full(len(x), half_mm),
        overhang=np.full(len(x), overhang),
        crisp=np.full(len(x), 0.4),
        step_mm=0.2,
    )


def section(strokes: Strokes, mm_per_px: float = 0.1) -> np.ndarray:
    depth = cut_furrows(strokes, sheet_shape(mm_per_px), mm_per_px).depth_mm
    return depth[:, round(100 / mm_per_px)]


def test_a_furrow_is_as_deep_as_it_should_be() -> None:
    assert section(straight()).max() == pytest.approx(0.4, rel=0.03)


def test_a_furrow_lies_where_it_should() -> None:
    profile = section(straight())
    rows = (np.arange(len(profile)) + 0.5) * 0.1
    assert (profile * rows).sum() / profile.sum() == pytest.approx(100.05, abs=0.02)


def test_an_overhang_makes_one_side_steep() -> None:
    profile = section(straight(overhang=0.6))
    middle = 1000
    above, below = profile[middle - 20 : middle].sum(), profile[middle + 1 : middle + 21].sum()
    assert above > 2 * below


def test_a_line_narrower_than_a_pixel_keeps_its_volume() -> None:
    fine = section(straight(half_mm=0.1), 0.1).sum() * 0.1
    coarse = section(straight(half_mm=0.1), 0.4).sum() * 0.4
    assert coarse == pytest.approx(fine, rel=0.2)


def test_width_is_that_between_the_shoulders() -> None:
    furrows = cut_furrows(straight(), sheet_shape(0.1), 0.1)
    assert furrows.width_mm.max() == pytest.approx(1.0)
    assert (furrows.width_mm[:, 1000] > 0).sum() * 0.1 == pytest.approx(1.0, abs=0.21)


def test_nothing_is_cut_without_depth() -> None:
    furrows = cut_furrows(straight(depth_mm=0.0), sheet_shape(0.5), 0.5)
    assert not furrows.depth_mm.any()
    assert not furrows.width_mm.any()


def test_skin_sinks_along_a_line_and_rolls_up_beside_it() -> None:
    relief = rolled_skin(straight(), sheet_shape(0.5))
    assert relief[200, 200] < -0.08
    assert relief[200 + 12, 200] > 0.005
    assert relief[300, 200] == pytest.approx(0, abs=1e-4)
