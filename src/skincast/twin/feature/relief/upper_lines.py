"""Where the lines around the eyes and on the flanks of the nose run.

Source: as in `brow_lines` (orbicularis oculi, nasalis).
"""

from __future__ import annotations

import numpy as np

from skincast.twin.feature.relief.line import Line, crease, smooth_path, wandered
from skincast.twin.feature.relief.noise import Floats
from skincast.twin.feature.relief.places import SIDES, Path, Side, between_mm, landmark_mm, on_side, sided
from skincast.twin.person import stream

HUB_MM = 5.0
"""How far inside the corner of the eye the lines of a fan would meet."""


def crows_feet_lines(seed: int) -> list[Line]:
    """Fans from the outer corners of the eyes; the upper ones bend up, the lower ones sweep over the cheek."""
    lines = []
    for side in SIDES:
        random = stream(seed, f"wrinkles crows_feet {side}")
        count = int(random.integers(6, 10))
        angles = np.sort(np.linspace(-40, 56, count) + random.normal(0, 4, count))
        # One line goes on where the lid's fold ends.
        first = int(np.abs(angles - random.uniform(0, 14)).argmin())
        curl = random.uniform(0.35, 0.75)
        lines += [_foot(random, side, float(np.radians(angle)), curl, k == first) for k, angle in enumerate(angles)]
    return lines


def _foot(random: np.random.Generator, side: Side, angle: float, curl: float, first: bool) -> Line:
    """One spoke; all of a fan point at the same place just inside the corner and curl alike."""
    hub = landmark_mm(33) + np.array([HUB_MM, 0.0])
    away = HUB_MM + (random.uniform(0.5, 1.5) if first else random.uniform(2.5, 6.5))
    length = random.uniform(12, 28) * (1 - 0.25 * abs(angle))
    places = np.linspace(0, 1, 6)
    heading = angle + curl * (angle + 0.1) * places * length / 26 + random.normal(0, 0.05)
    steps = length / 5 * np.stack([-np.cos(heading), np.sin(heading)], axis=1)[:-1]
    start = hub + away * np.array([-np.cos(angle), np.sin(angle)]) + random.normal(0, 0.35, 2)
    guide = np.concatenate([[start], start + np.cumsum(steps, axis=0)])
    return crease(
        random,
        wandered(random, smooth_path(on_side(guide, side)), wave_mm=0.22, jitter_mm=0.05),
        family="crows_feet",
        region=sided("crows_feet", side),
        depth_mm=random.uniform(0.25, 0.55) * (1 - 0.3 * abs(angle)),
        width_mm=random.uniform(0.7, 1.7),
        onset=0.0 if first else random.uniform(0, 0.4),
        taper=0.32,
        unrest=0.4,
    )


def under_eye_lines(seed: int) -> list[Line]:
    """Fine lines along the lower lid, closer and finer than any other, a little steeper than the lid's edge."""
    lines = []
    for side in SIDES:
        random = stream(seed, f"wrinkles under_eye {side}")
        lid = np.array([landmark_mm(number) for number in (243, 22, 23, 24, 130)])
        count = int(random.integers(6, 10))
        for row in range(count):
            below = 2.2 + 8.0 * (row + random.uniform(0, 0.8)) / count
            start, end = np.sort(random.uniform(0, 4, 2))
            place = np.linspace(max(start - 0.5, -0.3), min(end + 0.8, 4.6), 5)
            guide = np.stack([_extended(lid[:, 0], place), _extended(lid[:, 1], place) + below], axis=1)
            guide[:, 1] += random.uniform(-0.6, 1.0) * (place - 2) + 0.35 * below * np.sin(
                np.clip(place, 0, 4) / 4 * np.pi
            )
            path = wandered(random, smooth_path(on_side(guide, side)), wave_mm=0.45, jitter_mm=0.05)
            lines.append(
                crease(
                    random,
                    path,
                    family="under_eye",
                    region=sided("under_eye", side),
                    depth_mm=random.uniform(0.14, 0.36),
                    width_mm=random.uniform(0.35, 0.8),
                    onset=random.uniform(0, 0.45),
                    taper=0.35,
                    unrest=0.4,
                )
            )
    return lines


def _extended(values: Floats, place: Floats) -> Floats:
    """Linear interpolation by index that runs on beyond the ends."""
    inside = np.interp(place, np.arange(len(values)), values)
    before = np.minimum(place, 0) * (values[1] - values[0])
    beyond = np.maximum(place - (len(values) - 1), 0) * (values[-1] - values[-2])
    return np.asarray(inside + before + beyond)


def bunny_lines(seed: int) -> list[Line]:
    """Oblique lines on the flanks of the nose's upper half, seldom deep."""
    lines = []
    for side in SIDES:
        random = stream(seed, f"wrinkles bunny {side}")
        for row in range(int(random.integers(2, 5))):
            start = between_mm(6, 195, 0.15 + 0.24 * row, shift=(-random.uniform(3, 5), random.normal(0, 0.8)))
            length = random.uniform(5, 10)
            guide = start + length * np.array([[0, 0], [-0.5, 0.22], [-1, 0.62 + random.normal(0, 0.15)]])
            path = wandered(random, smooth_path(on_side(guide, side)), wave_mm=0.35, jitter_mm=0.05)
            lines.append(_bunny(random, path, side))
    return lines


def _bunny(random: np.random.Generator, path: Path, side: Side) -> Line:
    return crease(
        random,
        path,
        family="bunny",
        region=sided("nose", side),
        depth_mm=random.uniform(0.08, 0.22),
        width_mm=random.uniform(0.4, 0.9),
        onset=random.uniform(0.1, 0.6),
        taper=0.45,
    )
