"""The crop is upright, at its physical scale, and mirrored faces give mirrored regions."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from tests.face.conftest import as_photo

from skincast.face import cut_face, cut_patch, find_face, region_names
from skincast.types import Crop, Photo, Picture


def crop_of(pixels: Picture) -> Crop:
    photo = as_photo(np.ascontiguousarray(pixels))
    face = find_face(photo)
    assert face is not None
    return cut_face(photo, face)


def test_every_region_is_there_and_sides_are_the_persons_own(portrait_photo: Photo) -> None:
    crop = crop_of(portrait_photo.pixels)
    present = {region_names()[label] for label in np.unique(crop.regions)} - {""}
    assert present == set(region_names()) - {""}
    middle = crop.regions.shape[1] / 2
    for name in present:
        x = np.flatnonzero((crop.regions == region_names().index(name)).any(axis=0)).mean()
        assert not name.endswith("_right") or x < middle
        assert not name.endswith("_left") or x > middle


def test_levels_share_one_frame(portrait_photo: Photo) -> None:
    crop = crop_of(portrait_photo.pixels)
    height, width = crop.pixels.shape[:2]
    assert (height % 2, width % 2) == (0, 0)
    for grid in (crop.regions, crop.features, crop.hull, crop.inside, crop.facing):
        assert grid.shape == (height // 2, width // 2)


def test_eyes_come_back_to_the_photo(portrait_photo: Photo) -> None:
    face = find_face(portrait_photo)
    assert face is not None
    crop = cut_face(portrait_photo, face)
    at_detail = 2 * crop.landmarks[[468, 473], :2] + 0.5
    back = at_detail @ crop.to_photo[:, :2].T + crop.to_photo[:, 2]
    assert back == pytest.approx(face.landmarks_px[[468, 473], :2], abs=0.05)


def test_distance_between_the_eyes_is_human(portrait_photo: Photo) -> None:
    crop = crop_of(portrait_photo.pixels)
    eyes_mm = np.linalg.norm(crop.landmarks[473, :2] - crop.landmarks[468, :2]) * crop.color_mm_per_px
    assert 54 < eyes_mm < 74  # adults, Dodgson 2004


def test_mirrored_photo_swaps_sides(portrait_photo: Photo) -> None:
    straight, mirrored = crop_of(portrait_photo.pixels), crop_of(portrait_photo.pixels[:, ::-1])

    def area_mm2(crop: Crop, name: str) -> float:
        return float((crop.regions == crop.region_names.index(name)).sum()) * crop.color_mm_per_px**2

    for name in ("cheek", "temple", "jaw", "nasolabial"):
        assert area_mm2(mirrored, f"{name}_left") == pytest.approx(area_mm2(straight, f"{name}_right"), rel=0.2)


def test_middle_of_the_face_looks_at_the_camera(portrait_photo: Photo) -> None:
    crop = crop_of(portrait_photo.pixels)
    nose = crop.regions == crop.region_names.index("glabella")
    jaw = (crop.regions == crop.region_names.index("jaw_right")) & crop.hull
    assert crop.facing[nose].mean() > 0.75
    assert crop.facing[nose].mean() > crop.facing[jaw].mean() + 0.1


def test_roll_is_taken_out(portrait_pixels: Picture) -> None:
    height, width = portrait_pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 3), 25, 1.0)
    crop = crop_of(np.asarray(cv2.warpAffine(portrait_pixels, turn, (width, height)), np.uint8))
    step = crop.landmarks[263, :2] - crop.landmarks[33, :2]
    assert abs(np.degrees(np.arctan2(step[1], step[0]))) < 4


def test_outside_of_the_photo_is_marked(portrait_pixels: Picture) -> None:
    face = find_face(as_photo(portrait_pixels))
    assert face is not None
    middle = int(face.landmarks_px[4, 0])
    crop = crop_of(portrait_pixels[:, middle - 30 :])
    right = crop.regions == crop.region_names.index("cheek_right")
    left = crop.regions == crop.region_names.index("cheek_left")
    assert crop.inside[left].mean() > 0.95
    assert crop.inside[right].mean() < 0.5


def test_patch_knows_no_regions_and_no_scale() -> None:
    crop = cut_patch(as_photo(np.full((300, 200, 3), 180, np.uint8)))
    assert crop.region_names == ("", "patch")
    assert not crop.scale_known
    assert (crop.regions == 1).all()
    assert crop.pixels.shape == (600, 400, 3)
