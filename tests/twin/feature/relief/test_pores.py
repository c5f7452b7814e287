from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from skincast.twin.feature.relief import draw_pores
from skincast.twin.feature.relief.pore_field import SPACING_MM, pore_field
from skincast.twin.feature.relief.pores import LISTED_MM
from skincast.twin.person import Condition, Traits
from skincast.twin.sheet import Canvas, Kind, region_index

Person = Callable[..., Traits]
Blank = Callable[..., Canvas]


def pored(canvas: Canvas, traits: Traits, severity: float, **regional: float) -> Canvas:
    condition = Condition(
        severity={"pores": severity}, regional={("pores", region): share for region, share in regional.items()}
    )
    draw_pores(canvas, traits, condition)
    return canvas


def test_no_severity_no_pores(person: Person, blank: Blank) -> None:
    canvas = pored(blank(), person(), 0.0)
    assert not canvas.sheet.height_mm.any()
    assert not canvas.items


def test_every_place_opens_with_severity(person: Person, blank: Blank) -> None:
    mild, severe = (pored(blank(), person(), severity).amount("pore") for severity in (0.3, 0.8))
    assert (severe >= mild - 1e-6).all()
    assert severe.sum() > 2 * mild.sum() > 0


def test_pores_are_pits_with_dark_dull_floors(person: Person, blank: Blank) -> None:
    canvas = pored(blank(0.25), person(), 0.8)
    floor = canvas.amount("pore") > 0.6
    assert floor.any()
    assert (canvas.sheet.height_mm[floor] < 0).all()
    assert (canvas.sheet.melanin[floor] > 0.05).all()
    assert (canvas.sheet.sheen[floor] < 1).all()
    assert (canvas.labels[floor] == Kind.PORE).all()


def test_there_are_thousands_and_they_keep_a_distance() -> None:
    field = pore_field(4)
    assert 5000 < len(field.place_mm) < 40000
    nose = field.place_mm[field.region == region_index("nose")]
    gaps = np.hypot(*(nose[:, None] - nose[None]).transpose(2, 0, 1))
    np.fill_diagonal(gaps, np.inf)
    assert np.median(gaps.min(axis=1)) > 0.45 * SPACING_MM


def test_listed_pores_are_wide_enough_to_see(person: Person, blank: Blank) -> None:
    items = pored(blank(), person(), 0.9).items
    assert len(items) > 300
    assert all(item.kind == Kind.PORE and item.radius_mm >= LISTED_MM / 2 for item in items)


def test_total_depth_does_not_depend_on_scale(person: Person, blank: Blank) -> None:
    volumes = [-float(pored(blank(mm), person(), 0.7).sheet.height_mm.sum()) * mm**2 for mm in (0.25, 0.5)]
    assert volumes[0] == pytest.approx(volumes[1], rel=0.15)


def test_plugs_sit_on_the_nose(person: Person, blank: Blank) -> None:
    canvas = pored(blank(0.25), person(), 0.9)
    nose, cheek = (canvas.regions == region_index(name) for name in ("nose", "cheek_left"))
    assert canvas.sheet.plug[nose].mean() > 3 * canvas.sheet.plug[cheek].mean()


def test_a_region_can_be_spared(person: Person, blank: Blank) -> None:
    canvas = pored(blank(), person(), 0.8, cheek_left=0.0)
    left, right = (canvas.regions == region_index(f"cheek_{side}") for side in ("left", "right"))
    assert canvas.amount("pore")[left].mean() < 0.1 * canvas.amount("pore")[right].mean()


def test_age_draws_out_the_pores_of_the_cheek(person: Person, blank: Blank) -> None:
    young, old = (pored(blank(), person(age_years=age), 0.8).amount("pore") for age in (20.0, 70.0))
    assert old.sum() > 1.1 * young.sum()
