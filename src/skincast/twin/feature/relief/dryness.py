"""Dry skin: flakes in clusters, a dull surface, and the fine lines of thirst."""

from __future__ import annotations

from types import MappingProxyType

import cv2
import numpy as np

from skincast.twin.feature.pigment.complexion import darkness
from skincast.twin.feature.relief.crepe import crepe
from skincast.twin.feature.relief.noise import cloud, rise
from skincast.twin.feature.relief.places import amount_map, bare_skin
from skincast.twin.feature.relief.tiles import TILE_MM, bump_tile, glyph_tile, laid_out
from skincast.twin.person import Condition, Traits, stream
from skincast.twin.sheet import SHEET_WIDTH_MM, Canvas, Item, Kind
from skincast.types import FloatMap

AFFINITY = MappingProxyType(
    {
        "nasolabial": 0.95,
        "cheek": 0.85,
        "glabella": 0.9,
        "perioral": 1.0,
        "chin": 0.9,
        "forehead": 0.7,
        "nose": 0.7,
        "jaw": 0.6,
        "temple": 0.5,
        "crows_feet": 0.6,
        "under_eye": 0.6,
        "": 0.4,
    }
)
"""Source: ours; scale gathers at brows, nasal folds and around the mouth."""
SHEEN_LOST = 0.55
LIFT_MM, CURL_MM = 0.035, 0.05
"""How far a flake stands off, and how much farther its loose edge."""
FILL, RIM, FILM = 0.08, 0.26, 0.05
"""Cover by white scale: of a flake's middle, of its loose rim, and of the fine ash between (ours, by eye)."""
EDGE_MM = 0.12
"""A flake thins out toward its edge over this length."""
THINNER = 0.6
"""How much thinner scale is laid on the darkest skin, where the same scale stands out far more (ours, by eye)."""
THIRST_LINE_MM = 0.05
LISTED_MM2 = 0.3


def draw_dryness(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Dry the skin out in proportion to the severity of `dryness`.

    Truth: amounts `flake` (cover by scale, 0-1) and `thirst_line_mm` (depth of fine lines); label and items `FLAKE`.

    Args:
        canvas: drawn on.
        traits: the seed fixes where flakes come up first.
        condition: severity of `dryness`, by region.
    """
    sheet = canvas.sheet
    strength = amount_map(condition, "dryness", AFFINITY, sheet.shape) * bare_skin(sheet.shape)
    if strength.max() <= 0:
        return
    np.multiply(sheet.sheen, 1 - SHEEN_LOST * strength, out=sheet.sheen)
    _thirst(canvas, traits, strength)
    loose = _looseness(traits.seed, sheet.shape, strength)
    cover = rise(loose, 0.0, 0.35) * strength**0.5
    # The rim of a flake comes off first and stands up, on one side more than on the other.
    rim = rise(loose, 0.0, 0.12) * (1 - rise(loose, 0.15, 0.5)) * strength**0.5
    tilt = np.clip(0.5 + 0.5 * cv2.Sobel(loose, cv2.CV_32F, 1, 1, scale=0.6), 0, 1)
    height, keratin = sheet.height_mm, sheet.keratin
    height += LIFT_MM * cover + CURL_MM * rim * tilt
    thin = np.float32(1 - THINNER * darkness(traits))
    scale = FILL * cover + RIM * rim * tilt + FILM * strength * _ash(traits.seed, sheet.shape)
    np.maximum(keratin, cv2.GaussianBlur(thin * scale, (0, 0), EDGE_MM / sheet.mm_per_px), out=keratin)
    flake = canvas.amount("flake")
    np.maximum(flake, cover, out=flake)
    canvas.labels[cover > 0.35] = Kind.FLAKE
    canvas.items.extend(_items(cover, sheet.mm_per_px))


def _looseness(seed: int, shape: tuple[int, int], strength: FloatMap) -> FloatMap:
    """Above 0 where a flake is; rises everywhere with strength, so that flakes only grow."""
    random = stream(seed, "flakes")
    patches = 0.8 * cloud(random, shape, 13.0) + 0.5 * cloud(random, shape, 5.0)
    side = round(TILE_MM * shape[1] / SHEET_WIDTH_MM)
    # Flakes break along the skin's own furrows.
    ragged = 0.9 * laid_out(bump_tile(side), random, shape) - 0.9 * laid_out(glyph_tile(side), random, shape) + 0.2
    return np.asarray(0.4 * patches + 0.6 * ragged - 1.85 + 1.2 * cv2.pow(strength, 0.7), np.float32)


def _ash(seed: int, shape: tuple[int, int]) -> FloatMap:
    """0-1: powdery scale too fine to be flakes, thinnest in the furrows."""
    random = stream(seed, "ash")
    side = round(TILE_MM * shape[1] / SHEET_WIDTH_MM)
    plateaus = 1 - laid_out(glyph_tile(side), random, shape)
    return np.asarray(plateaus * rise(cloud(random, shape, 2.2), -2.5, 2.0), np.float32)


def _thirst(canvas: Canvas, traits: Traits, strength: FloatMap) -> None:
    lines = crepe(traits.seed, canvas.sheet.shape) * np.float32(THIRST_LINE_MM) * strength
    height = canvas.sheet.height_mm
    height -= lines
    thirst = canvas.amount("thirst_line_mm")
    np.maximum(thirst, lines, out=thirst)


def _items(cover: FloatMap, mm_per_px: float) -> list[Item]:
    count, _, stats, centers = cv2.connectedComponentsWithStats((cover[::2, ::2] > 0.35).astype(np.uint8))
    step_mm = 2 * mm_per_px
    area_mm2 = stats[:, cv2.CC_STAT_AREA] * step_mm**2
    return [
        Item(
            kind=Kind.FLAKE,
            x_mm=float(centers[k, 0] * step_mm + mm_per_px / 2),
            y_mm=float(centers[k, 1] * step_mm + mm_per_px / 2),
            radius_mm=float(np.sqrt(area_mm2[k] / np.pi)),
            strength=float(min(area_mm2[k] / 6, 1)),
        )
        for k in range(1, count)
        if area_mm2[k] >= LISTED_MM2
    ]
