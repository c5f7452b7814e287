"""Brown patches and the darkening before them."""

from __future__ import annotations

import numpy as np
import pytest
from tests.twin.feature.pigment.conftest import Blank, Person, Today

from skincast.twin.feature.pigment import draw_diffuse_melanin, draw_lentigines, draw_melasma
from skincast.twin.feature.pigment.melasma import melasma_tendency
from skincast.twin.person import Traits
from skincast.twin.sheet import Kind


@pytest.fixture
def prone(person: Person) -> Traits:
    """Someone whom melasma befalls."""
    people = (person(seed=seed, melanin=0.09, age_years=40) for seed in range(50))
    return next(who for who in people if melasma_tendency(who).strength > 0.65)


def test_patches_grow_and_darken_with_severity(prone: Traits, blank: Blank, today: Today) -> None:
    before = np.zeros((448, 512), np.float32)
    for severity in (0.0, 0.3, 0.6, 1.0):
        canvas = blank(prone)
        draw_melasma(canvas, prone, today(pigmentation=severity))
        now = canvas.amount("melasma")
        assert (now >= before - 1e-7).all()
        assert (severity == 0) == (now.sum() == 0)
        before = now
    assert any(item.kind is Kind.MELASMA for item in canvas.items)
    assert max(item.radius_mm for item in canvas.items) > 5


def test_part_of_the_pigment_can_lie_deep(prone: Traits, blank: Blank, today: Today) -> None:
    canvas = blank(prone)
    draw_melasma(canvas, prone, today(pigmentation=1.0))
    added = canvas.sheet.melanin - prone.complexion.melanin
    share = 1 - melasma_tendency(prone).dermal
    assert np.allclose(added, share * canvas.amount("melasma"), atol=1e-6)
    assert canvas.sheet.deep_melanin.max() < 0.02


def test_melasma_prefers_women_of_middle_tone(person: Person) -> None:
    def share(melanin: float) -> float:
        people = [person(seed=seed, melanin=melanin, age_years=40) for seed in range(120)]
        return sum(melasma_tendency(who).strength > 0.65 for who in people) / len(people)

    assert share(0.1) > 0.4
    assert share(0.015) < 0.15


def test_the_diffuse_rise_comes_before_the_spots(person: Person, blank: Blank, today: Today) -> None:
    canvas = blank(person())
    draw_diffuse_melanin(canvas, person(), today(pigmentation=0.04))
    draw_lentigines(canvas, person(), today(pigmentation=0.04))
    assert canvas.amount("melanin").mean() > 0
    assert not any(item.kind is Kind.LENTIGO for item in canvas.items)
    assert not canvas.labels.any()
