"""Which way hair lies, everywhere around a head: the field that strands follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from skincast.twin.fittings.layer import Floats
from skincast.twin.frame import Frame
from skincast.twin.head.hair import Style, haircut_of
from skincast.twin.person import Traits, stream
from skincast.types import FloatMap

MESS: Mapping[str, float] = {"curly": 0.8, "short": 0.2, "cropped": 0.2, "bun": 0.04, "long": 0.05, "bob": 0.05}
"""How far hair strays from the way it was combed, radians."""
KNOT_MM = 105.0
"""How far above the forehead's middle hair that is tied up meets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HairFlow:
    """Combing of one head in one photo."""

    style: Style
    origin_px: Floats
    """(2,) top of the forehead."""
    right: Floats
    """(2,) unit: toward the picture's right, turned with the head."""
    down: Floats
    """(2,) unit."""
    mm_per_px: float
    part_mm: float
    """Where hair is parted, right of the middle."""
    sweep: float
    """Short hair: leaning to the right (+) or left."""
    wave_mm: float
    """Sideways swing of long hair."""
    wave_phase: float
    curls: Floats
    """(n, 3) waves of curly hair: radians a millimeter across and down, and phase."""

    def direction(self, places_px: Floats) -> Floats:
        """Unit vectors from root to tip.

        Args:
            places_px: (..., 2) photo pixels.

        Source: ours, untested.
        """
        away = (places_px - self.origin_px) * self.mm_per_px
        across, below = away @ self.right, away @ self.down
        if self.style in ("long", "bob"):
            angle = self._falling(across, below)
        elif self.style == "bun":
            angle = np.arctan2(-KNOT_MM - below, -across)
        else:
            angle = self._upright(across, below)
        angle = angle + MESS.get(self.style, 0.0) * self._curls(across, below)
        side, fall = np.cos(angle)[..., None], np.sin(angle)[..., None]
        return np.asarray(side * self.right + fall * self.down)

    def below_mm(self, x_px: FloatMap, y_px: FloatMap) -> FloatMap:
        """Millimeters below the top of the forehead, along the face."""
        away_x, away_y = x_px - np.float32(self.origin_px[0]), y_px - np.float32(self.origin_px[1])
        below = away_x * np.float32(self.down[0]) + away_y * np.float32(self.down[1])
        return np.asarray(below * np.float32(self.mm_per_px), np.float32)

    def _curls(self, across: Floats, below: Floats) -> Floats:
        """Turns that repeat nowhere: waves of many directions."""
        phase = across[..., None] * self.curls[:, 0] + below[..., None] * self.curls[:, 1] + self.curls[:, 2]
        return np.asarray(np.sin(phase).sum(axis=-1))

    @property
    def strand_mm(self) -> float:
        """Length of a strand as far as it can be followed."""
        return {"long": 55.0, "bob": 45.0, "bun": 50.0, "short": 20.0, "cropped": 7.0}.get(self.style, 16.0)

    def _falling(self, across: Floats, below: Floats) -> Floats:
        """Aside from the parting, then down; 0 points right, a quarter turn points down."""
        aside = across - self.part_mm
        sign = np.tanh(aside / 6)
        steep = np.clip(np.abs(aside) / 95 + np.clip((below + 30) / 85, -0.5, 1), 0.12, 1) * np.pi / 2
        # At the forehead's line it is combed back first.
        back = np.clip((below + 24) / 24, 0, 1) * np.clip(1.2 - np.abs(across) / 60, 0, 1)
        steep = steep - back * (steep + 0.8)
        swing = self.wave_mm * 0.12 * np.sin(below / 16 + self.wave_phase + 0.01 * across)
        return np.asarray(np.where(sign >= 0, steep, np.pi - steep) + swing)

    def _upright(self, across: Floats, below: Floats) -> Floats:
        """Up and aside above the forehead, down before the ears."""
        lean = self.sweep * 0.9 + across / 90
        up = -np.pi / 2 + np.clip(lean, -1.4, 1.4)
        down = np.where(across > 0, 0.42, 0.58) * np.pi
        lowered = np.clip((below - 25) / 20, 0, 1)
        turned = np.where(across > 0, down, down - 2 * np.pi)
        return np.asarray(up + lowered * (turned - up))


def hair_flow(frame: Frame, traits: Traits) -> HairFlow:
    """Comb the hair of a frame; parting and sweep stay the person's."""
    random = stream(traits.seed, "combing")
    points = frame.landmarks_px.astype(np.float64)
    down = points[152, :2] - points[10, :2]
    down = down / max(float(np.linalg.norm(down)), 1e-6)
    return HairFlow(
        style=haircut_of(traits).style,
        origin_px=points[10, :2],
        right=np.array([down[1], -down[0]]),
        down=down,
        mm_per_px=frame.mm_per_px,
        part_mm=float(random.choice([-1, 1]) * random.uniform(5, 32)),
        sweep=float(random.uniform(-0.9, 0.9)),
        wave_mm=float(random.uniform(0, 4)),
        wave_phase=float(random.uniform(0, 6)),
        curls=_draw_curls(random),
    )


def _draw_curls(random: np.random.Generator) -> Floats:
    way, length = random.uniform(0, 2 * np.pi, 7), random.uniform(9.0, 24.0, 7)
    pull = 2 * np.pi / length
    return np.stack([pull * np.cos(way), pull * np.sin(way), random.uniform(0, 6, 7)], axis=1)


def follow(flow: HairFlow, roots_px: Floats, length_px: Floats, *, nodes: int = 12) -> Floats:
    """Paths along the flow, (n, nodes, 2) photo pixels, from roots to tips."""
    paths = np.empty((len(roots_px), nodes, 2))
    paths[:, 0] = roots_px
    step = (length_px / (nodes - 1))[:, None]
    for node in range(1, nodes):
        paths[:, node] = paths[:, node - 1] + step * flow.direction(paths[:, node - 1])
    return paths


def refine(paths: Floats, samples: int) -> Floats:
    """More points along each path, straight between the old ones."""
    at = np.linspace(0, paths.shape[1] - 1, samples)
    low = np.minimum(at.astype(np.int64), paths.shape[1] - 2)
    share = (at - low)[None, :, None]
    return np.asarray(paths[:, low] * (1 - share) + paths[:, low + 1] * share)
