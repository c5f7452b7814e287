"""Visible pores on a sheet: thousands of small pits with darker floors, some of them filled."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from skincast.face.regions import region_names
from skincast.twin.feature.relief.face_lines import face_lines
from skincast.twin.feature.relief.grain import GRAIN_MM
from skincast.twin.feature.relief.noise import Floats
from skincast.twin.feature.relief.places import Path, bare_skin
from skincast.twin.feature.relief.pore_field import PoreField, pore_field
from skincast.twin.person import Condition, Traits
from skincast.twin.sheet import Canvas, Item, Kind
from skincast.types import FloatMap

AFFINITY = MappingProxyType(
    {"nose": 1.0, "cheek": 0.9, "nasolabial": 0.9, "forehead": 0.65, "glabella": 0.75, "chin": 0.7, "perioral": 0.55}
)
OTHERS = 0.4
MIN_WIDTH_MM, MAX_WIDTH_MM = 0.09, 0.55
STAMPS_MM = (0.0, 0.22, 0.42, 1.3)
"""Pits between two of these lengths are drawn with stamps of the same size."""
DEPTH_PER_WIDTH = 0.3
SHARP = 6.5
LISTED_MM = 0.28
"""A pore that is narrower is not an item of its own.

Source: ours; the eye sees pores of a few tenths of a millimeter (Flament et al., CCID 2015).
"""
PLUGGED = MappingProxyType({"nose": 0.25, "chin": 0.08, "glabella": 0.05, "nasolabial": 0.06, "cheek": 0.01})
"""Share of pores that hold a dark plug at full severity (ours, by eye)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pits:
    """Pores as they are today; (n,) or (n, 2) each."""

    place_mm: Path
    width_mm: Floats
    length_over_width: Floats
    angle: Floats
    """Radians of the long axis, clockwise from level."""
    plug: Floats
    """0-1."""

    def some(self, chosen: NDArray[np.bool_]) -> Pits:
        """Only the chosen ones."""
        return Pits(
            place_mm=self.place_mm[chosen],
            width_mm=self.width_mm[chosen],
            length_over_width=self.length_over_width[chosen],
            angle=self.angle[chosen],
            plug=self.plug[chosen],
        )


def draw_pores(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Open a person's pores as wide as today's severity makes them.

    Truth: amount `pore` (0-1, how much of a place is open pore), label and items `PORE`.

    Args:
        canvas: drawn on.
        traits: the seed fixes the places; age draws pores of the cheeks out.
        condition: severity of `pores`, by region.
    """
    pits = _open_pores(traits, condition)
    if not len(pits.width_mm):
        return
    skin = bare_skin(canvas.sheet.shape)
    opened, deep, plugged = (values * skin for values in _dug(pits, canvas.sheet.shape, canvas.sheet.mm_per_px))
    _sink(canvas, opened, deep, plugged)
    pore = canvas.amount("pore")
    np.maximum(pore, opened, out=pore)
    canvas.labels[opened > 0.45] = Kind.PORE
    canvas.items.extend(_items(pits))


def _open_pores(traits: Traits, condition: Condition) -> Pits:
    field = pore_field(traits.seed)
    names = [name.removesuffix("_right").removesuffix("_left") for name in region_names()]
    severity = np.array([condition.of("pores", name or None) for name in region_names()])
    affinity = np.array([AFFINITY.get(name, OTHERS) for name in names])
    local = (severity * affinity)[field.region]
    width = np.minimum(field.width_mm * (0.5 + 1.15 * local), MAX_WIDTH_MM) * np.minimum(local * 8, 1)
    shown = width > MIN_WIDTH_MM
    years = float(np.clip((traits.age_years - 22) / 45, 0, 1))
    plugs = np.array([PLUGGED.get(name, 0.0) for name in names])[field.region] * local
    plug = np.clip((plugs - field.filled) * 12, 0, 1) * (0.15 + 0.3 * field.stretch)
    cheek = np.array([name in ("cheek", "nasolabial", "jaw") for name in names])[field.region]
    return Pits(
        place_mm=field.place_mm[shown],
        width_mm=width[shown],
        length_over_width=(1.1 + field.stretch * (0.25 + cheek * 1.1 * years))[shown],
        angle=_tension(traits.seed, field, cheek)[shown],
        plug=plug[shown],
    )


def _tension(seed: int, field: PoreField, cheek: NDArray[np.bool_]) -> Floats:
    """Cheek pores are drawn out across the face's folds, down and outward; others along their place's folds."""
    grain = face_lines(seed).grain
    column, row = (field.place_mm.T / GRAIN_MM).astype(int)
    turn = grain[np.clip(row, 0, grain.shape[0] - 1), np.clip(column, 0, grain.shape[1] - 1)]
    fold = np.arctan2(turn[:, 1], turn[:, 0]) / 2
    return np.asarray(fold + (field.stretch - 0.5) * np.where(cheek, 0.7, 2.0), np.float64)


def _dug(pits: Pits, shape: tuple[int, int], mm_per_px: float) -> tuple[FloatMap, FloatMap, FloatMap]:
    """How much of each pixel is pit, how deep it is in millimeters and how much of it is plug."""
    opened, deep, plugged = (np.zeros(shape[0] * shape[1]) for _ in range(3))
    length_mm = pits.width_mm * pits.length_over_width
    for shortest_mm, longest_mm in pairwise(STAMPS_MM):
        some = pits.some((length_mm > shortest_mm) & (length_mm <= longest_mm))
        pixels, share = _stamped(some, shape, mm_per_px, longest_mm=longest_mm)
        opened += np.bincount(pixels.ravel(), share.ravel(), len(opened))
        depth = share * (DEPTH_PER_WIDTH * some.width_mm)[:, None].astype(np.float32)
        deep += np.bincount(pixels.ravel(), depth.ravel(), len(deep))
        filled = some.plug > 0
        plug = share[filled] * some.plug[filled, None].astype(np.float32)
        plugged += np.bincount(pixels[filled].ravel(), plug.ravel(), len(plugged))
    maps = [
        values.reshape(shape).astype(np.float32) for values in (np.minimum(opened, 1), deep, np.minimum(plugged, 1))
    ]
    return maps[0], maps[1], maps[2]


def _stamped(
    pits: Pits, shape: tuple[int, int], mm_per_px: float, *, longest_mm: float
) -> tuple[NDArray[np.intp], FloatMap]:
    """Flat pixel indices (n, k) around each pit and how much of each pixel is pit; exact below a pixel's size."""
    half = int(np.ceil(0.85 * longest_mm / mm_per_px + 0.5))
    offset = np.arange(-half, half + 1)
    center = np.floor(pits.place_mm / mm_per_px).astype(np.intp)
    column = np.clip(center[:, :1] + offset, 0, shape[1] - 1)
    row = np.clip(center[:, 1:] + offset, 0, shape[0] - 1)
    x = ((column + 0.5) * mm_per_px - pits.place_mm[:, :1]).astype(np.float32)[:, None, :]
    y = ((row + 0.5) * mm_per_px - pits.place_mm[:, 1:]).astype(np.float32)[:, :, None]
    cosine, sine = np.cos(pits.angle).astype(np.float32), np.sin(pits.angle).astype(np.float32)
    along = cosine[:, None, None] * x + sine[:, None, None] * y
    aside = cosine[:, None, None] * y - sine[:, None, None] * x
    narrow, long = _blurred(pits.width_mm, mm_per_px), _blurred(pits.width_mm * pits.length_over_width, mm_per_px)
    distance = (aside / narrow[:, None, None]) ** 2 + (along / long[:, None, None]) ** 2
    sharp = (pits.width_mm**2 * pits.length_over_width / SHARP).astype(np.float32)
    peak = np.minimum(sharp / (narrow * long), 1)
    share = np.exp(-0.5 * distance - 0.06 * distance * distance) * peak[:, None, None]
    pixels = row[:, :, None] * shape[1] + column[:, None, :]
    return pixels.reshape(-1, offset.size**2), np.asarray(share.reshape(-1, offset.size**2), np.float32)


def _blurred(width_mm: Floats, mm_per_px: float) -> FloatMap:
    """Sigma of a pit seen through the pixel's own width."""
    return np.sqrt(width_mm**2 / SHARP + (0.36 * mm_per_px) ** 2).astype(np.float32)


def _sink(canvas: Canvas, opened: FloatMap, deep: FloatMap, plugged: FloatMap) -> None:
    """Light is caught in a pit: its floor is darker than the height alone would make it, and it mirrors nothing."""
    sheet = canvas.sheet
    np.subtract(sheet.height_mm, deep, out=sheet.height_mm)
    for values, gain in ((sheet.blood, 0.15), (sheet.melanin, 0.17), (sheet.sheen, -0.75)):
        np.multiply(values, 1 + np.float32(gain) * opened, out=values)
    np.maximum(sheet.plug, plugged, out=sheet.plug)


def _items(pits: Pits) -> list[Item]:
    listed = np.flatnonzero(pits.width_mm >= LISTED_MM)
    columns = (
        pits.place_mm[listed, 0],
        pits.place_mm[listed, 1],
        pits.width_mm[listed],
        pits.length_over_width[listed],
    )
    return [
        Item(
            kind=Kind.PORE,
            x_mm=x,
            y_mm=y,
            radius_mm=width * (1 + longer) / 4,
            strength=min(width / MAX_WIDTH_MM, 1.0),
            depth_mm=DEPTH_PER_WIDTH * width,
        )
        for x, y, width, longer in zip(*(column.tolist() for column in columns), strict=True)
    ]
