"""What grows beside a main line: branches that leave it, fine lines that keep it company, and the crepe between."""

from __future__ import annotations

import numpy as np

from skincast.twin.feature.relief.line import STEP_MM, Line, crease, smooth_path, tangents, wandered
from skincast.twin.feature.relief.places import Path

BRANCH_EACH_MM = 14.0
COMPANION_EACH_MM = 18.0
"""Mean length of main line per branch and per companion (ours, by eye)."""
SHORTEST_MM = 7.0
"""A shorter line has no offshoots."""


def offshoots(random: np.random.Generator, line: Line) -> list[Line]:
    """Branches and companions of one main line, finer and later than it.

    Args:
        random: stream of the offshoots of this line's family.
        line: the main line.
    """
    length = len(line.path_mm) * STEP_MM
    if length < SHORTEST_MM:
        return []
    branches = [_branch(random, line) for _ in range(random.poisson(length / BRANCH_EACH_MM))]
    companions = [_companion(random, line) for _ in range(random.poisson(length / COMPANION_EACH_MM))]
    return branches + companions


def _branch(random: np.random.Generator, line: Line) -> Line:
    """Leaves the main line at a small angle and bends back to run along it."""
    index = int(random.uniform(0.12, 0.88) * len(line.path_mm))
    forward = random.choice([-1.0, 1.0])
    heading = forward * tangents(line.path_mm)[index]
    turn = random.choice([-1.0, 1.0]) * random.uniform(0.25, 0.85)
    length = random.uniform(2.5, 9)
    angles = turn * np.array([1.0, 0.75, 0.45]) + random.normal(0, 0.1, 3)
    steps = [_turned(heading, float(angle)) * length / 3 for angle in angles]
    guide = line.path_mm[index] + np.concatenate([[[0, 0]], np.cumsum(steps, axis=0)])
    return _finer(random, line, guide, depth=random.uniform(0.35, 0.8))


def _companion(random: np.random.Generator, line: Line) -> Line:
    """Runs beside a stretch of the main line."""
    start, end = np.sort(random.uniform(0, 1, 2))
    first, last = int(start * (len(line.path_mm) - 8)), int(end * len(line.path_mm))
    last = max(last, first + 8)
    places = np.linspace(first, last - 1, 5).astype(int)
    direction = tangents(line.path_mm)[places]
    away = random.choice([-1.0, 1.0]) * (random.uniform(1.0, 3.2) + random.normal(0, 0.35, 5))
    guide = line.path_mm[places] + np.stack([-direction[:, 1], direction[:, 0]], axis=1) * away[:, None]
    return _finer(random, line, guide, depth=random.uniform(0.25, 0.7))


def _finer(random: np.random.Generator, line: Line, guide: Path, *, depth: float) -> Line:
    path = wandered(random, smooth_path(guide), wave_mm=0.25, jitter_mm=0.1)
    return crease(
        random,
        path,
        family=line.family,
        region=line.region,
        depth_mm=min(line.depth_mm * depth, 0.32),
        width_mm=float(np.mean(line.half_width_mm)) * random.uniform(0.6, 1.2),
        onset=min(line.onset + random.uniform(0.06, 0.35), 0.9),
        taper=0.4,
        unrest=0.3,
    )


def _turned(vector: Path, angle: float) -> Path:
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.array([cosine * vector[0] - sine * vector[1], sine * vector[0] + cosine * vector[1]])
