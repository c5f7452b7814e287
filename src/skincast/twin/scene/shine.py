"""Light that the skin's oily surface mirrors: two lobes of a rough surface, and the sky's faint sheen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]
"""(n, 3) one row a pixel."""
Values = NDArray[np.float32]
"""(n,) one a pixel."""

F0 = 0.028
"""Fresnel reflectance of skin seen straight on. Source: index 1.4, d'Eon & Luebke 2007."""
SKY_SHARE, GRAZING = 0.55, 0.16
SKY_OILED = 0.25
"""How far a stronger sheen also mirrors more of an even sky (ours)."""
LOBES = ((0.85, 1.15), (0.15, 0.55))
"""Share of each lobe and its roughness over that of the place. Source: two lobes, Jimenez et al. 2015; numbers ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirror:
    """The pixels that mirror, in a row: the others are not worth the work."""

    normal: Rows
    """Unit, with the finest relief."""
    view: Rows
    """Unit, from the skin to the camera."""
    roughness: Values
    """GGX alpha."""
    sheen: Values
    """Strength over that of ordinary skin."""


def lamp_shine(mirror: Mirror, direction: NDArray[np.float32], size_deg: float) -> Values:
    """Light that one lamp of unit irradiance sends into the camera off the surface, before shadows.

    Args:
        mirror: the pixels.
        direction: (3,) unit, to the lamp.
        size_deg: angular diameter of the lamp; a wide one makes a wide highlight.

    Returns:
        (n,), in the unit of albedo times irradiance.

    Source: GGX, Walter et al. 2007, with the visibility of Kelemen & Szirmay-Kalos 2001; a lamp's size widens the
    lobe as in Karis 2013.
    """
    half = mirror.view + direction
    square = np.maximum(np.einsum("ij,ij->i", half, half), np.float32(1e-3))
    n_h2 = np.square(np.maximum(np.einsum("ij,ij->i", mirror.normal, half), 0)) / square
    # The half vector's length tells the angle between lamp and half: (l.h)^2 = |l + v|^2 / 4.
    fresnel = np.float32(F0) + np.float32(1 - F0) * _fifth(np.clip(1 - np.sqrt(square) / 2, 0, 1))
    facing = np.clip(mirror.normal @ direction, 0, 1)
    widening = np.float32((np.sin(np.radians(min(size_deg, 120) / 2)) / 2) ** 2)
    lobes = np.zeros_like(square)
    for share, factor in LOBES:
        alpha2 = np.square(mirror.roughness * np.float32(factor)) + widening
        lobes += np.float32(share) * alpha2 / np.square(n_h2 * (alpha2 - 1) + 1)
    return np.asarray(lobes * fresnel * facing * mirror.sheen / square, np.float32)


def sky_shine(mirror: Mirror) -> Values:
    """What the skin mirrors of a sky of unit irradiance all around, before occlusion, (n,).

    What stands before a face is darker than its sky (the phone, the hand, the person's own clothes), and down and
    roughness eat most of the rise toward the edge.

    Source: Schlick 1994; both factors ours, from looking at dark faces.
    """
    facing = np.clip(np.einsum("ij,ij->i", mirror.normal, mirror.view), 0, 1)
    mirrored = np.float32(F0) + np.float32(GRAZING) * _fifth(1 - facing)
    # Oil makes the surface smoother, hardly brighter: an even sky looks nearly the same in it.
    veil = 1 + np.float32(SKY_OILED) * (mirror.sheen - 1)
    return np.asarray(np.float32(SKY_SHARE) * mirrored * veil, np.float32)


def _fifth(values: Values) -> Values:
    square = values * values
    return np.asarray(square * square * values, np.float32)
