"""Skull, neck and shoulders: the rest of the control net, fitted to a person's face."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from skincast.face.outline import OVAL, canonical_ring_cm
from skincast.face.pose import canonical_face
from skincast.twin.head.net import bust_loops, read_arrays
from skincast.twin.head.solid import smoothstep

Array = NDArray[np.float32]

LOOPS_TO_FORGET = 5.0
"""Over how many loops the outline of the face's own shape fades into the ordinary skull."""
NECK_STARTS_MM, NECK_ENDS_MM = 75.0, 165.0
"""Height below the head's middle where the neck begins to stay behind the turning head, and where it does wholly."""


def outer_ring(face: Array, size: np.float32) -> Array:
    """(36, 3) the ring of this face: as far beyond its oval as on the canonical head, in proportion."""
    canonical = canonical_face().vertices_cm[list(OVAL)]
    step = 10 * (canonical_ring_cm() - canonical)
    return np.asarray(face[list(OVAL)] + step * size, np.float32)


def fit_bust(ring: Array, size: np.float32, *, male: float) -> Array:
    """(loops * 36, 3) the bust behind a face.

    Args:
        ring: (36, 3) the face's outer ring, millimeters.
        size: of the face, from `face_size`.
        male: 0-1, widens neck and shoulders.

    Source: ours, untested.
    """
    net = 10 * read_arrays("bust.npz")["net"] * size
    shift = ring - 10 * canonical_ring_cm().astype(np.float32) * size
    shift = np.mean([np.roll(shift, k, axis=0) for k in (-1, 0, 1)], axis=0)
    overall = shift.mean(axis=0)
    keep = np.exp(-((np.arange(1, bust_loops() + 1) / LOOPS_TO_FORGET) ** 2))[:, None, None]
    net = net + keep * shift + (1 - keep) * overall * np.array([0, 1, 1])
    below = smoothstep(net[..., 1], 60.0, 110.0)
    net[..., 0] *= 1 + below * (0.08 * male - 0.10)
    net[..., 2] += below * (75 - net[..., 2]) * (0.06 - 0.10 * male)
    return np.asarray(net.reshape(-1, 3), np.float32)


def follow_head(points: Array) -> Array:
    """(n,) how far each point turns with the head."""
    return np.asarray(1 - smoothstep(points[:, 1], NECK_STARTS_MM, NECK_ENDS_MM), np.float32)


def face_size(face: Array) -> np.float32:
    """Scale of a face, (468, 3) millimeters, over the canonical one, by its oval."""
    canonical = 10 * canonical_face().vertices_cm[list(OVAL)]
    oval = face[list(OVAL)]
    spread = np.linalg.norm(oval - oval.mean(axis=0)) / np.linalg.norm(canonical - canonical.mean(axis=0))
    return np.float32(spread)
