"""One fixed flattened face: every photo of a face lands on the same places."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from tests.face.conftest import as_photo

from skincast.face import atlas_regions, cut_face, cut_patch, find_face, region_names, unroll_face
from skincast.types import Crop, FloatMap, Photo, Picture


def crop_of(pixels: Picture) -> Crop:
    photo = as_photo(np.ascontiguousarray(pixels))
    face = find_face(photo)
    assert face is not None
    return cut_face(photo, face)


def label_map(crop: Crop, name: str) -> FloatMap:
    return np.asarray(crop.regions == crop.region_names.index(name), np.float32)


@pytest.mark.parametrize("name", ["forehead", "nose", "cheek_right", "cheek_left", "under_eye_left", "chin"])
def test_regions_of_the_crop_land_on_the_regions_of_the_atlas(portrait_photo: Photo, name: str) -> None:
    crop = crop_of(portrait_photo.pixels)
    atlas = unroll_face(crop)
    landed = (atlas.unroll(label_map(crop, name)) > 0.5) & atlas.visible
    drawn = (atlas_regions() == region_names().index(name)) & atlas.visible
    assert (landed & drawn).sum() / (landed | drawn).sum() > 0.8


def test_rolling_back_undoes_unrolling(portrait_photo: Photo) -> None:
    crop = crop_of(portrait_photo.pixels)
    atlas = unroll_face(crop)
    y, x = np.mgrid[0 : crop.regions.shape[0], 0 : crop.regions.shape[1]].astype(np.float32)
    inner = (crop.regions > 0) & (crop.facing > 0.6)
    for values in (x, y):
        back = atlas.roll(atlas.unroll(values), crop)
        assert np.median(np.abs(back - values)[inner]) < 1.0


def test_another_size_and_tilt_give_the_same_atlas(portrait_pixels: Picture) -> None:
    height, width = portrait_pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 3), 15, 0.8)
    moved = np.asarray(cv2.warpAffine(portrait_pixels, turn, (width, height)), np.uint8)
    flats = []
    for pixels in (portrait_pixels, moved):
        crop = crop_of(pixels)
        atlas = unroll_face(crop)
        small = cv2.resize(crop.pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        flats.append((atlas.unroll_picture(np.asarray(small, np.uint8)).astype(np.float32), atlas.visible))
    both = flats[0][1] & flats[1][1]
    difference = np.abs(flats[0][0] - flats[1][0])[both].mean()
    shifted = np.abs(flats[0][0] - np.roll(flats[1][0], 16, axis=1))[both].mean()
    assert difference < 0.6 * shifted


def test_atlas_is_symmetric() -> None:
    regions = atlas_regions()
    for name in ("cheek", "temple", "jaw"):
        right = (regions == region_names().index(f"{name}_right")).sum()
        left = (regions == region_names().index(f"{name}_left")).sum()
        assert right == pytest.approx(left, rel=0.05)


def test_a_pixel_covers_about_its_nominal_size(portrait_photo: Photo) -> None:
    crop = crop_of(portrait_photo.pixels)
    atlas = unroll_face(crop)
    nose = (atlas_regions() == region_names().index("forehead")) & atlas.visible
    assert 0.25 < float(np.median(atlas.mm_per_px[nose])) < 0.75


def test_hidden_places_are_not_filled(portrait_pixels: Picture) -> None:
    face = find_face(as_photo(portrait_pixels))
    assert face is not None
    crop = crop_of(portrait_pixels[:, int(face.landmarks_px[4, 0]) - 40 :])
    atlas = unroll_face(crop)
    hidden = atlas_regions() == region_names().index("cheek_right")
    assert atlas.visible[hidden].mean() < 0.5
    assert (atlas.unroll(np.ones(crop.regions.shape, np.float32))[~atlas.visible] == 0).all()


def test_a_patch_has_no_atlas() -> None:
    with pytest.raises(ValueError, match="patch"):
        unroll_face(cut_patch(as_photo(np.full((300, 200, 3), 180, np.uint8))))
