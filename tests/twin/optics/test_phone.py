"""A clean phone shows what is there; every fault does what it is called."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from skincast.twin.optics import develop, draw_phone, encode_jpeg
from skincast.twin.optics.draw import FAULTS
from skincast.twin.optics.tone import encode
from skincast.twin.shot import Phone
from skincast.types import Picture

CLEAN = Phone(camera="parametric:1", contrast=0.0, sharpening=0.0, denoise=0.0, noise=0.0)


def scene() -> NDArray[np.float32]:
    random = np.random.default_rng(0)
    texture = cv2.GaussianBlur(random.standard_normal((96, 72, 3)).astype(np.float32), (0, 0), 1.2)
    return np.asarray(np.clip(0.25 + 0.1 * texture, 0.01, None), np.float32)


def detail(picture: Picture) -> float:
    gray = picture.mean(2).astype(np.float32)
    return float(np.std(gray - cv2.GaussianBlur(gray, (0, 0), 2)))


def test_a_clean_phone_shows_flat_gray_as_it_is() -> None:
    picture = develop(np.full((20, 30, 3), 0.18, np.float32), CLEAN, 1)
    assert picture.dtype == np.uint8
    assert picture.shape == (20, 30, 3)
    assert np.all(np.abs(picture.astype(int) - 118) <= 1)


def test_same_seed_same_pixels() -> None:
    noisy = replace(CLEAN, noise=0.02)
    assert np.array_equal(develop(scene(), noisy, 3), develop(scene(), noisy, 3))
    assert not np.array_equal(develop(scene(), noisy, 3), develop(scene(), noisy, 4))


@pytest.mark.parametrize(
    "worse", [{"blur_px": 2.0}, {"motion_px": 9.0}, {"denoise": 1.0}], ids=["defocus", "shake", "denoise"]
)
def test_faults_take_detail(worse: dict[str, Any]) -> None:
    assert detail(develop(scene(), replace(CLEAN, **worse), 1)) < 0.8 * detail(develop(scene(), CLEAN, 1))


def test_ordinary_denoising_leaves_what_skin_shows() -> None:
    random = np.random.default_rng(1)
    skin = cv2.GaussianBlur(random.standard_normal((96, 72)).astype(np.float32), (0, 0), 2.0)
    light = np.asarray(np.repeat((0.25 * np.exp(0.05 * skin / skin.std()))[..., None], 3, axis=2), np.float32)
    day = replace(CLEAN, noise=0.003, denoise=0.25)
    assert detail(develop(light, day, 1)) > 0.75 * detail(develop(light, replace(day, denoise=0.0), 1))


def test_a_beauty_mode_wipes_skin_and_keeps_edges() -> None:
    light = np.full((768, 200, 3), 0.2, np.float32)
    light[:, 100:] = 0.6
    grain = cv2.GaussianBlur(np.random.default_rng(2).standard_normal((768, 200)).astype(np.float32), (0, 0), 2.0)
    light *= np.exp(0.05 * grain / grain.std())[..., None]
    plain, smooth = (develop(light, replace(CLEAN, denoise=much), 1).astype(float) for much in (0.0, 1.0))
    skin = np.s_[100:600, 20:70]
    assert smooth[skin].std() < 0.4 * plain[skin].std()
    step = [np.diff(one[100:600, 97:103, 1].mean(axis=0)).max() for one in (plain, smooth)]
    assert step[1] > 0.7 * step[0]


def test_sharpening_gives_a_halo() -> None:
    edge = np.full((40, 40, 3), 0.1, np.float32)
    edge[:, 20:] = 0.4
    plain, sharp = (develop(edge, replace(CLEAN, sharpening=much), 1) for much in (0.0, 1.0))
    assert sharp.max() > plain.max() + 4
    assert sharp.min() < plain.min() - 4


def test_noise_grows_with_its_setting_and_is_told_in_linear_light() -> None:
    gray = np.full((200, 200, 3), 0.18, np.float32)
    raw = replace(CLEAN, noise=0.02)
    spread = np.std(develop(gray, raw, 1)[..., 1].astype(float)) / 255
    # sRGB rises by about 1.18 around middle gray; the color channels' smearing takes some of the green noise.
    assert 0.5 * 0.02 * 1.18 < spread < 1.3 * 0.02 * 1.18
    assert np.std(develop(gray, replace(raw, noise=0.06), 1)) > 2 * np.std(develop(gray, raw, 1))


def test_cast_and_exposure_move_the_picture() -> None:
    gray = np.full((8, 8, 3), 0.18, np.float32)
    warm = develop(gray, replace(CLEAN, white_balance_error=(0.2, -0.2)), 1)[4, 4]
    assert warm[0] > warm[1] > warm[2]
    dark = develop(gray, replace(CLEAN, exposure_ev=-1.0), 1)[4, 4]
    assert np.all(dark < 100)
    assert np.array_equal(dark, develop(np.full((8, 8, 3), 0.09, np.float32), CLEAN, 1)[4, 4])


@pytest.mark.parametrize("contrast", [0.0, 0.8, 1.5])
def test_more_light_is_never_darker(contrast: float) -> None:
    tones = encode(np.linspace(0, 5, 2000, dtype=np.float32)[None], contrast)[0]
    assert np.all(np.diff(tones) >= 0)
    assert tones[0] < 0.02
    assert tones[-1] > 0.97


def test_jpeg_is_smaller_when_poorer_and_reads_back() -> None:
    picture = develop(scene(), CLEAN, 1)
    good, poor = encode_jpeg(picture, 95), encode_jpeg(picture, 20)
    assert len(poor) < len(good)
    back = cv2.imdecode(np.frombuffer(good, np.uint8), cv2.IMREAD_COLOR_RGB)
    assert back is not None
    assert np.abs(back.astype(int) - picture).mean() < 6


def test_good_phones_are_good_and_poor_ones_have_a_fault() -> None:
    random = np.random.default_rng(4)
    for _ in range(50):
        good = draw_phone(random)
        assert abs(good.exposure_ev) < 0.5
        assert good.noise < 0.03
        assert good.blur_px < 1
        poor = draw_phone(random, "poor")
        assert (
            abs(poor.exposure_ev) > 1.2
            or abs(poor.white_balance_error[0]) > 0.15
            or poor.noise > 0.04
            or poor.blur_px > 2
            or poor.motion_px > 9
            or poor.denoise > 0.84
            or poor.jpeg_quality < 40
        )
    assert len(FAULTS) == 8


def test_the_same_phone_can_be_kept() -> None:
    assert draw_phone(np.random.default_rng(1), camera="nikon_5100").camera == "nikon_5100"
