"""Agreement of masks with masks and of landmarks with landmarks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skincast.types import Mask

OUTER_EYE_CORNERS = (36, 45)
"""Among the 68 points of iBUG."""
JAW_POINTS = 17
"""The first points of the 68 follow the jaw."""

# Mesh landmark for each of the 68 iBUG points: the mapping in common use. The jaw line of the mesh lies on the surface
# of the head, that of iBUG on its visible outline, so the two differ on turned faces by definition.
# fmt: off
MESH_FOR_68 = (
    162, 234, 93, 58, 172, 136, 149, 148, 152, 377, 378, 365, 397, 288, 323, 454, 389,
    71, 63, 105, 66, 107, 336, 296, 334, 293, 301,
    168, 197, 5, 4, 75, 97, 2, 326, 305,
    33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380,
    61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181,
    78, 82, 13, 312, 308, 317, 14, 87,
)
# fmt: on

Points2 = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How one mask agrees with the truth, each 0-1; NaN where the denominator is empty."""

    iou: float
    dice: float
    precision: float
    recall: float


def overlap(found: Mask, truth: Mask, *, judged: Mask) -> Overlap:
    """Compare two masks where it is judged.

    Args:
        found: (h, w) bool.
        truth: (h, w) bool.
        judged: (h, w) bool; pixels outside count neither way.
    """
    shared = int((found & truth & judged).sum())
    n_found, n_truth = int((found & judged).sum()), int((truth & judged).sum())
    return Overlap(
        iou=_share(shared, n_found + n_truth - shared),
        dice=_share(2 * shared, n_found + n_truth),
        precision=_share(shared, n_found),
        recall=_share(shared, n_truth),
    )


def normalized_mean_error(found: Points2, truth: Points2, *, with_jaw: bool) -> float:
    """Return the mean distance of matching points over the distance of the outer eye corners.

    Args:
        found: (68, 2) pixels.
        truth: (68, 2) pixels, iBUG order.
        with_jaw: False leaves out the jaw line, which both sides define differently.

    Source: Sagonas et al. 2016, 300 faces in-the-wild challenge.
    """
    first, second = OUTER_EYE_CORNERS
    unit = float(np.linalg.norm(truth[first] - truth[second]))
    kept = slice(0 if with_jaw else JAW_POINTS, None)
    return float(np.linalg.norm(found[kept] - truth[kept], axis=1).mean()) / unit


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
