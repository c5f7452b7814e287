"""Skin close-ups pass, other things do not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from tests.face.conftest import as_photo

from skincast.face import find_face, holds_skin, is_mostly_skin
from skincast.face.color import is_furry
from skincast.types import Picture


def cheek(portrait_pixels: Picture) -> Picture:
    face = find_face(as_photo(portrait_pixels))
    assert face is not None
    x, y = face.landmarks_px[50, :2].astype(int)
    patch = np.ascontiguousarray(portrait_pixels[y - 30 : y + 30, x - 30 : x + 30])
    large = cv2.resize(patch, (400, 400), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    grain = cv2.GaussianBlur(np.random.default_rng(1).normal(0, 1, (400, 400)).astype(np.float32), (0, 0), 1.6)
    return np.asarray(np.clip(large + 14 * (grain / grain.std())[..., None], 0, 255), np.uint8)


def test_cheek_is_skin(portrait_pixels: Picture) -> None:
    assert is_mostly_skin(as_photo(cheek(portrait_pixels)))


@pytest.mark.parametrize("color", [(90, 140, 60), (60, 90, 200), (128, 128, 128), (240, 240, 245)])
def test_colored_noise_is_not_skin(color: tuple[int, int, int]) -> None:
    noise = np.random.default_rng(0).normal(0, 6, (300, 300, 3))
    assert not is_mostly_skin(as_photo(np.clip(np.array(color) + noise, 0, 255).astype(np.uint8)))


def test_plain_beige_wall_is_not_skin() -> None:
    assert not is_mostly_skin(as_photo(np.full((300, 300, 3), (214, 180, 150), np.uint8)))


def test_fur_is_not_skin(portrait_pixels: Picture) -> None:
    noise = np.random.default_rng(3).normal(0, 1, (400, 400)).astype(np.float32)
    strands = cv2.GaussianBlur(noise, (0, 0), sigmaX=0.8, sigmaY=6)
    fur = cheek(portrait_pixels).astype(np.float32) + 60 * (strands / strands.std())[..., None]
    assert not is_mostly_skin(as_photo(np.clip(fur, 0, 255).astype(np.uint8)))


def test_portrait_with_a_body_is_not_a_close_up(portrait_picture: Picture) -> None:
    assert not is_mostly_skin(as_photo(portrait_picture))


def test_a_coat_of_strands_is_furry_and_skin_is_not(portrait_pixels: Picture) -> None:
    strands = np.random.default_rng(3).normal(0, 1, (256, 256)).astype(np.float32)
    strands = np.asarray(cv2.GaussianBlur(strands, (0, 0), sigmaX=0.8, sigmaY=6), np.float32)
    skin = cv2.resize(cheek(portrait_pixels), (256, 256), interpolation=cv2.INTER_AREA).astype(np.float32)
    coat = np.clip(skin + 35 * (strands / strands.std())[..., None], 0, 255).astype(np.uint8)
    assert is_furry(coat)
    assert not is_furry(skin.astype(np.uint8))
    assert not holds_skin(as_photo(coat))
    assert holds_skin(as_photo(skin.astype(np.uint8)))


def test_a_close_up_that_was_asked_for_must_hold_skin() -> None:
    assert not holds_skin(as_photo(np.full((300, 300, 3), (60, 90, 200), np.uint8)))
