"""The bundled portrait again: turned, spotted, shifted, and as the photos of a visit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import cv2
import numpy as np
from benchmarks.retake.nuisance import Nuisance, retake, to_linear, to_srgb
from numpy.typing import NDArray

from skincast import analyze
from skincast.analysis import Analysis
from skincast.face import atlas_regions, find_face, region_names, unroll_face
from skincast.face.atlas import _triangles
from skincast.face.outline import add_ring
from skincast.face.pose import fit_pose
from skincast.photo import read_photo
from skincast.score.scale import scales
from skincast.types import Picture, Sitting, Visit
from skincast.visit import Regions, Seen, fuse_sitting

REGIONS = Regions(labels=atlas_regions(), names=region_names())
BLOOD_OD = np.array([0.15, 0.45, 0.35], np.float32)
"""Density of a painted spot in red, green and blue."""


def score_of(concern: str, burden: float) -> float:
    return scales()[concern].score_of(burden)


def seen_of(analysis: Analysis) -> Seen:
    """What the pipeline hands over."""
    assert analysis.skin is not None
    face = analysis.face
    return Seen(
        sha256=analysis.photo.sha256,
        quality=analysis.quality.score,
        yaw_deg=face.yaw_deg if face else None,
        mm_per_px=face.mm_per_px if face else None,
        skin=analysis.skin,
        unjudged=analysis.quality.unjudged,
        atlas=None if analysis.closeup else unroll_face(analysis.skin.crop),
        measurements=analysis.measurements,
        scores=analysis.scores,
        document=analysis.to_json(),
        made_by=analysis.made_by,
    )


def see(picture: Picture | bytes, *, closeup: bool = False) -> Seen:
    return seen_of(analyze(picture, closeup=closeup))


def sit(*photos: Seen) -> Sitting:
    return fuse_sitting(photos, regions=REGIONS, score_of=score_of)


def taken_again(picture: Picture, nuisance: Nuisance, *, seed: int = 0) -> Seen:
    return see(retake(picture, nuisance, np.random.default_rng(seed)))


def visit_of(sitting: Sitting) -> Visit:
    return Visit(
        id="v",
        at=datetime(2026, 1, 1, tzinfo=UTC),
        zone="UTC",
        origin="taken",
        photos=sitting.photos,
        scores=sitting.scores,
        lesions=sitting.lesions,
        made_by=sitting.made_by,
        has_maps=sitting.maps is not None,
    )


def turn(picture: Picture, yaw_deg: float) -> Picture:
    """The face as a camera at another side would see it, on gray: the mesh is turned and drawn from back to front."""
    face = find_face(read_photo(picture))
    assert face is not None
    here = add_ring(face.landmarks_px, fit_pose(face.landmarks_px)).astype(np.float64)
    middle, angle = here[:468].mean(axis=0), np.radians(yaw_deg)
    spin = np.array([[np.cos(angle), 0, -np.sin(angle)], [0, 1, 0], [np.sin(angle), 0, np.cos(angle)]])
    there = (here - middle) @ spin.T + middle
    canvas = np.full_like(picture, (120, 125, 130))
    triangles = _triangles()
    for corners in triangles[np.argsort(-there[triangles][..., 2].mean(axis=1))]:
        _draw(canvas, picture, here[corners, :2], there[corners, :2])
    return canvas


def _draw(canvas: Picture, picture: Picture, here: NDArray[np.float64], there: NDArray[np.float64]) -> None:
    """Draw one triangle unless it is turned away."""
    (a, b), (c, d) = (corners[1:] - corners[0] for corners in (here, there))
    if (a[0] * b[1] - a[1] * b[0]) * (c[0] * d[1] - c[1] * d[0]) <= 0:
        return
    low = np.maximum(np.floor(there.min(axis=0)).astype(int) - 1, 0)
    high = np.minimum(np.ceil(there.max(axis=0)).astype(int) + 2, canvas.shape[1::-1])
    if (high <= low).any():
        return
    warp = cv2.getAffineTransform(here.astype(np.float32), (there - low).astype(np.float32))
    size = (int(high[0] - low[0]), int(high[1] - low[1]))
    drawn = cv2.warpAffine(picture, warp, size, borderMode=cv2.BORDER_REPLICATE)
    inside = np.zeros((size[1], size[0]), np.uint8)
    cv2.fillConvexPoly(inside, np.rint((there - low) * 16).astype(np.int32), 1, shift=4)
    canvas[low[1] : high[1], low[0] : high[0]][inside > 0] = drawn[inside > 0]


def photo_places(photo: Seen) -> NDArray[np.float64]:
    """(448, 512, 2) photo pixel of each atlas pixel."""
    assert photo.atlas is not None
    atlas, to_photo = photo.atlas, photo.skin.crop.to_photo
    detail = np.stack([2 * atlas.x + 0.5, 2 * atlas.y + 0.5], axis=-1).astype(np.float64)
    return np.asarray(detail @ to_photo[:, :2].T + to_photo[:, 2])


def paint(
    picture: Picture,
    photo: Seen,
    places_mm: Iterable[tuple[float, float]],
    *,
    diameter_mm: float = 4.0,
    strength: float = 1.0,
) -> Picture:
    """Draw soft dark-red spots at places of the atlas."""
    assert photo.mm_per_px is not None
    rows, columns = np.mgrid[: picture.shape[0], : picture.shape[1]]
    there = photo_places(photo)
    dose = np.zeros(picture.shape[:2], np.float32)
    for x_mm, y_mm in places_mm:
        x, y = there[int(2 * y_mm), int(2 * x_mm)]
        off_mm = np.hypot(columns - x, rows - y) * photo.mm_per_px - diameter_mm / 2
        dose = np.maximum(dose, 1 / (1 + np.exp(np.clip(off_mm / 0.25, -50, 50))))
    return to_srgb(to_linear(picture) * np.exp(-strength * dose[..., None] * BLOOD_OD).astype(np.float32))
