"""One line of a face: where it runs, how deep it can become and where along it the skin gives way first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skincast.twin.feature.relief.noise import Floats, wander
from skincast.twin.feature.relief.places import Path

STEP_MM = 0.2
SHARES = np.linspace(0, 1, 12, endpoint=False)
SWINGS = ((13.0 / STEP_MM, 1.0), (5.0 / STEP_MM, 0.4))
STEPS = ((2.4 / STEP_MM, 1.0), (1.2 / STEP_MM, 0.4))
MOODS = ((16.0 / STEP_MM, 1.0), (4.0 / STEP_MM, 0.5), (1.5 / STEP_MM, 0.2))
WIDTHS = ((8.0 / STEP_MM, 0.4), (1.6 / STEP_MM, 0.1))
SIDES_SWAP = ((7.0 / STEP_MM, 1.0),)
PATIENCE = 0.35
"""How late the most reluctant places of a line join in: 0 all at once, 1 only at full severity (ours)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line in the making. Its path belongs to the person; how much of it shows is the day's."""

    family: str
    """A key of the table of families."""
    region: str
    """Atlas region with side, whose severity rules it."""
    path_mm: Path
    """(n, 2), a point each `STEP_MM`."""
    depth_mm: float
    """Greatest depth at full severity."""
    half_width_mm: Floats
    """(n,) at full severity."""
    ease: Floats
    """(n,) 0-1: where skin creases first; 0 at the ends."""
    onset: float
    """Severity at which the first of it shows, 0-1."""
    overhang: Floats
    """(n,) -0.7 to 0.7: which side is the steep one; positive is to the right of the path."""

    def depth_at(self, severity: float) -> Floats:
        """(n,) millimeters of depth along the path; grows with severity at every place.

        Args:
            severity: 0-1.
        """
        amount = float(np.clip((severity - self.onset) / (1.05 - self.onset), 0, 1))
        if amount <= 0:
            return np.zeros(len(self.path_mm))
        late = PATIENCE * (1 - amount)
        shown = np.clip((self.ease - late) / (1 - late), 0, 1)
        return np.asarray(self.depth_mm * (0.25 + 0.75 * amount) * shown * min(amount * 6, 1.0))


def smooth_path(guide: Path) -> Path:
    """A curve through guide points, a point each `STEP_MM`.

    Source: Catmull-Rom spline.
    """
    ends = np.concatenate([[2 * guide[0] - guide[1]], guide, [2 * guide[-1] - guide[-2]]])
    share = SHARES[:, None, None]
    before, here, after, beyond = (ends[k : len(ends) - 3 + k][None] for k in range(4))
    curve = 0.5 * (
        2 * here
        + (after - before) * share
        + (2 * before - 5 * here + 4 * after - beyond) * share**2
        + (3 * here - before - 3 * after + beyond) * share**3
    )
    points = np.concatenate([curve.transpose(1, 0, 2).reshape(-1, 2), guide[-1:]])
    return resample(points)


def resample(points: Path) -> Path:
    """The same polyline with a point each `STEP_MM`."""
    along = np.zeros(len(points))
    np.cumsum(np.hypot(*(points[1:] - points[:-1]).T), out=along[1:])
    count = max(int(along[-1] / STEP_MM), 4)
    places = np.arange(count) * (along[-1] / (count - 1))
    return np.stack([np.interp(places, along, points[:, axis]) for axis in (0, 1)], axis=1)


def tangents(path: Path) -> Path:
    """(n, 2) unit directions along a path."""
    steps = np.empty_like(path)
    steps[1:-1] = path[2:] - path[:-2]
    steps[0], steps[-1] = path[1] - path[0], path[-1] - path[-2]
    return np.asarray(steps / np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-9)[:, None])


def wandered(random: np.random.Generator, path: Path, *, wave_mm: float, jitter_mm: float) -> Path:
    """A path that strays as a natural line does: in long swings, and in the short steps from furrow to furrow.

    Args:
        random: stream of this line.
        path: to be strayed from.
        wave_mm: SD of the long swings.
        jitter_mm: SD of the short steps.
    """
    swing = wave_mm * wander(random, len(path), SWINGS) + jitter_mm * wander(random, len(path), STEPS)
    direction = tangents(path)
    aside = np.stack([-direction[:, 1], direction[:, 0]], axis=1)
    return np.asarray(path + aside * swing[:, None])


def crease(
    random: np.random.Generator,
    path: Path,
    *,
    family: str,
    region: str,
    depth_mm: float,
    width_mm: float,
    onset: float,
    taper: float = 0.3,
    unrest: float = 0.35,
    overhang: float | None = None,
) -> Line:
    """Give a path the uneven depth and width of a real line.

    Args:
        random: stream of this line.
        path: (n, 2) millimeters.
        family: for the truth.
        region: whose severity rules it.
        depth_mm: greatest depth.
        width_mm: greatest width between the shoulders.
        onset: severity at which it begins.
        taper: share of the length over which each end runs out.
        unrest: 0 an even line, 1 broken into pieces.
        overhang: the steep side, -0.7 to 0.7; None: by chance.

    Source: ours, untested; by eye from close-ups.
    """
    place = np.arange(len(path)) / (len(path) - 1)
    first, last = taper * random.uniform(0.4, 1.6, 2)
    ends = np.minimum(np.minimum(place / first, (1 - place) / last), 1)
    ends = ends * ends * (3 - 2 * ends)
    moods = wander(random, len(path), MOODS)
    # A minority of places resists: clipping at 1 leaves long stretches whole.
    ease = np.clip(ends * (1 - unrest * np.maximum(moods, 0)), 0, 1)
    width = width_mm / 2 * np.clip(0.7 + wander(random, len(path), WIDTHS), 0.35, 1.2)
    side = random.uniform(-0.6, 0.6) if overhang is None else overhang
    return Line(
        family=family,
        region=region,
        path_mm=path,
        depth_mm=depth_mm,
        half_width_mm=width * (0.35 + 0.65 * ends),
        ease=ease,
        onset=onset,
        overhang=np.clip(side + 0.25 * wander(random, len(path), SIDES_SWAP), -0.7, 0.7),
    )
