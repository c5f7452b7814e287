"""The face beyond the mesh: an outer ring of points over temples, hair line, ears' front and jaw.

The mesh ends two centimeters before the ear and below the hair line, and loses a third of what people care about. The
ring is laid on the canonical head and follows the pose, so that it hides behind the head on the far side of a turned
face.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from skincast.face.pose import Pose, canonical_face
from skincast.types import Points

# fmt: off
OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)
# fmt: on
FIRST_RING = 478
"""The ring point beyond `OVAL[i]` is number `FIRST_RING + i`."""

# Far enough to the side for the jaw and the temple, not so far that the ear is taken for a cheek.
OUTWARD_CM = {"top": 2.0, "side": 0.3, "bottom": 0.4}
BACKWARD_CM = {"top": 1.2, "side": 1.4, "bottom": 0.8}


def add_ring(landmarks: Points, pose: Pose) -> Points:
    """Append the outer ring.

    Args:
        landmarks: `(478, 3)` pixels.
        pose: of the same face.

    Returns:
        `(514, 3)` pixels, the ring at the end.

    Source: ours, untested beyond the skin-mask figures in `docs/accuracy.md`.
    """
    step = _ring_steps_cm() @ pose.rotation.T * pose.px_per_cm
    ring = landmarks[list(OVAL)] + step.astype(np.float32)
    return np.concatenate([landmarks[:FIRST_RING], ring])


@cache
def canonical_ring_cm() -> NDArray[np.float64]:
    """(36, 3) the ring on the canonical head, centimeters, in our axes."""
    return np.asarray(canonical_face().vertices_cm[list(OVAL)] + _ring_steps_cm())


@cache
def _ring_steps_cm() -> NDArray[np.float64]:
    """(36, 3) from each oval point outward, in canonical axes."""
    oval = canonical_face().vertices_cm[list(OVAL)]
    around = oval[:, :2] - np.array([0.0, 0.5])
    around /= np.linalg.norm(around, axis=1, keepdims=True)
    up = np.clip(-around[:, 1], 0, 1)[:, None] ** 2
    down = np.clip(around[:, 1], 0, 1)[:, None] ** 2
    side = 1 - up - down
    outward = up * OUTWARD_CM["top"] + side * OUTWARD_CM["side"] + down * OUTWARD_CM["bottom"]
    backward = up * BACKWARD_CM["top"] + side * BACKWARD_CM["side"] + down * BACKWARD_CM["bottom"]
    return np.hstack([around * outward, backward])
