"""Where on the sheet things lie: landmarks in millimeters, both sides, and smooth maps of amounts by region."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.face.atlas import ATLAS_HEIGHT_PX, ATLAS_MM_PER_PX, ATLAS_WIDTH_PX, atlas_points
from skincast.face.regions import draw_features, region_names
from skincast.twin.person import Condition
from skincast.twin.sheet import SHEET_WIDTH_MM, sheet_regions
from skincast.types import FloatMap

Path = NDArray[np.float64]
"""(n, 2) millimeters from the sheet's upper left corner."""

Side = Literal["right", "left"]
"""The person's own."""

SIDES: tuple[Side, Side] = ("right", "left")
COARSE_MM = 1.0


def landmark_mm(number: int) -> NDArray[np.float64]:
    """Place of a landmark on the sheet, (2,) millimeters."""
    return np.asarray((atlas_points()[number].astype(np.float64) + 0.5) * ATLAS_MM_PER_PX)


def between_mm(first: int, second: int, share: float, *, shift: tuple[float, float] = (0.0, 0.0)) -> Path:
    """(2,) a place `share` of the way from one landmark to another, moved by `shift` millimeters."""
    start = landmark_mm(first)
    return np.asarray(start + share * (landmark_mm(second) - start) + np.array(shift))


def on_side(path: Path, side: Side) -> Path:
    """A path that was drawn on the person's right, on the side that is asked for."""
    if side == "right":
        return path
    return np.asarray(np.array([SHEET_WIDTH_MM, 0.0]) + path * np.array([-1.0, 1.0]))


def sided(region: str, side: Side) -> str:
    """The atlas name of a region on one side: `cheek` -> `cheek_left`; a middle region keeps its name."""
    return region if region in region_names() else f"{region}_{side}"


def amount_map(condition: Condition, concern: str, affinity: Mapping[str, float], shape: tuple[int, int]) -> FloatMap:
    """How strongly a concern shows at each place, smooth across the borders of regions.

    Args:
        condition: of the day.
        concern: of the catalog.
        affinity: share of the severity that a region (without side) shows, 0-1; "" stands for places outside every
            region (eyelids).
        shape: (height, width) of the sheet in pixels.

    Returns:
        (height, width) float32, 0-1.
    """

    def severity(name: str) -> float:
        share = affinity.get(name.removesuffix("_right").removesuffix("_left"), 0.0)
        return share * condition.of(concern, name or None)

    return region_map(severity, shape)


def region_map(value: Callable[[str], float], shape: tuple[int, int], *, soft_mm: float = 4.0) -> FloatMap:
    """A value for each region, smooth across borders; (height, width) float32."""
    table = np.array([value(name) for name in region_names()], np.float32)
    coarse = cv2.GaussianBlur(table[sheet_regions(COARSE_MM)], (0, 0), soft_mm / COARSE_MM)
    return np.asarray(cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


@lru_cache(maxsize=4)
def bare_skin(shape: tuple[int, int]) -> FloatMap:
    """(height, width) 0-1: 0 on lips, eyes and nostrils, soft over 1 mm; shared, not to be changed."""
    grown = _coarse_features()
    sigma = 0.6 / ATLAS_MM_PER_PX
    skin = cv2.GaussianBlur(1 - grown.astype(np.float32), (0, 0), sigma)
    return np.asarray(cv2.resize(skin, shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


@cache
def _coarse_features() -> NDArray[np.bool_]:
    shape = (ATLAS_HEIGHT_PX, ATLAS_WIDTH_PX)
    points = atlas_points()
    features = draw_features(points, shape, mm_per_px=ATLAS_MM_PER_PX)
    brows = np.zeros(shape, bool)
    brows[: int(_brow_end_row())] = True
    return features & ~brows


def _brow_end_row() -> float:
    """Above this row, the only feature are brows, and skin goes on below a brow's hairs."""
    return float((landmark_mm(52)[1] + 2.0) / ATLAS_MM_PER_PX)
