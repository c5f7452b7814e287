"""How slack skin hangs: jowls, heavy folds beside nose and mouth, a softer jaw line."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from skincast.twin.head.solid import bump
from skincast.twin.person import Condition, Traits

Array = NDArray[np.float32]

SIDES = ((0, -1.0), (1, 1.0))
JOWL, CHIN_EDGE, JAW = (150, 379), (170, 395), (136, 365)
PADS, FOLDS, MARIONETTES = ((207, 427), (205, 425)), ((206, 426), (216, 436)), ((202, 422), (204, 424))


def slackness(traits: Traits, condition: Condition) -> float:
    """How slack the skin is, 0-1: the severity of `firmness`, and a little by age even where none is named.

    Source: ours, untested.
    """
    by_age = 0.25 * float(np.clip((traits.age_years - 35) / 40, 0, 1))
    return float(np.clip(by_age + condition.of("firmness") * (1 - by_age), 0, 1))


def sag(face: Array, slack: float) -> Array:
    """Let the face hang.

    Args:
        face: (468, 3) landmarks at rest, millimeters.
        slack: 0-1.

    Returns:
        (468, 3): jowls down, out and forward with a dent before them; the cheek's pad over the nasolabial fold; corners
        of the mouth lower; brows lower over the outer lid.

    Source: ours, untested.
    """
    shift = np.zeros_like(face)
    for k, side in SIDES:
        shift += bump(face, face[JOWL[k]] + np.array([0, -3, 0]), (11, 9, 16))[:, None] * np.array(
            [side * 2.4, 5.0, -2.2]
        )
        shift += bump(face, face[JAW[k]], (13, 11, 18))[:, None] * np.array([side * 1.2, 3.0, 0])
        shift += bump(face, face[CHIN_EDGE[k]], (6, 7, 12))[:, None] * np.array([-side * 1.0, -2.2, 2.4])
        for pads in PADS:
            shift += bump(face, face[pads[k]], (9, 11, 14))[:, None] * np.array([-side * 0.8, 2.8, -1.6])
        for folds in FOLDS:
            shift += bump(face, face[folds[k]], (4, 7, 10))[:, None] * np.array([0, 0.8, 2.0])
        for lines in MARIONETTES:
            shift += bump(face, face[lines[k]], (4, 7, 10))[:, None] * np.array([0, 0, 1.6])
        shift += bump(face, face[(61, 291)[k]], (8, 8, 12))[:, None] * np.array([0, 2.0, 0.6])
        shift += bump(face, face[(225, 445)[k]], (9, 6, 12))[:, None] * np.array([0, 1.8, -0.6])
    shift[:, 1] += 2.5 * bump(face, face[152], (22, 9, 22))
    return np.asarray(face + slack * shift, np.float32)
