"""Dark circles: how much darker, browner, redder or bluer the skin below the eye is than the cheek beside it."""

from __future__ import annotations

import numpy as np

from skincast.catalog import Concern
from skincast.measure.region import Regions, not_judged
from skincast.measure.under_eye import EyeSide, eye_sides, step_across
from skincast.types import FloatMap, Measurement, Skin

PIGMENT_WEIGHT, VESSEL_WEIGHT, HOLLOW_WEIGHT = 1.0, 0.5, 1.0
"""Blood counts half: the lid is redder than the cheek in everyone (checked on graded photos of a training set)."""
SHOWN_OD = 0.9


def measure(skin: Skin, concern: Concern, regions: Regions) -> Measurement:
    """Measure dark circles, with their parts: pigment, vessel and hollow.

    Source: ours; order checked on graded photos in `docs/accuracy.md`.
    """
    sides = eye_sides(skin, regions)
    if not sides:
        return not_judged(skin, concern, because="occluded")
    parts = {side.name: _parts(skin, side) for side in sides}
    values = {name: _burden(part) for name, part in parts.items()}
    mean = {key: float(np.mean([part[key] for part in parts.values()])) for key in ("pigment", "vessel", "hollow")}
    return Measurement(
        concern=concern.name,
        raw={f"{key}_od": value for key, value in mean.items()},
        burden=float(np.mean(list(values.values()))),
        regions=regions.spread(values),
        map=_shown(skin, regions, sides),
    )


def _parts(skin: Skin, side: EyeSide) -> dict[str, float]:
    return {
        "pigment": step_across(skin.melanin, side),
        "vessel": step_across(skin.hemoglobin, side),
        "hollow": step_across(skin.shading, side),
    }


def _burden(parts: dict[str, float]) -> float:
    total = PIGMENT_WEIGHT * parts["pigment"] + VESSEL_WEIGHT * parts["vessel"] + HOLLOW_WEIGHT * parts["hollow"]
    return max(0.0, total)


def _shown(skin: Skin, regions: Regions, sides: list[EyeSide]) -> FloatMap:
    shown = np.zeros(skin.mask.shape, np.float32)
    darkness = PIGMENT_WEIGHT * skin.melanin + VESSEL_WEIGHT * skin.hemoglobin + HOLLOW_WEIGHT * skin.shading
    for side in sides:
        rise = (darkness - np.median(darkness[side.cheek])) / SHOWN_OD
        shown[side.under] = np.clip(rise[side.under], 0, 1)
    return np.where(regions.mask, shown, 0).astype(np.float32)
