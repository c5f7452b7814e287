"""Freckles and lentigines."""

from __future__ import annotations

import numpy as np
from tests.twin.feature.pigment.conftest import Blank, Person, Today

from skincast.twin.feature.pigment import draw_freckles, draw_lentigines
from skincast.twin.person import Condition
from skincast.twin.sheet import Kind, region_index


def test_more_severity_shows_more_and_darker_lentigines(person: Person, blank: Blank, today: Today) -> None:
    traits = person(age_years=60)
    seen: list[int] = []
    before: np.ndarray = np.zeros(1)
    for severity in (0.0, 0.2, 0.5, 1.0):
        canvas = blank(traits)
        draw_lentigines(canvas, traits, today(pigmentation=severity))
        seen.append(len(canvas.items))
        assert canvas.amount("lentigo").sum() >= before.sum()
        before = canvas.amount("lentigo")
    assert seen[0] == 0
    assert seen == sorted(seen)
    assert seen[-1] > 20


def test_the_same_person_has_the_same_spots(person: Person, blank: Blank, today: Today) -> None:
    few, many = blank(person()), blank(person())
    draw_lentigines(few, person(), today(pigmentation=0.4))
    draw_lentigines(many, person(), today(pigmentation=0.9))
    places = {(item.x_mm, item.y_mm) for item in many.items}
    assert few.items
    assert all((item.x_mm, item.y_mm) in places for item in few.items)


def test_freckles_need_the_tendency_and_light_skin(person: Person, blank: Blank, today: Today) -> None:
    counts = []
    for freckling, melanin in ((0.0, 0.02), (0.9, 0.3), (0.9, 0.02)):
        traits = person(freckling=freckling, melanin=melanin)
        canvas = blank(traits)
        draw_freckles(canvas, traits, today(pigmentation=0.8))
        counts.append(len(canvas.items))
    assert counts[0] == 0
    assert counts[1] < 0.2 * counts[2]


def test_freckles_pale_in_winter_but_stay(person: Person, blank: Blank, today: Today) -> None:
    traits = person(freckling=0.8, melanin=0.02)
    winter, summer = blank(traits), blank(traits)
    draw_freckles(winter, traits, today())
    draw_freckles(summer, traits, today(pigmentation=1.0))
    assert 0 < winter.amount("freckle").sum() < 0.4 * summer.amount("freckle").sum()


def test_freckles_lie_on_nose_and_cheeks(person: Person, blank: Blank, today: Today) -> None:
    traits = person(freckling=0.8, melanin=0.02)
    canvas = blank(traits)
    draw_freckles(canvas, traits, today(pigmentation=1.0))
    melanin = canvas.amount("freckle")

    def density(name: str) -> float:
        return float(melanin[canvas.regions == region_index(name)].mean())

    assert min(density("nose"), density("cheek_left")) > 2 * density("jaw_left")


def test_what_was_drawn_is_written_down(person: Person, blank: Blank, today: Today) -> None:
    canvas = blank(person(), 0.25)
    draw_lentigines(canvas, person(), today(pigmentation=0.8))
    added = canvas.sheet.melanin - person().complexion.melanin
    assert np.allclose(added, canvas.amount("melanin"), atol=1e-6)
    assert np.allclose(added, canvas.amount("lentigo"), atol=1e-6)
    assert set(np.unique(canvas.labels)) == {Kind.NONE, Kind.LENTIGO}
    assert all(0.2 < item.radius_mm <= 5.5 and 0 < item.strength <= 1 for item in canvas.items)


def test_a_region_can_be_worse_than_the_rest(person: Person, blank: Blank) -> None:
    traits = person(age_years=70)
    canvas = blank(traits)
    only_left = Condition(severity={"pigmentation": 0.4}, regional={("pigmentation", "cheek_left"): 2.5})
    draw_lentigines(canvas, traits, only_left)
    spots = canvas.amount("lentigo")
    left = spots[canvas.regions == region_index("cheek_left")].mean()
    even = blank(traits)
    draw_lentigines(even, traits, Condition(severity={"pigmentation": 0.4}))
    assert left > 1.3 * even.amount("lentigo")[canvas.regions == region_index("cheek_left")].mean()
