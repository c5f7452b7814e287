"""Brown patches with lacy borders, and the faint general darkening that comes before any spot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from skincast.smooth import enlarge
from skincast.twin.feature.pigment.complexion import darkness, sun_exposure
from skincast.twin.feature.pigment.ground import GRID_MM, Blob, both_sides, ramp, severity_map, soft_patches
from skincast.twin.feature.pigment.mottle import mottle
from skincast.twin.feature.pigment.perfuse import perfuse
from skincast.twin.feature.pigment.spots import spot_melanin
from skincast.twin.person import Condition, Traits, stream
from skincast.twin.sheet import Canvas, Item, Kind
from skincast.types import FloatMap

PATTERNS: Final[dict[str, tuple[Blob, ...]]] = {
    "centrofacial": (
        (50, 14.0, 8.0, 1.0),
        (118, 12.0, 5.0, 0.5),
        (164, 12.0, 4.0, 0.9),
        (5, 6.0, 9.0, 0.55),
        (108, 18.0, 9.0, 0.9),
        (199, 10.0, 7.0, 0.5),
    ),
    "malar": ((50, 15.0, 8.0, 1.0), (117, 12.0, 7.0, 0.8), (5, 5.0, 7.0, 0.5)),
    "mandibular": ((135, 20.0, 9.0, 1.0), (213, 12.0, 8.0, 0.7)),
}
SHARES: Final = {"centrofacial": 0.60, "malar": 0.30, "mandibular": 0.10}
SMALLEST_PATCH_MM2 = 6.0
SPARED = 0.7
"""How much paler the dots of ordinary skin within a patch are."""
DARKEST = 0.75
"""Melanin of the worst patch, in strong spots."""
DERMAL_PER_EPIDERMAL = 0.03
"""Dermal melanin (spread over a far thicker layer) that looks as dark as one unit in the epidermis; ours."""
BLOOD_PER_MELANIN = 0.12
"""Melasma is richer in vessels than the skin beside it (Kim et al. 2007, J Dermatol Sci 46:111); share ours."""
DIFFUSE_RISE = 0.12
"""Share of a strong spot's melanin that sunny places gain before any spot shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tendency:
    """How a person's melasma looks, should it come."""

    pattern: str
    strength: float
    """0-1: most people have hardly any."""
    dermal: float
    """Share of the pigment that lies in the dermis, 0-0.5."""


def melasma_tendency(traits: Traits) -> Tendency:
    """Draw whether and how a person tends to melasma.

    Source: women 9 to 1, phototypes III-V, 20-50 years; centrofacial 50-80 %, malar, mandibular (Handel, Miot and
    Miot 2014, An Bras Dermatol 89:771); the curves are ours.
    """
    rng = stream(traits.seed, "pigment melasma tendency")
    middle_tone = float(np.exp(-(((darkness(traits) - 0.55) / 0.3) ** 2)))
    age = float(np.exp(-(((traits.age_years - 40) / 16) ** 2)))
    prone = rng.random() < 0.75 * middle_tone * age * (1.0 if traits.sex == "female" else 0.25)
    pattern = str(rng.choice(list(SHARES), p=list(SHARES.values())))
    # Skin without melasma still ages unevenly: faint patches of the same kind.
    strength = rng.uniform(0.7, 1.0) if prone else rng.uniform(0.2, 0.4) + 0.2 * darkness(traits)
    return Tendency(pattern=pattern, strength=float(strength), dermal=float(rng.uniform(0, 0.5)))


def draw_melasma(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Draw melasma-like patches: confluent, lacy-bordered, on both sides, with spared dots, partly in the dermis.

    Source: Handel, Miot and Miot 2014 (An Bras Dermatol 89:771); confetti-like sparing Wu, Fitzpatrick and Goldman 2016
    (J Clin Aesthet Dermatol 9:48); shapes and amounts ours.
    """
    severity = severity_map(condition, "pigmentation")
    tendency = melasma_tendency(traits)
    rng = stream(traits.seed, "pigment melasma")
    field = np.clip(soft_patches(both_sides(PATTERNS[tendency.pattern]), rng), 0, 1.1)
    lace = mottle(rng, (0.20, 0.22, 0.19, 0.13, 0.08, 0.06))
    # The rarer the severity, the higher the bar: patches start as islands and run together.
    height = field + lace * ramp(field, 0.05, 0.4) - (0.95 - 0.55 * severity)
    patch = ramp(height, -0.1, 0.4) * ramp(field, 0.08, 0.3)
    uneven = 1 + mottle(rng, (0.0, 0.1, 0.14, 0.14, 0.12, 0.10))
    spared = 1 - SPARED * ramp(mottle(rng, (0.0, 0.0, 0.15, 1.0, 0.0, 0.0)), 0.75, 1.15)
    shown = patch * severity * np.clip(uneven, 0.3, 1.6) * spared * np.float32(tendency.strength)
    _lay(canvas, shown * np.float32(DARKEST * spot_melanin(traits)), tendency.dermal)
    _note(canvas, shown)


def draw_diffuse_melanin(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Raise the melanin of sunny places a little, before spots and patches show: an early sign."""
    severity = severity_map(condition, "pigmentation")
    early = 0.7 * ramp(severity, 0.0, 0.3) + 0.3 * severity
    uneven = 1 + mottle(stream(traits.seed, "pigment diffuse"), (0.15, 0.15, 0.1, 0.08, 0.0, 0.0))
    rise = early * sun_exposure(traits) * np.maximum(uneven, 0.3)
    added = enlarge(rise * np.float32(DIFFUSE_RISE * spot_melanin(traits)), canvas.sheet.shape)
    for target in (canvas.sheet.melanin, canvas.amount("melanin")):
        np.add(target, added, out=target)


def _lay(canvas: Canvas, melanin: FloatMap, dermal: float) -> None:
    added = enlarge(melanin, canvas.sheet.shape)
    for target in (canvas.amount("melanin"), canvas.amount("melasma")):
        np.add(target, added, out=target)
    cv2.scaleAdd(added, 1 - dermal, canvas.sheet.melanin, dst=canvas.sheet.melanin)
    cv2.scaleAdd(added, DERMAL_PER_EPIDERMAL * dermal, canvas.sheet.deep_melanin, dst=canvas.sheet.deep_melanin)
    blood = added * np.float32(BLOOD_PER_MELANIN)
    perfuse(canvas.sheet, blood)
    np.add(canvas.amount("redness"), blood, out=canvas.amount("redness"))


def _note(canvas: Canvas, shown: FloatMap) -> None:
    """Each patch becomes an item; labels stand where it can be seen."""
    seen = (shown > 0.1).astype(np.uint8)
    height, width = canvas.sheet.shape
    where = cv2.resize(seen, (width, height), interpolation=cv2.INTER_NEAREST) > 0
    np.copyto(canvas.labels, np.uint8(Kind.MELASMA), where=where)
    count, parts, stats, centers = cv2.connectedComponentsWithStats(seen)
    for k in range(1, count):
        area_mm2 = float(stats[k, cv2.CC_STAT_AREA]) * GRID_MM**2
        if area_mm2 < SMALLEST_PATCH_MM2:
            continue
        x, y, wide, high = (int(n) for n in stats[k, :4])
        inside = parts[y : y + high, x : x + wide] == k
        strength = float(shown[y : y + high, x : x + wide][inside].mean())
        canvas.items.append(
            Item(
                kind=Kind.MELASMA,
                x_mm=float(centers[k, 0] + 0.5) * GRID_MM,
                y_mm=float(centers[k, 1] + 0.5) * GRID_MM,
                radius_mm=float(np.sqrt(area_mm2 / np.pi)),
                strength=strength,
            )
        )
