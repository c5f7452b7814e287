"""Between lesions and the score of acne: what a face full of lesions scores, and what lesions a score stands for.

Counts of a face are weighted by how much a selfie makes of them, and the catalog's scale turns the load into a score:
5, 20 and 50 inflammatory lesions (with half again as many comedones) score about 80, 55 and 25, as in Hayashi's bands.
"""

from __future__ import annotations

import numpy as np

from skincast.score.scale import scales
from skincast.twin.life.world import Array

STAGES = ("comedone", "young_papule", "papule", "pustule", "nodule", "young_red", "old_red", "brown")
"""What the flare world counts, in the order of the last axis of its counts."""
LOAD = np.array([0.2, 0.7, 0.7, 0.9, 1.2, 0.0, 0.0, 0.0])
"""Load of one lesion of each stage: what the catalog's weights leave after what a selfie misses (ours, untested)."""
INFLAMMATORY = slice(1, 5)
COMEDONES_PER_INFLAMMATORY = 1.5
LOAD_PER_INFLAMMATORY = 0.74 + 0.2 * COMEDONES_PER_INFLAMMATORY


def acne_score(counts: Array) -> Array:
    """Score of a face, (n,) 0-100, of (n, len(STAGES)) counts. Source: Hayashi's bands through the catalog's scale."""
    scale = scales()["acne"]
    return np.asarray(np.interp(counts @ LOAD, scale.burden, scale.score))


def inflammatory_of(score: Array) -> Array:
    """Inflammatory lesions that a score of acne stands for where a world knows no lesions, any shape."""
    scale = scales()["acne"]
    load = np.interp(-score, [-value for value in scale.score], scale.burden)
    return np.asarray(load / LOAD_PER_INFLAMMATORY)
