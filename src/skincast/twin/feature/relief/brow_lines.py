"""Where the lines above and between the brows run, as one family that bends together.

Source: courses after the mimetic muscles they lie across (frontalis, corrugator, procerus; textbook anatomy); counts,
spacings and depths ours, by eye from photos, within the 0.05-0.8 mm that profilometry of faces reports (e.g. Akazaki et
al., Br. J. Dermatol. 2002).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skincast.twin.feature.relief.line import Line, crease, smooth_path, wandered
from skincast.twin.feature.relief.noise import Floats, wander
from skincast.twin.feature.relief.places import landmark_mm
from skincast.twin.person import stream

ARCH_MM = 27.0
"""From the midline to the top of the arch that a brow lifts."""
TEMPLE_MM, DROOP_PER_MM = 27.0, 0.011
"""From here outward lines sink toward the temple, by this much times the square of the way."""
SAMPLE_MM = 2.5
SHARED_WAVES = ((22.0, 1.0), (9.0, 0.45))
"""Grains, in millimeters, of the waves that all lines of a forehead share."""
LAP_MM = 7.0
"""Over this way the end of a line swerves around the next one's beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forehead:
    """What all lines of one forehead share."""

    middle: float
    arch: tuple[float, float]
    """Height of the arch over the right and the left brow."""
    dip: float
    """How far the lines sink in the midline."""
    waves: Floats
    """Common wave, a value each millimeter from -60 to 60."""

    def height(self, x: Floats, closeness: float) -> Floats:
        """How far a line is moved down at x millimeters from the midline; `closeness` to the brows 0-1."""
        away = np.clip((np.abs(x) - ARCH_MM) / ARCH_MM, -1, 1)
        lift = np.where(x < 0, *self.arch) * (0.5 + 0.5 * np.cos(away * np.pi))
        droop = DROOP_PER_MM * np.maximum(np.abs(x) - TEMPLE_MM, 0) ** 2
        wave = np.interp(x, np.arange(-60.0, 60.0), self.waves)
        return np.asarray(
            self.dip * np.exp(-((x / 12) ** 2)) + droop + wave - lift * (0.45 + 0.55 * closeness), np.float64
        )


def forehead_lines(seed: int) -> list[Line]:
    """Three to six long arcs over the brows, one above the other, sinking together toward the temples."""
    random = stream(seed, "wrinkles forehead")
    middle, low = landmark_mm(9)
    high = landmark_mm(10)[1] + 4
    count = int(random.choice([3, 4, 4, 5, 5, 6]))
    shared = _shared(random, float(middle))
    # Spacing widens upward; no two gaps are alike.
    gaps = random.uniform(0.6, 1.4, count) * np.linspace(0.85, 1.15, count)
    rows = low - 4.5 - (low - 4.5 - high) * (np.cumsum(gaps) - gaps[0] / 2) / gaps.sum()
    # The line in the upper middle is the deepest; the lowest and the highest are short.
    rank = np.abs(np.arange(count) - random.uniform(0.3, 0.6) * (count - 1)) / count
    return [
        line
        for row in range(count)
        for line in _row(random, shared, float(rows[row]), 1 - row / count, float(rank[row]))
    ]


def _shared(random: np.random.Generator, middle: float) -> _Forehead:
    waves = wander(random, 120, SHARED_WAVES)
    arch = random.uniform(1.5, 5.5)
    return _Forehead(
        middle=middle,
        arch=(arch * random.uniform(0.75, 1.25), arch * random.uniform(0.75, 1.25)),
        dip=float(random.uniform(-0.5, 2.0)),
        waves=0.9 * waves,
    )


def _row(random: np.random.Generator, shared: _Forehead, y_mm: float, closeness: float, rank: float) -> list[Line]:
    """One arc, whole or in stretches whose ends pass each other."""
    left, right = random.uniform(34, 58, 2) * (1 - 0.45 * rank)
    depth_mm = random.uniform(0.38, 0.64) * (1 - 0.7 * rank)
    onset = 0.6 * rank + random.uniform(0, 0.18)
    lines = []
    for start, end, ends_mm in _stretches(random, -left, right):
        x = np.linspace(start, end, max(round((end - start) / SAMPLE_MM), 5))
        swerve = ends_mm[0] * np.exp(-(x - start) / LAP_MM) + ends_mm[1] * np.exp(-(end - x) / LAP_MM)
        guide = np.stack([shared.middle + x, y_mm + shared.height(x, closeness) + swerve], axis=1)
        lines.append(
            crease(
                random,
                wandered(random, smooth_path(guide), wave_mm=0.22, jitter_mm=0.05),
                family="forehead",
                region="forehead",
                depth_mm=depth_mm * random.uniform(0.7, 1.0),
                width_mm=random.uniform(0.55, 1.2),
                onset=min(onset, 0.9),
                taper=0.22,
                unrest=0.42,
                overhang=random.uniform(-0.1, 0.6),
            )
        )
    return lines


def _stretches(random: np.random.Generator, start: float, end: float) -> list[tuple[float, float, tuple[float, float]]]:
    """(start, end, sideways shift of both ends): one stretch, or two or three that overlap, one passing above."""
    count = int(random.choice([1, 1, 2, 2, 3]))
    cuts = np.sort(random.uniform(start + 14, end - 14, count - 1))
    shifts = random.choice([-1.0, 1.0], count - 1) * random.uniform(0.4, 1.3, count - 1)
    laps = random.uniform(1.0, 5.0, count - 1)
    starts, ends = [start, *(cuts - laps).tolist()], [*(cuts + laps).tolist(), end]
    before, after = [0.0, *shifts.tolist()], [*(-shifts).tolist(), 0.0]
    return [(starts[k], ends[k], (before[k], after[k])) for k in range(count)]


def glabella_lines(seed: int) -> list[Line]:
    """The elevens from the nose's root past the brow heads into the forehead, and the lines across the root."""
    random = stream(seed, "wrinkles glabella")
    elevens = [_eleven(random, sign, head) for sign, head in _heads(seed)]
    return [*elevens, *_root_lines(random)]


def glabella_companions(seed: int) -> list[Line]:
    """Fainter ones beside the elevens, more of them outside, toward the brow's head, than between the two."""
    random = stream(seed, "wrinkles glabella companions")
    lines: list[Line] = []
    for sign, head in _heads(seed):
        outer = head + random.uniform(2.2, 6.5, int(random.integers(1, 4)))
        inner = head - random.uniform(2.2, 4.5, int(random.random() < 0.6))
        lines += [
            _eleven(random, sign, float(aside), depth=random.uniform(0.28, 0.58), length=0.72)
            for aside in (*outer, *inner)
        ]
    return lines


def _heads(seed: int) -> list[tuple[float, float]]:
    """(side, millimeters from the midline) of both elevens, at the inner ends of the brows."""
    random = stream(seed, "wrinkles glabella heads")
    apart = random.uniform(6.5, 9.5)
    return [(sign, float(apart * random.uniform(0.88, 1.12))) for sign in (-1.0, 1.0)]


def _eleven(
    random: np.random.Generator, sign: float, aside_mm: float, *, depth: float = 1.0, length: float = 1.0
) -> Line:
    """From the flank of the nose's root up past the head of the brow, fanning out above it."""
    middle, brow_y = landmark_mm(9)
    top = random.uniform(9, 18) * length
    bottom = random.uniform(10, 16) * length
    shift = random.normal(0, 1.5)
    fan = random.uniform(0.5, 4.0) + 0.25 * aside_mm
    nose = random.uniform(0.4, 0.65)
    x = np.array([aside_mm + fan, aside_mm + 0.35 * fan, aside_mm, aside_mm * (0.5 + nose / 2), aside_mm * nose])
    x += random.normal(0, 0.25, 5)
    y = brow_y + shift + np.array([-top, -0.5 * top, random.uniform(0, 3), 0.6 * bottom, bottom])
    guide = np.stack([middle + sign * x, y], axis=1)
    main = depth == 1.0
    return crease(
        random,
        wandered(random, smooth_path(guide), wave_mm=0.3, jitter_mm=0.05),
        family="glabella",
        region="glabella",
        depth_mm=random.uniform(0.36, 0.66) * depth,
        width_mm=random.uniform(0.8, 1.6) * (1 if main else 0.65),
        onset=random.uniform(0, 0.2) + (0 if main else random.uniform(0.1, 0.35)),
        taper=0.5,
        unrest=0.35,
        overhang=float(random.uniform(0.1, 0.6) * -sign),
    )


def _root_lines(random: np.random.Generator) -> list[Line]:
    """Across the root of the nose, bent like a hammock, out to the inner ends of the elevens."""
    middle, root_y = landmark_mm(168)
    lines = []
    sag = random.uniform(-0.02, 0.035)
    for k in range(int(random.integers(1, 4))):
        x = np.linspace(-random.uniform(5, 9), random.uniform(5, 9), 6)
        height = root_y - 3.6 * k - random.uniform(-1, 2) - sag * x**2 + random.normal(0, 0.2, 6)
        lines.append(
            crease(
                random,
                wandered(random, smooth_path(np.stack([middle + x, height], axis=1)), wave_mm=0.35, jitter_mm=0.05),
                family="glabella",
                region="glabella",
                depth_mm=random.uniform(0.15, 0.38),
                width_mm=random.uniform(0.6, 1.2),
                onset=random.uniform(0.15, 0.5),
                taper=0.4,
                overhang=random.uniform(-0.6, 0),
            )
        )
    return lines
