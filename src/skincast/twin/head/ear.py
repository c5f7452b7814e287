"""Ears: a leaf with a rolled rim, set on the side of the head."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Part
from skincast.twin.head.solid import Solid, Triangles, grid_triangles, make_solid

Array = NDArray[np.float32]

LENGTH_MM, BREADTH_MM = 63.0, 35.0
"""Of an adult of 35 (ours, untested)."""
GROWTH_PER_YEAR = 0.0027
"""0.16-0.18 mm a year of length, both sexes (Meijerman 2007, J Forensic Sci 52:286)."""
SPOKES = 40
RINGS = np.array([0.0, 0.18, 0.34, 0.46, 0.56, 0.66, 0.75, 0.83, 0.90, 0.96, 1.0])


def make_ears(side_points: tuple[Array, Array], *, age_years: float, stand_deg: float, size: float) -> list[Solid]:
    """Both ears.

    Args:
        side_points: for the person's right and left the place before the ear canal, millimeters.
        age_years: ears grow all life long.
        stand_deg: angle between ear and head; 20-30 is ordinary.
        size: scale of this person's face.

    Returns:
        Two solids of `Part.NECK`.

    Source: growth by Meijerman 2007; the rest ours, untested.
    """
    leaf, shade, triangles = _leaf()
    scale = size * (1 + GROWTH_PER_YEAR * (age_years - 35))
    tilt, stand = np.radians(12.0), np.radians(stand_deg)
    solids = []
    for place, side in zip(side_points, (-1.0, 1.0), strict=True):
        # Leaf axes: x backward, y down, z out of the head.
        back = leaf[:, 0] * np.cos(tilt) + leaf[:, 1] * np.sin(tilt) * -1
        down = leaf[:, 1] * np.cos(tilt) + leaf[:, 0] * np.sin(tilt)
        away, depth = (
            back * np.sin(stand) + leaf[:, 2] * np.cos(stand),
            back * np.cos(stand) - leaf[:, 2] * np.sin(stand),
        )
        vertices = np.asarray(np.stack([side * away, down, depth], axis=1) * scale + place, np.float32)
        faces = triangles if side > 0 else triangles[:, ::-1]
        solids.append(make_solid(Part.NECK, vertices, faces, occlusion=shade))
    return solids


@cache
def _leaf() -> tuple[Array, Array, Triangles]:
    """(n, 3) millimeters about the canal, its free sky, and triangles; x backward, y down, z outward."""
    turn = np.linspace(0, 2 * np.pi, SPOKES, endpoint=False)
    # 0 points backward, a quarter turn down. Wider above, a lobe below, the front edge nearly straight.
    outline = 1 - 0.10 * np.sin(turn) + 0.05 * np.cos(2 * turn)
    x = BREADTH_MM * 0.5 * np.cos(turn) * outline * (1 - 0.16 * np.sin(turn)) + BREADTH_MM * 0.36
    # The lobe hangs narrower than the shell and rounds off into the cheek.
    x = x - 9.0 * np.clip(np.sin(turn) - 0.35, 0, 1) ** 1.5
    x = np.maximum(x, -2.5 + 2.0 * np.abs(np.sin(turn)))
    y = LENGTH_MM * 0.5 * np.sin(turn) - 5.0
    canal = np.array([6.0, 1.5])
    flat = canal + RINGS[:, None, None] * (np.stack([x, y], axis=-1)[None] - canal)
    relief, shade = _relief(turn)
    rim = np.stack([flat[-1, :, 0] * 0.97, flat[-1, :, 1] * 0.98, relief[-1] - 5.0], axis=-1)
    grid = np.concatenate([np.concatenate([flat, relief[..., None]], axis=-1), rim[None]])
    shades = np.concatenate([shade, 0.5 * shade[-1:]])
    rows = len(grid)
    return (
        grid.reshape(-1, 3).astype(np.float32),
        shades.reshape(-1).astype(np.float32),
        grid_triangles(rows, SPOKES, around=True),
    )


def _relief(turn: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Height over the leaf and free sky at each ring and spoke."""
    ring = RINGS[:, None]
    behind, above, below = np.cos(turn), -np.sin(turn), np.clip(np.sin(turn), 0, 1)
    lobe = np.clip((below - 0.75) * 4, 0, 1)
    free = np.clip(0.55 + 0.6 * np.maximum(behind, above), 0, 1) * (1 - lobe)
    helix = 3.4 * np.exp(-(((ring - 0.93) / 0.07) ** 2)) * free
    anti = 3.6 * np.exp(-(((ring - 0.58) / 0.10) ** 2)) * free
    bowl = -7.0 * np.exp(-((ring / 0.36) ** 2))
    tragus = 3.0 * np.exp(-(((ring - 0.55) / 0.2) ** 2)) * np.clip(-behind - 0.3, 0, 1) * (1 - np.abs(above))
    base = 4.0 + 1.5 * ring * free
    height = base + helix + anti + bowl + tragus + lobe * 1.2 * np.sin(np.pi * ring)
    front = np.clip(-behind - 0.2, 0, 1)
    height = height * (1 - 0.8 * front * ring**4)
    groove = np.exp(-(((ring - 0.77) / 0.08) ** 2)) * free
    shade = 0.85 - 0.55 * np.exp(-((ring / 0.42) ** 2)) - 0.35 * groove
    return height, np.broadcast_to(shade, height.shape)
