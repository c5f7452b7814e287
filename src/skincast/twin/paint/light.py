"""The light that a photo was taken in, read off the face: how bright skin is for each direction it faces."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Vectors
from skincast.twin.person import stream
from skincast.types import FloatMap

SHRINK = 4
ROUNDS = 4
TOLERANCE = 0.18
"""Relative error from which on a pixel counts less: a brow, a shadow's edge, a highlight."""
LEAST_SKY = 0.2
"""Share of the light that comes from everywhere in any photo."""
DARKEST = 0.12
"""Light that still reaches skin turned away, over the mean."""
RIDGE = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoLight:
    """Irradiance `sky + lamp . normal`, over its mean on the face."""

    sky: float
    lamp: NDArray[np.float32]
    """(3,) toward the light, camera axes; its length is the lamp's share."""

    def falling(self, normal: Vectors) -> FloatMap:
        """Irradiance of each place, 1 on average."""
        return np.asarray(np.maximum(np.float32(self.sky) + normal @ self.lamp, np.float32(DARKEST)), np.float32)

    @property
    def direction(self) -> NDArray[np.float32]:
        """(3,) unit, toward the light; toward the camera where there is none."""
        toward = self.lamp + np.array([0, 0, -0.05], np.float32)
        return np.asarray(toward / np.linalg.norm(toward), np.float32)


def read_light(luminance: FloatMap, normal: Vectors, where: FloatMap) -> PhotoLight:
    """Fit the light to a face.

    Args:
        luminance: (height, width) linear.
        normal: (height, width, 3) of the smooth face.
        where: (height, width) 0-1, skin.

    Returns:
        The light; a plain light from the front where there is too little skin.

    Source: spherical harmonics of first order (Ramamoorthi and Hanrahan 2001), robust by iterated weights.
    """
    size = (max(luminance.shape[1] // SHRINK, 1), max(luminance.shape[0] // SHRINK, 1))
    light, normals, weight = (cv2.resize(a, size, interpolation=cv2.INTER_AREA) for a in (luminance, normal, where))
    skin = weight > 0.9
    if skin.sum() < 50:
        return PhotoLight(sky=0.5, lamp=np.array([0.0, -0.15, -0.45], np.float32))
    value = light[skin].astype(np.float64)
    value /= np.median(value)
    basis = np.column_stack([np.ones(len(value)), normals[skin]])
    fitted = _robust_fit(basis, value)
    return _plausible(fitted, basis)


def guess_light(seed: int) -> PhotoLight:
    """A light for a close-up, which does not tell where it comes from: from above and aside, mostly from the front."""
    random = stream(seed, "close-up light")
    aside, up = float(random.normal(0, 0.5)), float(random.uniform(0.2, 0.9))
    toward = np.array([aside, -up, -1.0])
    share = float(random.uniform(0.6, 0.9))
    lamp = share * toward / np.linalg.norm(toward)
    return PhotoLight(sky=1 + float(lamp[2]), lamp=lamp.astype(np.float32))


def _robust_fit(basis: NDArray[np.float64], value: NDArray[np.float64]) -> NDArray[np.float64]:
    weight: NDArray[np.float64] = np.ones(len(value))
    fitted: NDArray[np.float64] = np.zeros(4)
    prior = np.diag([0, 1, 1, 1]) * RIDGE * len(value)
    for _ in range(ROUNDS):
        weighted = basis * weight[:, None]
        fitted = np.asarray(np.linalg.solve(weighted.T @ basis + prior, weighted.T @ value))
        error = np.abs(basis @ fitted - value) / TOLERANCE
        weight = np.asarray(1 / (1 + error**2))
    return fitted


def _plausible(fitted: NDArray[np.float64], basis: NDArray[np.float64]) -> PhotoLight:
    """Light is never negative; some of it always comes from everywhere."""
    lamp = fitted[1:].copy()
    lamp[2] = min(lamp[2], 0.0)
    length = float(np.linalg.norm(lamp))
    most = 1.6
    lamp *= min(1.0, most / max(length, 1e-6))
    mean = float((basis[:, 1:] @ lamp).mean())
    sky = max(1 - mean, LEAST_SKY)
    scale = 1 / (sky + mean)
    return PhotoLight(sky=sky * scale, lamp=(lamp * scale).astype(np.float32))
