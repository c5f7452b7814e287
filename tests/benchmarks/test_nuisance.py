"""Retaking a picture changes what it says and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
import simplejpeg
from benchmarks.retake.nuisance import (
    SINGLE_FACTORS,
    Nuisance,
    draw_nuisance,
    lamp_gains,
    retake,
    retake_picture,
    to_linear,
    to_srgb,
)

from skincast.types import Picture


@pytest.fixture
def picture() -> Picture:
    return np.full((100, 80, 3), 118, np.uint8)


def random() -> np.random.Generator:
    return np.random.default_rng(0)


def test_nothing_changed_is_the_same_picture(picture: Picture) -> None:
    assert np.array_equal(retake_picture(picture, Nuisance(), random()), picture)


def test_srgb_and_back() -> None:
    levels = np.arange(256, dtype=np.uint8).reshape(1, 256, 1).repeat(3, axis=2)
    assert np.array_equal(to_srgb(to_linear(levels)), levels)


def test_one_stop_doubles_the_light(picture: Picture) -> None:
    brighter = retake_picture(picture, Nuisance(exposure_ev=1.0), random())
    assert to_linear(brighter).mean() == pytest.approx(2 * to_linear(picture).mean(), rel=0.01)


def test_light_that_is_too_bright_clips(picture: Picture) -> None:
    assert (retake_picture(picture, Nuisance(exposure_ev=8.0), random()) == 255).all()


def test_a_warm_lamp_leaves_red_and_takes_blue() -> None:
    red, green, blue = lamp_gains(3000.0)
    assert green == pytest.approx(1.0)
    assert 1.1 < red < 1.4
    assert 0.6 < blue < 0.9
    assert lamp_gains(6500.0) == pytest.approx([1, 1, 1])


def test_frame(picture: Picture) -> None:
    half = Nuisance(crop=(0.1, 0.2, 0.1, 0.0), scale=0.5)
    assert retake_picture(picture, half, random()).shape == (40, 32, 3)


def test_noise_has_the_named_size_at_middle_gray() -> None:
    gray = np.full((200, 200, 3), 118, np.uint8)
    noisy = retake_picture(gray, Nuisance(noise_levels=4.0), random())
    assert noisy.astype(float).std() == pytest.approx(4.0, rel=0.05)


def test_compression_gives_a_jpeg(picture: Picture) -> None:
    data = retake(picture, Nuisance(jpeg_quality=80), random())
    assert isinstance(data, bytes)
    assert simplejpeg.decode_jpeg_header(data)[:2] == (100, 80)


def test_random_draws_repeat_with_their_seed_and_stay_in_bounds() -> None:
    assert draw_nuisance(random()) == draw_nuisance(random())
    generator = random()
    for _ in range(200):
        one = draw_nuisance(generator)
        assert abs(one.exposure_ev) <= 1
        assert 2999 < one.kelvin < 6501
        assert 60 <= (one.jpeg_quality or 0) <= 95
        assert 0.7 <= one.scale <= 1
        assert max(one.crop) <= 0.1


def test_each_single_factor_changes_one_thing() -> None:
    unchanged = Nuisance()
    for factor in SINGLE_FACTORS.values():
        changed = [name for name in Nuisance.__slots__ if getattr(factor, name) != getattr(unchanged, name)]
        assert len(changed) == 1
