"""ITA has its published values, Monk its published colors."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from skincast.measure import measure_tone
from skincast.measure.tone import MONK_HEX, ita_class, ita_deg
from skincast.types import Skin


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


def lab_of(code: str) -> np.ndarray:
    rgb = np.array([[[int(code[i : i + 2], 16) for i in (0, 2, 4)]]], np.float32) / 255
    return np.broadcast_to(cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab), (460, 360, 3)).copy()


@pytest.mark.parametrize("step", range(1, 11))
def test_each_monk_color_is_itself(blank_skin: Callable[..., Skin], step: int) -> None:
    tone = measure_tone(blank_skin(lab=lab_of(MONK_HEX[step - 1])))
    assert tone.monk == step
    assert tone.monk_low is not None
    assert tone.monk_high is not None
    assert tone.monk_low <= step <= tone.monk_high


def test_blue_skin_has_no_ita(blank_skin: Callable[..., Skin]) -> None:
    tone = measure_tone(blank_skin(lab=np.broadcast_to(np.float32([60, 0, -8]), (460, 360, 3)).copy()))
    assert tone.ita_deg is None
    assert tone.ita_class is None


def test_too_little_skin_has_no_tone(blank_skin: Callable[..., Skin]) -> None:
    mask = np.zeros((460, 360), bool)
    mask[200:205, 100:105] = True
    assert measure_tone(blank_skin(mask=mask)).monk is None
