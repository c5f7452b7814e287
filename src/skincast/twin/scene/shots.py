"""How people hold their phones: good selfies, and bad ones by their fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from skincast.twin.optics import daylight_lab, draw_phone, lab_of_linear, reflectance, skin_of, white_balance
from skincast.twin.person import Complexion
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
GOOD_GRAIN = 0.55
"""Noise of a good shot over that of the phone: it is held still in enough light, and phones join frames (ours)."""
MOST_CONTRAST = 0.8
"""Beyond it the tone curve alone makes skin orange, which no maker of phones lets pass (ours)."""
HUE_OFF_DEG, OTHER_CAMERAS = 2.5, 4
"""How far a good phone turns the hue of skin, and how many others are tried for one that turns it more (ours)."""
RED_SKIN = Complexion(
    melanin=0.05, pheomelanin_share=0.3, blood=0.05, oxygen=0.8,
    epidermis_mm=0.06, carotene=0.8, bilirubin=0.7, scattering=1.0,
)  # fmt: skip
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
    phone = _faithful(draw_phone(random, "good"), lamps, random)
    red, blue = phone.white_balance_error
    warmth = sum(lamp.strength for lamp in lamps if lamp.illuminant in WARM) * random.uniform(0.6, 1.2)
    cast = (red + WARMTH_KEPT[0] * warmth, blue + WARMTH_KEPT[1] * warmth)
    return replace(
        phone,
        noise=phone.noise * GOOD_GRAIN * GRAIN.get(kind, 1.0),
        contrast=min(phone.contrast, MOST_CONTRAST),
        motion_px=0.0,
        white_balance_error=cast,
    )


def _faithful(phone: Phone, lamps: Sequence[Lamp], random: np.random.Generator) -> Phone:
    """The phone, or another that leaves skin its hue in this light, as makers tune for."""
    shares: dict[Illuminant, float] = {}
    for lamp in lamps:
        shares[lamp.illuminant] = shares.get(lamp.illuminant, 0.0) + lamp.strength
    best = phone
    off_deg = skin_hue_error_deg(phone.camera, shares)
    for _ in range(OTHER_CAMERAS):
        if abs(off_deg) <= HUE_OFF_DEG:
            break
        other = draw_phone(random, "good")
        if abs(error := skin_hue_error_deg(other.camera, shares)) < abs(off_deg):
            best, off_deg = other, error
    return best


def skin_hue_error_deg(camera: str, shares: Mapping[Illuminant, float]) -> float:
    """How far a camera turns the hue of red skin in some light against daylight, CIELAB degrees; below 0: pinker."""
    skin = reflectance(skin_of(RED_SKIN))
    balance = white_balance(camera, shares)
    total = sum(shares.values())
    linear = sum((balance.colors(skin, name) * (share / total) for name, share in shares.items()), np.zeros(3))
    return _hue_deg(lab_of_linear(linear)) - _hue_deg(daylight_lab(skin))


def _hue_deg(lab: NDArray[np.float64]) -> float:
    return float(np.degrees(np.arctan2(lab[..., 2], lab[..., 1])))
