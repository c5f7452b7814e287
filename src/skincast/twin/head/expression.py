"""What the muscles of a moment do to the landmarks of the face."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.head.net import EYE_LEFT, EYE_RIGHT
from skincast.twin.head.solid import bump, smoothstep
from skincast.twin.shot import Expression

Array = NDArray[np.float32]

JAW_DEGREES = 13.0
"""Of a mouth held open wide in a photo: about 20 mm between the lips (full opening is 40-50 mm)."""
# fmt: off
LOWER_LIP = (
    146, 91, 181, 84, 17, 314, 405, 321, 375, 77, 90, 180, 85, 16, 315, 404, 320, 307,
    76, 306, 96, 89, 179, 86, 15, 316, 403, 319, 325, 95, 88, 178, 87, 14, 317, 402, 318, 324,
)
UPPER_LIP = (
    185, 40, 39, 37, 0, 267, 269, 270, 409, 184, 74, 73, 72, 11, 302, 303, 304, 408,
    183, 42, 41, 38, 12, 268, 271, 272, 407, 191, 80, 81, 82, 13, 312, 311, 310, 415,
)
# fmt: on
CORNERS = (61, 291, 78, 308, 62, 292, 76, 306)
SIDES = ((0, -1.0), (1, 1.0))
"""Index into pairs of landmarks and the way outward, for the person's right and left."""


def express(face: Array, amounts: Mapping[Expression, float]) -> Array:
    """Move the landmarks of a face at rest.

    Args:
        face: (468, 3) millimeters.
        amounts: 0-1 each; a missing one is 0.

    Returns:
        (468, 3); lids are laid onto the eyeballs afterwards.

    Source: ours, untested; sizes by eye.
    """
    moved = face.copy()
    moved += amounts.get("smile", 0.0) * _smile(face)
    moved += amounts.get("brow_raise", 0.0) * _raise(face)
    moved += amounts.get("frown", 0.0) * _frown(face)
    moved += amounts.get("squint", 0.0) * _squint(face)
    shut = amounts.get("eyes_closed", 0.0)
    moved = _shut(moved, float(np.clip(shut, 0, 1)))
    return _open(moved, amounts.get("mouth_open", 0.0))


def _pairs(face: Array, right: int, left: int) -> tuple[tuple[Array, float], ...]:
    return tuple((face[(right, left)[k]], side) for k, side in SIDES)


def _smile(face: Array) -> Array:
    """Corners out, up and back; cheeks up and forward; lips thinner; lower lids up."""
    shift = np.zeros_like(face)
    for corner, side in _pairs(face, 61, 291):
        shift += bump(face, corner, (13, 11, 20))[:, None] * np.array([side * 6.5, -4.5, 3.5])
    for cheek, side in _pairs(face, 205, 425):
        apple = cheek + np.array([side * 2, -8, 0])
        shift += bump(face, apple, (13, 11, 18))[:, None] * np.array([side * 1.5, -3.0, -3.2])
    for lid, _ in _pairs(face, 145, 374):
        shift[:, 1] -= 1.1 * bump(face, lid + np.array([0, 2, 0]), (9, 4, 12))
    for fold, _ in _pairs(face, 206, 426):
        shift[:, 2] += 1.6 * bump(face, fold, (4, 8, 10))
    shift[:, 1] -= 1.0 * bump(face, face[0], (14, 6, 12))
    shift[list(UPPER_LIP), 2] += 0.8
    shift[list(LOWER_LIP), 2] += 0.8
    return shift


def _raise(face: Array) -> Array:
    """Brows and forehead up; upper lids a trace."""
    shift = np.zeros_like(face)
    for brow, _ in _pairs(face, 105, 334):
        shift[:, 1] -= 5.5 * bump(face, brow, (20, 11, 25))
    shift[:, 1] -= 2.5 * bump(face, face[151], (40, 16, 30))
    for row in (EYE_RIGHT[9:], EYE_LEFT[9:]):
        shift[list(row), 1] = np.maximum(shift[list(row), 1], -0.7)
    return shift


def _frown(face: Array) -> Array:
    """Inner brows together, down and forward."""
    shift = np.zeros_like(face)
    for brow, side in _pairs(face, 107, 336):
        shift += bump(face, brow, (9, 9, 20))[:, None] * np.array([-side * 2.2, 2.8, -0.8])
    for brow, _ in _pairs(face, 105, 334):
        shift[:, 1] += 1.4 * bump(face, brow, (16, 9, 20))
    for row in (EYE_RIGHT[9:], EYE_LEFT[9:]):
        shift[list(row), 1] *= 0.4
    return shift


def _squint(face: Array) -> Array:
    """Lids toward each other, cheeks up."""
    shift = np.zeros_like(face)
    for contour in (EYE_RIGHT, EYE_LEFT):
        for k in range(1, 8):
            lower, upper = contour[k], contour[16 - k]
            gap = face[lower, 1] - face[upper, 1]
            shift[lower, 1] -= 0.28 * gap
            shift[upper, 1] += 0.22 * gap
    for cheek, side in _pairs(face, 118, 347):
        shift += bump(face, cheek, (14, 9, 18))[:, None] * np.array([side * 0.5, -2.5, -1.5])
    for brow, _ in _pairs(face, 105, 334):
        shift[:, 1] += 1.5 * bump(face, brow, (18, 9, 20))
    return shift


def _shut(face: Array, amount: float) -> Array:
    """Upper lids down onto the lower ones, their skin after them."""
    moved = face.copy()
    contours = list(EYE_RIGHT + EYE_LEFT)
    for contour in (EYE_RIGHT, EYE_LEFT):
        for k in range(1, 8):
            lower, upper = contour[k], contour[16 - k]
            drop = amount * 0.96 * (face[lower] + np.array([0, -0.1, 0]) - face[upper])
            rise = np.array([0, -0.6 * amount, 0])
            near = bump(face, face[upper], (3.0, 5.0, 12)) * smoothstep(
                -face[:, 1], -float(face[upper, 1]) - 1, -float(face[upper, 1]) + 2
            )
            near[contours] = 0
            moved += 0.35 * near[:, None] * drop
            moved[upper] += drop + rise
            moved[lower] += rise
    return moved


def _open(face: Array, amount: float) -> Array:
    """Turn the lower jaw about the joints before the ears; the lips part."""
    if amount <= 0:
        return face
    joint = (face[234] + face[454]) / 2 + np.array([0, 8, 8])
    turn = cv2.Rodrigues(np.array([np.radians(JAW_DEGREES * amount), 0, 0]))[0]
    share = _with_jaw(face)
    moved = (face - joint) @ turn.T + joint
    opened = face + share[:, None] * (moved - face)
    for corner, side in _pairs(face, 61, 291):
        opened[:, 0] -= amount * side * 2.0 * bump(face, corner, (10, 10, 14))
    return np.asarray(opened, np.float32)


def _with_jaw(face: Array) -> Array:
    """(468,) how far each landmark follows the lower jaw: lower lip and chin wholly, corners of the mouth half."""
    line = float((face[61, 1] + face[291, 1]) / 2)
    middle = np.abs(face[:, 0] - face[13, 0]) / max(abs(float(face[291, 0] - face[61, 0])) / 2, 1)
    lip = 0.45 + 0.5 * np.sqrt(np.clip(1 - middle**2, 0, 1))
    share = smoothstep(face[:, 1], line - 14, line + 22)
    below = smoothstep(face[:, 1], line + 1, line + 6)
    share = np.maximum(share, lip * below * smoothstep(-middle, -1.5, -0.9))
    share = share * smoothstep(-face[:, 2], -25, 15)
    share[list(UPPER_LIP)] = 0
    share[list(LOWER_LIP)] = lip[list(LOWER_LIP)]
    share[list(CORNERS)] = 0.45
    return np.asarray(share, np.float32)
