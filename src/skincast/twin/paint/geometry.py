"""A found face -> the buffers of its geometry in the photo: which place of the sheet each pixel shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.face.atlas import ATLAS_MM_PER_PX, atlas_points
from skincast.face.outline import FIRST_RING, OVAL, add_ring
from skincast.face.pose import canonical_face, fit_pose
from skincast.twin.frame import Frame, Part, Vectors
from skincast.twin.scene.warp import warp_of
from skincast.twin.sheet import region_index, sheet_regions
from skincast.types import Face, FloatMap, Mask, Points

PLACE_MM = 512.0
FARNESS = 30.0
"""Distance of the camera in face widths: the mesh's depth is that of a parallel projection."""
NORMAL_BLUR_MM = 2.5
MARGIN_MM = 6.0
REGION_MM = 0.5
KINK_MM, KINK_MOST_MM = 2.2, 1.5
"""Sigma that rounds off the corners of the mesh's triangles, and the farthest that it may move a place."""

Box = tuple[slice, slice]
"""Rows and columns of the photo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Where in a photo the sheet lies."""

    frame: Frame
    """Of the box alone."""
    box: Box
    points: Points
    """(514, 3) landmarks and ring in pixels of the box; empty for a close-up."""

    @property
    def mm_per_px(self) -> float:
        """Millimeters per pixel of the photo."""
        return self.frame.mm_per_px


def seat_of_face(face: Face, shape: tuple[int, int], *, reduction: int = 1) -> Seat:
    """Lay the sheet on a face.

    Args:
        face: from `find_face`.
        shape: (height, width) of the decoded photo.
        reduction: of the photo: the face's scale is that of the original.

    Returns:
        The buffers of the face's box; `part` is SKIN where the mesh or its ring lies.

    Source: the mesh's triangles, affine within each.
    """
    points = add_ring(face.landmarks_px, fit_pose(face.landmarks_px)).astype(np.float32)
    mm_per_px = face.mm_per_px * reduction
    box = _box(points, shape, MARGIN_MM / mm_per_px)
    points = points - np.array([box[1].start, box[0].start, 0], np.float32)
    size = (box[0].stop - box[0].start, box[1].stop - box[1].start)
    frame = _frame(points, size, mm_per_px)
    return Seat(frame=frame, box=box, points=points)


def seat_of_patch(shape: tuple[int, int], mm_per_px: float) -> Seat:
    """Lay a flat sheet of the photo's own size on a close-up, corner on corner."""
    height, width = shape
    x = np.broadcast_to((np.arange(width, dtype=np.float32) + 0.5) * np.float32(mm_per_px), shape)
    y = np.broadcast_to(((np.arange(height, dtype=np.float32) + 0.5) * np.float32(mm_per_px))[:, None], shape)
    normal = np.zeros((*shape, 3), np.float32)
    normal[..., 2] = -1
    distance = FARNESS * max(shape)
    frame = Frame(
        part=np.full(shape, Part.SKIN, np.uint8),
        sheet_x_mm=np.ascontiguousarray(x),
        sheet_y_mm=np.ascontiguousarray(y),
        normal=normal,
        depth_mm=np.full(shape, distance * mm_per_px, np.float32),
        occlusion=np.ones(shape, np.float32),
        landmarks_px=np.zeros((0, 3), np.float32),
        mm_per_px=mm_per_px,
        focal_px=distance,
        rotation=np.eye(3),
    )
    return Seat(frame=frame, box=(slice(0, height), slice(0, width)), points=np.zeros((0, 3), np.float32))


def in_regions(seat: Seat, names: Sequence[str]) -> Mask:
    """(height, width) of the box: the face's regions of these names; nothing on a close-up."""
    if not len(seat.points):
        return np.zeros(seat.frame.part.shape, bool)
    regions = warp_of(seat.frame, REGION_MM).carry_labels(sheet_regions(REGION_MM))
    return np.asarray(np.isin(regions, [region_index(name) for name in names]))


def every_second_pixel(frame: Frame) -> Frame:
    """A frame of half the size: pixel (x, y) of it is pixel (2 x, 2 y)."""
    half = np.s_[::2, ::2]
    return Frame(
        part=frame.part[half],
        sheet_x_mm=frame.sheet_x_mm[half],
        sheet_y_mm=frame.sheet_y_mm[half],
        normal=frame.normal[half],
        depth_mm=frame.depth_mm[half],
        occlusion=frame.occlusion[half],
        landmarks_px=np.asarray(frame.landmarks_px / 2, np.float32),
        mm_per_px=2 * frame.mm_per_px,
        focal_px=frame.focal_px / 2,
        rotation=frame.rotation,
    )


def _box(points: Points, shape: tuple[int, int], margin_px: float) -> Box:
    low = np.floor(points[:, :2].min(axis=0) - margin_px).astype(int)
    high = np.ceil(points[:, :2].max(axis=0) + margin_px).astype(int)
    left, top = np.clip(low, 0, (shape[1] - 2, shape[0] - 2)).tolist()
    right, bottom = np.clip(high, (left + 2, top + 2), (shape[1], shape[0])).tolist()
    return slice(top, bottom), slice(left, right)


def _frame(points: Points, shape: tuple[int, int], mm_per_px: float) -> Frame:
    distance = FARNESS * float(max(np.ptp(points[:, 0]), np.ptp(points[:, 1])))
    triangles = _toward_camera(points)
    places = (atlas_points() + 0.5) * ATLAS_MM_PER_PX / PLACE_MM
    first = np.column_stack([places, np.ones(len(places))]).astype(np.float32)
    normals = _normals(points)
    place, depth = _rasterize(points, triangles, first, shape, distance)
    facing, _ = _rasterize(points, triangles, np.asarray(normals / 2 + 0.5, np.float32), shape, distance)
    skin = place[..., 2] > 0.5
    place = _unkinked(place, skin, KINK_MM / mm_per_px)
    return Frame(
        part=np.where(skin, Part.SKIN, Part.BACKGROUND).astype(np.uint8),
        sheet_x_mm=np.where(skin, place[..., 0] * PLACE_MM, -1).astype(np.float32),
        sheet_y_mm=np.where(skin, place[..., 1] * PLACE_MM, -1).astype(np.float32),
        normal=_smooth_normals((facing - 0.5) * skin[..., None], NORMAL_BLUR_MM / mm_per_px),
        depth_mm=np.where(skin, depth * mm_per_px, np.inf).astype(np.float32),
        occlusion=np.ones(shape, np.float32),
        landmarks_px=points[:FIRST_RING],
        mm_per_px=mm_per_px,
        focal_px=distance,
        rotation=fit_pose(points[:FIRST_RING]).rotation,
    )


def _unkinked(place: NDArray[np.float32], skin: Mask, sigma_px: float) -> NDArray[np.float32]:
    """Places without the bends at the triangles' sides, which would break straight lines; kept near edges and folds."""
    size = (max(skin.shape[1] // 2, 1), max(skin.shape[0] // 2, 1))
    inside = skin.astype(np.float32)
    small = cv2.resize(place * inside[..., None], size, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), sigma_px / 2)
    cover = cv2.GaussianBlur(cv2.resize(inside, size, interpolation=cv2.INTER_AREA), (0, 0), sigma_px / 2)
    mean = cv2.resize(blurred / np.maximum(cover, 1e-3)[..., None], skin.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    far = np.abs(mean - place).max(axis=2) * np.float32(PLACE_MM / KINK_MOST_MM)
    whole = cv2.resize(cover, skin.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    share = np.clip((whole - 0.9) * 10, 0, 1) * np.clip(2 - 2 * far, 0, 1)
    return np.asarray(place + share[..., None] * (mean - place), np.float32)


def _rasterize(
    points: Points, triangles: NDArray[np.int32], colors: NDArray[np.float32], shape: tuple[int, int], distance: float
) -> tuple[NDArray[np.float32], FloatMap]:
    """Three channels 0-1 per vertex over the picture; depth in pixels, `distance` at the mesh's zero."""
    height, width = shape
    depth = points[:, 2] + distance
    middle = np.array([(width - 1) / 2, (height - 1) / 2], np.float32)
    flat = (points[:, :2] - middle) * (depth / distance)[:, None]
    vertices = np.column_stack([flat[:, 0], -flat[:, 1], -depth]).astype(np.float32)
    settings = cv2.TriangleRasterizeSettings()
    settings.setCullingMode(cv2.RASTERIZE_CULLING_NONE)
    settings.setShadingType(cv2.RASTERIZE_SHADING_SHADED)
    buffer, far = np.zeros((height, width, 3), np.float32), 3 * distance
    depths = np.full((height, width), far, np.float32)
    view = 2 * float(np.arctan(height / 2 / distance))
    world = np.eye(4, dtype=np.float32)
    values = np.ascontiguousarray(colors, np.float32)
    cv2.triangleRasterize(vertices, triangles, values, buffer, depths, world, view, distance / 3, far, settings)
    return buffer, depths


@cache
def _triangles() -> NDArray[np.int32]:
    """Triangles of mesh and ring, all wound alike on the sheet."""
    band = []
    for i, here in enumerate(OVAL):
        j = (i + 1) % len(OVAL)
        band += [(here, OVAL[j], FIRST_RING + i), (OVAL[j], FIRST_RING + j, FIRST_RING + i)]
    triangles = np.concatenate([canonical_face().triangles, np.array(band, np.int32)])
    backward = _areas(atlas_points(), triangles) < 0
    triangles[backward] = triangles[backward][:, ::-1]
    return np.ascontiguousarray(triangles)


def _areas(points: NDArray[np.float32], triangles: NDArray[np.int32]) -> NDArray[np.float32]:
    corners = points[triangles][..., :2]
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    return np.asarray(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0], np.float32)


def _toward_camera(points: Points) -> NDArray[np.int32]:
    triangles = _triangles()
    return np.ascontiguousarray(triangles[_areas(points, triangles) > 0])


def _normals(points: Points) -> NDArray[np.float32]:
    """Unit normals of the vertices, outward; y down and z away from the camera."""
    triangles = _triangles()
    corners = points[triangles]
    across = np.cross(corners[:, 2] - corners[:, 0], corners[:, 1] - corners[:, 0])
    normals = np.zeros((len(points), 3))
    for k in range(3):
        np.add.at(normals, triangles[:, k], across)
    length = np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-6)
    return np.asarray(normals / length, np.float32)


def _smooth_normals(normal: Vectors, sigma_px: float) -> Vectors:
    """Blurred on a small copy: nothing of it is fine."""
    shrunk = 1 if sigma_px < 4 else 4
    size = (max(normal.shape[1] // shrunk, 1), max(normal.shape[0] // shrunk, 1))
    small = cv2.resize(normal, size, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), max(sigma_px / shrunk, 0.5))
    soft = cv2.resize(blurred, normal.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    length = cv2.sqrt(np.einsum("ijk,ijk->ij", soft, soft))
    return np.asarray(soft / np.maximum(length, 1e-6)[..., None], np.float32)
