"""Freckles and lentigines: many small brown spots, each at its own place for ever."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.smooth import enlarge
from skincast.twin.feature.pigment.complexion import darkness
from skincast.twin.feature.pigment.ground import GRID_MM, Blob, at_places, both_sides, severity_map, soft_patches
from skincast.twin.feature.pigment.mottle import mottle
from skincast.twin.feature.pigment.stamp import Outlines, Spots, stamp_spots
from skincast.twin.person import Condition, Traits, stream
from skincast.twin.sheet import Canvas, Item, Kind
from skincast.types import FloatMap

MOST_FRECKLES = 700
MOST_LENTIGINES = 110
FRECKLES_AT_REST = 0.12
"""Share of their color that a freckled person's freckles keep in winter."""
RISE = 0.3
"""Severity that takes a spot from first sight to its full color."""
FRECKLED: tuple[Blob, ...] = (
    (50, 17.0, 11.0, 1.0),
    (5, 9.0, 12.0, 1.0),
    (229, 12.0, 5.0, 0.5),
    (151, 28.0, 14.0, 0.35),
    (164, 10.0, 4.0, 0.25),
    (199, 14.0, 9.0, 0.2),
    (234, 16.0, 24.0, 0.25),
)
"""Density of freckles: cheeks and nose first (ours, after photographs)."""
SUN_SPOTTED: tuple[Blob, ...] = (
    (116, 14.0, 12.0, 0.9),
    (234, 14.0, 18.0, 0.5),
    (71, 13.0, 14.0, 0.6),
    (108, 24.0, 12.0, 0.55),
    (50, 14.0, 11.0, 0.9),
    (5, 7.0, 10.0, 0.45),
    (135, 18.0, 10.0, 0.4),
    (199, 14.0, 9.0, 0.25),
)
"""Density of lentigines: the outer cheek, the temple and the forehead (ours, after photographs)."""


def spot_melanin(traits: Traits) -> float:
    """Melanin that a strong spot adds to this skin, volume fraction.

    Grows slower than the skin's own melanin: spots stand out less on dark skin, but do not vanish. Ours, untested.
    """
    return float(0.22 * traits.complexion.melanin**0.4 * (1 + 0.5 * darkness(traits)))


def draw_freckles(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Draw the person's freckles: 0.5-3 mm, soft, light brown, clustered over nose and cheeks.

    Source: ephelides go with light skin and fade with age (Bastiaens et al. 2004, Pigment Cell Res 17:225);
    curves, densities and the share that winter leaves are ours, untested.
    """
    light = float(np.clip(1.25 - 1.6 * darkness(traits), 0.05, 1))
    young = float(np.clip(1.35 - traits.age_years / 75, 0.3, 1))
    count = round(MOST_FRECKLES * traits.freckling * light * young)
    if not count:
        return
    rng = stream(traits.seed, "pigment freckles")
    spots = _grown(rng, count, FRECKLED, median_mm=0.6, spread=0.38, clusters=1.0)
    severity = at_places(severity_map(condition, "pigmentation"), spots.x_mm, spots.y_mm)
    shown = FRECKLES_AT_REST + (1 - FRECKLES_AT_REST) * np.clip((severity - 0.5 * spots.onset) / 0.5, 0, 1)
    _add(canvas, spots, spots.color * shown, soft_mm=0.18, kind=Kind.FRECKLE, traits=traits)


def draw_lentigines(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Draw sun spots: 2-10 mm, sharper, darker and fewer than freckles; more with age.

    Source: their number rises with age and sun (Bastiaens et al. 2004, Pigment Cell Res 17:225); curve ours, untested.
    """
    rng = stream(traits.seed, "pigment lentigines")
    aged = float(np.clip((traits.age_years - 20) / 45, 0.2, 1.2))
    count = max(20, round(MOST_LENTIGINES * aged * (1.1 - 0.6 * darkness(traits)) * np.exp(rng.normal(0, 0.4))))
    spots = _grown(
        rng, count, SUN_SPOTTED, median_mm=1.35 * (1 - 0.4 * darkness(traits)), spread=0.55, clusters=0.7, rough=0.22
    )
    severity = at_places(severity_map(condition, "pigmentation"), spots.x_mm, spots.y_mm)
    shown = np.clip((severity - spots.onset) / RISE, 0, 1) * (0.6 + 0.4 * severity)
    _add(canvas, spots, spots.color * shown, soft_mm=0.28, kind=Kind.LENTIGO, traits=traits)


def _grown(
    rng: np.random.Generator,
    count: int,
    density: tuple[Blob, ...],
    *,
    median_mm: float,
    spread: float,
    clusters: float,
    rough: float = 0.16,
) -> Spots:
    places = soft_patches(both_sides(density), rng)
    places *= np.exp(clusters * mottle(rng, (0.4, 0.6, 0.6, 0.4, 0.0, 0.0)))
    x_mm, y_mm = scattered(rng, places, count)
    radius = np.clip(median_mm * np.exp(spread * rng.standard_normal(count)), 0.25, 4.0 * median_mm)
    return Spots(
        x_mm=x_mm,
        y_mm=y_mm,
        radius_mm=radius,
        color=np.clip(0.55 + 0.3 * rng.standard_normal(count), 0.15, 1.0),
        onset=0.05 + 0.55 * rng.random(count),
        outlines=Outlines.grown(rng, count, rough=rough),
    )


def scattered(
    rng: np.random.Generator, density: FloatMap, count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places drawn from a density.

    Args:
        rng: the person's own stream.
        density: over the grid; negative is none.
        count: how many.

    Returns:
        (x, y), (count,) each, mm.
    """
    coarse = cv2.resize(np.maximum(density, 0), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    total = np.cumsum(coarse.ravel(), dtype=np.float64)
    cell = np.searchsorted(total, rng.random(count) * total[-1])
    row, column = np.divmod(np.minimum(cell, coarse.size - 1), coarse.shape[1])
    side = 4 * GRID_MM
    return (column + rng.random(count)) * side, (row + rng.random(count)) * side


def _add(
    canvas: Canvas, spots: Spots, shown: NDArray[np.float64], *, soft_mm: float, kind: Kind, traits: Traits
) -> None:
    layer = stamp_spots(canvas.sheet, spots, shown, soft_mm=soft_mm)
    texture = mottle(stream(traits.seed, f"pigment {kind.name} texture"), (0, 0, 0.12, 0.2, 0.25, 0.25))
    layer *= enlarge(np.clip(1 + texture, 0.3, 1.7).astype(np.float32), canvas.sheet.shape)
    added = layer * np.float32(spot_melanin(traits))
    for target in (canvas.sheet.melanin, canvas.amount("melanin"), canvas.amount(kind.name.lower())):
        np.add(target, added, out=target)
    np.copyto(canvas.labels, np.uint8(kind), where=layer > 0.12)
    for k in np.flatnonzero(shown > 0.02):
        canvas.items.append(
            Item(
                kind=kind,
                x_mm=float(spots.x_mm[k]),
                y_mm=float(spots.y_mm[k]),
                radius_mm=float(spots.radius_mm[k]),
                strength=float(min(shown[k], 1.0)),
            )
        )
