"""People are of the tone that was asked for, and plausible."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from skincast.twin.optics import daylight_lab, draw_complexion, ita_deg, monk_of, reflectance, skin_of
from skincast.twin.optics.complexion import ITA_EDGES_DEG, with_ita
from skincast.twin.optics.reflectance import ENTRY_LOSS


@pytest.mark.parametrize("monk", range(1, 11))
def test_a_drawn_tone_is_that_tone(monk: int) -> None:
    random = np.random.default_rng(monk)
    people = [draw_complexion(random, monk=monk) for _ in range(8)]
    assert sum(monk_of(person) == monk for person in people) >= 7
    assert len({person.blood for person in people}) == 8


def test_angles_from_very_light_to_very_dark_are_reached() -> None:
    for ita in (60, 30, 0, -30, -65):
        person = with_ita(np.zeros(7), ita)
        assert ita_deg(reflectance(skin_of(person))) == pytest.approx(ita, abs=0.5)


def test_everyone_is_plausible() -> None:
    random = np.random.default_rng(2)
    for _ in range(100):
        person = draw_complexion(random)
        assert 0.003 <= person.melanin <= 0.5
        assert 0.002 <= person.blood <= 0.2
        assert 0.35 <= person.oxygen <= 0.98
        assert 0.04 <= person.epidermis_mm <= 0.15
        assert 0.6 <= person.scattering <= 1.6


def test_same_stream_same_person() -> None:
    first, second = (draw_complexion(np.random.default_rng(5)) for _ in range(2))
    assert first == second


def test_melanin_can_be_given() -> None:
    assert draw_complexion(np.random.default_rng(1), melanin=0.2).melanin == 0.2


@pytest.mark.parametrize("wrong", [{"monk": 0}, {"monk": 11}, {"monk": 3, "melanin": 0.1}])
def test_what_is_no_tone_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Monk"):
        draw_complexion(np.random.default_rng(1), **wrong)


def test_tones_fall_in_order() -> None:
    assert list(ITA_EDGES_DEG) == sorted(ITA_EDGES_DEG, reverse=True)
    assert len(ITA_EDGES_DEG) == 11


def test_light_people_are_not_purple() -> None:
    random = np.random.default_rng(3)
    people = [draw_complexion(random, monk=1 + k % 3) for k in range(60)]
    lab = daylight_lab(np.stack([reflectance(skin_of(one)) for one in people]) + ENTRY_LOSS)
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1]))
    assert np.mean(hue < 34) < 0.05
    assert np.mean(hue > 45) > 0.5
