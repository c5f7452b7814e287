"""A small window of the sheet around one spot, and the irregular shapes that are drawn in it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.sheet import Canvas, Item, Kind
from skincast.types import FloatMap

TILE_PX = 512
COARSEST_PX, FINEST_PX = 64, 7
"""Wavelengths in the noise tile: three octaves, so that a coarse sheet does not alias them much."""
ALIAS = 2.2
"""Shortest wave that a sheet shows, in its pixels."""
COARSEST_LEVEL = 3
SLOPE = 1.5
"""How fast the amplitude falls with frequency: about that of the mottling of skin (ours, untested)."""
ANGLES = 720
LOBE_ORDERS = np.arange(2, 8)
LABELED_FROM = 0.5
"""A pixel carries a label where at least half of it belongs to the spot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """A window of a sheet, with millimeters counted from the spot's center."""

    rows: slice
    columns: slice
    right_mm: FloatMap
    down_mm: FloatMap
    mm_per_px: float

    def of(self, values: FloatMap) -> FloatMap:
        """The window's view of a sheet map; writing into it draws on the sheet."""
        return values[self.rows, self.columns]

    def moved(self, right_mm: float, down_mm: float) -> Patch:
        """The same window, counted from another center."""
        return replace(self, right_mm=self.right_mm - right_mm, down_mm=self.down_mm - down_mm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Distance from a spot's center in its own radii: 0 in the middle, 1 on the edge."""

    smooth: FloatMap
    """For relief: skin that is lifted stays smooth."""
    torn: FloatMap
    """For color: with a fractal edge."""


def patch_at(canvas: Canvas, x_mm: float, y_mm: float, *, reach_mm: float) -> Patch | None:
    """The window that holds everything within a reach of a place; None where it lies off the sheet.

    Args:
        canvas: what is drawn on.
        x_mm: from the sheet's left edge.
        y_mm: from its upper edge.
        reach_mm: half the window's side.
    """
    scale = canvas.sheet.mm_per_px
    height, width = canvas.sheet.shape
    top, bottom = max(int((y_mm - reach_mm) / scale), 0), min(int((y_mm + reach_mm) / scale) + 1, height)
    left, right = max(int((x_mm - reach_mm) / scale), 0), min(int((x_mm + reach_mm) / scale) + 1, width)
    if top >= bottom or left >= right:
        return None
    across = (np.arange(left, right, dtype=np.float32) + 0.5) * scale - np.float32(x_mm)
    along = (np.arange(top, bottom, dtype=np.float32) + 0.5) * scale - np.float32(y_mm)
    right_mm, down_mm = np.empty((2, len(along), len(across)), np.float32)
    right_mm[:] = across
    down_mm[:] = along[:, None]
    return Patch(
        rows=slice(top, bottom),
        columns=slice(left, right),
        right_mm=right_mm,
        down_mm=down_mm,
        mm_per_px=scale,
    )


def grain(patch: Patch, *, size_mm: float, random: np.random.Generator, stretch: float = 1.0) -> FloatMap:
    """Fractal noise of mean 0 and SD 1 that is the same at every scale of the sheet.

    Args:
        patch: where.
        size_mm: width of the largest blotches.
        random: decides which piece of the endless noise it is.
        stretch: how much longer than wide its blotches are, in a direction that chance decides.

    Returns:
        Of the patch's shape, roughly -2.5 to 2.5.

    Source: spectral synthesis of fractal noise (Voss 1985); one cached tile, turned and shifted.
    """
    turn, x, y = random.random(3) * (2 * math.pi, TILE_PX, TILE_PX)
    step = COARSEST_PX / 2 / size_mm
    cos, sin = step * math.cos(turn), step * math.sin(turn)
    left, top = float(patch.right_mm[0, 0]), float(patch.down_mm[0, 0])
    px = patch.mm_per_px
    matrix = np.array(
        [[cos * px, -sin * px, x + cos * left - sin * top], [sin * px, cos * px, y + sin * left + cos * top]]
    )
    matrix[0, :2] /= stretch
    matrix[0, 2] = x + (cos * left - sin * top) / stretch
    rows, columns = patch.right_mm.shape
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    # Waves shorter than two pixels of a coarse sheet would turn into speckle.
    level = max(math.ceil(math.log2(max(ALIAS * step * px / FINEST_PX, 1e-6))), 0)
    return np.asarray(
        cv2.warpAffine(
            _tile(min(level, COARSEST_LEVEL)), matrix, (columns, rows), flags=flags, borderMode=cv2.BORDER_WRAP
        )
    )


def outline(patch: Patch, *, radius_mm: float, ragged: float, random: np.random.Generator) -> Outline:
    """An irregular spot around the patch's center.

    Args:
        patch: where.
        radius_mm: half the mean diameter.
        ragged: 0 an ellipse, 0.15 a papule, 0.35 a torn edge.
        random: of this very spot.

    Source: low-frequency angular noise plus fractal noise; amplitudes ours, untested.
    """
    stretch = math.exp(random.normal(0, 0.12))
    turn = random.random() * math.pi
    cos, sin = math.cos(turn), math.sin(turn)
    along = (cos * patch.right_mm + sin * patch.down_mm) * np.float32(1 / (stretch * radius_mm))
    across = (cos * patch.down_mm - sin * patch.right_mm) * np.float32(stretch / radius_mm)
    distance, angle = cv2.cartToPolar(along, across)
    lobes = _lobes(ragged, random)
    edge = lobes[(angle * np.float32(ANGLES / (2 * math.pi))).astype(np.int32) % ANGLES]
    rough = grain(patch, size_mm=max(0.7 * radius_mm, 0.2), random=random)
    # Lobes fade in from the middle, where all angles meet.
    inward = np.minimum(distance, 1)
    smooth = distance * (1 + (edge - 1) * inward)
    return Outline(smooth=smooth, torn=smooth * (1 + np.float32(0.45 * ragged) * rough))


def fade(distance: FloatMap, inner: float, outer: float) -> FloatMap:
    """1 up to `inner`, 0 from `outer` on, smooth between."""
    share = np.clip((outer - distance) * np.float32(1 / (outer - inner)), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def cover(values: FloatMap, by: FloatMap) -> None:
    """Lay a cover (0-1) over what covers already, in place: two half covers leave a quarter free."""
    np.clip(by, 0, 1, out=by)
    values += (1 - values) * by


def veiled(darkness: float) -> float:
    """How strongly pus shows through an epidermis, 0.12-1: dark skin hides it most (ours, untested)."""
    return max(1 - darkness, 0.12)


def pull(values: FloatMap, to: float, share: FloatMap) -> None:
    """Move values toward a level by a share of the way, 0-1, in place."""
    values += (np.float32(to) - values) * share


def note(canvas: Canvas, patch: Patch, item: Item, *, name: str, share: FloatMap) -> None:
    """Write down the truth of one spot: label, soft amount and item.

    Args:
        canvas: whose truth grows.
        patch: where the spot was drawn.
        item: what it is.
        name: of the amount map.
        share: how much of each pixel belongs to the spot, 0-1.
    """
    amount = patch.of(canvas.amounts[name] if name in canvas.amounts else canvas.amount(name))
    np.maximum(amount, share * np.float32(item.strength), out=amount)
    if item.kind is not Kind.NONE:
        canvas.labels[patch.rows, patch.columns][share > LABELED_FROM] = item.kind
        canvas.items.append(item)


def _lobes(ragged: float, random: np.random.Generator) -> FloatMap:
    """One over the relative radius at each angle, of mean square 1."""
    waves = random.normal(0, 1, len(LOBE_ORDERS)) * ragged * 0.8 / (LOBE_ORDERS - 1)
    phases = random.random(len(LOBE_ORDERS)) * 2 * math.pi
    cosines, sines = _circle()
    radius = 1 + (waves * np.cos(phases)) @ cosines - (waves * np.sin(phases)) @ sines
    radius = np.clip(radius, 0.5, 1.7)
    return np.asarray(np.sqrt(np.mean(radius**2)) / radius, np.float32)


@cache
def _circle() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cosines and sines of each order of lobes at each angle."""
    angles = LOBE_ORDERS[:, None] * np.linspace(0, 2 * math.pi, ANGLES, endpoint=False)
    return np.cos(angles), np.sin(angles)


@cache
def _tile(level: int) -> FloatMap:
    """The noise without its waves shorter than `FINEST_PX` times two to the level."""
    random = np.random.default_rng(20)
    frequency = np.hypot(np.fft.fftfreq(TILE_PX)[:, None], np.fft.rfftfreq(TILE_PX)[None, :])
    inside = (frequency > 1 / (1.4 * COARSEST_PX)) & (frequency < 1 / FINEST_PX)
    seen = frequency < 2.0**-level / FINEST_PX
    gain = np.where(inside, np.maximum(frequency, 1e-6) ** -SLOPE, 0)
    waves = np.fft.rfft2(random.normal(size=(TILE_PX, TILE_PX))) * gain
    noise, left = (np.fft.irfft2(part, s=(TILE_PX, TILE_PX)) for part in (waves, waves * seen))
    return np.asarray(left / noise.std(), np.float32)
