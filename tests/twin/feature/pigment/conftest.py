"""People and canvases for the tests of pigment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from skincast.twin.person import Complexion, Condition, Traits
from skincast.twin.sheet import Canvas, blank_canvas

Person = Callable[..., Traits]
Blank = Callable[..., Canvas]
Today = Callable[..., Condition]


@pytest.fixture
def person() -> Person:
    """A person of a seed and a tone."""

    def make(seed: int = 3, melanin: float = 0.04, age_years: float = 45, freckling: float = 0.0) -> Traits:
        skin = Complexion(
            melanin=melanin,
            pheomelanin_share=0.1,
            blood=0.04,
            oxygen=0.7,
            epidermis_mm=0.06,
            carotene=1.0,
            bilirubin=1.0,
            scattering=1.0,
        )
        return Traits(seed=seed, age_years=age_years, sex="female", complexion=skin, freckling=freckling)

    return make


@pytest.fixture
def blank() -> Blank:
    """The even skin of a person."""

    def make(traits: Traits, mm_per_px: float = 0.5) -> Canvas:
        skin = traits.complexion
        return blank_canvas(mm_per_px, melanin=skin.melanin, blood=skin.blood, oxygen=skin.oxygen)

    return make


@pytest.fixture
def today() -> Today:
    """A day by the severities of some concerns."""

    def make(**severity: float) -> Condition:
        return Condition(severity=severity)

    return make
