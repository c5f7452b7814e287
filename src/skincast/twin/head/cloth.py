"""What a person wears: a shirt with a neckline."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Part
from skincast.twin.head.bust import follow_head
from skincast.twin.head.solid import Solid, grid_triangles, make_solid, smooth_normals
from skincast.twin.person import Traits, stream

Array = NDArray[np.float32]

CLOTH_MM = 3.5
ROWS, COLUMNS = 10, 72
BELOW = 3.0
"""How far the shirt goes on below the bust, in its last steps: to the edge of a photo from afar."""


def make_cloth(bust: Array, traits: Traits, *, loops: int) -> Solid:
    """A shirt over the shoulders.

    Args:
        bust: (loops * 36, 3) control points, millimeters.
        traits: who; the neckline is theirs for ever.
        loops: how many loops the bust has.

    Returns:
        A solid of `Part.CLOTH`.
    """
    random = stream(traits.seed, "neckline")
    deep, high = float(random.uniform(0.0, 2.6)), float(random.uniform(4.6, 6.2))
    net = bust.reshape(loops, -1, 3)
    net = np.concatenate([net, net[-1:] + BELOW * (net[-1:] - net[-2:-1])])
    turn = 2 * np.pi * np.arange(COLUMNS) / COLUMNS
    front = np.clip(-np.cos(turn), 0, 1)
    first = high + deep * front**3 + 0.3 * np.cos(turn)
    share = np.linspace(0, 1, ROWS)[:, None] ** 1.5
    at_loop = first[None] + share * (loops - first[None])
    at_column = np.broadcast_to(turn / (2 * np.pi) * net.shape[1] + 3, at_loop.shape)
    wrapped = np.concatenate([net[:, -3:], net, net[:, :4]], axis=1).astype(np.float32)
    grid = cv2.remap(wrapped, at_column.astype(np.float32), at_loop.astype(np.float32), cv2.INTER_LINEAR)
    # Chords of a coarse net run inside the round body; folding the rows softly outward covers it.
    grid = cv2.GaussianBlur(np.concatenate([grid[:, -4:], grid, grid[:, :4]], axis=1), (0, 0), 0.9)[:, 4:-4]
    points = np.asarray(grid.reshape(-1, 3), np.float32)
    triangles = grid_triangles(ROWS, COLUMNS, around=True)
    lift = np.repeat(np.array([-2.0, CLOTH_MM, *[CLOTH_MM + 3.0] * (ROWS - 2)]), COLUMNS)[:, None]
    normals = smooth_normals(points, triangles)
    vertices = np.asarray(points + lift * normals, np.float32)
    return make_solid(Part.CLOTH, vertices, triangles, follow=follow_head(points), occlusion=0.85)
