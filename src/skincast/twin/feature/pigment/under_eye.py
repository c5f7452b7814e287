"""Dark circles and bags: brown lids, blue blood through thin skin, a hollow, a swelling - each person's own mixture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import cv2
import numpy as np

from skincast.smooth import enlarge
from skincast.twin.feature.pigment.complexion import darkness
from skincast.twin.feature.pigment.ground import GRID_MM, GRID_SHAPE, ramp, severity_map
from skincast.twin.feature.pigment.lids import lids
from skincast.twin.feature.pigment.mottle import mottle
from skincast.twin.feature.pigment.perfuse import perfuse
from skincast.twin.feature.pigment.spots import spot_melanin
from skincast.twin.person import Condition, Traits, stream
from skincast.twin.sheet import Canvas, Item, Kind
from skincast.types import FloatMap

LID_MELANIN_LIGHT, LID_MELANIN_DARK = 2.2, 0.7
"""Melanin of the darkest pigmented lid on light and on dark skin, in strong spots (ours, by eye)."""
LID_DEEP = 0.03
"""Dermal melanin that comes with one unit in the epidermis."""
VEINS = 0.07
"""Venous blood below the thinnest lid, volume fraction."""
VENULES = 0.06
"""Blood of the same place in the upper dermis, and its saturation: violet."""
VENULE_OXYGEN = 0.4
HOLLOW_MM = 3.2
BAG_MM = 4.5
CREASE_MM = 0.85
SEEN_OVER = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Circles:
    """What a person's dark circles are made of; the parts sum to about 1.6."""

    pigment: float
    vessel: float
    hollow: float


def circles_of(traits: Traits) -> Circles:
    """Draw the person's mixture.

    Source: pigmented, vascular, structural and mixed kinds (Huang et al. 2014, Int J Dermatol 53:164: mixed in 78 %);
    pigment prevails in medium and dark, vessels in light skin, the hollow comes with age; weights ours.
    """
    rng = stream(traits.seed, "pigment circles")
    dark = darkness(traits)
    aged = float(np.clip((traits.age_years - 20) / 45, 0, 1))
    parts = rng.gamma((0.4 + 2.2 * dark, 0.5 + 1.8 * (1 - dark), 0.4 + 1.4 * aged))
    pigment, vessel, hollow = (float(part) for part in np.clip(1.5 * parts / parts.sum(), 0.3, 1.0))
    return Circles(pigment=pigment, vessel=vessel, hollow=hollow)


def draw_dark_circles(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Draw dark circles: melanin in both lids, venous blood below the lower, the hollow of the tear trough."""
    severity = severity_map(condition, "dark_circles")
    if not severity.max():
        return
    kinds = circles_of(traits)
    pigment, vessel, hollow = (_both(part, traits) for part in (_brown(), _blue(), _trough()))
    brown, blue = pigment * severity * kinds.pigment, vessel * severity * kinds.vessel
    _lay_pigment(canvas, brown, traits)
    _lay_blood(canvas, blue)
    _lift(canvas, -HOLLOW_MM * kinds.hollow * severity * hollow)
    shown = np.maximum(np.maximum(brown, blue), 0.6 * kinds.hollow * severity * hollow)
    np.maximum(canvas.amount("dark_circle"), enlarge(shown, canvas.sheet.shape), out=canvas.amount("dark_circle"))
    _note(canvas, shown, Kind.DARK_CIRCLE, height_mm=0.0)


def draw_eye_bags(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Draw eye bags: a swelling that rises slowly from the lid and falls steeply to a crease below it."""
    severity = severity_map(condition, "eye_bags")
    if not severity.max():
        return
    rng = stream(traits.seed, "pigment bags")
    lowest, crease = float(rng.uniform(0.72, 1.0)), float(rng.uniform(0.5, 1.0))
    bag_mm = BAG_MM * float(rng.uniform(0.8, 1.0)) * severity * _both(_puff(lowest), traits)
    _lift(canvas, bag_mm - CREASE_MM * crease * severity * _both(_crease(lowest), traits))
    np.maximum(canvas.amount("bag_mm"), enlarge(bag_mm, canvas.sheet.shape), out=canvas.amount("bag_mm"))
    _note(canvas, bag_mm / BAG_MM, Kind.EYE_BAG, height_mm=float(bag_mm.max()))


def _bell(values: FloatMap, middle: float, sigma: float) -> FloatMap:
    return np.asarray(np.exp(-0.5 * ((values - middle) / sigma) ** 2), np.float32)


@cache
def _brown() -> FloatMap:
    place = lids()
    along = ramp(place.along, -0.35, 0.05) * (1 - ramp(place.along, 0.95, 1.35)) * (1.15 - 0.35 * place.along)
    lower = 1 - ramp(place.below, 0.4, 1.5)
    upper = (1 - 0.3 * ramp(place.above, -0.2, 0.2)) * (1 - ramp(place.above, 0.25, 0.95))
    return np.asarray(along * lower * upper, np.float32)


@cache
def _blue() -> FloatMap:
    place = lids()
    inner = ramp(place.along, -0.35, 0.15) * (1 - 0.7 * ramp(place.along, 0.3, 0.85))
    along = inner * (1 - ramp(place.along, 0.75, 1.25))
    across = (1 - ramp(place.below, 0.3, 1.35)) * (1 - 0.85 * ramp(place.above, -0.2, 0.4))
    return np.asarray(1.15 * along * across, np.float32)


@cache
def _trough() -> FloatMap:
    """Runs from the inner corner outward and down along the rim."""
    place = lids()
    along = ramp(place.along, -0.3, 0.05) * (1 - ramp(place.along, 0.35, 0.8))
    return np.asarray(along * _bell(place.rim_mm, -1.5, 3.0), np.float32)


def _puff(lowest: float) -> FloatMap:
    place = lids()
    along = ramp(place.along, -0.1, 0.35) * (1 - ramp(place.along, 0.65, 1.35))
    across = ramp(place.below, -0.1, 0.7 * lowest) * (1 - ramp(place.below, 0.5 * lowest, 1.2 * lowest))
    return np.asarray(along * across, np.float32) * np.float32(1.35)


def _crease(lowest: float) -> FloatMap:
    place = lids()
    along = ramp(place.along, -0.1, 0.3) * (1 - ramp(place.along, 0.6, 1.3))
    return np.asarray(along * _bell(place.below, 1.1 * lowest, 0.13), np.float32)


def _both(right: FloatMap, traits: Traits) -> FloatMap:
    """Mirror to the left eye and bend a little: no two eyes are the same."""
    sides = stream(traits.seed, "pigment eyes").uniform(0.85, 1.0, 2)
    field = np.asarray(sides[0] * right + sides[1] * right[:, ::-1], np.float32)
    return np.asarray(cv2.remap(field, *_bend(traits.seed), cv2.INTER_LINEAR), np.float32)


@lru_cache(maxsize=4)
def _bend(seed: int) -> tuple[FloatMap, FloatMap]:
    """Where on the grid each pixel of the bent grid comes from; asked for by every part of one person's lids."""
    rng = stream(seed, "pigment lids")
    columns, rows = np.meshgrid(np.arange(GRID_SHAPE[1], dtype=np.float32), np.arange(GRID_SHAPE[0], dtype=np.float32))
    aside, down = (enlarge(mottle(rng, (0.9, 0.6, 0.2)) / np.float32(GRID_MM), GRID_SHAPE) for _ in range(2))
    return columns + aside, rows + down


def _lay_pigment(canvas: Canvas, brown: FloatMap, traits: Traits) -> None:
    grain = 1 + mottle(stream(traits.seed, "pigment lid grain"), (0, 0.05, 0.08, 0.1, 0.1, 0.1))
    strongest = LID_MELANIN_LIGHT + (LID_MELANIN_DARK - LID_MELANIN_LIGHT) * darkness(traits)
    full = enlarge(brown * grain * np.float32(strongest * spot_melanin(traits)), canvas.sheet.shape)
    np.add(canvas.amount("melanin"), full, out=canvas.amount("melanin"))
    np.add(canvas.sheet.melanin, full, out=canvas.sheet.melanin)
    cv2.scaleAdd(full, LID_DEEP, canvas.sheet.deep_melanin, dst=canvas.sheet.deep_melanin)


def _lay_blood(canvas: Canvas, blue: FloatMap) -> None:
    fine = enlarge(blue, canvas.sheet.shape)
    cv2.scaleAdd(fine, VEINS, canvas.sheet.deep_blood, dst=canvas.sheet.deep_blood)
    perfuse(canvas.sheet, fine * np.float32(VENULES), oxygen=VENULE_OXYGEN)


def _lift(canvas: Canvas, height_mm: FloatMap) -> None:
    height, width = canvas.sheet.shape
    fine = cv2.resize(height_mm.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    np.add(canvas.sheet.height_mm, fine, out=canvas.sheet.height_mm)


def _note(canvas: Canvas, shown: FloatMap, kind: Kind, *, height_mm: float) -> None:
    fine = enlarge(shown, canvas.sheet.shape)
    np.copyto(canvas.labels, np.uint8(kind), where=fine > SEEN_OVER)
    middle = GRID_SHAPE[1] // 2
    for side in (slice(0, middle), slice(middle, None)):
        strength = float(shown[:, side].max())
        area = float(shown[:, side].sum()) * GRID_MM**2
        if strength < 0.02:
            continue
        rows, columns = np.nonzero(shown[:, side] > 0.5 * strength)
        canvas.items.append(
            Item(
                kind=kind,
                x_mm=float(columns.mean() + 0.5 + (side.start or 0)) * GRID_MM,
                y_mm=float(rows.mean() + 0.5) * GRID_MM,
                radius_mm=float(np.sqrt(area / strength / np.pi)),
                strength=min(strength, 1.0),
                depth_mm=-height_mm,
            )
        )
