"""Where a person's pores sit, how wide each is and which way it is drawn out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from skincast.face.regions import region_names
from skincast.twin.feature.relief.noise import Floats
from skincast.twin.feature.relief.places import Path
from skincast.twin.person import stream
from skincast.twin.sheet import SHEET_HEIGHT_MM, SHEET_WIDTH_MM, sheet_regions

SPACING_MM = 1.05
MEDIAN_WIDTH_MM = 0.17
SPREAD = 0.34
"""SD of the logarithm of the width. Source: ours, for visible pores of 0.1-0.6 mm (sizes as in Flament
et al., CCID 2015)."""
DENSITY = MappingProxyType(
    {
        "nose": 1.0,
        "cheek": 0.85,
        "nasolabial": 0.9,
        "forehead": 0.75,
        "glabella": 0.85,
        "chin": 0.8,
        "perioral": 0.55,
        "temple": 0.3,
        "jaw": 0.4,
        "under_eye": 0.12,
        "crows_feet": 0.15,
        "": 0.05,
    }
)
"""Share of the grid's places that hold a pore which can be seen."""
NEAR_NOSE_MM = 38.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PoreField:
    """Every pore of one person; (n,) or (n, 2) each."""

    place_mm: Path
    width_mm: Floats
    """At half severity."""
    stretch: Floats
    """0-1: how readily age draws it out."""
    filled: Floats
    """0-1: how readily it holds a plug."""
    region: NDArray[np.uint8]


@lru_cache(maxsize=2)
def pore_field(seed: int) -> PoreField:
    """The pores of a person, the same at every age.

    Args:
        seed: the person's.

    Source: jittered hexagonal grid, ours; about 60-90 places per square centimeter.
    """
    random = stream(seed, "pores")
    place = _places(random)
    kept, region = _kept(random, place)
    place = place[kept]
    # Pores are widest beside the nose and shrink toward the face's edge.
    from_nose = np.hypot(place[:, 0] - SHEET_WIDTH_MM / 2, (place[:, 1] - 118) * 0.8)
    nearness = 0.72 + 0.5 * np.exp(-0.5 * (from_nose / NEAR_NOSE_MM) ** 2)
    count = len(place)
    return PoreField(
        place_mm=place,
        width_mm=MEDIAN_WIDTH_MM * nearness * np.exp(random.normal(0, SPREAD, count)),
        stretch=random.uniform(0, 1, count),
        filled=random.uniform(0, 1, count),
        region=region[kept],
    )


def _places(random: np.random.Generator) -> Path:
    down = np.arange(0.5, SHEET_HEIGHT_MM, SPACING_MM * 0.87)
    right = np.arange(0.5, SHEET_WIDTH_MM, SPACING_MM)
    x, y = np.meshgrid(right, down)
    x[1::2] += SPACING_MM / 2
    place = np.stack([x.ravel(), y.ravel()], axis=1)
    return np.asarray(place + random.normal(0, 0.27, place.shape) * SPACING_MM)


def _kept(random: np.random.Generator, place: Path) -> tuple[NDArray[np.bool_], NDArray[np.uint8]]:
    """Which places hold a pore, and the region of each place."""
    regions = sheet_regions(1.0)
    row = np.clip(place[:, 1].astype(int), 0, regions.shape[0] - 1)
    column = np.clip(place[:, 0].astype(int), 0, regions.shape[1] - 1)
    region = regions[row, column]
    table = np.array([DENSITY.get(name.removesuffix("_right").removesuffix("_left"), 0.0) for name in region_names()])
    return random.uniform(0, 1, len(place)) < table[region], region
