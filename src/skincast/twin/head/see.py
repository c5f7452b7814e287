"""Head + shot -> the buffers of what the camera sees, exact at every pixel center."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Frame, Part
from skincast.twin.head.build import Head
from skincast.twin.head.solid import turn_between
from skincast.twin.sheet import SHEET_HEIGHT_MM, SHEET_WIDTH_MM
from skincast.twin.shot import Pose, Shot

Array = NDArray[np.float32]
Rotation = NDArray[np.float64]

NEAR_MM, FAR_MM = 10.0, 5000.0
NOSE_TIP = 4
OUTER_CORNERS = (33, 263)
NECK_STAYS = 0.55
"""Share of the head's turn that the shoulders do not follow."""
SKY_FROM, SKY_SPAN = 0.05, 0.9
"""Where the free sky lies behind the point of a part's number."""
PLACE_MM = 512.0
"""Places are stored as shares of this around the middle, as the rasterizer wants 0-1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """All surfaces of a head joined, before the camera; camera axes, millimeters."""

    vertices_mm: Array
    triangles: NDArray[np.int32]
    normals: Array
    part: NDArray[np.uint8]
    place_mm: Array
    occlusion: Array


def see_head(head: Head, shot: Shot, size: tuple[int, int] | None = None) -> Frame:
    """Render the geometry buffers of one shot.

    Args:
        head: from `build_head`.
        shot: pose and lens.
        size: (height, width) in pixels; that of the shot times its supersampling by default.

    Returns:
        The frame; `normal` is unit where a part is seen and zero in the background.
    """
    height, width = size or (round(shot.height_px * shot.supersample), round(shot.width_px * shot.supersample))
    focal = height / 2 / float(np.tan(np.radians(shot.field_of_view_deg) / 2))
    rotation = head_rotation(shot.pose)
    placed, landmarks = place_head(head, shot.pose)
    buffers, depth = _rasterize(placed, (height, width), focal)
    return _frame(
        buffers,
        depth,
        landmarks_px=_project(landmarks, focal, (height, width)),
        mm_per_px=_scale(landmarks, focal),
        focal=focal,
        rotation=rotation,
    )


def head_rotation(pose: Pose) -> Rotation:
    """(3, 3) head axes -> camera axes, such that `skincast.face` reads the pose's own angles from it."""
    yaw, pitch, roll = (float(np.radians(angle)) for angle in (pose.yaw_deg, pose.pitch_deg, pose.roll_deg))
    # `roll` is read off the turned head's right-hand axis; the tilt about the face's own axis that shows it so:
    tilt = np.arctan2(np.tan(roll) * np.cos(yaw), np.cos(pitch) - np.tan(roll) * np.sin(yaw) * np.sin(pitch))
    return np.asarray(_about(1, -yaw) @ _about(0, -pitch) @ _about(2, tilt))


def place_head(head: Head, pose: Pose) -> tuple[Placed, Array]:
    """Turn and shift a head before the camera; also its landmarks there, (478, 3) millimeters."""
    rotation = head_rotation(pose)
    turned = head.landmarks_mm @ rotation.T
    shift = np.array([pose.aside_mm, pose.below_mm, pose.distance_mm]) - turned[NOSE_TIP] * np.array([0, 0, 1])
    vertices, normals = _turn_solids(head, rotation)
    sizes = [len(solid.vertices_mm) for solid in head.solids]
    starts = np.cumsum([0, *sizes[:-1]])
    placed = Placed(
        vertices_mm=np.asarray(vertices + shift, np.float32),
        triangles=np.concatenate([s.triangles + start for s, start in zip(head.solids, starts, strict=True)]).astype(
            np.int32
        ),
        normals=np.asarray(normals, np.float32),
        part=np.repeat([solid.part for solid in head.solids], sizes).astype(np.uint8),
        place_mm=np.concatenate([solid.place_mm for solid in head.solids]),
        occlusion=np.concatenate([solid.occlusion for solid in head.solids]),
    )
    return placed, np.asarray(turned + shift, np.float32)


def _turn_solids(head: Head, rotation: Rotation) -> tuple[Array, Array]:
    """Vertices and normals turned, each as far as it follows the head."""
    shoulders = turn_between(rotation, np.eye(3), NECK_STAYS)
    pivot = np.array([0.0, 60.0, 70.0])
    vertices, normals = [], []
    for solid in head.solids:
        turned = solid.vertices_mm @ rotation.T
        facing = solid.normals @ rotation.T
        if solid.follow.min() < 1:
            stays = (1 - solid.follow)[:, None]
            behind = (solid.vertices_mm - pivot) @ shoulders.T + pivot @ rotation.T
            turned = turned + stays * (behind - turned)
            facing = facing + stays * (solid.normals @ shoulders.T - facing)
        vertices.append(turned)
        normals.append(facing)
    return np.concatenate(vertices), np.concatenate(normals)


def _rasterize(placed: Placed, shape: tuple[int, int], focal: float) -> tuple[tuple[Array, Array], Array]:
    """Two passes of three channels: (place, part with occlusion behind the point), normal; and the depth."""
    points = (placed.vertices_mm * np.array([1, -1, -1], np.float32)).astype(np.float32)
    # A triangle has one part, so that part and sky share a channel.
    both = (placed.part + SKY_FROM + SKY_SPAN * np.clip(placed.occlusion, 0, 1)) / 16
    first = np.column_stack([placed.place_mm / PLACE_MM + 0.5, both])
    settings = cv2.TriangleRasterizeSettings()
    settings.setCullingMode(cv2.RASTERIZE_CULLING_CW)
    settings.setShadingType(cv2.RASTERIZE_SHADING_SHADED)
    view = 2 * float(np.arctan(shape[0] / 2 / focal))
    buffers = []
    for colors in (first, placed.normals / 2 + 0.5):
        buffer = np.zeros((*shape, 3), np.float32)
        depth = np.full(shape, FAR_MM, np.float32)
        values = np.ascontiguousarray(colors, np.float32)
        cv2.triangleRasterize(
            points,
            placed.triangles,
            values,
            buffer,
            depth,
            np.eye(4, dtype=np.float32),
            view,
            NEAR_MM,
            FAR_MM,
            settings,
        )
        buffers.append(buffer)
    return (buffers[0], buffers[1]), depth


def _frame(
    buffers: tuple[Array, Array],
    depth: Array,
    *,
    landmarks_px: Array,
    mm_per_px: float,
    focal: float,
    rotation: Rotation,
) -> Frame:
    first, second = buffers
    seen = depth < FAR_MM
    both = first[..., 2] * np.float32(16)
    part = np.where(seen, both, 0).astype(np.uint8)
    sky = np.clip((both - part - np.float32(SKY_FROM)) / np.float32(SKY_SPAN), 0, 1)
    skin = part == Part.SKIN
    place = (first[..., :2] - 0.5) * PLACE_MM
    normal = (second - 0.5) * seen[..., None]
    normal /= np.maximum(np.sqrt(np.einsum("ijk,ijk->ij", normal, normal)), 1e-6)[..., None]
    return Frame(
        part=part,
        sheet_x_mm=np.where(skin, np.clip(place[..., 0], 0, SHEET_WIDTH_MM), -1).astype(np.float32),
        sheet_y_mm=np.where(skin, np.clip(place[..., 1], 0, SHEET_HEIGHT_MM), -1).astype(np.float32),
        normal=normal.astype(np.float32),
        depth_mm=np.where(seen, depth, np.inf).astype(np.float32),
        occlusion=np.where(seen, sky, 1).astype(np.float32),
        landmarks_px=landmarks_px,
        mm_per_px=mm_per_px,
        focal_px=focal,
        rotation=rotation,
    )


def _project(points: Array, focal: float, shape: tuple[int, int]) -> Array:
    """(n, 3) pixels; depth in pixels at the mean depth, zero at the mean."""
    middle = np.array([(shape[1] - 1) / 2, (shape[0] - 1) / 2])
    flat = focal * points[:, :2] / points[:, 2:] + middle
    mean = points[:, 2].mean()
    return np.column_stack([flat, (points[:, 2] - mean) * focal / mean]).astype(np.float32)


def _scale(landmarks: Array, focal: float) -> float:
    return float(landmarks[list(OUTER_CORNERS), 2].mean() / focal)


def _about(axis: int, angle: float) -> Rotation:
    vector = np.zeros(3)
    vector[axis] = angle
    return np.asarray(cv2.Rodrigues(vector)[0])
