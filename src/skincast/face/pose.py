"""Landmarks -> how the head is turned and how many millimeters a pixel is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from skincast.face.mesh import IRIS_IMAGE_LEFT, IRIS_IMAGE_RIGHT
from skincast.runtime import open_arrays
from skincast.types import Points, ScaleSource

IRIS_DIAMETER_MM = 11.7
"""Horizontal visible iris diameter; 11.71 +- 0.42 mm in 1,000+ adults (Rufer 2005, Cornea 24:259)."""
IRIS_POPULATION_CV = 0.036
IRIS_EDGE_ERROR_PX = 0.7
FACE_POPULATION_CV = 0.06
"""Spread of adult face sizes about the canonical face (ours, rounded from published head breadth and height)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """Rotation from the canonical head to the picture, and its scale."""

    rotation: NDArray[np.float64]
    """(3, 3); picture axes x right, y down, z away from the camera."""
    px_per_cm: float
    offset_px: NDArray[np.float64]
    """(3,) where the canonical origin lands."""
    yaw_deg: float
    pitch_deg: float
    roll_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonicalFace:
    """MediaPipe's canonical face: its triangles, and 468 vertices in centimeters, y down and z away from the camera."""

    vertices_cm: NDArray[np.float64]
    triangles: NDArray[np.int32]
    stable: NDArray[np.int32]
    """Landmarks that expression hardly moves."""
    stable_weights: NDArray[np.float64]


@cache
def canonical_face() -> CanonicalFace:
    """Read the canonical face, in our axes."""
    arrays = open_arrays("canonical_face")
    weights = arrays["basis_weights"].astype(np.float64)
    return CanonicalFace(
        vertices_cm=arrays["vertices_cm"].astype(np.float64) * np.array([1.0, -1.0, -1.0]),
        triangles=arrays["triangles"].astype(np.int32),
        stable=arrays["basis_landmarks"].astype(np.int32),
        stable_weights=weights / weights.sum(),
    )


def fit_pose(landmarks: Points) -> Pose:
    """Turn, scale and shift the canonical head onto the landmarks that expression hardly moves (least squares).

    Args:
        landmarks: `(478, 3)` in pixels.

    Returns:
        The pose; yaw > 0 when the person turns to their own left, pitch > 0 when they look up, roll > 0 clockwise.

    Source: Umeyama 1991, IEEE TPAMI 13:376; points and weights are MediaPipe's.
    """
    canonical = canonical_face()
    source = canonical.vertices_cm[canonical.stable]
    target = np.asarray(landmarks, np.float64)[canonical.stable]
    rotation, scale, offset = _umeyama(source, target, canonical.stable_weights)
    forward = rotation @ np.array([0.0, 0.0, -1.0])
    right = rotation @ np.array([1.0, 0.0, 0.0])
    return Pose(
        rotation=rotation,
        px_per_cm=scale,
        offset_px=offset,
        yaw_deg=float(np.degrees(np.arctan2(forward[0], -forward[2]))),
        pitch_deg=float(np.degrees(np.arcsin(np.clip(-forward[1], -1, 1)))),
        roll_deg=float(np.degrees(np.arctan2(right[1], right[0]))),
    )


def measure_scale(landmarks: Points, pose: Pose) -> tuple[float, float, ScaleSource]:
    """Millimeters per pixel, its SD and where it comes from.

    Iris and face size err independently: the iris by its edge in pixels, the face by how much faces differ. Both are
    joined by inverse variance in the logarithm; a closed or tiny eye leaves the face alone.
    """
    face = 10.0 / pose.px_per_cm
    diameter = _iris_diameter_px(landmarks)
    if diameter < 6.0:
        return face, face * FACE_POPULATION_CV, "face"
    iris = IRIS_DIAMETER_MM / diameter
    iris_cv = float(np.hypot(IRIS_POPULATION_CV, IRIS_EDGE_ERROR_PX / diameter))
    if abs(np.log(iris / face)) > 3 * np.hypot(iris_cv, FACE_POPULATION_CV):
        return face, face * FACE_POPULATION_CV, "face"
    weight = iris_cv**-2 / (iris_cv**-2 + FACE_POPULATION_CV**-2)
    joined = float(np.exp(weight * np.log(iris) + (1 - weight) * np.log(face)))
    return joined, joined * float((iris_cv**-2 + FACE_POPULATION_CV**-2) ** -0.5), "iris_and_face"


def _iris_diameter_px(landmarks: Points) -> float:
    """The larger of both irises: turning and lids only ever make an iris look smaller."""
    widths = []
    for iris in (landmarks[IRIS_IMAGE_LEFT], landmarks[IRIS_IMAGE_RIGHT]):
        rim = iris[1:, :2]
        widths.append(max(float(np.linalg.norm(rim[0] - rim[2])), float(np.linalg.norm(rim[1] - rim[3]))))
    return max(widths)


def _umeyama(
    source: NDArray[np.float64], target: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float, NDArray[np.float64]]:
    source_mean, target_mean = weights @ source, weights @ target
    a, b = source - source_mean, target - target_mean
    u, d, vt = np.linalg.svd((b * weights[:, None]).T @ a)
    sign = np.array([1.0, 1.0, np.sign(np.linalg.det(u @ vt))])
    rotation = u @ np.diag(sign) @ vt
    scale = float((d * sign).sum() / (weights @ (a**2)).sum())
    return rotation, scale, target_mean - scale * rotation @ source_mean
