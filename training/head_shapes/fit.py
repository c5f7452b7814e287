"""Fit the shape space of twins' faces to generated people, who do not exist either.

The shapes come from the same face mesh network that later looks at the twins: what the network cannot see in a photo,
it cannot teach, and that it finds the twins again proves little. Its depth is a guess from shading; it is smoothed
over the mesh until no bump of its own is left.

    python fit.py FACES_DIR ../../src/skincast/twin/head/face_shapes.npz
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from skincast.face import find_face
from skincast.face.pose import canonical_face, fit_pose
from skincast.types import Face, Photo

SETS = ("gan1024_survey", "gan1024_gecid", "sfhq_tiles")
COMPONENTS = 20
MOST_YAW_DEG, MOST_PITCH_DEG = 18.0, 16.0
SMOOTH_XY, SMOOTH_Z = 1, 12
STEP_CM = 0.0005
"""Resolution of the stored int16."""

Shapes = NDArray[np.float64]
"""(n, 468, 3) centimeters, canonical axes."""


def read_face(path: Path) -> Face | None:
    """Find the face of one picture, or None where it is turned too far to be measured on both sides."""
    with Image.open(path) as image:
        pixels = np.asarray(image.convert("RGB"))
    height, width = pixels.shape[:2]
    face = find_face(Photo(pixels=pixels, width_px=width, height_px=height, reduction=1, sha256=""))
    if face is None or abs(face.yaw_deg) > MOST_YAW_DEG or abs(face.pitch_deg) > MOST_PITCH_DEG:
        return None
    return face


def to_canonical(face: Face) -> NDArray[np.float64]:
    """Turn the landmarks back onto the canonical head; (468, 3) centimeters, both halves averaged."""
    pose = fit_pose(face.landmarks_px)
    points = (face.landmarks_px[:468] - pose.offset_px) @ pose.rotation / pose.px_per_cm
    flipped = points[mirror()] * np.array([-1.0, 1.0, 1.0])
    return np.asarray((points + flipped) / 2)


def mirror() -> NDArray[np.int64]:
    """(468,) number of the same place on the other half."""
    vertices = canonical_face().vertices_cm
    flipped = vertices * np.array([-1.0, 1.0, 1.0])
    return np.asarray(np.linalg.norm(vertices[:, None] - flipped[None], axis=2).argmin(axis=1))


def at_rest(shapes: Shapes, faces: list[Face]) -> Shapes:
    """Take out what follows the expression and the pitch, by least squares over all people."""
    causes = np.array([[1.0, max(f.mouth_open, 0), f.smile, f.pitch_deg / 10] for f in faces])
    flat = shapes.reshape(len(shapes), -1)
    effect, *_ = np.linalg.lstsq(causes, flat, rcond=None)
    return np.asarray((flat - causes[:, 1:] @ effect[1:]).reshape(shapes.shape))


def smooth(shifts: Shapes) -> Shapes:
    """Average shifts over neighbors in the mesh, depth more than the rest."""
    weights = np.eye(468)
    for a, b, c in canonical_face().triangles:
        weights[[a, b, c, b, c, a], [b, c, a, a, b, c]] = 1
    weights /= weights.sum(axis=1, keepdims=True)
    done = shifts.copy()
    for axis, times in ((0, SMOOTH_XY), (1, SMOOTH_XY), (2, SMOOTH_Z)):
        done[..., axis] = shifts[..., axis] @ np.linalg.matrix_power(weights, times).T
    return done


def fit(shapes: Shapes) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """Mean and principal components of the people's shifts from the canonical head, as stored."""
    shifts = smooth(shapes - canonical_face().vertices_cm)
    mean = shifts.mean(axis=0)
    flat = (shifts - mean).reshape(len(shifts), -1)
    _, sizes, axes = np.linalg.svd(flat, full_matrices=False)
    sds = sizes[:COMPONENTS] / np.sqrt(len(shifts) - 1)
    modes = (axes[:COMPONENTS] * sds[:, None]).reshape(COMPONENTS, 468, 3)
    share = (sizes[:COMPONENTS] ** 2).sum() / (sizes**2).sum()
    print(f"{len(shifts)} faces, {COMPONENTS} components hold {share:.1%} of the variance")
    return np.rint(mean / STEP_CM).astype(np.int16), np.rint(modes / STEP_CM).astype(np.int16)


def main(faces_dir: Path, target: Path) -> None:
    """Fit and write."""
    paths = sorted(path for name in SETS for path in (faces_dir / name).iterdir() if path.suffix in {".jpg", ".png"})
    faces = [face for path in paths if (face := read_face(path)) is not None]
    shapes = np.array([to_canonical(face) for face in faces])
    mean, modes = fit(at_rest(shapes, faces))
    np.savez_compressed(target, mean_shift=mean, modes=modes, step_cm=np.float32(STEP_CM))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
