"""The face is found, turned or not, cut off or not, and nothing else is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from tests.face.conftest import as_photo

from skincast.face import find_face
from skincast.types import Face, Photo, Picture


def face_in(pixels: Picture) -> Face:
    face = find_face(as_photo(np.ascontiguousarray(pixels)))
    assert face is not None
    return face


def test_portrait_is_one_upright_frontal_face(portrait_photo: Photo) -> None:
    face = find_face(portrait_photo)
    assert face is not None
    assert face.faces_seen == 1
    assert face.presence > 0.9
    assert abs(face.yaw_deg) < 15
    assert abs(face.pitch_deg) < 20
    assert abs(face.roll_deg) < 12


def test_eyes_lie_where_the_eyes_are(portrait_photo: Photo) -> None:
    face = find_face(portrait_photo)
    assert face is not None
    right, left = face.landmarks_px[468, :2], face.landmarks_px[473, :2]
    assert right[0] < left[0], "the person's right eye is on the picture's left"
    assert np.linalg.norm(left - right) == pytest.approx(face.interocular_px, rel=0.02)


@pytest.mark.parametrize("angle", [-40, -20, 20, 40])
def test_roll_follows_the_picture(portrait_pixels: Picture, angle: int) -> None:
    height, width = portrait_pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 3), -angle, 1.0)  # cv2 turns counterclockwise
    turned = np.asarray(cv2.warpAffine(portrait_pixels, turn, (width, height)), np.uint8)
    change = face_in(turned).roll_deg - face_in(portrait_pixels).roll_deg
    assert change == pytest.approx(angle, abs=3)


def test_mirrored_face_turns_the_other_way(portrait_pixels: Picture) -> None:
    straight, mirrored = face_in(portrait_pixels), face_in(portrait_pixels[:, ::-1])
    assert mirrored.yaw_deg == pytest.approx(-straight.yaw_deg, abs=3)
    assert mirrored.roll_deg == pytest.approx(-straight.roll_deg, abs=2)


@pytest.mark.parametrize("factor", [0.5, 0.75, 1.5])
def test_scale_is_physical(portrait_pixels: Picture, factor: float) -> None:
    resized = cv2.resize(portrait_pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ratio = face_in(portrait_pixels).mm_per_px / face_in(np.asarray(resized, np.uint8)).mm_per_px
    assert ratio == pytest.approx(factor, rel=0.06)


def test_reduction_reports_the_original_scale(portrait_pixels: Picture) -> None:
    photo = as_photo(portrait_pixels)
    reduced = Photo(
        pixels=photo.pixels,
        width_px=2 * photo.width_px,
        height_px=2 * photo.height_px,
        reduction=2,
        sha256=photo.sha256,
    )
    one, two = find_face(photo), find_face(reduced)
    assert one is not None
    assert two is not None
    assert two.mm_per_px == pytest.approx(one.mm_per_px / 2)
    assert two.interocular_px == pytest.approx(2 * one.interocular_px)


@pytest.mark.parametrize("offset_px", [-80, -40, 0, 20])
def test_half_a_face_is_found_where_it_is(portrait_pixels: Picture, offset_px: int) -> None:
    whole = face_in(portrait_pixels)
    cut = int(whole.landmarks_px[4, 0]) + offset_px
    half = face_in(portrait_pixels[:, cut:])
    seen = whole.landmarks_px[:468, 0] > cut + 10
    away = np.linalg.norm(half.landmarks_px[:468, :2] + [cut, 0] - whole.landmarks_px[:468, :2], axis=1)
    assert away[seen].mean() < 0.1 * whole.interocular_px


def test_two_faces_are_counted_and_the_larger_is_taken(portrait_pixels: Picture) -> None:
    small = cv2.resize(portrait_pixels, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    both = np.zeros((portrait_pixels.shape[0], portrait_pixels.shape[1] + small.shape[1], 3), np.uint8)
    both[:, : portrait_pixels.shape[1]] = portrait_pixels
    both[: small.shape[0], portrait_pixels.shape[1] :] = small
    face = face_in(both)
    assert face.faces_seen == 2
    assert face.landmarks_px[:, 0].mean() < portrait_pixels.shape[1]


@pytest.mark.parametrize("seed", range(4))
def test_no_face_in_a_landscape_of_noise(seed: int) -> None:
    rough = np.random.default_rng(seed).integers(0, 255, (12, 9, 3), dtype=np.uint8)
    picture = cv2.resize(rough, (600, 800), interpolation=cv2.INTER_CUBIC)
    assert find_face(as_photo(np.asarray(picture, np.uint8))) is None


@pytest.mark.parametrize("melanin", [0.4, 0.8, 1.2, 1.6])
@pytest.mark.parametrize(
    "cast", [(1.0, 1.0, 1.0), (1.15, 1.0, 0.75), (0.88, 1.0, 1.25)], ids=["neutral", "warm", "cold"]
)
def test_a_dark_face_is_found_in_any_ordinary_light(
    portrait_pixels: Picture, melanin: float, cast: tuple[float, float, float]
) -> None:
    linear = (portrait_pixels / 255.0) ** 2.2
    darker = linear * np.exp(-melanin * np.array([0.60, 1.00, 1.27])) * np.array(cast)
    assert find_face(as_photo((255 * np.clip(darker, 0, 1) ** (1 / 2.2)).astype(np.uint8))) is not None
