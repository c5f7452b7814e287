"""The face atlas: one fixed, flattened face onto which every photo of every face is mapped.

Two visits can be subtracted pixel by pixel on it. The canonical head is unrolled like a label from a bottle, so that a
millimeter of cheek is a millimeter on the atlas, and the outer ring is unrolled with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.face.outline import FIRST_RING, OVAL, add_ring, canonical_ring_cm
from skincast.face.pose import canonical_face, fit_pose
from skincast.face.regions import draw_regions
from skincast.types import Crop, FloatMap, Labels, Mask, Picture, Points

ATLAS_MM_PER_PX = 0.5
ATLAS_HEIGHT_PX, ATLAS_WIDTH_PX = 448, 512
AXIS_BEHIND_CM = 1.0
"""The bottle's axis: this far behind the ears' front edge, in the canonical head (ours)."""
MIN_FACING = 0.3
GRID_SHRINK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """Where each atlas pixel lies in the crop, how it was seen and how large it is there.

    All maps are `(ATLAS_HEIGHT_PX, ATLAS_WIDTH_PX)`.
    """

    x: FloatMap
    """Color-level crop column of each atlas pixel; -1 outside the face."""
    y: FloatMap
    """Color-level crop row."""
    visibility: FloatMap
    """Cosine between skin and camera where the photo shows it, 0 elsewhere."""
    mm_per_px: FloatMap
    """How many millimeters of skin one atlas pixel covered in this photo's own scale; 0 outside."""

    @property
    def visible(self) -> Mask:
        """Places that were seen."""
        return np.asarray(self.visibility > MIN_FACING)

    def unroll(self, values: FloatMap) -> FloatMap:
        """Carry a color-level map of the crop onto the atlas; 0 where it was not seen."""
        flat = cv2.remap(values, self.x, self.y, cv2.INTER_LINEAR)
        return np.where(self.visible, flat, 0).astype(np.float32)

    def unroll_picture(self, picture: Picture) -> Picture:
        """Carry a color-level picture onto the atlas; black where it was not seen."""
        flat = cv2.remap(picture, self.x, self.y, cv2.INTER_LINEAR)
        return np.asarray(flat * self.visible[..., None], np.uint8)

    def roll(self, values: FloatMap, crop: Crop) -> FloatMap:
        """Carry an atlas map back onto the face in the crop, color level; 0 outside the face."""
        back_x, back_y = _crop_to_atlas(crop)
        return np.asarray(cv2.remap(values, back_x, back_y, cv2.INTER_LINEAR), np.float32)


def unroll_face(crop: Crop) -> Atlas:
    """Map the face of a crop onto the atlas.

    Args:
        crop: of a face, not of a patch.

    Returns:
        The atlas of this photo.

    Raises:
        ValueError: the crop is a patch without landmarks.

    Source: piecewise affine over the mesh's triangles; the cylinder is ours.
    """
    points = _ringed(crop)
    index, weights = _atlas_grid()
    corners = _triangles()[index]
    small = np.einsum("ijk,ijkc->ijc", weights, points[corners][..., :2]).astype(np.float32)
    small[index < 0] = -1
    size = (ATLAS_WIDTH_PX, ATLAS_HEIGHT_PX)
    x, y = (
        np.asarray(cv2.resize(np.ascontiguousarray(small[..., k]), size, interpolation=cv2.INTER_LINEAR), np.float32)
        for k in (0, 1)
    )
    face = cv2.resize((index >= 0).astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    x[~face], y[~face] = -1, -1
    facing = cv2.remap(crop.facing * crop.inside, x, y, cv2.INTER_LINEAR)
    covered = _covered(x, y, face, crop)
    # Skin turned away covers next to nothing of the photo, whatever the mesh says of its slope.
    visibility = np.minimum(facing, cv2.blur(covered, (5, 5)) / ATLAS_MM_PER_PX)
    return Atlas(x=x, y=y, visibility=np.where(face, visibility, 0).astype(np.float32), mm_per_px=covered)


def atlas_regions() -> Labels:
    """The regions, drawn once on the atlas; labels index `region_names()`."""
    return draw_regions(atlas_points(), (ATLAS_HEIGHT_PX, ATLAS_WIDTH_PX))


@cache
def atlas_points() -> Points:
    """(514, 2) atlas pixels of landmarks and ring; the irises lie on their eyes' middle."""
    vertices = canonical_face().vertices_cm
    irises = np.repeat([vertices[[33, 133]].mean(axis=0), vertices[[263, 362]].mean(axis=0)], 5, axis=0)
    head = np.concatenate([vertices, irises, canonical_ring_cm()])
    axis_z = vertices[234, 2] + AXIS_BEHIND_CM
    depth = np.maximum(axis_z - head[:, 2], 0.3)
    angle = np.arctan2(head[:, 0], depth)
    radius = axis_z - np.median(vertices[:, 2])
    flat = np.stack([angle * radius, head[:, 1]], axis=1) * 10 / ATLAS_MM_PER_PX
    middle = np.array([0.0, (flat[:, 1].min() + flat[:, 1].max()) / 2])
    return np.asarray(flat - middle + np.array([ATLAS_WIDTH_PX, ATLAS_HEIGHT_PX]) / 2 - 0.5, np.float32)


def _ringed(crop: Crop) -> Points:
    if not len(crop.landmarks):
        raise ValueError("a patch without a face has no atlas")
    return add_ring(crop.landmarks, fit_pose(crop.landmarks))


@cache
def _triangles() -> NDArray[np.int32]:
    """Triangles of the mesh and of the band between its outline and the ring."""
    band = []
    for i, here in enumerate(OVAL):
        j = (i + 1) % len(OVAL)
        band += [(here, OVAL[j], FIRST_RING + i), (OVAL[j], FIRST_RING + j, FIRST_RING + i)]
    return np.concatenate([canonical_face().triangles, np.array(band, np.int32)])


@cache
def _atlas_grid() -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """For each pixel of the half-size atlas: its triangle (-1 outside) and its barycentric weights there."""
    points = np.asarray((atlas_points() - (GRID_SHRINK - 1) / 2) / GRID_SHRINK, np.float32)
    shape = (ATLAS_HEIGHT_PX // GRID_SHRINK, ATLAS_WIDTH_PX // GRID_SHRINK)
    index = _draw_triangles(points, shape)
    return index, _barycentric(points, index)


def _draw_triangles(points: Points, shape: tuple[int, int]) -> NDArray[np.int32]:
    canvas = np.full(shape, -1, np.int32)
    for number, triangle in enumerate(_triangles()):
        cv2.fillConvexPoly(canvas, np.rint(points[triangle, :2]).astype(np.int32), number)
    return canvas


def _barycentric(points: Points, index: NDArray[np.int32]) -> NDArray[np.float32]:
    corners = points[_triangles()[index]].astype(np.float64)[..., :2]
    y, x = np.mgrid[0 : index.shape[0], 0 : index.shape[1]]
    here = np.stack([x, y], axis=-1)
    first, second = corners[..., 1, :] - corners[..., 0, :], corners[..., 2, :] - corners[..., 0, :]
    step = here - corners[..., 0, :]
    area = first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]
    area = np.where(np.abs(area) < 1e-6, 1e-6, area)
    b = (step[..., 0] * second[..., 1] - step[..., 1] * second[..., 0]) / area
    c = (first[..., 0] * step[..., 1] - first[..., 1] * step[..., 0]) / area
    # A pixel whose center lies just outside its triangle takes the nearest point of it; slivers would fling it away.
    weights = np.clip(np.stack([1 - b - c, b, c], axis=-1), 0, 1)
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True), np.float32)


def _crop_to_atlas(crop: Crop) -> tuple[FloatMap, FloatMap]:
    """Atlas column and row of each color-level crop pixel; -1 outside the face."""
    points = _ringed(crop)
    index = _draw_triangles(points, crop.regions.shape)
    flat = atlas_points()[_triangles()[index]]
    place = np.einsum("ijk,ijkc->ijc", _barycentric(points, index), flat).astype(np.float32)
    place[index < 0] = -1
    return np.ascontiguousarray(place[..., 0]), np.ascontiguousarray(place[..., 1])


def _covered(x: FloatMap, y: FloatMap, face: Mask, crop: Crop) -> FloatMap:
    """Square root of the crop area under one atlas pixel, in millimeters."""
    dx_x, dx_y = cv2.Sobel(x, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(x, cv2.CV_32F, 0, 1, scale=0.125)
    dy_x, dy_y = cv2.Sobel(y, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(y, cv2.CV_32F, 0, 1, scale=0.125)
    # Negative where the surface is folded over: the far side of a turned face.
    side = np.sqrt(np.maximum(dx_x * dy_y - dx_y * dy_x, 0)) * crop.color_mm_per_px
    inner = cv2.erode(face.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return np.where(inner, side, 0).astype(np.float32)
