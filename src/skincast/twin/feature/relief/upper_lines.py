"""Where the lines of the upper face run: forehead, between the brows, around the eyes, across the nose.

Source: courses after the mimetic muscles they lie across (frontalis, corrugator, procerus, orbicularis oculi, nasalis;
textbook anatomy); counts, spacings and depths ours, by eye from close-ups, within the 0.05-0.8 mm that profilometry of
faces reports (e.g. Akazaki et al., Br. J. Dermatol. 2002).
"""

from __future__ import annotations

import numpy as np

from skincast.twin.feature.relief.line import Line, crease, smooth_path, wandered
from skincast.twin.feature.relief.noise import Floats
from skincast.twin.feature.relief.places import SIDES, Path, Side, between_mm, landmark_mm, on_side, sided
from skincast.twin.person import stream


def forehead_lines(seed: int) -> list[Line]:
    """Three to six long waves across the forehead, each in pieces that miss or cross each other."""
    random = stream(seed, "wrinkles forehead")
    middle, low = landmark_mm(9)
    high = landmark_mm(10)[1] + 5
    count = int(random.integers(4, 7))
    spacing = (low - 6 - high) / count
    bow, dip = random.uniform(1, 5), random.uniform(-1.5, 4)
    # The line in the upper middle is the deepest; the lowest and the highest are short.
    rank = np.abs(np.arange(count) - random.uniform(0.35, 0.6) * (count - 1)) / count
    lines = []
    for row in range(count):
        y_mm = low - 5.5 - (row + 0.25 * random.standard_normal()) * spacing
        reach = random.uniform(34, 50) * (1 - 0.5 * rank[row])
        for start, end in _pieces(random, -reach, reach):
            x = np.linspace(start, end, 7)
            brow = -bow * np.cos((np.abs(x) - 24) / 30 * 1.6) + dip * np.exp(-((x / 11) ** 2))
            guide = np.stack([middle + x, y_mm + brow + 0.7 * random.standard_normal() + 0.02 * x], axis=1)
            path = wandered(random, smooth_path(guide), wave_mm=0.75, jitter_mm=0.05)
            lines.append(
                crease(
                    random,
                    path,
                    family="forehead",
                    region="forehead",
                    depth_mm=random.uniform(0.35, 0.62) * (1 - 0.8 * rank[row]),
                    width_mm=random.uniform(0.6, 1.3),
                    onset=0.6 * rank[row] + random.uniform(0, 0.2),
                    taper=0.2,
                    unrest=0.35,
                    overhang=random.uniform(-0.1, 0.6),
                )
            )
    return lines


def _pieces(random: np.random.Generator, start: float, end: float) -> list[tuple[float, float]]:
    """A span as one, two or three stretches that overlap a little or leave a gap."""
    count = int(random.choice([1, 2, 2, 3]))
    cuts = np.sort(random.uniform(start + 10, end - 10, count - 1)) if count > 1 else np.array([])
    edges = [start, *cuts.tolist(), end]
    lap = random.uniform(-3, 6, len(edges))
    return [
        (edges[k] - max(lap[k], 0) * (k > 0), edges[k + 1] + lap[k + 1] * (k + 2 < len(edges))) for k in range(count)
    ]


def glabella_lines(seed: int) -> list[Line]:
    """The elevens between the brows, rarely alike on both sides, and one line across the root of the nose."""
    random = stream(seed, "wrinkles glabella")
    middle, brow_y = landmark_mm(9)
    lines = []
    lean = random.uniform(0.5, 3.5)
    for x_mm in [-1, 1, *random.choice([-1.7, 0.25, 1.8], int(random.integers(0, 3)), replace=False)]:
        half = random.uniform(5.5, 6.5) * x_mm
        top, bottom = brow_y - random.uniform(3, 11), brow_y + random.uniform(5, 11)
        bend = random.uniform(-0.8, 0.8)
        sign = np.sign(x_mm)
        guide = np.array(
            [[half + sign * lean, top], [half + bend, (top + bottom) / 2], [half - 0.4 * sign * lean, bottom]]
        )
        path = wandered(random, smooth_path(guide + np.array([middle, 0])), wave_mm=0.5, jitter_mm=0.05)
        main = abs(x_mm) == 1
        lines.append(
            crease(
                random,
                path,
                family="glabella",
                region="glabella",
                depth_mm=random.uniform(0.4, 0.7) * (1 if main else 0.45),
                width_mm=random.uniform(0.8, 1.6) * (1 if main else 0.6),
                onset=random.uniform(0, 0.25) + (0 if main else 0.3),
                taper=0.4,
                unrest=0.25,
                overhang=float(random.uniform(0.1, 0.6) * -sign),
            )
        )
    return [*lines, *_nose_root_lines(random)]


def _nose_root_lines(random: np.random.Generator) -> list[Line]:
    middle, root_y = landmark_mm(168)
    lines = []
    for k in range(int(random.integers(1, 3))):
        x = np.linspace(-random.uniform(5, 8), random.uniform(5, 8), 5)
        guide = np.stack(
            [middle + x, root_y - 4 * k - random.uniform(-1, 3) - 0.02 * x**2 * random.uniform(-1, 1.5)], axis=1
        )
        path = wandered(random, smooth_path(guide), wave_mm=0.4, jitter_mm=0.05)
        lines.append(
            crease(
                random,
                path,
                family="glabella",
                region="glabella",
                depth_mm=random.uniform(0.15, 0.4),
                width_mm=random.uniform(0.6, 1.2),
                onset=random.uniform(0.15, 0.5),
                taper=0.4,
                overhang=random.uniform(-0.6, 0),
            )
        )
    return lines


def crows_feet_lines(seed: int) -> list[Line]:
    """Fans from the outer corners of the eyes; the upper ones bend up, the lower ones sweep over the cheek."""
    lines = []
    for side in SIDES:
        random = stream(seed, f"wrinkles crows_feet {side}")
        corner = landmark_mm(33)
        count = int(random.integers(6, 10))
        angles = np.sort(np.linspace(-42, 58, count) + random.normal(0, 6, count))
        for angle in np.radians(angles):
            start = (
                corner
                + np.array([-random.uniform(1.5, 5), 0])
                + 6.5 * np.array([0, np.sin(angle)])
                + random.normal(0, 1, 2)
            )
            length = random.uniform(12, 32)
            turn = (0.5 * angle + random.normal(0, 0.12)) * np.linspace(0, 1, 5) * length / 22
            heading = angle * 0.75 + turn
            steps = length / 4 * np.stack([-np.cos(heading), np.sin(heading)], axis=1)[:-1]
            guide = np.concatenate([[start], start + np.cumsum(steps, axis=0)])
            path = wandered(random, smooth_path(on_side(guide, side)), wave_mm=0.28, jitter_mm=0.05)
            off_axis = abs(float(angle)) / 1.2
            lines.append(
                crease(
                    random,
                    path,
                    family="crows_feet",
                    region=sided("crows_feet", side),
                    depth_mm=random.uniform(0.25, 0.55) * (1 - 0.35 * off_axis),
                    width_mm=random.uniform(0.7, 1.7),
                    onset=random.uniform(0, 0.4),
                    taper=0.27,
                    unrest=0.28,
                )
            )
    return lines


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
