"""The base complexion of a face."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from tests.twin.feature.pigment.conftest import Blank, Person

from skincast.twin.feature.pigment.complexion import darkness, draw_complexion
from skincast.twin.sheet import Canvas, region_index


def _mean(canvas: Canvas, name: str, region: str) -> float:
    values = getattr(canvas.sheet, name)
    return float(values[canvas.regions == region_index(region)].mean())


def test_the_nose_is_redder_than_the_temple(person: Person, blank: Blank) -> None:
    canvas = blank(person())
    draw_complexion(canvas, person())
    assert _mean(canvas, "blood", "nose") > 1.15 * _mean(canvas, "blood", "temple_left")
    assert _mean(canvas, "oxygen", "nose") > _mean(canvas, "oxygen", "temple_left")


def test_dark_skin_is_darker_around(person: Person, blank: Blank) -> None:
    rise = {}
    for melanin in (0.02, 0.3):
        traits = person(melanin=melanin)
        canvas = blank(traits)
        draw_complexion(canvas, traits)
        rise[melanin] = _mean(canvas, "melanin", "temple_left") / _mean(canvas, "melanin", "cheek_left")
    assert rise[0.3] > rise[0.02] > 0.95
    assert rise[0.3] > 1.08


def test_the_face_keeps_its_tone(person: Person, blank: Blank) -> None:
    for seed in range(4):
        traits = person(seed=seed)
        canvas = blank(traits)
        draw_complexion(canvas, traits)
        face = canvas.regions > 0
        assert canvas.sheet.melanin[face].mean() == pytest.approx(traits.complexion.melanin, rel=0.12)
        assert canvas.sheet.blood[face].mean() == pytest.approx(traits.complexion.blood, rel=0.2)


def test_a_finer_sheet_shows_the_same_skin(person: Person, blank: Blank) -> None:
    coarse, fine = blank(person(), 0.5), blank(person(), 0.25)
    draw_complexion(coarse, person())
    draw_complexion(fine, person())
    small = cv2.resize(fine.sheet.blood, coarse.sheet.shape[::-1], interpolation=cv2.INTER_AREA)
    assert np.corrcoef(small.ravel(), coarse.sheet.blood.ravel())[0, 1] > 0.9


def test_the_sun_tans_the_forehead_more_than_the_lid(person: Person, blank: Blank) -> None:
    pale, tanned = blank(person()), blank(person())
    draw_complexion(pale, person())
    draw_complexion(tanned, person(), tan=0.4)
    gain = tanned.sheet.melanin / pale.sheet.melanin
    assert gain.min() >= 1
    assert gain[canvas_region(pale, "forehead")].mean() > 1.15
    assert gain[canvas_region(pale, "forehead")].mean() > gain[canvas_region(pale, "under_eye_left")].mean()


def canvas_region(canvas: Canvas, name: str) -> np.ndarray:
    """Where a region lies."""
    return np.asarray(canvas.regions == region_index(name))


def test_nothing_of_it_is_a_feature(person: Person, blank: Blank) -> None:
    canvas = blank(person())
    draw_complexion(canvas, person())
    assert not canvas.items
    assert not canvas.amounts
    assert not canvas.labels.any()


def test_darkness_runs_from_light_to_dark(person: Person) -> None:
    assert darkness(person(melanin=0.01)) == 0
    assert darkness(person(melanin=0.4)) == 1
    assert darkness(person(melanin=0.06)) < darkness(person(melanin=0.15))
