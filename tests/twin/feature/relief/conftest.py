"""One person and an empty sheet for the tests of relief."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from skincast.twin.person import Complexion, Traits
from skincast.twin.sheet import Canvas, blank_canvas

COMPLEXION = Complexion(
    melanin=0.05,
    pheomelanin_share=0.1,
    blood=0.04,
    oxygen=0.7,
    epidermis_mm=0.07,
    carotene=1.0,
    bilirubin=1.0,
    scattering=1.0,
)


@pytest.fixture
def person() -> Callable[..., Traits]:
    """Makes a person of a seed and an age."""

    def make(seed: int = 4, age_years: float = 60.0) -> Traits:
        return Traits(seed=seed, age_years=age_years, sex="female", complexion=COMPLEXION)

    return make


@pytest.fixture
def blank() -> Callable[..., Canvas]:
    """Makes a sheet of even skin."""

    def make(mm_per_px: float = 0.5) -> Canvas:
        return blank_canvas(mm_per_px, melanin=0.05, blood=0.04, oxygen=0.7)

    return make
