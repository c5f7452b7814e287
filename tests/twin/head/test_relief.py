"""Folds on the sheet: deeper with slack skin, at their place, written down."""

from __future__ import annotations

import numpy as np

from skincast.face.atlas import ATLAS_MM_PER_PX, atlas_points
from skincast.twin.head import sag_relief
from skincast.twin.person import Complexion, Condition, Traits
from skincast.twin.sheet import Canvas, blank_canvas

COMPLEXION = Complexion(
    melanin=0.05,
    pheomelanin_share=0.1,
    blood=0.04,
    oxygen=0.7,
    epidermis_mm=0.06,
    carotene=1,
    bilirubin=1,
    scattering=1,
)


def folded(firmness: float, *, mm_per_px: float = 0.4, age_years: float = 30) -> Canvas:
    canvas = blank_canvas(mm_per_px, melanin=0.05, blood=0.04, oxygen=0.7)
    traits = Traits(seed=4, age_years=age_years, sex="female", complexion=COMPLEXION)
    sag_relief(canvas, traits, Condition(severity={"firmness": firmness}))
    return canvas


def at(canvas: Canvas, landmark: int) -> tuple[int, int]:
    x, y = (atlas_points()[landmark] + 0.5) * ATLAS_MM_PER_PX / canvas.sheet.mm_per_px - 0.5
    return round(float(y)), round(float(x))


def test_folds_deepen_with_severity_and_age() -> None:
    depths = [float(folded(s).amount("sag_mm").max()) for s in (0.0, 0.3, 0.6, 1.0)]
    assert depths == sorted(depths)
    assert depths[-1] > 4 * depths[0]
    assert folded(0, age_years=75).amount("sag_mm").max() > depths[0]


def test_nasolabial_fold_is_where_it_belongs() -> None:
    canvas = folded(1.0)
    row, column = at(canvas, 206)
    near = canvas.sheet.height_mm[row - 3 : row + 4, column - 3 : column + 4]
    assert near.min() < -0.5
    # The cheek outside it swells.
    outside = canvas.sheet.height_mm[row - 3 : row + 4, column - 25 : column - 10]
    assert outside.max() > 0.3
    forehead = canvas.sheet.height_mm[at(canvas, 151)]
    assert abs(float(forehead)) < 0.02


def test_scale_of_the_sheet_does_not_change_the_folds() -> None:
    coarse, fine = (float(folded(1.0, mm_per_px=m).amount("sag_mm").max()) for m in (0.5, 0.2))
    assert np.isclose(coarse, fine, rtol=0.25)
