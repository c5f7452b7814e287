"""All pigment together."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.twin.feature.pigment.conftest import Blank, Person

from skincast.twin.feature.pigment import draw_pigment
from skincast.twin.person import Condition

CONCERNS = ("pigmentation", "redness", "sensitivity", "dark_circles", "eye_bags")
BAD = Condition(severity=dict.fromkeys(CONCERNS, 0.7), tan=0.2)


def test_the_same_input_gives_the_same_pixels(person: Person, blank: Blank) -> None:
    traits = person(freckling=0.5)
    first, second = blank(traits), blank(traits)
    draw_pigment(first, traits, BAD)
    draw_pigment(second, traits, BAD)
    for name in ("melanin", "blood", "oxygen", "deep_blood", "height_mm"):
        assert np.array_equal(getattr(first.sheet, name), getattr(second.sheet, name))
    assert first.items == second.items
    assert np.array_equal(first.labels, second.labels)


def test_another_person_is_another_skin(person: Person, blank: Blank) -> None:
    one, other = blank(person(seed=1)), blank(person(seed=2))
    draw_pigment(one, person(seed=1), BAD)
    draw_pigment(other, person(seed=2), BAD)
    assert np.abs(one.sheet.blood - other.sheet.blood).mean() > 0.002


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    severity=st.fixed_dictionaries({name: st.floats(0, 1) for name in CONCERNS}),
    melanin=st.floats(0.01, 0.45),
    seed=st.integers(0, 2**31),
)
def test_every_map_stays_within_its_bounds(
    person: Person, blank: Blank, severity: dict[str, float], melanin: float, seed: int
) -> None:
    traits = person(seed=seed, melanin=melanin, freckling=0.5)
    canvas = blank(traits)
    draw_pigment(canvas, traits, Condition(severity=severity, tan=0.5))
    sheet = canvas.sheet
    for values, low, high in (
        (sheet.melanin, 0.005, 0.5),
        (sheet.blood, 0.002, 0.25),
        (sheet.oxygen, 0.0, 1.0),
        (sheet.deep_melanin, 0.0, 0.05),
        (sheet.deep_blood, 0.0, 0.1),
        (sheet.height_mm, -4.0, 5.5),
    ):
        assert values.dtype == np.float32
        assert low - 1e-6 <= values.min()
        assert values.max() <= high + 1e-6
    assert all(values.min() >= -1e-6 for values in canvas.amounts.values())


def test_calm_skin_has_no_features(person: Person, blank: Blank) -> None:
    canvas = blank(person())
    draw_pigment(canvas, person(), Condition())
    assert not canvas.items
    assert all(not values.any() for values in canvas.amounts.values())
    assert canvas.sheet.melanin.std() > 0
