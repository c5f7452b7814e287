"""Bad selfies on purpose: one kind for each fault of the quality gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from skincast.twin.scene.lighting import draw_lamps
from skincast.twin.shot import Bystander, Expression, Lamp, Pose, Shot

CASTS = ((0.55, -0.85), (-0.45, 0.45), (-0.2, 0.55), (-0.5, -0.25))
"""Log gains of red and blue: a bulb taken for daylight, deep shade, violet and green lamps."""

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
    return replace(shot, lamps=lamps, phone=replace(shot.phone, exposure_ev=random.uniform(1.8, 2.4)))


def _one_sided(shot: Shot, random: np.random.Generator) -> Shot:
    light = shot.lamps[0].illuminant
    side = Lamp(direction=(_sign(random), -0.15, -0.25), strength=0.9, illuminant=light, size_deg=25)
    fill = Lamp(direction=(0.0, -1.0, -0.5), strength=random.uniform(0.06, 0.12), illuminant=light, size_deg=180)
    return replace(shot, lamps=(side, fill))


def _tinted(shot: Shot, random: np.random.Generator) -> Shot:
    red, blue = CASTS[int(random.integers(len(CASTS)))]
    much = random.uniform(0.9, 1.2)
    return replace(shot, phone=replace(shot.phone, white_balance_error=(much * red, much * blue)))


def _blurred(shot: Shot, random: np.random.Generator) -> Shot:
    if random.random() < 0.5:
        return replace(shot, phone=replace(shot.phone, blur_px=random.uniform(6, 9), sharpening=0.3))
    return replace(shot, phone=replace(shot.phone, motion_px=random.uniform(26, 38), sharpening=0.3))


def _noisy(shot: Shot, random: np.random.Generator) -> Shot:
    lamps = draw_lamps(random, "dim")
    phone = replace(shot.phone, noise=random.uniform(0.12, 0.18), denoise=0.0, exposure_ev=-0.3, sharpening=0.8)
    return replace(shot, lamps=lamps, phone=phone)


def _smoothed(shot: Shot, random: np.random.Generator) -> Shot:
    """A beauty mode, near enough that skin would show its texture."""
    quality = int(random.integers(93, 98))
    phone = replace(shot.phone, denoise=1.0, noise=0.001, sharpening=0.0, blur_px=0.0, jpeg_quality=quality)
    return replace(shot, phone=phone, pose=replace(shot.pose, distance_mm=random.uniform(400, 430)))


def _covered(shot: Shot, random: np.random.Generator) -> Shot:
    return replace(shot, fringe=random.uniform(0.9, 1.0), glasses=True)


def _grimacing(shot: Shot, random: np.random.Generator) -> Shot:
    if random.random() < 0.4:
        laugh: dict[Expression, float] = {
            "smile": random.uniform(0.5, 0.7),
            "squint": 0.3,
            "mouth_open": random.uniform(0.95, 1.0),
        }
        return replace(shot, expression=laugh)
    return replace(shot, expression={"mouth_open": random.uniform(0.85, 1.0)})


def _away(shot: Shot, random: np.random.Generator) -> Shot:
    """Only an ear and a cheek look at the phone, from below."""
    pose = replace(shot.pose, yaw_deg=_sign(random) * random.uniform(95, 110), pitch_deg=25.0)
    return replace(shot, pose=pose)


def _in_company(shot: Shot, random: np.random.Generator) -> Shot:
    """Another person looks over the shoulder."""
    side = _sign(random)
    pose = replace(shot.pose, distance_mm=random.uniform(580, 640), aside_mm=side * random.uniform(45, 55))
    beside = Pose(
        yaw_deg=random.normal(0, 4),
        pitch_deg=random.normal(0, 3),
        distance_mm=random.uniform(720, 800),
        aside_mm=-side * random.uniform(95, 105),
        below_mm=random.normal(0, 10),
    )
    return replace(shot, pose=pose, bystander=Bystander(seed=int(random.integers(2**31)), pose=beside))


def _little_left(shot: Shot, random: np.random.Generator) -> Shot:
    """Night on most of the face, glare on the rest, hair and glasses before it."""
    light = shot.lamps[0].illuminant
    side = Lamp(direction=(_sign(random), -0.05, 0.35), strength=1.0, illuminant=light, size_deg=3)
    fill = Lamp(direction=(0.0, -1.0, -0.5), strength=random.uniform(0.0015, 0.0025), illuminant=light, size_deg=180)
    phone = replace(shot.phone, exposure_ev=-random.uniform(0.4, 0.7), noise=0.004)
    return replace(shot, lamps=(side, fill), phone=phone, fringe=1.0, glasses=True)


FAULTS: Mapping[str, Fault] = {
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
    "multiple_faces": _in_company,
    "too_little_left": _little_left,
}
