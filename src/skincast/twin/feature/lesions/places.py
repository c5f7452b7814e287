"""Where on the face each kind of lesion likes to grow."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.face import region_names
from skincast.face.atlas import ATLAS_HEIGHT_PX, ATLAS_MM_PER_PX, ATLAS_WIDTH_PX, atlas_points
from skincast.face.regions import draw_features
from skincast.twin.person import Traits, stream
from skincast.twin.sheet import Kind, sheet_regions, sheet_shape
from skincast.types import FloatMap

PLACE_MM = 1.0
"""Cell of the density maps."""
SOFT_MM = 4.0
"""Densities do not jump at a region's edge."""
SOILS_KEPT = 32
EDGE_MM = 1.5
"""Nothing grows nearer to eyes, lips and the sheet's end."""
PATCHY_MM = 22.0
"""Size of a person's own favored patches (ours, untested)."""
ADULT_YEARS = 25.0

Habit = Literal["open", "closed", "papule", "nodule", "mole"]

HABITS: Mapping[Kind, Habit] = MappingProxyType(
    {
        Kind.OPEN_COMEDONE: "open",
        Kind.CLOSED_COMEDONE: "closed",
        Kind.PAPULE: "papule",
        Kind.PUSTULE: "papule",
        Kind.NODULE: "nodule",
        Kind.MOLE: "mole",
    }
)

DENSITY: Mapping[Habit, Mapping[str, float]] = MappingProxyType(
    {
        "open": {
            "nose": 6.0,
            "glabella": 2.5,
            "forehead": 1.5,
            "chin": 2.2,
            "nasolabial": 2.0,
            "perioral": 0.8,
            "cheek": 0.6,
            "temple": 0.5,
            "jaw": 0.3,
        },
        "closed": {
            "forehead": 2.2,
            "chin": 2.0,
            "glabella": 1.5,
            "cheek": 0.9,
            "perioral": 0.9,
            "temple": 0.9,
            "nasolabial": 0.8,
            "jaw": 0.7,
            "nose": 0.4,
        },
        "papule": {
            "chin": 1.6,
            "cheek": 1.2,
            "jaw": 1.0,
            "forehead": 1.1,
            "glabella": 1.0,
            "perioral": 0.9,
            "nasolabial": 0.8,
            "nose": 0.7,
            "temple": 0.6,
            "crows_feet": 0.05,
            "under_eye": 0.02,
        },
        "nodule": {"jaw": 1.6, "chin": 1.2, "cheek": 1.0, "temple": 0.3, "forehead": 0.3, "perioral": 0.3, "nose": 0.1},
        "mole": {
            "cheek": 1.0,
            "jaw": 0.8,
            "temple": 0.8,
            "forehead": 0.6,
            "chin": 0.8,
            "perioral": 0.8,
            "nose": 0.8,
            "nasolabial": 0.8,
            "under_eye": 0.4,
            "crows_feet": 0.5,
            "glabella": 0.4,
        },
    }
)
"""Relative number per area. Source: the seborrheic T-zone bears the comedones, cheeks, chin and jaw the inflamed ones;
numbers ours, untested."""

LOWER_FACE = ("jaw", "chin", "perioral")
UPPER_FACE = ("forehead", "glabella", "nose")
ADULT_WOMAN_LOWER = 1.7
"""Acne of adult women sits lower (Dreno et al. 2015, J Eur Acad Dermatol Venereol 29:1096, finds it milder than
believed); factor ours, untested."""
TEENAGE_UPPER = 1.4


def draw_places(traits: Traits, kind: Kind, count: int, random: np.random.Generator) -> NDArray[np.float64]:
    """Draw places of a kind on one person's face.

    Args:
        traits: age and sex shift the habit, the seed favors patches.
        kind: a kind of `HABITS`.
        count: how many.
        random: of the purpose.

    Returns:
        (count, 2) x and y in millimeters of the sheet, in drawing order.
    """
    total = _soil(traits.seed, HABITS[kind], traits.sex == "female", traits.age_years >= ADULT_YEARS)
    cell = np.searchsorted(total, random.random(count) * total[-1], side="right")
    row, column = np.divmod(cell, sheet_shape(PLACE_MM)[1])
    jitter = random.random((count, 2))
    return (np.stack([column, row], axis=1) + jitter) * PLACE_MM


@lru_cache(maxsize=SOILS_KEPT)
def _soil(seed: int, habit: Habit, female: bool, adult: bool) -> NDArray[np.float64]:
    """Running sum over the cells of one person's density, row by row."""
    return np.cumsum(_density(habit, female, adult) * _favor(seed), dtype=np.float64)


@cache
def _density(habit: Habit, female: bool, adult: bool) -> FloatMap:
    weights = np.array([_weight(habit, name, female, adult) for name in region_names()], np.float32)
    regions = sheet_regions(PLACE_MM)
    soft = cv2.GaussianBlur(weights[regions], (0, 0), SOFT_MM / PLACE_MM)
    return np.asarray(np.where(_skin(), soft, 0), np.float32)


def _weight(habit: Habit, region: str, female: bool, adult: bool) -> float:
    stem = region.removesuffix("_left").removesuffix("_right")
    weight = DENSITY[habit].get(stem, 0.0)
    if habit != "mole" and adult and female and stem in LOWER_FACE:
        weight *= ADULT_WOMAN_LOWER
    if habit != "mole" and not adult and stem in UPPER_FACE:
        weight *= TEENAGE_UPPER
    return weight


def is_skin(x_mm: float, y_mm: float) -> bool:
    """Whether a place of the sheet lies well inside the face's skin: off eyes, brows, lips and nostrils."""
    skin = _skin()
    row, column = int(y_mm // PLACE_MM), int(x_mm // PLACE_MM)
    return 0 <= row < skin.shape[0] and 0 <= column < skin.shape[1] and bool(skin[row, column])


@cache
def _skin() -> NDArray[np.bool_]:
    """Cells well inside the face's regions."""
    fine = (ATLAS_HEIGHT_PX, ATLAS_WIDTH_PX)
    features = draw_features(atlas_points(), fine, mm_per_px=ATLAS_MM_PER_PX).astype(np.uint8)
    free = cv2.resize(1 - features, sheet_shape(PLACE_MM)[::-1], interpolation=cv2.INTER_NEAREST)
    face = (sheet_regions(PLACE_MM) > 0) & (free > 0)
    walled = cv2.copyMakeBorder(face.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    depth = cv2.distanceTransform(walled, cv2.DIST_L2, 3)[1:-1, 1:-1] * PLACE_MM
    return np.asarray(depth > EDGE_MM)


@lru_cache(maxsize=SOILS_KEPT)
def _favor(seed: int) -> FloatMap:
    """A person's own uneven soil: acne comes in patches."""
    random = stream(seed, "acne patches")
    height, width = sheet_shape(PLACE_MM)
    small = random.normal(size=(int(height * PLACE_MM / PATCHY_MM) + 2, int(width * PLACE_MM / PATCHY_MM) + 2))
    smooth = cv2.resize(small.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.exp(0.8 * smooth), np.float32)
