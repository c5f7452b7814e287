"""Small vessels that show: thin, branching, red to violet, beside the nose and on the cheeks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.feature.pigment.complexion import darkness
from skincast.twin.feature.pigment.ground import at_places, both_sides, severity_map, soft_patches
from skincast.twin.feature.pigment.perfuse import perfuse
from skincast.twin.feature.pigment.spots import scattered
from skincast.twin.feature.pigment.stamp import SHIFT
from skincast.twin.person import Condition, Traits, stream
from skincast.twin.sheet import Canvas, Item, Kind

MOST_TREES = 55
STEP_MM = 0.35
FULL_BLOOD = 0.18
"""Blood where a vessel fills the whole upper dermis of a pixel, volume fraction."""
VESSEL_OXYGEN = 0.85
RISE = 0.5
PLACES = (
    (64, 3.5, 4.5, 1.3),
    (129, 3.0, 6.0, 1.0),
    (48, 5.0, 5.0, 0.6),
    (50, 15.0, 10.0, 0.7),
    (118, 10.0, 5.0, 0.3),
    (4, 6.0, 6.0, 0.25),
    (199, 9.0, 7.0, 0.12),
)
"""Density: the wings of the nose first, then the cheeks (ours, after photographs)."""

Path = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Twig:
    """One unbranched piece of a vessel."""

    path_mm: Path
    """(n, 2)."""
    width_mm: float
    tree: int


def draw_vessels(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Draw small dilated vessels: branching curves 0.1-0.4 mm wide, more of them with sensitivity and redness.

    Source: telangiectasia are 0.1-1 mm wide and lie at the wings of the nose and on the cheeks (Goldman and Bennett
    1987, J Am Acad Dermatol 17:167); number and course ours, untested.
    """
    rng = stream(traits.seed, "pigment vessels")
    count = round(MOST_TREES * (1 - 0.6 * darkness(traits)) * (0.5 + 0.5 * min(traits.age_years / 60, 1.2)))
    x_mm, y_mm = scattered(rng, soft_patches(both_sides(PLACES), rng), count)
    onset = 0.05 + 0.6 * rng.random(count)
    seeds = rng.integers(2**32, size=count)
    severity = at_places(severity_map(condition, "sensitivity"), x_mm, y_mm)
    also = at_places(severity_map(condition, "redness"), x_mm, y_mm)
    shown = np.clip((np.maximum(severity, 0.6 * also) - onset) / RISE, 0, 1)
    # Each tree has a stream of its own, so that only those that show need to grow.
    trees = ((k, np.random.default_rng(int(seeds[k]))) for k in np.flatnonzero(shown))
    twigs = [twig for k, own in trees for twig in _tree(own, int(k), float(x_mm[k]), float(y_mm[k]))]
    _draw(canvas, twigs, shown)


def _tree(rng: np.random.Generator, number: int, x_mm: float, y_mm: float) -> Iterator[Twig]:
    width = float(np.clip(0.13 * np.exp(0.35 * rng.standard_normal()), 0.08, 0.4))
    trunk = _course(rng, np.array([x_mm, y_mm]), rng.uniform(0, 2 * np.pi), rng.uniform(2.5, 8.0))
    yield Twig(path_mm=trunk, width_mm=width, tree=number)
    for _ in range(rng.integers(0, 5)):
        at = int(rng.integers(1, len(trunk) - 1))
        ahead = trunk[at + 1] - trunk[at]
        turn = np.arctan2(ahead[1], ahead[0]) + rng.choice([-1, 1]) * rng.uniform(0.4, 1.1)
        yield Twig(
            path_mm=_course(rng, trunk[at], turn, rng.uniform(0.8, 4.0)), width_mm=max(0.6 * width, 0.08), tree=number
        )


def _course(rng: np.random.Generator, start: Path, heading: float, length_mm: float) -> Path:
    """A wandering line: its heading drifts and swings back, so that it meanders and does not curl up."""
    steps = max(3, round(length_mm / STEP_MM))
    swing = np.cumsum(rng.normal(0, 0.32, steps))
    angle = heading + swing - np.linspace(0, swing[-1], steps) * 0.6
    moves = STEP_MM * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return np.concatenate([start[None], start + np.cumsum(moves, axis=0)])


def _draw(canvas: Canvas, twigs: list[Twig], shown: NDArray[np.float64]) -> None:
    if not twigs:
        return
    sheet = canvas.sheet
    layer = np.zeros(sheet.shape, np.uint8)
    for twig in sorted(twigs, key=lambda twig: shown[twig.tree] * twig.width_mm):
        width_px = twig.width_mm / sheet.mm_per_px
        thick = max(1, round(width_px))
        value = round(255 * min(1.0, width_px / thick) * float(shown[twig.tree]))
        points = np.rint((twig.path_mm / sheet.mm_per_px - 0.5) * (1 << SHIFT)).astype(np.int32)
        cv2.polylines(layer, [points], False, (value,), thick, cv2.LINE_AA, SHIFT)
        canvas.items.append(_item(twig, float(shown[twig.tree])))
    # The skin above a vessel scatters its edge away.
    soft = cv2.GaussianBlur(layer, (0, 0), max(0.1 / sheet.mm_per_px, 0.35))
    cover = np.asarray(soft, np.float32) / np.float32(255)
    added = cover * np.float32(FULL_BLOOD)
    perfuse(sheet, added, oxygen=VESSEL_OXYGEN)
    np.add(canvas.amount("redness"), added, out=canvas.amount("redness"))
    np.maximum(canvas.amount("vessel"), cover, out=canvas.amount("vessel"))
    np.copyto(canvas.labels, np.uint8(Kind.VESSEL), where=layer > 40)


def _item(twig: Twig, strength: float) -> Item:
    middle = twig.path_mm[len(twig.path_mm) // 2]
    path = tuple((float(x), float(y)) for x, y in twig.path_mm)
    return Item(
        kind=Kind.VESSEL,
        x_mm=float(middle[0]),
        y_mm=float(middle[1]),
        radius_mm=twig.width_mm / 2,
        strength=strength,
        path_mm=path,
    )
