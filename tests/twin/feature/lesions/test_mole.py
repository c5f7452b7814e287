"""Moles are for ever, and neither moles nor small bumps are acne."""

from __future__ import annotations

import numpy as np

from skincast.twin.feature.lesions import draw_moles, draw_small_bumps
from skincast.twin.person import Complexion, Condition, Traits
from skincast.twin.sheet import Canvas, Kind, blank_canvas

SKIN = Complexion(
    melanin=0.05,
    pheomelanin_share=0.1,
    blood=0.04,
    oxygen=0.75,
    epidermis_mm=0.07,
    carotene=1.0,
    bilirubin=1.0,
    scattering=1.0,
)


def canvas() -> Canvas:
    return blank_canvas(0.25, melanin=0.05, blood=0.04, oxygen=0.75)


def traits(*, seed: int = 2, age_years: float = 25.0, moles: int = 9, beard: float = 0.0) -> Traits:
    return Traits(seed=seed, age_years=age_years, sex="male", complexion=SKIN, moles=moles, beard=beard)


def test_every_mole_is_listed_and_dark() -> None:
    drawn = canvas()
    draw_moles(drawn, traits())
    assert [item.kind for item in drawn.items] == [Kind.MOLE] * 9
    assert "acne" not in drawn.amounts
    assert drawn.sheet.melanin[drawn.labels == Kind.MOLE].mean() > 0.07
    assert drawn.sheet.melanin.max() <= 0.5


def test_moles_keep_their_places_and_rise_with_age() -> None:
    heights = []
    for age_years in (20.0, 75.0):
        drawn = canvas()
        draw_moles(drawn, traits(age_years=age_years))
        heights.append(float(drawn.sheet.height_mm.max()))
        if age_years == 20.0:
            places = [(item.x_mm, item.y_mm) for item in drawn.items]
    assert [(item.x_mm, item.y_mm) for item in drawn.items] == places
    assert heights[1] > heights[0]


def test_without_moles_nothing_changes() -> None:
    drawn = canvas()
    draw_moles(drawn, traits(moles=0))
    assert np.array_equal(drawn.sheet.melanin, canvas().sheet.melanin)


def test_small_bumps_have_maps_of_their_own() -> None:
    names: set[str] = set()
    for seed in range(12):
        drawn = canvas()
        draw_small_bumps(drawn, traits(seed=seed, beard=1.0), Condition(shaved_days_ago=0.1))
        names |= set(drawn.amounts)
        assert drawn.items == []
        assert not drawn.labels.any()
    assert names == {"milium", "ingrown_hair"}


def test_shaving_irritates_ingrown_hairs() -> None:
    blood = []
    for days in (0.1, 9.0):
        drawn = canvas()
        draw_small_bumps(drawn, traits(beard=1.0), Condition(shaved_days_ago=days))
        blood.append(float(drawn.sheet.blood.sum()))
    assert blood[0] > blood[1]
