"""The skin of one twin on one day, laid flat: what features are drawn on and what optics turn into color.

The sheet is the face atlas at a finer scale: the same unrolled head, the same regions, the same corner. A feature knows
nothing about cameras or light; it moves pigment, blood, relief and cover, and writes down what it did.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache

import cv2
import numpy as np

from skincast.face import atlas_regions, region_names
from skincast.face.atlas import ATLAS_HEIGHT_PX, ATLAS_MM_PER_PX, ATLAS_WIDTH_PX
from skincast.types import FloatMap, Labels

SHEET_WIDTH_MM = ATLAS_WIDTH_PX * ATLAS_MM_PER_PX
SHEET_HEIGHT_MM = ATLAS_HEIGHT_PX * ATLAS_MM_PER_PX


class Kind(IntEnum):
    """What one place of the skin shows. The numbers are those of the label maps and never change."""

    NONE = 0
    OPEN_COMEDONE = 1
    CLOSED_COMEDONE = 2
    PAPULE = 3
    PUSTULE = 4
    NODULE = 5
    RED_MARK = 6
    BROWN_MARK = 7
    FRECKLE = 8
    LENTIGO = 9
    MELASMA = 10
    MOLE = 11
    VESSEL = 12
    PORE = 13
    FINE_LINE = 14
    WRINKLE = 15
    FLAKE = 16
    STUBBLE = 17
    DARK_CIRCLE = 18
    EYE_BAG = 19
    ERYTHEMA = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that was drawn: the object list of the truth."""

    kind: Kind
    x_mm: float
    """From the left edge of the sheet."""
    y_mm: float
    """From its upper edge."""
    radius_mm: float
    """Half the mean diameter; of a line half its greatest width."""
    strength: float
    """0-1 within its kind."""
    depth_mm: float = 0.0
    """Greatest depth of a line or pit (positive), or height of a bump (negative)."""
    path_mm: tuple[tuple[float, float], ...] = ()
    """Points along a line; empty for a spot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkinSheet:
    """Chromophores, relief and cover; every map is `(height, width)` float32 and is drawn on in place."""

    mm_per_px: float
    melanin: FloatMap
    """Volume fraction of melanosomes in the epidermis, 0.005-0.5."""
    blood: FloatMap
    """Volume fraction of blood in the upper dermis, 0.002-0.25; usually about 0.02-0.06 in a cheek."""
    oxygen: FloatMap
    """Saturation of that blood, 0-1; usually 0.6-0.85."""
    deep_melanin: FloatMap
    """Dermal melanin, volume fraction, usually 0: grayish brown, as in dark circles and some melasma."""
    deep_blood: FloatMap
    """Venous blood below the upper dermis, volume fraction over the usual, usually 0: bluish, as below the eye."""
    keratin: FloatMap
    """Cover by dry white scale, 0-1, usually 0."""
    pus: FloatMap
    """Cover by yellow-white pus just below the surface, 0-1."""
    plug: FloatMap
    """Cover by oxidized, dark brown plug of a pore or comedone, 0-1."""
    height_mm: FloatMap
    """Relief over the smooth head, outward positive."""
    hair: FloatMap
    """Cover by hair or its roots just below the surface (brows, stubble), 0-1; its color is the person's."""
    sheen: FloatMap
    """Strength of the surface reflection over that of ordinary skin (1), 0-4: oil raises it, dryness lowers it."""

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width) in pixels."""
        height, width = self.melanin.shape
        return height, width


@dataclass(slots=True, kw_only=True)
class Canvas:
    """A sheet that is being drawn on, with the truth that grows beside it."""

    sheet: SkinSheet
    labels: Labels
    """`Kind` per pixel: what was drawn last there. Soft amounts stand in `amounts`."""
    regions: Labels
    """Index into `region_names()`."""
    items: list[Item] = field(default_factory=list)
    amounts: dict[str, FloatMap] = field(default_factory=dict)
    """Exact soft maps by name, made when first asked for: `line_depth_mm`, `pore`, `flake`, `redness`, ..."""

    def amount(self, name: str) -> FloatMap:
        """The soft truth map of a name, zero where nothing was drawn yet; drawn on in place."""
        return self.amounts.setdefault(name, np.zeros(self.sheet.shape, np.float32))


def sheet_shape(mm_per_px: float) -> tuple[int, int]:
    """(height, width) in pixels of a sheet of this scale."""
    return round(SHEET_HEIGHT_MM / mm_per_px), round(SHEET_WIDTH_MM / mm_per_px)


def sheet_regions(mm_per_px: float) -> Labels:
    """The atlas regions at the scale of a sheet; labels index `region_names()`."""
    height, width = sheet_shape(mm_per_px)
    return np.asarray(cv2.resize(atlas_regions(), (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


@cache
def region_index(name: str) -> int:
    """The label of a region, with its side where it has one: `cheek_left`.

    Raises:
        ValueError: there is no such region.
    """
    return region_names().index(name)


def blank_canvas(mm_per_px: float, *, melanin: float, blood: float, oxygen: float) -> Canvas:
    """A sheet of perfectly even skin.

    Args:
        mm_per_px: scale of the sheet; about that of the photo that will be rendered, 0.08-0.5.
        melanin: volume fraction of melanosomes.
        blood: volume fraction of blood.
        oxygen: saturation, 0-1.
    """
    shape = sheet_shape(mm_per_px)

    def even(value: float) -> FloatMap:
        return np.full(shape, value, np.float32)

    sheet = SkinSheet(
        mm_per_px=mm_per_px,
        melanin=even(melanin),
        blood=even(blood),
        oxygen=even(oxygen),
        deep_melanin=even(0),
        deep_blood=even(0),
        keratin=even(0),
        pus=even(0),
        plug=even(0),
        hair=even(0),
        height_mm=even(0),
        sheen=even(1),
    )
    return Canvas(sheet=sheet, labels=np.zeros(shape, np.uint8), regions=sheet_regions(mm_per_px))
