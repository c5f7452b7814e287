"""ITA has its published values, Monk its published colors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from skincast.measure import measure_tone
from skincast.measure.tone import MONK_HEX, ita_class, ita_deg
from skincast.types import Picture, Skin


@pytest.mark.parametrize(
    ("lightness", "b_star", "ita", "name"),
    [
        (59.6, 16.3, 30.5, "intermediate"),
        (70.0, 12.0, 59.0, "very light"),
        (35.0, 18.0, -39.8, "dark"),
        (50.0, 15.0, 0.0, "brown"),
    ],
)
def test_check_values(lightness: float, b_star: float, ita: float, name: str) -> None:
    assert ita_deg(lightness, b_star) == pytest.approx(ita, abs=0.05)
    assert ita_class(ita) == name


def even(*rgb: int) -> Picture:
    return np.full((460, 360, 3), rgb, np.uint8)


@pytest.mark.parametrize("step", range(1, 11))
def test_each_monk_color_is_itself(blank_skin: Callable[..., Skin], step: int) -> None:
    tone = measure_tone(blank_skin(picture=even(*bytes.fromhex(MONK_HEX[step - 1]))))
    assert tone.monk == step
    assert tone.monk_low is not None
    assert tone.monk_high is not None
    assert tone.monk_low <= step <= tone.monk_high


def test_blue_skin_has_no_ita(blank_skin: Callable[..., Skin]) -> None:
    tone = measure_tone(blank_skin(picture=even(130, 146, 160)))
    assert tone.ita_deg is None
    assert tone.ita_class is None


def test_too_little_skin_has_no_tone(blank_skin: Callable[..., Skin]) -> None:
    mask = np.zeros((460, 360), bool)
    mask[200:205, 100:105] = True
    assert measure_tone(blank_skin(mask=mask)).monk is None
