"""How bright a phone makes a face."""

from __future__ import annotations

import numpy as np

from skincast.twin.frame import Vectors
from skincast.types import Mask

LUMA = np.array((0.2126, 0.7152, 0.0722), np.float32)
ORDINARY_ALBEDO = 0.33
ORDINARY_LEVEL = 0.37
"""Linear luminance of such a face in a photo."""
TONE_KEPT = 0.62
"""Power of the skin's own luminance that the metering leaves: 1 would keep a dark face as dark as it is, 0 would make
all faces alike. Phones meter for faces, but for the room as well."""
LEAST = 1e-3
EVERY = 7
"""A seventh of the pixels tells the mean as well."""


def face_gain(light: Vectors, albedo: Vectors, face: Mask) -> float:
    """The factor on linear light that puts a face where phones put it.

    Args:
        light: (height, width, 3) linear, before exposure.
        albedo: (height, width, 3) linear color of the same surface.
        face: (height, width) skin of the face; nothing set: everything counts.

    Source: ours, from looking at selfies: mean face about 0.3 linear when light, about 0.12 when very dark.
    """
    places = np.flatnonzero(face if face.any() else np.ones_like(face))[::EVERY]
    level = float(light.reshape(-1, 3)[places].mean(axis=0) @ LUMA)
    tone = float(albedo.reshape(-1, 3)[places].mean(axis=0) @ LUMA)
    target = ORDINARY_LEVEL * (max(tone, LEAST) / ORDINARY_ALBEDO) ** TONE_KEPT
    return float(target / max(level, LEAST))
