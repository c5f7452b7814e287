"""What is read off a photo: complexion, light, sharpness, gloss, tones and where the sheet lies."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from skincast.face.atlas import ATLAS_MM_PER_PX, atlas_points
from skincast.twin.frame import Part
from skincast.twin.paint.bare import bare_skin
from skincast.twin.paint.change import soften, without_traces
from skincast.twin.paint.complexion import as_photographed, estimate_complexion, even_color, photo_colors
from skincast.twin.paint.geometry import every_second_pixel, seat_of_face, seat_of_patch
from skincast.twin.paint.gloss import read_gloss
from skincast.twin.paint.light import PhotoLight, guess_light, read_light
from skincast.twin.paint.sharpness import blur_of
from skincast.twin.paint.tones import repaint, to_linear
from skincast.types import Face, FloatMap, Picture


@pytest.mark.parametrize("melanin", [0.012, 0.03, 0.08, 0.2, 0.35])
def test_the_complexion_of_an_even_color_is_found_again(melanin: float) -> None:
    # Any start will do: its other properties are those usual for its melanin.
    person = estimate_complexion(np.array([0.2, 0.1, 0.08]))
    person = type(person)(
        **{name: getattr(person, name) for name in person.__dataclass_fields__} | {"melanin": melanin}
    )
    found = estimate_complexion(even_color(photo_colors(person), person) + 0.018)
    assert np.log(found.melanin / melanin) == pytest.approx(0, abs=0.6)


def test_darker_photos_are_of_darker_people() -> None:
    color = np.array([0.6, 0.36, 0.28])
    melanin = [estimate_complexion(color * gain).melanin for gain in (1.0, 0.5, 0.25, 0.12)]
    assert melanin == sorted(melanin)


def test_blood_darkens_blue_nearly_as_green() -> None:
    density = as_photographed(np.array([[[0.1, 0.5, 0.3]]], np.float32))
    assert density[0, 0] == pytest.approx([0.1, 0.5, 0.39])
    brown = np.array([[[0.1, 0.2, 0.3]]], np.float32)
    assert as_photographed(brown.copy())[0, 0] == pytest.approx(brown[0, 0])


def ball(side: int = 240) -> NDArray[np.float32]:
    y, x = np.mgrid[-0.9 : 0.9 : side * 1j, -0.9 : 0.9 : side * 1j]
    z = -np.sqrt(np.clip(1 - x**2 - y**2, 0, 1))
    normal = np.stack([x, y, z], axis=2).astype(np.float32)
    return np.asarray(normal / np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-6), np.float32)


@pytest.mark.parametrize("lamp", [(0.4, -0.3, -0.3), (-0.5, 0.0, -0.2), (0.0, -0.1, -0.5)])
def test_the_light_of_a_ball_is_read(lamp: tuple[float, float, float]) -> None:
    normal = ball()
    where = (normal[..., 2] < -0.4).astype(np.float32)
    truth = PhotoLight(sky=0.7, lamp=np.array(lamp, np.float32))
    found = read_light(0.4 * truth.falling(normal), normal, where)
    shown = where > 0
    ratio = found.falling(normal)[shown] / truth.falling(normal)[shown]
    assert ratio.std() / ratio.mean() < 0.06
    assert found.direction @ truth.direction > 0.95


def test_without_skin_the_light_is_plain() -> None:
    normal = ball(40)
    light = read_light(np.ones((40, 40), np.float32), normal, np.zeros((40, 40), np.float32))
    assert np.isfinite(light.falling(normal)).all()


def test_a_guessed_light_is_the_seeds() -> None:
    assert np.array_equal(guess_light(3).lamp, guess_light(3).lamp)
    assert not np.array_equal(guess_light(3).lamp, guess_light(4).lamp)
    assert guess_light(5).lamp[1] < 0
    assert guess_light(5).lamp[2] < 0


def edges(sigma: float) -> FloatMap:
    picture = np.full((200, 200), 60, np.float32)
    for k in range(6):
        cv2.circle(picture, (30 + 28 * k, 40 + 25 * k), 11, (180,), -1, lineType=cv2.LINE_AA)
    soft = cv2.GaussianBlur(picture, (0, 0), sigma) if sigma else picture
    return np.asarray(soft + np.random.default_rng(0).normal(0, 1, soft.shape), np.float32)


def test_softer_photos_are_known_as_softer() -> None:
    found = [blur_of(edges(sigma)) for sigma in (0.3, 0.9, 1.5, 2.5)]
    assert found == sorted(found)
    assert found[2] == pytest.approx(1.5, rel=0.25)


def test_an_even_picture_has_some_sharpness() -> None:
    assert 0.4 < blur_of(np.full((50, 50), 100, np.float32)) < 3.6


def test_matte_skin_has_no_gloss_and_shiny_skin_has() -> None:
    random = np.random.default_rng(2)
    skin = np.array([0.5, 0.3, 0.22]) * random.normal(1, 0.02, (120, 120, 1))
    matte = np.asarray(skin, np.float32)
    shiny = matte.copy()
    shiny[40:80, 40:80] += 0.25
    seen = np.ones((120, 120), np.float32)
    ahead = np.array([0, 0, -1], np.float32)
    none = read_gloss(matte, seen, ahead, 0.2).strength
    some = read_gloss(shiny, seen, ahead, 0.2).strength
    assert none.max() < 0.02
    assert some[60, 60] > 0.1
    assert some[60, 60] > 2 * some[5, 5]


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_light_that_did_not_change_keeps_its_pixels(color: tuple[int, int, int]) -> None:
    picture = np.full((2, 2, 3), color, np.uint8)
    linear = to_linear(picture)
    assert np.array_equal(repaint(picture, linear, linear), picture)
    darker = repaint(picture, linear, np.asarray(linear * 0.8, np.float32))
    assert (darker <= picture).all()


def test_linear_light_rises_with_the_code() -> None:
    codes = np.arange(256, dtype=np.uint8)[:, None, None].repeat(3, axis=2)
    light = to_linear(codes)[:, 0, 0]
    assert (np.diff(light[:250]) > 0).all()
    assert (np.diff(light) >= 0).all()
    assert light[0] == 0


def test_the_sheet_lies_on_the_landmarks(portrait_picture: Picture, found: Face) -> None:
    seat = seat_of_face(found, portrait_picture.shape[:2])
    places = (atlas_points() + 0.5) * ATLAS_MM_PER_PX
    miss = []
    for landmark in (4, 50, 280, 151, 205, 425, 199):
        x, y = np.rint(seat.points[landmark, :2]).astype(int)
        assert seat.frame.part[y, x] == Part.SKIN
        here = (seat.frame.sheet_x_mm[y, x], seat.frame.sheet_y_mm[y, x])
        miss.append(np.hypot(*(here - places[landmark])))
    assert max(miss) < 2.0
    assert np.median(-seat.frame.normal[seat.frame.part == Part.SKIN][:, 2]) > 0.6


def test_half_a_frame_shows_the_same_places() -> None:
    seat = seat_of_patch((50, 60), 0.2)
    half = every_second_pixel(seat.frame)
    assert half.sheet_x_mm[10, 7] == seat.frame.sheet_x_mm[20, 14]
    assert half.mm_per_px == pytest.approx(0.4)


def test_hair_is_no_skin() -> None:
    picture = np.full((160, 160, 3), (210, 165, 145), np.uint8)
    picture[:, 90:] = (40, 30, 25)
    seat = seat_of_patch((160, 160), 0.3)
    linear = to_linear(picture)
    light = PhotoLight(sky=1.0, lamp=np.zeros(3, np.float32))
    seen = bare_skin(linear, seat, light, linear[20, 20].astype(np.float64), None)
    assert seen[80, 40] == 1
    assert not seen[:, 92:].any()


def test_soft_changes_keep_their_sum_and_lose_their_traces() -> None:
    density = np.zeros((60, 60, 3), np.float32)
    density[30, 30] = (0.1, 0.6, 0.4)
    soft = soften(density, 1.2)
    assert soft.sum(axis=(0, 1)) == pytest.approx(density.sum(axis=(0, 1)), rel=0.01)
    assert soft.max() < 0.1
    kept = without_traces(soft)
    assert not kept[:10].any()
    assert (np.abs(kept) <= np.abs(soft)).all()
