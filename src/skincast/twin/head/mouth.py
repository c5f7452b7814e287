"""Inside of the mouth: two arches of teeth before a dark hollow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Part
from skincast.twin.head.solid import Solid, grid_triangles, make_solid

Array = NDArray[np.float32]

ARCH_WIDTH_MM, ARCH_DEPTH_MM = 27.0, 24.0
"""Half the width and the depth of the arch's outer face (ours, untested)."""
TEETH_MM = 10.0
GUM_MM = 6.0
ACROSS = 25


def make_mouth(upper: Array, lower: Array, jaw_turn: float) -> list[Solid]:
    """Teeth and hollow behind the lips.

    Args:
        upper: (3,) middle of the upper inner lip, millimeters.
        lower: (3,) middle of the lower inner lip.
        jaw_turn: how far the mouth is open, 0-1.

    Returns:
        Solids of `Part.MOUTH`.

    Source: ours, untested.
    """
    front = float(upper[2]) + 6.5
    edge = float(upper[1]) + 1.5
    gap = max(float(lower[1] - upper[1]), 0.0)
    solids = [_arch(edge=edge, front=front, up=1.0)]
    solids.append(
        _arch(edge=edge + 0.3 + 0.75 * gap, front=max(front, float(lower[2]) + 6.5) + 2.5 + 3 * jaw_turn, up=-1.0)
    )
    solids.append(_hollow(np.array([0.0, edge + gap / 2, front + 24.0 + 0.4 * gap], np.float32), gap))
    return solids


def _arch(*, edge: float, front: float, up: float) -> Solid:
    """A band along a half ellipse, gum included."""
    turn = np.linspace(-1.25, 1.25, ACROSS)
    heights = np.array([0.0, 2.0, TEETH_MM, TEETH_MM + GUM_MM]) * (1.0 if up > 0 else 0.7)
    x = ARCH_WIDTH_MM * np.sin(turn)
    z = front + ARCH_DEPTH_MM * (1 - np.cos(turn))
    lean = np.array([0.0, -0.4, 0.3, 1.5])
    grid = np.stack(
        [
            np.broadcast_to(x, (len(heights), ACROSS)),
            np.broadcast_to((edge - up * heights)[:, None], (len(heights), ACROSS)),
            z[None] + lean[:, None],
        ],
        axis=-1,
    )
    facing = np.stack([np.sin(turn) * ARCH_DEPTH_MM, 0 * turn, -np.cos(turn) * ARCH_WIDTH_MM], axis=-1)
    facing /= np.linalg.norm(facing, axis=1, keepdims=True)
    shade = 0.75 * np.cos(turn / 1.25 * np.pi / 2.4) ** 1.5
    triangles = grid_triangles(len(heights), ACROSS)
    return make_solid(
        Part.MOUTH,
        grid.reshape(-1, 3),
        triangles if up > 0 else triangles[:, ::-1],
        occlusion=np.tile(shade, len(heights)).astype(np.float32),
        normals=np.tile(facing, (len(heights), 1)),
    )


def _hollow(middle: Array, gap: float) -> Solid:
    """A dark wall behind the teeth."""
    half = 27.0, 9.0 + 0.6 * gap
    corners = np.array([[-half[0], -half[1], 0], [half[0], -half[1], 0], [-half[0], half[1], 0], [half[0], half[1], 0]])
    facing = np.tile(np.array([0.0, 0.0, -1.0]), (4, 1))
    return make_solid(
        Part.MOUTH,
        corners + middle,
        np.array([[0, 2, 1], [1, 2, 3]]),
        occlusion=0.03,
        normals=facing,
    )
