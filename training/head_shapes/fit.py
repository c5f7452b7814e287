"""Fit the shape space of twins' faces to generated people, who do not exist either.

The shapes come from the same face mesh network that later looks at the twins: what the network cannot see in a photo,
it cannot teach, and that it finds the twins again proves little. Its depth is a guess from shading; it is smoothed
over the mesh until no bump of its own is left.

    python fit.py FACES_DIR ../../src/skincast/twin/head/face_shapes.npz
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from skincast.face import find_face
from skincast.face.pose import canonical_face, fit_pose
from skincast.types import Face, Photo

PEOPLE = Path(__file__).with_name("people.csv")
"""Grown-ups only, with sex and age as they look to us; children would teach the twins their proportions."""
MIDDLE_AGE, AGE_SPAN = 35.0, 40.0
COMPONENTS = 24
MOST_YAW_DEG, MOST_PITCH_DEG = 18.0, 16.0
SMOOTH_XY, SMOOTH_Z = 1, 12
CAMERA_CM = 110.0
"""Distance of the photos' cameras; ours, as portraits are taken."""
EYE_CORNERS, EYE_LEVEL = (33, 133, 362, 263), np.array([0.0, -2.5])
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
    # What is nearer to the camera looks larger; the mesh takes it for the face's own shape.
    depth = points[:, 2:] - points[list(EYE_CORNERS), 2].mean()
    points[:, :2] = EYE_LEVEL + (points[:, :2] - EYE_LEVEL) * (1 + depth / CAMERA_CM)
    flipped = points[mirror()] * np.array([-1.0, 1.0, 1.0])
    return np.asarray((points + flipped) / 2)


def mirror() -> NDArray[np.int64]:
    """(468,) number of the same place on the other half."""
    vertices = canonical_face().vertices_cm
    flipped = vertices * np.array([-1.0, 1.0, 1.0])
    return np.asarray(np.linalg.norm(vertices[:, None] - flipped[None], axis=2).argmin(axis=1))


def explain(shapes: Shapes, faces: list[Face], people: list[dict[str, str]]) -> tuple[Shapes, Shapes]:
    """Take out expression and pitch, and tell sex and age from the rest, by least squares over all people.

    Returns:
        (n, 468, 3) what is left of each person, sex and age taken out, and (3, 468, 3): the middle of both sexes at
        `MIDDLE_AGE`, half the way from woman to man, and `AGE_SPAN` years.
    """
    causes = np.array(
        [
            [
                1.0,
                1.0 if person["sex"] == "male" else -1.0,
                (float(person["age_years"]) - MIDDLE_AGE) / AGE_SPAN,
                max(face.mouth_open, 0),
                face.smile,
                face.pitch_deg / 10,
            ]
            for face, person in zip(faces, people, strict=True)
        ]
    )
    flat = shapes.reshape(len(shapes), -1)
    effect, *_ = np.linalg.lstsq(causes, flat, rcond=None)
    own = flat - causes @ effect
    return own.reshape(shapes.shape), effect[:3].reshape(3, 468, 3)


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


def components(own: Shapes) -> NDArray[np.float64]:
    """(COMPONENTS, 468, 3) principal components, one SD each."""
    flat = own.reshape(len(own), -1)
    _, sizes, axes = np.linalg.svd(flat, full_matrices=False)
    sds = sizes[:COMPONENTS] / np.sqrt(len(own) - 1)
    share = (sizes[:COMPONENTS] ** 2).sum() / (sizes**2).sum()
    print(f"{len(own)} faces, {COMPONENTS} components hold {share:.1%} of the variance")
    return np.asarray((axes[:COMPONENTS] * sds[:, None]).reshape(COMPONENTS, 468, 3))


def main(faces_dir: Path, target: Path) -> None:
    """Fit and write."""
    with PEOPLE.open() as file:
        listed = list(csv.DictReader(file))
    found = [(face, person) for person in listed if (face := read_face(faces_dir / person["file"])) is not None]
    faces, people = [face for face, _ in found], [person for _, person in found]
    shapes = smooth(np.array([to_canonical(face) for face in faces]) - canonical_face().vertices_cm)
    own, (mean, sex, age) = explain(shapes, faces, people)
    arrays = {"mean_shift": mean, "sex": sex, "age": age, "modes": components(own)}
    stored = {name: np.rint(values / STEP_CM).astype(np.int16) for name, values in arrays.items()}
    np.savez_compressed(target, **stored, step_cm=np.float32(STEP_CM))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
