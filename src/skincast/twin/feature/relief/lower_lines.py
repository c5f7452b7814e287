"""Where the lines of the lower face run: beside the nose and the mouth, around the lips, on cheeks and chin.

Source: as in `upper_lines` (levator labii, zygomaticus, depressor anguli oris, orbicularis oris, mentalis).
"""

from __future__ import annotations

import numpy as np

from skincast.twin.feature.relief.line import Line, crease, smooth_path, wandered
from skincast.twin.feature.relief.places import SIDES, Path, Side, landmark_mm, on_side, sided
from skincast.twin.person import stream


def nasolabial_lines(seed: int) -> list[Line]:
    """The fold from the nose's wing past the corner of the mouth, broad above, thin below; the cheek hangs over it."""
    lines = []
    for side in SIDES:
        random = stream(seed, f"wrinkles nasolabial {side}")
        path = wandered(random, smooth_path(on_side(_fold_course(seed, side), side)), wave_mm=0.5, jitter_mm=0.05)
        lines.append(
            _fold(random, path, "nasolabial", side, depth_mm=random.uniform(0.5, 0.8), width_mm=2.8, onset=0.0)
        )
    return lines


def nasolabial_companions(seed: int) -> list[Line]:
    """A second fold on each side, which leaves the first one and runs down beside it."""
    lines = []
    for side in SIDES:
        random = stream(seed, f"wrinkles nasolabial companions {side}")
        course = _fold_course(seed, side)[1:]
        apart = np.linspace(0, random.uniform(2.5, 5), len(course))[:, None]
        guide = course - apart * np.array([1.0, -0.2])
        path = wandered(random, smooth_path(on_side(guide, side)), wave_mm=0.4, jitter_mm=0.05)
        lines.append(
            _fold(random, path, "nasolabial", side, depth_mm=0.25, width_mm=1.1, onset=random.uniform(0.4, 0.65))
        )
    return lines


def _fold_course(seed: int, side: Side) -> Path:
    """The same course as the fold of slack skin that `head` draws, so that the line lies in its bottom."""
    random = stream(seed, f"wrinkles nasolabial course {side}")
    guide = np.array([landmark_mm(number) for number in (129, 203, 206, 216, 212)]) + random.normal(0, 0.5, (5, 2))
    return np.asarray(guide[: int(random.choice([4, 5, 5]))])


def marionette_lines(seed: int) -> list[Line]:
    """From the corners of the mouth toward the jaw."""
    lines = []
    for side in SIDES:
        random = stream(seed, f"wrinkles marionette {side}")
        corner = landmark_mm(61)
        length = random.uniform(15, 27)
        out = random.uniform(-4.5, -1.5)
        guide = corner + np.array([[-0.6, 0.2], [out * 0.5, length * 0.3], [out * 0.9, length * 0.65], [out, length]])
        path = wandered(random, smooth_path(on_side(guide, side)), wave_mm=0.45, jitter_mm=0.05)
        depth = random.uniform(0.25, 0.45)
        lines.append(
            _fold(random, path, "marionette", side, depth_mm=depth, width_mm=2.2, onset=random.uniform(0, 0.2))
        )
    return lines


def _fold(
    random: np.random.Generator,
    path: Path,
    family: str,
    side: Side,
    *,
    depth_mm: float,
    width_mm: float,
    onset: float,
) -> Line:
    """A fold of the middle face: the outer side is the one that hangs over."""
    return crease(
        random,
        path,
        family=family,
        region=sided("nasolabial", side),
        depth_mm=depth_mm,
        width_mm=width_mm * random.uniform(0.8, 1.1),
        onset=onset,
        taper=0.42,
        unrest=0.22,
        overhang=float(random.uniform(0.3, 0.65)) * (1 if side == "right" else -1),
    )


def perioral_lines(seed: int) -> list[Line]:
    """Short lines from the red of the lips outward, like the spokes of a fan; unequal in length and spacing."""
    random = stream(seed, "wrinkles perioral")
    lines = []
    upper = np.array([landmark_mm(number) for number in (61, 40, 37, 0, 267, 270, 291)])
    lower = np.array([landmark_mm(number) for number in (61, 91, 84, 17, 314, 321, 291)])
    for rim, outward, count in ((upper, -1.0, random.integers(12, 21)), (lower, 1.0, random.integers(5, 11))):
        places = np.linspace(0.35, 5.65, count) + random.normal(0, 0.16, count)
        # The philtrum's groove has hardly any.
        for place in places[np.abs(places - 3) > (0.25 if outward < 0 else 0)]:
            start = np.array([np.interp(place, range(7), rim[:, axis]) for axis in (0, 1)])
            length = random.uniform(4.5, 11.5) if outward < 0 else random.uniform(4, 8)
            fan = (place - 3) / 3 * random.uniform(0.25, 0.7)
            bend = random.normal(0, 0.08)
            spoke = np.array([[0, 0], [0.5 * fan + bend, 0.5 * outward], [fan, outward]])
            guide = start + np.array([0, outward * 0.8]) + length * spoke
            path = wandered(random, smooth_path(guide), wave_mm=0.3, jitter_mm=0.05)
            lines.append(
                crease(
                    random,
                    path,
                    family="perioral",
                    region="perioral",
                    depth_mm=random.uniform(0.16, 0.44) * (1 if outward < 0 else 0.7),
                    width_mm=random.uniform(0.35, 0.9),
                    onset=random.uniform(0, 0.5),
                    taper=0.35,
                    unrest=0.35,
                )
            )
    return lines


def cheek_lines(seed: int) -> list[Line]:
    """Arcs of the old cheek, one outside the other around the fold, each weaker and shorter than the one before."""
    lines = []
    for side in SIDES:
        random = stream(seed, f"wrinkles cheek {side}")
        fold = np.array([landmark_mm(number) for number in (203, 206, 216, 212)]) + random.normal(0, 0.5, (4, 2))
        away = 0.0
        for row in range(int(random.integers(4, 8))):
            away += random.uniform(3.0, 6.5)
            lines.append(_arc(random, side, _outside(fold, away), row))
    return lines


def _outside(fold: Path, away_mm: float) -> Path:
    """The fold's course so far out on the cheek, where it bulges more."""
    place = np.linspace(0, 1, len(fold))
    out = away_mm * np.stack([-0.8 - 0.45 * np.sin(np.pi * place), 0.15 - 0.35 * (1 - place)], axis=1)
    return np.asarray(fold + out)


def _arc(random: np.random.Generator, side: Side, course: Path, row: int) -> Line:
    """One stretch of an arc."""
    whole = smooth_path(course)
    first, last = np.sort(random.uniform(0, 1, 2)) * 0.55 + np.array([0.0, 0.45])
    piece = whole[int(first * len(whole)) : int(last * len(whole))]
    return crease(
        random,
        wandered(random, on_side(piece, side), wave_mm=0.45, jitter_mm=0.05),
        family="cheek",
        region=sided("cheek", side),
        depth_mm=random.uniform(0.14, 0.32) * 0.86**row,
        width_mm=random.uniform(0.5, 1.2),
        onset=random.uniform(0.05, 0.3) + 0.07 * row,
        taper=0.42,
        unrest=0.5,
        overhang=float(random.uniform(0.0, 0.5)) * (1 if side == "right" else -1),
    )


def chin_lines(seed: int) -> list[Line]:
    """The crease below the lower lip, in one or two pieces."""
    random = stream(seed, "wrinkles chin")
    middle, y_mm = landmark_mm(18)
    lines = []
    for start, end in ((-random.uniform(9, 14), random.uniform(1, 5)), (random.uniform(-2, 4), random.uniform(9, 14))):
        x = np.linspace(start, end, 5)
        guide = np.stack([middle + x, y_mm + 1.5 + random.normal(0, 0.6) + 0.018 * x**2], axis=1)
        path = wandered(random, smooth_path(guide), wave_mm=0.5, jitter_mm=0.05)
        lines.append(
            crease(
                random,
                path,
                family="chin",
                region="chin",
                depth_mm=random.uniform(0.12, 0.35),
                width_mm=random.uniform(0.6, 1.3),
                onset=random.uniform(0.1, 0.4),
                taper=0.45,
                overhang=random.uniform(-0.6, 0),
            )
        )
    return lines
