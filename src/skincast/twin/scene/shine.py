"""Light that the skin's oily surface mirrors: two lobes of a rough surface, and the sky's faint sheen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Vectors
from skincast.types import FloatMap

F0 = 0.028
"""Fresnel reflectance of skin seen straight on. Source: index 1.4, d'Eon & Luebke 2007."""
SKY_SHARE, GRAZING = 0.55, 0.16
LOBES = ((0.85, 1.15), (0.15, 0.55))
"""Share of each lobe and its roughness over that of the place. Source: two lobes, Jimenez et al. 2015; numbers ours."""


def lamp_shine(
    normal: Vectors, view: Vectors, direction: NDArray[np.float32], roughness: FloatMap, size_deg: float
) -> FloatMap:
    """Light that one lamp of unit irradiance sends into the camera off the surface, before shadows.

    Args:
        normal: (height, width, 3) unit normals with the finest relief.
        view: (height, width, 3) unit, from the skin to the camera.
        direction: (3,) unit, to the lamp.
        roughness: (height, width) GGX alpha.
        size_deg: angular diameter of the lamp; a wide one makes a wide highlight.

    Returns:
        (height, width), in the unit of albedo times irradiance.

    Source: GGX, Walter et al. 2007, with the visibility of Kelemen & Szirmay-Kalos 2001; a lamp's size widens the
    lobe as in Karis 2013.
    """
    half = view + direction
    square = np.einsum("ijk,ijk->ij", half, half)
    inverse = 1 / np.maximum(square, 1e-3)
    n_h2 = np.square(np.maximum(np.einsum("ijk,ijk->ij", normal, half), 0)) * inverse
    # The half vector's length tells the angle between lamp and half: (l.h)^2 = |l + v|^2 / 4.
    fresnel = F0 + (1 - F0) * np.power(np.clip(1 - np.sqrt(square) / 2, 0, 1), 5)
    facing = np.clip(normal @ direction, 0, 1)
    widening = np.sin(np.radians(min(size_deg, 120) / 2)) / 2
    lobes = np.zeros_like(roughness)
    for share, factor in LOBES:
        alpha2 = np.square(roughness * factor) + widening**2
        lobes += share * alpha2 / np.square(n_h2 * (alpha2 - 1) + 1)
    return np.asarray(lobes * fresnel * inverse * facing, np.float32)


def sky_shine(normal: Vectors, view: Vectors) -> FloatMap:
    """What the skin mirrors of a sky of unit irradiance all around, before occlusion.

    What stands before a face is darker than its sky (the phone, the hand, the person's own clothes), and down and
    roughness eat most of the rise toward the edge.

    Source: Schlick 1994; both factors ours, from looking at dark faces.
    """
    facing = np.clip(np.einsum("ijk,ijk->ij", normal, view), 0, 1)
    return np.asarray(SKY_SHARE * (F0 + GRAZING * np.power(1 - facing, 5)), np.float32)
