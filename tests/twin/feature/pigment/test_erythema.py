"""Diffuse redness and what added blood does."""

from __future__ import annotations

import numpy as np
import pytest
from tests.twin.feature.pigment.conftest import Blank, Person, Today

from skincast.twin.feature.pigment import draw_erythema
from skincast.twin.feature.pigment.perfuse import perfuse
from skincast.twin.person import Condition
from skincast.twin.sheet import Kind, region_index


@pytest.mark.parametrize("concern", ["redness", "sensitivity"])
def test_redness_rises_everywhere_with_severity(person: Person, blank: Blank, concern: str) -> None:
    before = np.zeros((448, 512), np.float32)
    totals = []
    for severity in (0.0, 0.2, 0.5, 1.0):
        canvas = blank(person())
        draw_erythema(canvas, person(), Condition(severity={concern: severity}))
        now = canvas.amount("redness")
        assert (now >= before - 1e-7).all()
        totals.append(float(now.sum()))
        before = now
    assert totals[0] == 0
    assert totals == sorted(set(totals))


def test_it_reddens_cheeks_or_nose_more_than_the_temples(person: Person, blank: Blank, today: Today) -> None:
    for seed in range(5):
        traits = person(seed=seed)
        canvas = blank(traits)
        draw_erythema(canvas, traits, today(redness=0.8))
        red = canvas.amount("redness")
        means = {n: red[canvas.regions == region_index(n)].mean() for n in ("cheek_left", "nose", "temple_left")}
        assert max(means["cheek_left"], means["nose"]) > 3 * means["temple_left"]


def test_sensitive_skin_is_only_mildly_red(person: Person, blank: Blank, today: Today) -> None:
    red, sensitive = blank(person()), blank(person())
    draw_erythema(red, person(), today(redness=1.0))
    draw_erythema(sensitive, person(), today(sensitivity=1.0))
    assert sensitive.amount("redness").max() < 0.6 * red.amount("redness").max()


def test_faint_redness_is_not_labelled(person: Person, blank: Blank, today: Today) -> None:
    faint, strong = blank(person()), blank(person())
    draw_erythema(faint, person(), today(redness=0.05))
    draw_erythema(strong, person(), today(redness=1.0))
    assert faint.amount("redness").max() > 0
    assert not faint.labels.any()
    assert (strong.labels == Kind.ERYTHEMA).any()


def test_a_spared_region_stays_calm(person: Person, blank: Blank) -> None:
    canvas = blank(person())
    draw_erythema(canvas, person(), Condition(severity={"redness": 0.8}, regional={("redness", "nose"): 0.0}))
    plain = blank(person())
    draw_erythema(plain, person(), Condition(severity={"redness": 0.8}))
    nose = canvas.regions == region_index("nose")
    assert canvas.amount("redness")[nose].mean() < 0.5 * plain.amount("redness")[nose].mean()


def test_added_blood_brings_its_oxygen(person: Person, blank: Blank) -> None:
    canvas = blank(person(), 4.0)
    perfuse(canvas.sheet, np.full(canvas.sheet.shape, 0.04, np.float32), oxygen=0.9)
    assert np.allclose(canvas.sheet.blood, 0.08)
    assert np.allclose(canvas.sheet.oxygen, 0.8)
