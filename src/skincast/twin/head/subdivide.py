"""Coarse mesh -> smooth mesh: subdivision prepared once for a topology and applied to every person's points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Triangles = NDArray[np.int32]
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One level: the old points move, one new point is born on every edge."""

    triangles: Triangles
    """Of the finer mesh; old points keep their numbers."""
    ends: NDArray[np.int32]
    """(edges, 2) the edge's own points."""
    wings: NDArray[np.int32]
    """(edges, 2) the points across; the edge's own points on a border."""
    around: NDArray[np.int32]
    """(points, most neighbors) neighbors, filled up with the point itself."""
    pull: Array
    """(points, most neighbors) weight of each."""

    def smooth(self, points: Array) -> Array:
        """Positions on the finer level."""
        kept = (1 - self.pull.sum(axis=1))[:, None] * points
        moved = kept + np.einsum("ij,ijk->ik", self.pull, points[self.around])
        ends = points[self.ends[:, 0]] + points[self.ends[:, 1]]
        born = 0.375 * ends + 0.125 * (points[self.wings[:, 0]] + points[self.wings[:, 1]])
        return np.concatenate([moved, born]).astype(np.float32)

    def halve(self, values: Array) -> Array:
        """Values on the finer level by plain interpolation, so that a corner keeps its own."""
        return np.concatenate([values, (values[self.ends[:, 0]] + values[self.ends[:, 1]]) / 2]).astype(np.float32)


def prepare_step(triangles: Triangles, points: int) -> Step:
    """Prepare one level of subdivision.

    Args:
        triangles: (n, 3) of the coarse mesh; borders are allowed.
        points: how many points it has.

    Returns:
        The step, the same for every person.

    Source: Loop 1987, Smooth subdivision surfaces based on triangles; borders after Hoppe 1994.
    """
    sides = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    across = np.concatenate([triangles[:, 2], triangles[:, 0], triangles[:, 1]])
    ends, number = np.unique(np.sort(sides, axis=1), axis=0, return_inverse=True)
    number = number.ravel()
    wings = ends.copy()
    order = np.argsort(number, kind="stable")
    first = np.searchsorted(number[order], np.arange(len(ends)))
    count = np.bincount(number, minlength=len(ends))
    inner = count >= 2
    wings[inner, 0] = across[order[first[inner]]]
    wings[inner, 1] = across[order[first[inner] + 1]]
    around, pull = _pulls(ends, ~inner, points)
    born = (number + points).reshape(3, -1)
    a, b, c = triangles.T
    x, y, z = born
    finer = np.stack([[a, x, z], [x, b, y], [z, y, c], [x, y, z]]).transpose(0, 2, 1).reshape(-1, 3)
    return Step(
        triangles=finer.astype(np.int32),
        ends=ends.astype(np.int32),
        wings=wings.astype(np.int32),
        around=around,
        pull=pull,
    )


def _pulls(ends: NDArray[np.int32], border: NDArray[np.bool_], points: int) -> tuple[NDArray[np.int32], Array]:
    """Neighbors of each point and how strongly they pull; on a border only the border pulls."""
    near: list[list[int]] = [[] for _ in range(points)]
    rim: list[list[int]] = [[] for _ in range(points)]
    for (a, b), outer in zip(ends.tolist(), border.tolist(), strict=True):
        for one, other in ((a, b), (b, a)):
            near[one].append(other)
            if outer:
                rim[one].append(other)
    most = max(len(row) for row in near)
    around = np.repeat(np.arange(points, dtype=np.int32)[:, None], most, axis=1)
    pull = np.zeros((points, most), np.float32)
    for i in range(points):
        row = rim[i] or near[i]
        around[i, : len(row)] = row
        pull[i, : len(row)] = 0.125 if rim[i] else _loop_weight(len(row))
    return around, pull


def _loop_weight(neighbors: int) -> float:
    if neighbors == 0:
        return 0.0
    return (0.625 - (0.375 + 0.25 * float(np.cos(2 * np.pi / neighbors))) ** 2) / neighbors
