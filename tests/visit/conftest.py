"""Photos of one person: the bundled portrait as it is, in a burst, and from both sides."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.retake.nuisance import Nuisance
from PIL import Image
from tests.visit.retakes import see, sit, taken_again, turn

from skincast.settings import PACKAGE_DIR
from skincast.types import Picture, Sitting
from skincast.visit import Seen

SIDE_DEG = 36.0


@pytest.fixture(scope="session")
def pixels() -> Picture:
    with Image.open(PACKAGE_DIR / "demo" / "hopper.jpg") as image:
        return np.asarray(image.convert("RGB"))


@pytest.fixture(scope="session")
def front(pixels: Picture) -> Seen:
    return see(pixels)


@pytest.fixture(scope="session")
def burst(pixels: Picture) -> tuple[Seen, ...]:
    """Three photos taken within a second: a little other light, noise and framing."""
    changes = (
        Nuisance(exposure_ev=0.15, rotation_deg=1.5, noise_levels=1.5, scale=0.97),
        Nuisance(exposure_ev=-0.2, rotation_deg=-1.0, noise_levels=1.5, crop=(0.02, 0.0, 0.03, 0.02)),
        Nuisance(exposure_ev=0.05, rotation_deg=0.5, noise_levels=1.5, scale=0.98),
    )
    return tuple(taken_again(pixels, change, seed=k) for k, change in enumerate(changes))


@pytest.fixture(scope="session")
def left(pixels: Picture) -> Seen:
    """Turned to the own right, so that the left cheek shows."""
    return see(turn(pixels, -SIDE_DEG))


@pytest.fixture(scope="session")
def right(pixels: Picture) -> Seen:
    return see(turn(pixels, SIDE_DEG))


@pytest.fixture(scope="session")
def one(front: Seen) -> Sitting:
    return sit(front)


@pytest.fixture(scope="session")
def three(burst: tuple[Seen, ...]) -> Sitting:
    return sit(*burst)


@pytest.fixture(scope="session")
def sides(front: Seen, left: Seen, right: Seen) -> Sitting:
    return sit(front, left, right)
