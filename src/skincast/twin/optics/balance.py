"""White balance and color matrix: what a phone's raw pipeline makes of the light in the scene, once a shot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from skincast.twin.optics.cameras import Sensitivities, sensitivities
from skincast.twin.optics.tables import Spectrum, daylight_srgb, illuminant_power, table
from skincast.twin.shot import Illuminant

Floats = NDArray[np.float64]

SKIN_FIELDS, SKIN_WEIGHT = 2, 4.0
"""The first two fields of the chart are skins: what makers of phones care for most."""
DARK_WEIGHT = 0.05
"""Errors of dark fields count as the eye sees them, not as their light."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Balance:
    """How a camera's raw signals become linear sRGB in one scene."""

    sensitivities: Sensitivities
    """Of the camera."""
    gains: Floats
    """(3,) on raw red, green and blue: white under the scene's mixture of lamps becomes (1, 1, 1)."""
    matrix: Floats
    """(3, 3) balanced raw -> linear sRGB; white stays white."""

    def colors(self, reflectance: Spectrum, illuminant: Illuminant) -> Floats:
        """Linear sRGB of reflectances under one of the lamps.

        Args:
            reflectance: (..., 41).
            illuminant: of the lamp; of strength 1.

        Returns:
            (..., 3) float64, unclipped: a lamp of another color than the mixture tints white.
        """
        return np.asarray(reflectance @ self.weights(illuminant))

    def weights(self, illuminant: Illuminant) -> Floats:
        """(41, 3): `reflectance @ weights` is linear sRGB under this illuminant."""
        return np.asarray(_raw_weights(self.sensitivities, illuminant) * self.gains @ self.matrix.T)

    def lamp(self, illuminant: Illuminant) -> Floats:
        """(3,) linear sRGB of perfect white under this lamp: (1, 1, 1) where it is the only one."""
        return np.asarray(self.weights(illuminant).sum(0))

    def material(self, illuminant: Illuminant) -> Floats:
        """(3, 3): turns linear sRGB of a material (as it looks in daylight) into its linear color under this lamp.

        For eyes, hair, cloth and pictures, of which only the color is known: `srgb @ material.T`.

        Source: least squares over the fields of a ColorChecker; ours, untested beyond them.
        """
        fields = _checker()
        return _fit(daylight_srgb(fields), self.colors(fields, illuminant), white=self.lamp(illuminant))


def white_balance(camera: str, shares: Mapping[Illuminant, float]) -> Balance:
    """The perfect white balance of a shot; its error is the phone's (`Phone.white_balance_error`).

    Args:
        camera: as in `Phone.camera`.
        shares: of the light in the scene by illuminant, any scale: sums of the lamps' strengths.

    Raises:
        ValueError: no light, or no such camera.
    """
    mixture = tuple(sorted((name, float(share)) for name, share in shares.items() if share > 0))
    if not mixture:
        raise ValueError("a white balance needs light: every share is zero")
    return _balance(camera, mixture)


@lru_cache(maxsize=64)
def _balance(camera: str, mixture: tuple[tuple[Illuminant, float], ...]) -> Balance:
    return balance_of(sensitivities(camera), mixture)


def balance_of(camera: Sensitivities, mixture: tuple[tuple[Illuminant, float], ...]) -> Balance:
    """The perfect white balance of a camera that has no name.

    Args:
        camera: (41, 3) sensitivities.
        mixture: illuminants with their shares of the light.
    """
    total = sum(share for _, share in mixture)
    raw = sum((_raw_weights(camera, name) * (share / total) for name, share in mixture), np.zeros((41, 3)))
    gains = 1 / raw.sum(0)
    fields = _checker()
    matrix = _fit(fields @ (raw * gains), daylight_srgb(fields), white=np.ones(3))
    return Balance(sensitivities=camera, gains=gains, matrix=matrix)


def _raw_weights(camera: Sensitivities, illuminant: Illuminant) -> Floats:
    """(41, 3) of the bare sensor; every lamp of strength 1 has the same luminance."""
    return np.asarray(camera * illuminant_power(illuminant)[:, None])


def _checker() -> Spectrum:
    return np.stack(list(table("checker").values()))


def _fit(source: Floats, target: Floats, *, white: Floats) -> Floats:
    """The 3 x 3 matrix from source to target with least relative error that takes (1, 1, 1) to `white`.

    Source: white-point-preserving least squares, Finlayson and Drew 1997.
    """
    weight = 1 / np.cbrt(np.maximum(target.mean(1, keepdims=True), 0) + DARK_WEIGHT) ** 2
    weight[:SKIN_FIELDS] *= SKIN_WEIGHT
    apart = source[:, :2] - source[:, 2:]
    rest = target - source[:, 2:] * white
    two = np.linalg.lstsq(apart * weight, rest * weight, rcond=None)[0].T
    return np.column_stack([two, white - two.sum(1)])
