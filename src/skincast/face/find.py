"""Photo -> the main face in it."""

from __future__ import annotations

import numpy as np

from skincast.face.color import could_be_face, is_furry
from skincast.face.detect import Candidate, find_candidates, find_halves
from skincast.face.frame import shrink
from skincast.face.mesh import IRIS_IMAGE_LEFT, IRIS_IMAGE_RIGHT, Mesh, cut_upright, fit_mesh
from skincast.face.pose import fit_pose, measure_scale
from skincast.types import Face, Photo, Picture, Points

MIN_PRESENCE = 0.5
MAX_TRIES = 6
SURE_SCORE = 0.8
"""Where the detector is this sure, nothing else is asked: no light may make a face invisible."""
SURE_HALF_SCORE = 0.75
"""Of a face that was completed by its mirror image."""
AGAIN_PX, AGAIN_GROWTH = 256, 1.9
AGAIN_SCORE, SURE_AGAIN_SCORE = 0.6, 0.7
"""Close-ups of skin, backs and ears reach 0.55, a cat 0.66, parts of real faces 0.62 and more (training sets)."""
PREVIEW_PX = 640
SMALL_FACE_PX = 160
"""A face smaller than this in the preview is fitted on the full picture."""
REST_MOUTH_TO_EYES = 0.80
"""Mouth width over eye distance at rest; median of neutral generated faces (ours)."""


def find_face(photo: Photo) -> Face | None:
    """Find the main face: the largest that the mesh believes in.

    Args:
        photo: the decoded photo.

    Returns:
        The face, or None. A wrong fit is refused by the mesh's own presence flag, by a second look of the detector and
        by colors that no face has.
    """
    preview, scale = _preview(photo.pixels)
    fitted = _fit_all(photo.pixels, preview, scale, find_candidates(preview))
    if not fitted:
        halves = [half for half in find_halves(preview) if half.score >= SURE_HALF_SCORE]
        fitted = [_fit(photo.pixels, preview, scale, half) for half in halves]
        fitted = [m for m in fitted if m.presence >= MIN_PRESENCE and could_be_face(photo.pixels, m.landmarks)]
    if not fitted:
        return None
    main = max(fitted, key=lambda mesh: np.ptp(mesh.landmarks[:, 1]))
    return _face(main, faces_seen=_count_distinct(fitted), reduction=photo.reduction)


def _fit_all(picture: Picture, preview: Picture, scale: float, candidates: list[Candidate]) -> list[Mesh]:
    """Fit the mesh to each candidate and keep what it believes in; where the detector was unsure, it is asked again."""
    fitted = []
    for candidate in candidates[:MAX_TRIES]:
        mesh = _fit(picture, preview, scale, candidate)
        if mesh.presence >= MIN_PRESENCE and (candidate.score >= SURE_SCORE or _stands_again(picture, mesh)):
            fitted.append(mesh)
    return fitted


def _stands_again(picture: Picture, mesh: Mesh) -> bool:
    """Cut the face out upright by its own mesh: a real one is seen again there, a cat or a cheek is not."""
    square = cut_upright(picture, mesh.landmarks, side_px=AGAIN_PX, growth=AGAIN_GROWTH)
    middle = AGAIN_PX / 2
    seen = [c.score for c in find_candidates(square) if np.abs(c.center - middle).max() < 0.4 * middle]
    again = max(seen, default=0.0)
    if again >= SURE_AGAIN_SCORE:
        return True
    return again >= AGAIN_SCORE and could_be_face(picture, mesh.landmarks) and not is_furry(square)


def _preview(picture: Picture) -> tuple[Picture, float]:
    factor = max(1, max(picture.shape[:2]) // PREVIEW_PX)
    return shrink(picture, factor), 1.0 / factor


def _fit(picture: Picture, preview: Picture, scale: float, candidate: Candidate) -> Mesh:
    if scale < 1.0 and candidate.size < SMALL_FACE_PX:
        larger = Candidate(
            center=candidate.center / scale,
            size=candidate.size / scale,
            eyes=candidate.eyes / scale,
            score=candidate.score,
        )
        return fit_mesh(picture, larger)
    mesh = fit_mesh(preview, candidate)
    landmarks = mesh.landmarks / np.float32(scale)
    landmarks[:, :2] += 0.5 / scale - 0.5
    return Mesh(landmarks=landmarks, presence=mesh.presence)


def _count_distinct(meshes: list[Mesh]) -> int:
    """Two candidates that slid onto the same face are one face."""
    seen: list[Points] = []
    for mesh in meshes:
        center, size = mesh.landmarks[:, :2].mean(axis=0), float(np.ptp(mesh.landmarks[:, 1]))
        if all(np.linalg.norm(center - other) > size / 2 for other in seen):
            seen.append(center)
    return len(seen)


def _face(mesh: Mesh, *, faces_seen: int, reduction: int) -> Face:
    points = mesh.landmarks
    pose = fit_pose(points)
    mm_per_px, sd, source = measure_scale(points, pose)
    eyes = points[IRIS_IMAGE_LEFT, :3].mean(axis=0), points[IRIS_IMAGE_RIGHT, :3].mean(axis=0)
    interocular = float(np.linalg.norm(eyes[1][:2] - eyes[0][:2]))
    eyes_true = max(float(np.linalg.norm(eyes[1] - eyes[0])), 1e-3)
    mouth = max(float(np.linalg.norm(points[291] - points[61])), 1e-3)
    return Face(
        landmarks_px=points,
        yaw_deg=pose.yaw_deg,
        pitch_deg=pose.pitch_deg,
        roll_deg=pose.roll_deg,
        interocular_px=interocular * reduction,
        mm_per_px=mm_per_px / reduction,
        mm_per_px_sd=sd / reduction,
        scale_source=source,
        presence=mesh.presence,
        faces_seen=faces_seen,
        mouth_open=float(np.linalg.norm(points[14, :2] - points[13, :2])) / mouth,
        smile=mouth / eyes_true - REST_MOUTH_TO_EYES,
    )
