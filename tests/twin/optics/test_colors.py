"""The tables say what the model says, and covers hide the skin."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from skincast.twin.optics import (
    OpticalModel,
    draw_complexion,
    lab_of_linear,
    reflectance,
    skin_colors,
    skin_of,
    tanned,
    white_balance,
)
from skincast.twin.optics.covers import COVERS, hair_reflectance
from skincast.twin.person import Complexion
from skincast.twin.sheet import SkinSheet, blank_canvas

BALANCE = white_balance("parametric:5", {"D55": 0.7, "led_warm": 0.3})
MM_PER_PX = 8.0


def sheet_of(person: Complexion) -> SkinSheet:
    return blank_canvas(MM_PER_PX, melanin=person.melanin, blood=person.blood, oxygen=person.oxygen).sheet


def person_of(monk: int) -> Complexion:
    return draw_complexion(np.random.default_rng(monk), monk=monk)


@pytest.mark.parametrize("model", ["kubelka_munk", "diffusion"])
@pytest.mark.parametrize("monk", [1, 5, 10])
def test_tables_say_what_the_model_says(monk: int, model: OpticalModel) -> None:
    person, random = person_of(monk), np.random.default_rng(0)
    sheet = sheet_of(person)
    sheet.melanin[:] = np.clip(person.melanin * np.exp(random.uniform(-1, 1, sheet.shape)), 0.003, 0.5)
    sheet.blood[:] = np.exp(random.uniform(np.log(0.005), np.log(0.2), sheet.shape))
    sheet.oxygen[:] = random.uniform(0.5, 1, sheet.shape)
    drawn = skin_colors(person, BALANCE, "D55", model=model).linear(sheet)
    exact = BALANCE.colors(
        reflectance(replace(skin_of(person), melanin=sheet.melanin, blood=sheet.blood, oxygen=sheet.oxygen), model),
        "D55",
    )
    assert drawn.dtype == np.float32
    assert np.abs(lab_of_linear(drawn.astype(float)) - lab_of_linear(exact)).max() < 0.8


@pytest.mark.parametrize(("name", "amount"), [("deep_melanin", 0.02), ("deep_blood", 0.03)])
def test_deep_chromophores_are_right_where_they_were_tabulated(name: str, amount: float) -> None:
    person = person_of(4)
    sheet = sheet_of(person)
    getattr(sheet, name)[5:9, 5:9] = amount
    color = skin_colors(person, BALANCE, "D55").linear(sheet)
    exact = BALANCE.colors(reflectance(replace(skin_of(person), **{name: amount})), "D55")
    assert color[6, 6] == pytest.approx(exact, rel=0.01)
    assert np.all(color[6, 6] < color[0, 0])
    assert np.array_equal(color[0, 0], color[-1, -1])


@pytest.mark.parametrize("name", COVERS)
def test_a_full_cover_hides_the_skin(name: str) -> None:
    colors = []
    for monk in (1, 9):
        sheet = sheet_of(person_of(monk))
        getattr(sheet, name)[3:6, 3:6] = 1.0
        color = skin_colors(person_of(monk), BALANCE, "D55").linear(sheet)
        colors.append(color[4, 4])
        assert not np.allclose(color[4, 4], color[0, 0], atol=0.01)
    assert np.allclose(colors[0], colors[1], atol=1e-5)


def test_plug_is_dark_scale_is_light_pus_is_yellow() -> None:
    def seen(name: str) -> NDArray[np.float64]:
        sheet = sheet_of(person_of(5))
        getattr(sheet, name)[:] = 1.0
        return lab_of_linear(skin_colors(person_of(5), BALANCE, "D55").linear(sheet)[0, 0].astype(float))

    assert seen("plug")[0] < 35
    assert seen("keratin")[0] > 75
    assert seen("pus")[0] > 75
    assert seen("pus")[2] > seen("keratin")[2] + 5


def test_hair_darkens_with_its_melanin() -> None:
    grays = [hair_reflectance(melanin).mean() for melanin in (0.0, 0.02, 0.08, 0.3)]
    assert grays == sorted(grays, reverse=True)
    assert grays[0] > 0.3
    assert grays[-1] < 0.06


def test_a_tan_darkens_and_keeps_its_bound() -> None:
    person = person_of(3)
    assert tanned(person, 0.4).melanin == pytest.approx(1.4 * person.melanin)
    assert tanned(replace(person, melanin=0.49), 0.5).melanin == 0.5


def test_out_of_range_maps_are_held_at_the_tables_ends() -> None:
    person = person_of(5)
    sheet = sheet_of(person)
    sheet.melanin[0, 0], sheet.blood[0, 0] = 0.0, 5.0
    sheet.melanin[1, 1] = 3.0
    assert np.isfinite(skin_colors(person, BALANCE, "D55").linear(sheet)).all()
