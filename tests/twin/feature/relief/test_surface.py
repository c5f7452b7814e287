"""Texture, dryness, oil and dullness: more with severity, nothing without, at home where they live."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from skincast.twin.feature.relief import draw_dryness, draw_dullness, draw_oil, draw_relief, draw_texture
from skincast.twin.person import Condition, Traits
from skincast.twin.sheet import Canvas, Kind, region_index

Person = Callable[..., Traits]
Blank = Callable[..., Canvas]
Draw = Callable[[Canvas, Traits, Condition], None]

SURFACES = (
    (draw_texture, "texture", "roughness"),
    (draw_dryness, "dryness", "flake"),
    (draw_oil, "oiliness", "oil"),
    (draw_dullness, "radiance", "dullness"),
)


def drawn(draw: Draw, canvas: Canvas, traits: Traits, **severity: float) -> Canvas:
    draw(canvas, traits, Condition(severity=severity))
    return canvas


@pytest.mark.parametrize(("draw", "concern"), [surface[:2] for surface in SURFACES])
def test_nothing_comes_from_nothing(draw: Draw, concern: str, person: Person, blank: Blank) -> None:
    canvas, untouched = drawn(draw, blank(), person(), **{concern: 0.0}), blank()
    assert not canvas.amounts
    for name in ("height_mm", "sheen", "melanin", "blood", "keratin"):
        assert np.array_equal(getattr(canvas.sheet, name), getattr(untouched.sheet, name))


@pytest.mark.parametrize(("draw", "concern", "amount"), SURFACES)
def test_every_place_gains_with_severity(draw: Draw, concern: str, amount: str, person: Person, blank: Blank) -> None:
    maps = [drawn(draw, blank(), person(), **{concern: severity}).amount(amount) for severity in (0.2, 0.5, 1.0)]
    assert all((more >= less - 1e-6).all() for less, more in pairwise(maps))
    assert maps[2].sum() > 1.5 * maps[1].sum() > 0


@pytest.mark.parametrize(("draw", "concern"), [surface[:2] for surface in SURFACES])
def test_the_pattern_is_the_person_s(draw: Draw, concern: str, person: Person, blank: Blank) -> None:
    first, again, other = (drawn(draw, blank(), person(seed), **{concern: 0.7}).sheet for seed in (4, 4, 5))
    assert np.array_equal(first.height_mm, again.height_mm)
    assert np.array_equal(first.sheen, again.sheen)
    assert not (np.array_equal(first.height_mm, other.height_mm) and np.array_equal(first.sheen, other.sheen))


def test_roughness_tells_the_relief(person: Person, blank: Blank) -> None:
    canvas = drawn(draw_texture, blank(0.25), person(), texture=0.8)
    cheek = canvas.regions == region_index("cheek_left")
    assert canvas.sheet.height_mm[cheek].std() == pytest.approx(canvas.amount("roughness")[cheek].mean(), rel=0.3)


def test_dry_skin_is_dull_and_flaky(person: Person, blank: Blank) -> None:
    canvas = drawn(draw_dryness, blank(0.25), person(), dryness=1.0)
    flakes = canvas.labels == Kind.FLAKE
    assert 0.002 < flakes.mean() < 0.2
    assert (canvas.sheet.keratin[flakes] > 0.03).mean() > 0.9
    assert canvas.sheet.sheen.mean() < 0.9
    assert canvas.sheet.keratin.max() < 0.4
    assert all(item.kind == Kind.FLAKE for item in canvas.items)
    assert canvas.items


def test_oil_lies_down_the_middle(person: Person, blank: Blank) -> None:
    canvas = drawn(draw_oil, blank(), person(), oiliness=0.8)
    nose, jaw = (canvas.regions == region_index(name) for name in ("nose", "jaw_left"))
    assert canvas.sheet.sheen[nose].mean() > 2
    assert canvas.sheet.sheen[jaw].mean() < 1.4
    assert canvas.sheet.sheen.max() <= 4


def test_dull_skin_is_paler_and_mirrors_less(person: Person, blank: Blank) -> None:
    sheet = drawn(draw_dullness, blank(), person(), radiance=1.0).sheet
    assert sheet.blood.mean() < 0.04
    assert sheet.oxygen.mean() < 0.7
    assert sheet.sheen.mean() < 0.85
    assert 0.01 < sheet.melanin.std() / sheet.melanin.mean() < 0.15


def test_everything_together_stays_within_the_sheet_s_ranges(person: Person, blank: Blank) -> None:
    canvas = blank()
    severity = dict.fromkeys(("wrinkles", "pores", "texture", "dryness", "oiliness", "radiance"), 1.0)
    draw_relief(canvas, person(), Condition(severity=severity), expression={"smile": 1.0})
    sheet = canvas.sheet
    for name in ("melanin", "blood", "oxygen", "keratin", "plug", "height_mm", "sheen"):
        values = getattr(sheet, name)
        assert values.dtype == np.float32
        assert np.isfinite(values).all()
    assert sheet.melanin.min() > 0
    assert 0 < sheet.blood.min() <= sheet.blood.max() < 0.25
    assert 0 <= sheet.sheen.min() <= sheet.sheen.max() <= 4
    assert 0 <= sheet.keratin.min() <= sheet.keratin.max() <= 1
    assert -1.5 < sheet.height_mm.min() <= sheet.height_mm.max() < 1
