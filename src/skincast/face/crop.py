"""Cut the face (or a patch of skin) out of the photo, upright and at a fixed physical scale."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.face.frame import shrink
from skincast.face.outline import add_ring
from skincast.face.pose import canonical_face, fit_pose
from skincast.face.regions import draw_features, draw_hull, draw_regions, region_names
from skincast.types import Affine, Crop, Face, FloatMap, Photo, Picture, Points

DETAIL_MM_PER_PX = 0.2
"""Fine enough for large pores and fine lines, coarse enough for a tenth of a second."""
MARGIN_MM = 4.0
FACING_SHRINK = 4
LONGEST_PATCH_MM = 160.0
PATCH_WIDTH_MM = 80.0
"""A close-up carries no scale: a hand-held phone at its nearest focus sees about eight centimeters (ours, a guess)."""


def cut_face(photo: Photo, face: Face) -> Crop:
    """Cut the face out, turned upright, with its regions and how each place faces the camera.

    Args:
        photo: the decoded photo.
        face: its main face.

    Returns:
        A crop at `DETAIL_MM_PER_PX` around the whole face, ring included.
    """
    pose = fit_pose(face.landmarks_px)
    points = add_ring(face.landmarks_px, pose)
    mm_per_px = face.mm_per_px * photo.reduction  # of a decoded pixel
    to_crop, size = _upright_frame(points, face.roll_deg, mm_per_px)
    pixels = _warp(photo.pixels, to_crop, size)
    small = to_crop / 2
    at_color = points.copy()
    at_color[:, :2] = points[:, :2] @ small[:, :2].T + small[:, 2] - 0.25  # pixel centers move by half a detail pixel
    at_color[:, 2] *= np.hypot(small[0, 0], small[1, 0])
    shape = (size[1] // 2, size[0] // 2)
    hull = draw_hull(at_color, shape)
    return Crop(
        pixels=pixels,
        mm_per_px=DETAIL_MM_PER_PX,
        native_mm_per_px=mm_per_px,
        scale_known=True,
        to_photo=np.asarray(cv2.invertAffineTransform(to_crop), np.float64),
        inside=_inside(photo, to_crop, size),
        regions=draw_regions(at_color, shape) * hull,
        region_names=region_names(),
        features=draw_features(at_color, shape, mm_per_px=2 * DETAIL_MM_PER_PX),
        hull=hull,
        facing=_facing(at_color, shape),
        landmarks=at_color[:478],
    )


def cut_patch(photo: Photo) -> Crop:
    """Take a close-up whole: no regions, no outline, and a physical scale that is only a guess."""
    height, width = photo.pixels.shape[:2]
    zoom = min(PATCH_WIDTH_MM / min(width, height), LONGEST_PATCH_MM / max(width, height)) / DETAIL_MM_PER_PX
    size = (2 * round(width * zoom / 2), 2 * round(height * zoom / 2))
    to_crop = np.array([[zoom, 0, (zoom - 1) / 2], [0, zoom, (zoom - 1) / 2]])
    shape = (size[1] // 2, size[0] // 2)
    return Crop(
        pixels=_warp(photo.pixels, to_crop, size),
        mm_per_px=DETAIL_MM_PER_PX,
        native_mm_per_px=DETAIL_MM_PER_PX * zoom,
        scale_known=False,
        to_photo=np.asarray(cv2.invertAffineTransform(to_crop), np.float64),
        inside=np.ones(shape, bool),
        regions=np.ones(shape, np.uint8),
        region_names=("", "patch"),
        features=np.zeros(shape, bool),
        hull=np.ones(shape, bool),
        facing=np.ones(shape, np.float32),
        landmarks=np.zeros((0, 3), np.float32),
    )


def _upright_frame(points: Points, roll_deg: float, mm_per_px: float) -> tuple[Affine, tuple[int, int]]:
    """Decoded pixels -> detail pixels, and the crop's even `(width, height)`."""
    zoom = mm_per_px / DETAIL_MM_PER_PX
    angle = np.radians(roll_deg)
    turn = zoom * np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    turned = points[:, :2] @ turn.T
    margin = MARGIN_MM / DETAIL_MM_PER_PX
    low = np.floor(turned.min(axis=0) - margin)
    high = np.ceil(turned.max(axis=0) + margin)
    width, height = (2 * np.ceil((high - low) / 2)).astype(int)
    return np.hstack([turn, -low[:, None]]), (int(width), int(height))


def _warp(picture: Picture, to_crop: Affine, size: tuple[int, int]) -> Picture:
    zoom = float(np.hypot(to_crop[0, 0], to_crop[1, 0]))
    # Average before shrinking: pores must not alias into false texture.
    factor = max(1, int(1 / zoom)) if zoom < 1 else 1
    from_crop = cv2.invertAffineTransform(to_crop) / factor
    from_crop[:, 2] += 0.5 / factor - 0.5
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(shrink(picture, factor), from_crop, size, flags=flags), np.uint8)


def _inside(photo: Photo, to_crop: Affine, size: tuple[int, int]) -> NDArray[np.bool_]:
    height, width = photo.pixels.shape[:2]
    corners = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], np.float64)
    moved = (corners @ to_crop[:, :2].T + to_crop[:, 2]) / 2
    mask = np.zeros((size[1] // 2, size[0] // 2), np.uint8)
    cv2.fillConvexPoly(mask, np.rint(moved).astype(np.int32), 1)
    return mask.astype(bool)


def _facing(points: Points, shape: tuple[int, int]) -> FloatMap:
    """Cosine between the mesh's normals and the camera, smooth, 0 where the skin is turned away."""
    small = points / FACING_SHRINK
    triangles = canonical_face().triangles
    corners = small[triangles]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    cosine = np.abs(normal[:, 2]) / np.maximum(np.linalg.norm(normal, axis=1), 1e-6)
    away = _turned_away(triangles, normal)
    cosine[away] = 0.0
    low = np.zeros((-(-shape[0] // FACING_SHRINK), -(-shape[1] // FACING_SHRINK)), np.float32)
    order = np.argsort(-corners[:, :, 2].mean(axis=1))
    outlines = np.rint(corners[order, :, :2]).astype(np.int32)
    for outline, value in zip(outlines, cosine[order].tolist(), strict=True):
        cv2.fillConvexPoly(low, outline, value)
    filled = _extend(low)
    return np.asarray(cv2.resize(filled, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), np.float32)


def _turned_away(triangles: NDArray[np.int32], normal: NDArray[np.floating[Any]]) -> NDArray[np.bool_]:
    """Triangles whose winding flipped against the frontal canonical face."""
    flat = canonical_face().vertices_cm[triangles]
    frontal = np.cross(flat[:, 1] - flat[:, 0], flat[:, 2] - flat[:, 0])[:, 2]
    return np.asarray(np.sign(frontal) != np.sign(normal[:, 2]))


def _extend(low: FloatMap) -> FloatMap:
    """Carry the values of the mesh's rim outward over the ring, a little steeper, and smooth."""
    known = (low > 0).astype(np.float32)
    kernel = (15, 15)
    spread = cv2.blur(low, kernel) / np.maximum(cv2.blur(known, kernel), 1e-3)
    filled = np.where(known > 0, low, 0.8 * spread).astype(np.float32)
    return np.asarray(np.clip(cv2.blur(filled, (7, 7)), 0, 1), np.float32)
