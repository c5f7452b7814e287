"""How people hold their phones: good selfies, and bad ones by their fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from skincast.twin.optics import draw_phone
from skincast.twin.scene.faults import FAULTS
from skincast.twin.scene.lighting import LIGHT_KINDS, LightKind, draw_lamps
from skincast.twin.shot import Expression, Illuminant, Lamp, Phone, Pose, Shot

GOOD_LIGHT: Mapping[LightKind, float] = {
    "window": 0.36,
    "ring": 0.12,
    "ceiling": 0.2,
    "cloudy": 0.2,
    "mixed": 0.08,
    "sun": 0.04,
}
GOOD = "good"
GRAIN: Mapping[LightKind, float] = {"dim": 3.0, "ceiling": 1.3, "mixed": 1.2}
"""Noise over that of daylight."""
WARM: frozenset[Illuminant] = frozenset({"A", "led_warm"})
WARMTH_KEPT = (0.02, -0.16)
"""Log gains of red and blue that phones leave in warm light: they never take it for white altogether (ours)."""


def draw_shot(
    random: np.random.Generator,
    quality: str = GOOD,
    *,
    light: LightKind | None = None,
    size_px: tuple[int, int] = (768, 1024),
) -> Shot:
    """Draw how one selfie is taken.

    Args:
        random: of the photo.
        quality: "good", or a code of the quality gate out of `fault_codes()`.
        light: a kind of light; None: as people find it.
        size_px: (width, height).

    Raises:
        ValueError: no such quality or light can be drawn.

    Source: ours, untested.
    """
    if quality != GOOD and quality not in FAULTS:
        raise ValueError(f"no bad photo can be drawn for {quality}; there are {', '.join(fault_codes())}")
    kind = light or LIGHT_KINDS[int(random.choice(len(LIGHT_KINDS), p=[GOOD_LIGHT.get(k, 0) for k in LIGHT_KINDS]))]
    shot = Shot(
        seed=int(random.integers(2**31)),
        width_px=size_px[0],
        height_px=size_px[1],
        field_of_view_deg=random.uniform(31, 35),
        pose=_good_pose(random),
        expression=_calm(random),
        lamps=(lamps := draw_lamps(random, kind)),
        phone=_good_phone(random, kind, lamps),
        fringe=float(random.choice((0.0, random.uniform(0.1, 0.3)), p=(0.85, 0.15))),
    )
    return shot if quality == GOOD else FAULTS[quality](shot, random)


def fault_codes() -> tuple[str, ...]:
    """Codes of the quality gate that a deliberately bad shot exists for."""
    return tuple(FAULTS)


def _good_pose(random: np.random.Generator) -> Pose:
    return Pose(
        yaw_deg=float(np.clip(random.normal(0, 4), -10, 10)),
        pitch_deg=float(np.clip(random.normal(0, 3.5), -9, 9)),
        roll_deg=float(np.clip(random.normal(0, 3), -8, 8)),
        distance_mm=random.uniform(410, 500),
        aside_mm=random.normal(0, 6),
        below_mm=random.normal(4, 6),
    )


def _calm(random: np.random.Generator) -> dict[Expression, float]:
    names: tuple[Expression, ...] = ("smile", "brow_raise", "squint", "frown")
    return {name: float(np.clip(abs(random.normal(0, 0.06)), 0, 0.15)) for name in names}


def _good_phone(random: np.random.Generator, kind: LightKind, lamps: Sequence[Lamp]) -> Phone:
    phone = draw_phone(random, "good")
    red, blue = phone.white_balance_error
    warmth = sum(lamp.strength for lamp in lamps if lamp.illuminant in WARM) * random.uniform(0.6, 1.2)
    cast = (red + WARMTH_KEPT[0] * warmth, blue + WARMTH_KEPT[1] * warmth)
    return replace(phone, noise=phone.noise * GRAIN.get(kind, 1.0), motion_px=0.0, white_balance_error=cast)
