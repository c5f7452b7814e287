"""The sheet of one person on one day: color under each lamp, and how it mirrors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.face import region_names
from skincast.smooth import enlarge
from skincast.twin.feature import draw_features
from skincast.twin.fittings import draw_fittings, face_hair_rgb
from skincast.twin.frame import Frame, Vectors
from skincast.twin.head import sag_relief
from skincast.twin.optics import Balance, OpticalModel, skin_colors
from skincast.twin.person import Condition, Traits, stream
from skincast.twin.scene.relief import furrows
from skincast.twin.sheet import Canvas, blank_canvas, sheet_regions, sheet_shape
from skincast.twin.shot import Expression, Illuminant
from skincast.types import FloatMap, Mask

CHEEK_ROUGHNESS = 0.32
ROUGHNESS: Mapping[str, float] = {
    "forehead": 0.26,
    "glabella": 0.25,
    "nose": 0.22,
    "chin": 0.27,
    "nasolabial": 0.28,
    "perioral": 0.32,
    "under_eye": 0.33,
    "temple": 0.32,
    "jaw": 0.35,
}
"""GGX alpha. Source: order of regions as measured by Weyrich et al. 2006 (ACM TOG 25:1013); numbers ours."""
REGION_SHEEN: Mapping[str, float] = {
    "forehead": 2.3,
    "glabella": 2.2,
    "nose": 2.5,
    "chin": 1.8,
    "cheek": 1.6,
    "nasolabial": 1.4,
    "under_eye": 1.3,
}
"""Sebum lies thicker in the middle of the face; over the sheet's own sheen (ours)."""
SHEEN_HOLDS = 5.0
"""What a film of oil can add at most, in sheens of ordinary skin (ours)."""
BREAKING_MM, BROKEN = 0.15, (0.5, 1.6)
"""Height of the relief that takes all of the sheen or doubles it, and how far that goes (ours)."""
REGION_BLUR_MM, REGION_MM_PER_PX = 6.0, 1.0
NECK_PATCHES = ((14.0, 0.05), (4.0, 0.03), (1.3, 0.03))
"""Size in millimeters and strength of the neck's unevenness (ours)."""
NECK_REDNESS = (0.5, 1.0, 0.95)
"""How far it goes in red, green and blue: mostly blood."""
FINEST_MM, COARSEST_MM = 0.1, 0.5

Colors = NDArray[np.float32]
"""(n, 3) one row a pixel."""


def draw_sheet(
    traits: Traits, condition: Condition, mm_per_px: float, expression: Mapping[Expression, float]
) -> Canvas:
    """Everything that a person's skin shows today, on a sheet fit for a photo of this scale."""
    skin = traits.complexion
    scale = float(np.clip(mm_per_px, FINEST_MM, COARSEST_MM))
    canvas = blank_canvas(scale, melanin=skin.melanin, blood=skin.blood, oxygen=skin.oxygen)
    draw_fittings(canvas, traits, condition)
    sag_relief(canvas, traits, condition)
    draw_features(canvas, traits, condition, expression={str(name): amount for name, amount in expression.items()})
    return canvas


def sheet_color(
    canvas: Canvas, traits: Traits, balance: Balance, illuminant: Illuminant, model: OpticalModel
) -> Vectors:
    """Linear color of the sheet under one lamp of strength 1, (height, width, 3)."""
    colors = skin_colors(traits.complexion, balance, illuminant, model=model)
    hair = np.asarray(face_hair_rgb(traits), np.float64) @ balance.material(illuminant).T
    return replace(colors, covers={**colors.covers, "hair": hair}).linear(canvas.sheet)


def fill_beyond(color: Vectors, face: Mask, mm_per_px: float) -> Vectors:
    """Continue the color of the face over the neck and the ears: like the nearest skin first, like all of it far off.

    Args:
        color: (height, width, 3) photo, zero off the face.
        face: (height, width) where it is known.
        mm_per_px: of the photo.

    Returns:
        (height, width, 3), unchanged on the face.
    """
    if not face.any():
        return np.asarray(color, np.float32)
    height, width = face.shape
    shrunk = (max(width // 8, 1), max(height // 8, 1))
    small = cv2.resize(color, shrunk, interpolation=cv2.INTER_AREA)
    cover = cv2.resize(face.astype(np.float32), shrunk, interpolation=cv2.INTER_AREA)
    every = np.flatnonzero(face)[::97]
    mean = np.median(color.reshape(-1, 3)[every], axis=0)
    sigma = 7.0 / mm_per_px / 8
    near, weight = cv2.GaussianBlur(small, (0, 0), sigma), cv2.GaussianBlur(cover, (0, 0), sigma)[..., None]
    filled = (near + np.float32(0.03) * mean) / (weight + np.float32(0.03))
    large = cv2.resize(filled.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.copyTo(color, face.astype(np.uint8), large), np.float32)


def uneven_neck(seed: int, frame: Frame, neck: Mask) -> Colors:
    """Factor on the color of skin without a sheet: redder and paler patches.

    Args:
        seed: of the person.
        frame: geometry of the photo.
        neck: (height, width) the skin without a sheet.

    Returns:
        (n, 3), one row a pixel of `neck`.

    Source: ours, untested.
    """
    random, mm = stream(seed, "neck"), frame.mm_per_px
    height, width = neck.shape
    patches = np.zeros((height, width), np.float32)
    for size_mm, strength in NECK_PATCHES:
        shape = (max(int(height * mm / size_mm), 2), max(int(width * mm / size_mm), 2))
        grain = random.standard_normal(shape).astype(np.float32)
        patches += np.float32(strength) * cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.float32(1) + patches[neck][:, None] * np.array(NECK_REDNESS, np.float32)


@lru_cache(maxsize=8)
def sheet_furrows(seed: int, mm_per_px: float) -> FloatMap:
    """The person's furrows on the whole sheet; see `furrows`."""
    return furrows(seed, mm_per_px, sheet_shape(mm_per_px))


def sheet_roughness(mm_per_px: float) -> FloatMap:
    """GGX alpha of each place of the sheet."""
    return enlarge(_coarse_roughness(), sheet_shape(mm_per_px))


def sheet_oil(mm_per_px: float) -> FloatMap:
    """How much more than matte skin each place mirrors."""
    return enlarge(_coarse_oil(), sheet_shape(mm_per_px))


def broken_sheen(sheen: FloatMap, furrows_mm: FloatMap) -> FloatMap:
    """Sheen as the skin's own relief leaves it: the plateaus of its cells mirror, the furrows hardly do.

    Args:
        sheen: of the sheet, over that of ordinary skin; the more there is, the less a further film adds.
        furrows_mm: of the same sheet.

    Source: ours, untested.
    """
    more = np.maximum(sheen - np.float32(1), 0)
    held = np.minimum(sheen, np.float32(1)) + more / (1 + more / np.float32(SHEEN_HOLDS))
    relief = np.clip(np.float32(1) + (furrows_mm - furrows_mm.mean()) / np.float32(BREAKING_MM), *BROKEN)
    return np.asarray(held * relief, np.float32)


@cache
def _coarse_roughness() -> FloatMap:
    return _by_region(ROUGHNESS, CHEEK_ROUGHNESS)


@cache
def _coarse_oil() -> FloatMap:
    return _by_region(REGION_SHEEN, 1.0)


def _by_region(values: Mapping[str, float], usual: float) -> FloatMap:
    """A value for each region, soft at its borders, on a coarse sheet."""
    table = np.array([values.get(name.removesuffix("_left").removesuffix("_right"), usual) for name in region_names()])
    hard = table.astype(np.float32)[sheet_regions(REGION_MM_PER_PX)]
    return np.asarray(cv2.GaussianBlur(hard, (0, 0), REGION_BLUR_MM / REGION_MM_PER_PX), np.float32)
