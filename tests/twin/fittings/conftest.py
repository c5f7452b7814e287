"""People, frames and canvases for the fittings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from skincast.twin.frame import Frame
from skincast.twin.head import build_head, see_head
from skincast.twin.person import Complexion, Condition, Sex, Traits
from skincast.twin.sheet import Canvas, blank_canvas
from skincast.twin.shot import Lamp, Phone, Pose, Shot

MakePerson = Callable[..., Traits]
MakeShot = Callable[..., Shot]


@pytest.fixture(scope="session")
def person() -> MakePerson:
    """Make a person by what matters to a test."""

    def make(
        *, seed: int = 3, melanin: float = 0.03, age: float = 30.0, sex: Sex = "female", beard: float = 0.0
    ) -> Traits:
        complexion = Complexion(
            melanin=melanin,
            pheomelanin_share=0.3,
            blood=0.035,
            oxygen=0.72,
            epidermis_mm=0.08,
            carotene=1.0,
            bilirubin=1.0,
            scattering=1.0,
        )
        return Traits(seed=seed, age_years=age, sex=sex, beard=beard, complexion=complexion)

    return make


@pytest.fixture(scope="session")
def canvas() -> Callable[[float], Canvas]:
    """Make an even canvas of a scale."""

    def make(mm_per_px: float) -> Canvas:
        return blank_canvas(mm_per_px, melanin=0.03, blood=0.035, oxygen=0.72)

    return make


@pytest.fixture(scope="session")
def shot() -> MakeShot:
    """Make a small shot, by default under a window and a sky."""

    def make(
        *, seed: int = 5, lamps: tuple[Lamp, ...] | None = None, glasses: bool = False, fringe: float = 0.0
    ) -> Shot:
        window = Lamp(direction=(0.5, -0.4, -0.8), strength=0.6, illuminant="D65", size_deg=50)
        sky = Lamp(direction=(0, -1, -0.5), strength=0.4, illuminant="D65", size_deg=180)
        return Shot(
            seed=seed,
            width_px=384,
            height_px=512,
            lamps=lamps or (window, sky),
            phone=Phone(camera="parametric:1"),
            glasses=glasses,
            fringe=fringe,
        )

    return make


@pytest.fixture(scope="session")
def frame(person: MakePerson, shot: MakeShot) -> Frame:
    """What the camera sees of the usual person."""
    return see_head(build_head(person(), Condition(), shot()), shot())


@pytest.fixture(scope="session")
def turned(person: MakePerson, shot: MakeShot) -> Frame:
    """The usual person turned far to their own left: the right eye is seen, the left one hides."""
    usual = shot()
    away = Shot(
        seed=usual.seed,
        width_px=usual.width_px,
        height_px=usual.height_px,
        lamps=usual.lamps,
        phone=usual.phone,
        pose=Pose(yaw_deg=75.0),
    )
    return see_head(build_head(person(), Condition(), away), away)
