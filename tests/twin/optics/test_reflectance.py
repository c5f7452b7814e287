"""More of a chromophore darkens, blood shows its oxygen, and tan and flush stay apart: under both models."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skincast.twin.optics import WAVELENGTHS_NM, OpticalModel, Skin, daylight_lab, daylight_srgb, reflectance
from skincast.twin.optics.tables import table

MODELS: tuple[OpticalModel, ...] = ("kubelka_munk", "diffusion")
LIGHT = Skin(
    melanin=0.03,
    pheomelanin_share=0.2,
    blood=0.03,
    oxygen=0.9,
    epidermis_mm=0.06,
    carotene=1.0,
    bilirubin=1.0,
    scattering=1.0,
)


def at(nm: float) -> int:
    return int(np.searchsorted(WAVELENGTHS_NM, nm))


def test_white_is_white_and_a_known_field_has_its_published_color() -> None:
    assert daylight_lab(np.ones(41)) == pytest.approx([100, 0, 0], abs=1e-6)
    assert daylight_srgb(np.ones(41)) == pytest.approx([1, 1, 1], abs=1e-3)
    # BabelColor's average of the field: L*a*b* 39, 13, 15 under D50; the field is nearly neutral to the illuminant.
    assert daylight_lab(table("checker")["dark_skin"]) == pytest.approx([38, 12, 15], abs=2.5)


SKINS = st.builds(
    Skin,
    melanin=st.floats(0.002, 0.6),
    pheomelanin_share=st.floats(0, 1),
    blood=st.floats(0.001, 0.4),
    oxygen=st.floats(0, 1),
    epidermis_mm=st.floats(0.04, 0.15),
    carotene=st.floats(0, 5),
    bilirubin=st.floats(0, 20),
    scattering=st.floats(0.6, 1.6),
    deep_melanin=st.floats(0, 0.2),
    deep_blood=st.floats(0, 0.2),
)


@pytest.mark.parametrize("model", MODELS)
@given(skin=SKINS)
def test_light_that_comes_back_is_a_share(model: OpticalModel, skin: Skin) -> None:
    back = reflectance(skin, model)
    assert back.shape == (41,)
    assert np.all((back > 0) & (back < 0.8))


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", ["melanin", "blood", "deep_melanin", "deep_blood"])
def test_more_of_a_chromophore_never_lightens(model: OpticalModel, name: str) -> None:
    amounts = np.linspace(0.01, 0.1, 12)
    back = reflectance(replace(LIGHT, **{name: amounts}), model)
    assert np.all(np.diff(back, axis=0) <= 1e-9)
    assert back[0].mean() > back[-1].mean() + 0.005


@pytest.mark.parametrize("model", MODELS)
def test_resonance_of_beam_and_fluence_leaves_no_mark(model: OpticalModel) -> None:
    back = reflectance(replace(LIGHT, melanin=np.linspace(0.02, 0.3, 20_000)), model)
    steps = np.abs(np.diff(np.log(back), axis=0))
    assert steps.max() < 3e-3


@pytest.mark.parametrize("model", MODELS)
def test_blood_shows_the_bands_of_its_oxygen(model: OpticalModel) -> None:
    full = reflectance(replace(LIGHT, oxygen=1.0, blood=0.06), model)
    empty = reflectance(replace(LIGHT, oxygen=0.0, blood=0.06), model)
    assert full[at(560)] > max(full[at(540)], full[at(580)])
    assert empty[at(560)] < min(empty[at(530)], empty[at(590)])
    assert empty[at(660)] < full[at(660)]


def test_deeper_blood_is_bluer_than_blood_above() -> None:
    plain, above, below = (
        daylight_lab(reflectance(skin)) for skin in (LIGHT, replace(LIGHT, blood=0.05), replace(LIGHT, deep_blood=0.05))
    )
    assert above[1] - plain[1] > 2
    assert below[2] < plain[2] - 1
    assert (below - plain)[1] < (above - plain)[1]


def test_redness_of_dark_skin_is_no_pink() -> None:
    dark = replace(LIGHT, melanin=0.3, pheomelanin_share=0.45)
    for skin in (LIGHT, dark):
        before, after = (daylight_srgb(reflectance(one)) for one in (skin, replace(skin, blood=0.1)))
        assert np.all(after[:2] < before[:2])
        assert after[0] / after[1] > before[0] / before[1]
    before, after = (daylight_lab(reflectance(one)) for one in (dark, replace(dark, blood=0.1)))
    assert after[0] < before[0]
    assert after[1] - before[1] < 4


def test_tan_and_flush_go_different_ways() -> None:
    plain, tan, flush = (
        -np.log(daylight_srgb(reflectance(one)))
        for one in (LIGHT, replace(LIGHT, melanin=0.06), replace(LIGHT, blood=0.08))
    )
    more_melanin, more_blood = tan - plain, flush - plain
    cosine = more_melanin @ more_blood / np.linalg.norm(more_melanin) / np.linalg.norm(more_blood)
    assert np.degrees(np.arccos(cosine)) > 20
    assert more_melanin[2] > more_melanin[1] > more_melanin[0]
    assert more_blood[1] > more_blood[2]
