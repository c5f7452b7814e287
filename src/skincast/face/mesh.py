"""Candidate box -> 478 landmarks (MediaPipe's attention mesh) and the mesh's own belief that it fits a face."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.face.detect import Candidate
from skincast.face.frame import shrink
from skincast.runtime import open_model
from skincast.types import Affine, Picture, Points

INPUT_PX = 192
BOX_GROWTH = 1.5

# The attention heads answer in their own order; these are the mesh landmarks that they refine
# (MediaPipe, tensors_to_face_landmarks_with_attention graph, Apache-2.0).
# fmt: off
LIPS = (
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409,
    78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415,
    76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306, 184, 74, 73, 72, 11, 302, 303, 304, 408,
    62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292, 183, 42, 41, 38, 12, 268, 271, 272, 407,
)
EYE_IMAGE_LEFT = (
    33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173,
    130, 25, 110, 24, 23, 22, 26, 112, 243, 247, 30, 29, 27, 28, 56, 190,
    226, 31, 228, 229, 230, 231, 232, 233, 244, 113, 225, 224, 223, 222, 221, 189,
    35, 124, 46, 53, 52, 65, 143, 111, 117, 118, 119, 120, 121, 128, 245, 156, 70, 63, 105, 66, 107, 55, 193,
)
EYE_IMAGE_RIGHT = (
    263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398,
    359, 255, 339, 254, 253, 252, 256, 341, 463, 467, 260, 259, 257, 258, 286, 414,
    446, 261, 448, 449, 450, 451, 452, 453, 464, 342, 445, 444, 443, 442, 441, 413,
    265, 353, 276, 283, 282, 295, 372, 340, 346, 347, 348, 349, 350, 357, 465, 383, 300, 293, 334, 296, 336, 285, 417,
)
# fmt: on
IRIS_IMAGE_LEFT = slice(468, 473)
IRIS_IMAGE_RIGHT = slice(473, 478)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mesh:
    """478 landmarks `(x, y, z)` in picture pixels, and 0-1 whether they fit a face."""

    landmarks: Points
    presence: float


def fit_mesh(picture: Picture, candidate: Candidate) -> Mesh:
    """Fit the mesh twice: the second crop, taken from the first landmarks, is the better centered one.

    Args:
        picture: `(h, w, 3)` uint8 RGB.
        candidate: a box from `find_candidates`.

    Returns:
        The mesh of the second pass.

    Source: Grishchenko et al. 2020, Attention Mesh, arXiv 2006.10962.
    """
    angle = _angle(candidate.eyes[0], candidate.eyes[1])
    first = _fit_once(picture, candidate.center, candidate.size * BOX_GROWTH, angle)
    angle = _angle(first.landmarks[33, :2], first.landmarks[263, :2])
    center, size = _turned_box(first.landmarks[:, :2], angle)
    return _fit_once(picture, center, size * BOX_GROWTH, angle)


def _fit_once(picture: Picture, center: NDArray[np.float32], side: float, angle: float) -> Mesh:
    full = _square_to_picture(center, side, angle)
    zoom = side / INPUT_PX
    # Averaging first: sampling every third pixel would alias skin texture into the network.
    factor = max(1, int(zoom))
    to_small = full / factor
    to_small[:, 2] += 0.5 / factor - 0.5
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    square = cv2.warpAffine(shrink(picture, factor), to_small, (INPUT_PX, INPUT_PX), flags=flags)
    outputs = open_model("face_mesh").run({"input_1": square.astype(np.float32)[None] / 255.0})
    points = _assemble({name: value.ravel() for name, value in outputs.items()})
    logit = float(outputs["conv_faceflag"].ravel()[0])
    moved = np.empty_like(points)
    moved[:, :2] = points[:, :2] @ full[:, :2].T + full[:, 2]
    moved[:, 2] = points[:, 2] * zoom
    return Mesh(landmarks=moved, presence=1 / (1 + float(np.exp(-np.clip(logit, -80, 80)))))


def cut_upright(picture: Picture, landmarks: Points, *, side_px: int, growth: float) -> Picture:
    """A square around the landmarks, turned upright, `growth` times as wide as the face."""
    angle = _angle(landmarks[33, :2], landmarks[263, :2])
    center, size = _turned_box(landmarks[:468, :2], angle)
    to_picture = _square_to_picture(center, size * growth, angle)
    to_picture[:, :2] *= INPUT_PX / side_px
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(picture, to_picture, (side_px, side_px), flags=flags), np.uint8)


def _assemble(outputs: dict[str, NDArray[np.float32]]) -> Points:
    points = np.zeros((478, 3), np.float32)
    points[:468] = outputs["output_mesh_identity"].reshape(468, 3)
    points[list(LIPS), :2] = outputs["output_lips"].reshape(-1, 2)
    points[list(EYE_IMAGE_LEFT), :2] = outputs["output_left_eye:0"].reshape(-1, 2)
    points[list(EYE_IMAGE_RIGHT), :2] = outputs["output_right_eye:0"].reshape(-1, 2)
    points[IRIS_IMAGE_LEFT, :2] = outputs["output_left_iris:0"].reshape(-1, 2)
    points[IRIS_IMAGE_RIGHT, :2] = outputs["output_right_iris:0"].reshape(-1, 2)
    points[IRIS_IMAGE_LEFT, 2] = points[list(EYE_IMAGE_LEFT[:16]), 2].mean()
    points[IRIS_IMAGE_RIGHT, 2] = points[list(EYE_IMAGE_RIGHT[:16]), 2].mean()
    return points


def _square_to_picture(center: NDArray[np.float32], side: float, angle: float) -> Affine:
    """Map pixels of the network's input square to picture pixels."""
    zoom = side / INPUT_PX
    cos, sin = np.cos(angle) * zoom, np.sin(angle) * zoom
    half = INPUT_PX / 2
    offset = np.asarray(center, np.float64) - np.array([cos * half - sin * half, sin * half + cos * half])
    return np.array([[cos, -sin, offset[0]], [sin, cos, offset[1]]])


def _turned_box(points: Points, angle: float) -> tuple[NDArray[np.float32], float]:
    """Center and long side of the box around `points` that is turned by `angle`."""
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, sin], [-sin, cos]], np.float32)
    turned = points @ turn.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    center = ((low + high) / 2) @ turn
    return center.astype(np.float32), float((high - low).max())


def _angle(left: NDArray[np.float32], right: NDArray[np.float32]) -> float:
    step = right - left
    return float(np.arctan2(step[1], step[0]))
