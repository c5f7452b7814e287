"""How people hold their phones: good selfies, and one kind of bad one for each fault that a camera can make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from skincast.twin.optics import draw_phone
from skincast.twin.scene.lighting import LIGHT_KINDS, LightKind, draw_lamps
from skincast.twin.shot import Expression, Lamp, Phone, Pose, Shot

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
    if quality != GOOD and quality not in _FAULTS:
        raise ValueError(f"no bad photo can be drawn for {quality}; there are {', '.join(fault_codes())}")
    kind = light or LIGHT_KINDS[int(random.choice(len(LIGHT_KINDS), p=[GOOD_LIGHT.get(k, 0) for k in LIGHT_KINDS]))]
    shot = Shot(
        seed=int(random.integers(2**31)),
        width_px=size_px[0],
        height_px=size_px[1],
        field_of_view_deg=random.uniform(31, 35),
        pose=_good_pose(random),
        expression=_calm(random),
        lamps=draw_lamps(random, kind),
        phone=_good_phone(random, kind),
        fringe=float(random.choice((0.0, random.uniform(0.1, 0.3)), p=(0.85, 0.15))),
    )
    return shot if quality == GOOD else _FAULTS[quality](shot, random)


def fault_codes() -> tuple[str, ...]:
    """Codes of the quality gate that a deliberately bad shot exists for."""
    return tuple(_FAULTS)


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


def _good_phone(random: np.random.Generator, kind: LightKind) -> Phone:
    phone = draw_phone(random, "good")
    return replace(phone, noise=phone.noise * GRAIN.get(kind, 1.0), motion_px=0.0)


Fault = Callable[[Shot, np.random.Generator], Shot]


def _sign(random: np.random.Generator) -> float:
    return float(random.choice((-1, 1)))


def _turned(shot: Shot, random: np.random.Generator) -> Shot:
    return replace(shot, pose=replace(shot.pose, yaw_deg=_sign(random) * random.uniform(25, 45)))


def _tilted(shot: Shot, random: np.random.Generator) -> Shot:
    return replace(shot, pose=replace(shot.pose, pitch_deg=_sign(random) * random.uniform(21, 30)))


def _leaning(shot: Shot, random: np.random.Generator) -> Shot:
    return replace(shot, pose=replace(shot.pose, roll_deg=_sign(random) * random.uniform(33, 48)))


def _far(shot: Shot, random: np.random.Generator) -> Shot:
    """A thumbnail of a person a step away: the whole face has less than a hundred pixels."""
    pose = replace(shot.pose, distance_mm=random.uniform(1000, 1080))
    return replace(shot, pose=pose, width_px=162, height_px=216, supersample=3.0)


def _at_arms_length(shot: Shot, random: np.random.Generator) -> Shot:
    return replace(shot, pose=replace(shot.pose, distance_mm=random.uniform(750, 1400)))


def _cut_off(shot: Shot, random: np.random.Generator) -> Shot:
    """Held too near and aside: a third of the face is beyond the edge."""
    pose = replace(shot.pose, distance_mm=300.0, aside_mm=_sign(random) * random.uniform(60, 80))
    if random.random() < 0.5:
        pose = replace(shot.pose, distance_mm=300.0, below_mm=random.uniform(75, 100))
    return replace(shot, pose=pose)


def _dark(shot: Shot, random: np.random.Generator) -> Shot:
    phone = replace(shot.phone, exposure_ev=-random.uniform(3.8, 4.6), noise=0.015)
    return replace(shot, phone=phone)


def _bright(shot: Shot, random: np.random.Generator) -> Shot:
    return replace(shot, phone=replace(shot.phone, exposure_ev=random.uniform(2.3, 2.8)))


def _clipped(shot: Shot, random: np.random.Generator) -> Shot:
    """Hard sun and a phone that exposes for the shade."""
    lamps = draw_lamps(random, "sun")
    return replace(shot, lamps=lamps, phone=replace(shot.phone, exposure_ev=random.uniform(1.6, 2.0)))


def _one_sided(shot: Shot, random: np.random.Generator) -> Shot:
    light = shot.lamps[0].illuminant
    side = Lamp(direction=(_sign(random), -0.15, -0.25), strength=0.9, illuminant=light, size_deg=25)
    fill = Lamp(direction=(0.0, -1.0, -0.5), strength=random.uniform(0.06, 0.12), illuminant=light, size_deg=180)
    return replace(shot, lamps=(side, fill))


def _tinted(shot: Shot, random: np.random.Generator) -> Shot:
    red = _sign(random) * random.uniform(0.35, 0.5)
    return replace(shot, phone=replace(shot.phone, white_balance_error=(red, -red * random.uniform(0.8, 1.3))))


def _blurred(shot: Shot, random: np.random.Generator) -> Shot:
    if random.random() < 0.5:
        return replace(shot, phone=replace(shot.phone, blur_px=random.uniform(6, 9), sharpening=0.3))
    return replace(shot, phone=replace(shot.phone, motion_px=random.uniform(26, 38), sharpening=0.3))


def _noisy(shot: Shot, random: np.random.Generator) -> Shot:
    lamps = draw_lamps(random, "dim")
    phone = replace(shot.phone, noise=random.uniform(0.08, 0.12), denoise=0.0, exposure_ev=-0.3, sharpening=0.8)
    return replace(shot, lamps=lamps, phone=phone)


def _smoothed(shot: Shot, random: np.random.Generator) -> Shot:
    phone = replace(shot.phone, denoise=1.0, noise=0.001, sharpening=0.0, jpeg_quality=int(random.integers(93, 98)))
    return replace(shot, phone=phone)


def _covered(shot: Shot, random: np.random.Generator) -> Shot:
    return replace(shot, fringe=random.uniform(0.9, 1.0), glasses=True)


def _grimacing(shot: Shot, random: np.random.Generator) -> Shot:
    if random.random() < 0.4:
        return replace(shot, expression={"smile": 1.0, "squint": random.uniform(0.2, 0.5)})
    return replace(shot, expression={"mouth_open": random.uniform(0.75, 1.0)})


def _away(shot: Shot, random: np.random.Generator) -> Shot:
    """Only an ear and a cheek look at the phone, from below."""
    pose = replace(shot.pose, yaw_deg=_sign(random) * random.uniform(95, 110), pitch_deg=25.0)
    return replace(shot, pose=pose)


_FAULTS: dict[str, Fault] = {
    "no_face": _away,
    "face_too_small": _far,
    "low_resolution": _at_arms_length,
    "out_of_frame": _cut_off,
    "pose_yaw": _turned,
    "pose_pitch": _tilted,
    "pose_roll": _leaning,
    "too_dark": _dark,
    "too_bright": _bright,
    "clipped": _clipped,
    "uneven_light": _one_sided,
    "color_cast": _tinted,
    "blurred": _blurred,
    "noisy": _noisy,
    "heavy_makeup_or_filter": _smoothed,
    "occluded": _covered,
    "expression": _grimacing,
}
