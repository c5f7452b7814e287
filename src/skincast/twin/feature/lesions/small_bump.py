"""Milia and ingrown hairs: small bumps that are no acne, so that a detector learns to leave them alone."""

from __future__ import annotations

import numpy as np

from skincast.twin.feature.lesions.patch import cover, fade, note, outline, patch_at
from skincast.twin.feature.lesions.places import draw_places
from skincast.twin.person import Condition, Traits, stream
from skincast.twin.sheet import Canvas, Item, Kind

MILIA_CHANCE, MOST_MILIA = 0.3, 6
INGROWN_AT_FULL_BEARD = 7.0
"""Ours, untested."""
BEARD = ("jaw", "chin", "perioral")


def draw_small_bumps(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Draw a person's milia and, where a beard is shaved, ingrown hairs.

    Both stand in the amount maps `milium` and `ingrown_hair`; neither has a kind of its own in the label map.

    Args:
        canvas: drawn on in place.
        traits: who; milia stay for months, ingrown hairs come back to the same follicles.
        condition: shaving of today and yesterday makes ingrown hairs worse.
    """
    random = stream(traits.seed, "small bumps")
    count = int(random.integers(1, MOST_MILIA + 1)) if random.random() < MILIA_CHANCE else 0
    for angle, x, y, seed in zip(*random.random((3, count)), random.integers(2**31, size=count), strict=True):
        side = -1 if angle < 0.5 else 1
        _draw_milium(canvas, 128 + side * (22 + 26 * x), 99 + 16 * y, int(seed))
    _draw_ingrown(canvas, traits, condition)


def _draw_milium(canvas: Canvas, x_mm: float, y_mm: float, seed: int) -> None:
    """A white bead under the skin of the eye's surroundings."""
    random = stream(seed, "milium")
    radius = float(random.uniform(0.35, 0.75))
    patch = patch_at(canvas, x_mm, y_mm, reach_mm=2 * radius + 0.5)
    if patch is None:
        return
    distance = outline(patch, radius_mm=radius, ragged=0.05, random=random).smooth
    cover(patch.of(canvas.sheet.pus), float(random.uniform(0.3, 0.6)) * fade(distance, 0.2, 1.3))
    patch.of(canvas.sheet.height_mm)[...] += np.float32(0.35 * radius) * fade(distance, -0.2, 1.4)
    item = Item(kind=Kind.NONE, x_mm=x_mm, y_mm=y_mm, radius_mm=radius, strength=1.0)
    note(canvas, patch, item, name="milium", share=fade(distance, 0.7, 1.3))


def _draw_ingrown(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    random = stream(traits.seed, "ingrown hairs")
    count = int(random.poisson(INGROWN_AT_FULL_BEARD * traits.beard))
    fresh = float(np.exp(-condition.shaved_days_ago / 3.0))
    for x_mm, y_mm in draw_places(traits, Kind.NODULE, count, random):
        seed = int(random.integers(2**31))
        if y_mm > 150:
            _draw_ingrown_hair(canvas, float(x_mm), float(y_mm), (0.3 + 0.7 * fresh), seed)


def _draw_ingrown_hair(canvas: Canvas, x_mm: float, y_mm: float, strength: float, seed: int) -> None:
    random = stream(seed, "ingrown hair")
    radius = float(random.uniform(0.5, 1.0))
    patch = patch_at(canvas, x_mm, y_mm, reach_mm=3 * radius + 0.5)
    if patch is None:
        return
    distance = outline(patch, radius_mm=radius, ragged=0.15, random=random).smooth
    blood = patch.of(canvas.sheet.blood)
    blood += np.float32(0.04 * strength) * fade(distance, 0, 2.4)
    patch.of(canvas.sheet.height_mm)[...] += np.float32(0.18 * radius * strength) * fade(distance, -0.2, 1.6)
    turn = random.random() * np.pi
    along = np.cos(turn) * patch.right_mm + np.sin(turn) * patch.down_mm
    across = np.cos(turn) * patch.down_mm - np.sin(turn) * patch.right_mm
    loop = np.abs(across - 0.3 * along**2) + 0.3 * np.maximum(np.abs(along) - 0.7 * radius, 0)
    cover(patch.of(canvas.sheet.hair), np.float32(0.45) * fade(loop.astype(np.float32), 0.05, 0.28))
    item = Item(kind=Kind.NONE, x_mm=x_mm, y_mm=y_mm, radius_mm=radius, strength=strength)
    note(canvas, patch, item, name="ingrown_hair", share=fade(distance, 0.7, 1.3))
