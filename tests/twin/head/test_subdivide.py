"""Smooth subdivision: closed stays closed, flat stays flat, corners keep their values."""

from __future__ import annotations

import numpy as np

from skincast.twin.head.net import head_net
from skincast.twin.head.subdivide import prepare_step

TETRAHEDRON = np.array([[0, 1, 2], [0, 3, 1], [1, 3, 2], [2, 3, 0]], np.int32)


def directed(triangles: np.ndarray) -> list[tuple[int, int]]:
    return [(int(t[k]), int(t[(k + 1) % 3])) for t in triangles for k in range(3)]


def test_closed_stays_closed_and_oriented() -> None:
    step = prepare_step(TETRAHEDRON, 4)
    edges = directed(step.triangles)
    assert len(set(edges)) == len(edges) == 48
    assert all((b, a) in set(edges) for a, b in edges)


def test_flat_stays_flat_and_border_keeps_its_line() -> None:
    square = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], np.float32)
    step = prepare_step(np.array([[0, 1, 2], [0, 2, 3]], np.int32), 4)
    finer = step.smooth(square)
    assert np.allclose(finer[:, 2], 0)
    assert finer[:, :2].min() >= 0
    assert step.halve(square)[:4].tolist() == square.tolist()


def test_the_heads_skin_is_one_surface_with_three_openings_and_a_lower_end() -> None:
    net = head_net()
    edges = directed(np.concatenate([net.face_triangles, net.bust_triangles]))
    known = set(edges)
    assert len(known) == len(edges)
    border = sum((b, a) not in known for a, b in edges)
    assert border == 4 * (16 + 16 + 20 + 36)
