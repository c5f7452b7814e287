"""Pigments come apart, light drops out, and only skin is skin."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.skin.conftest import CHEEK, HEMOGLOBIN, MELANIN

from skincast.skin import clean_skin
from skincast.types import Crop

MakeCrop = Callable[..., Crop]
Map = NDArray[np.float32]
CENTER = (slice(95, 106), slice(75, 86))


def rise(values: Map) -> float:
    return float(values[CENTER].mean() - np.median(values))


@pytest.mark.parametrize("dose", [0.1, 0.2, 0.4])
def test_melanin_is_read_as_melanin(patch: MakeCrop, disk: Map, dose: float) -> None:
    skin = clean_skin(patch(dose * disk * MELANIN))
    assert rise(skin.melanin) == pytest.approx(dose, abs=0.03)
    assert abs(rise(skin.hemoglobin)) < 0.03


@pytest.mark.parametrize("dose", [0.1, 0.2, 0.4])
def test_hemoglobin_is_read_as_hemoglobin(patch: MakeCrop, disk: Map, dose: float) -> None:
    skin = clean_skin(patch(dose * disk * HEMOGLOBIN))
    assert rise(skin.hemoglobin) == pytest.approx(dose, abs=0.03)
    assert abs(rise(skin.melanin)) < 0.03


def test_a_shadow_is_neither(patch: MakeCrop, disk: Map) -> None:
    skin = clean_skin(patch(0.3 * disk))
    assert rise(skin.shading) == pytest.approx(0.3, abs=0.03)
    assert abs(rise(skin.melanin)) < 0.03
    assert abs(rise(skin.hemoglobin)) < 0.03


@pytest.mark.parametrize("base", [CHEEK - 0.5, CHEEK, CHEEK + 0.8, CHEEK + 1.4], ids=["pale", "mid", "brown", "dark"])
def test_the_same_dose_reads_the_same_on_every_tone(patch: MakeCrop, disk: Map, base: Map) -> None:
    skin = clean_skin(patch(0.2 * disk * HEMOGLOBIN, base=base))
    assert rise(skin.hemoglobin) == pytest.approx(0.2, abs=0.05)
    assert skin.mask.mean() > 0.97


@pytest.mark.parametrize("cast", [(-0.15, 0.0, 0.2), (0.12, 0.0, -0.15), (0.4, 0.4, 0.4), (-0.3, -0.3, -0.3)])
def test_light_drops_out(patch: MakeCrop, disk: Map, cast: tuple[float, float, float]) -> None:
    dose = 0.25 * disk * MELANIN
    plain, lit = clean_skin(patch(dose)), clean_skin(patch(dose + np.array(cast, np.float32)))
    assert rise(lit.melanin) == pytest.approx(rise(plain.melanin), abs=0.03)
    assert rise(lit.hemoglobin) == pytest.approx(rise(plain.hemoglobin), abs=0.03)


def test_a_color_cast_is_halved_at_least_in_the_picture(patch: MakeCrop) -> None:
    cast = np.array([-0.2, 0.0, 0.3], np.float32)
    plain, lit = clean_skin(patch()), clean_skin(patch(cast))
    before = np.ptp(cast)
    after = np.abs(np.log((lit.picture[0, 0] + 1.0) / (plain.picture[0, 0] + 1.0)) * 2.2)
    assert np.ptp(after) < 0.75 * before


def test_highlight_is_gloss_and_not_a_pale_spot(patch: MakeCrop, disk: Map) -> None:
    crop = patch()
    glow = crop.pixels.astype(np.float32) + 60 * np.repeat(np.repeat(disk, 2, axis=0), 2, axis=1)
    shiny = Crop(
        **{name: getattr(crop, name) for name in crop.__slots__} | {"pixels": glow.clip(0, 255).astype(np.uint8)}
    )
    skin = clean_skin(shiny)
    assert skin.gloss[CENTER].mean() > 0.15
    assert np.median(skin.gloss) < 0.02


@pytest.mark.parametrize("color", [(20, 18, 17), (240, 240, 240), (60, 90, 190), (40, 120, 50)])
def test_what_is_not_skin_is_left_out(patch: MakeCrop, color: tuple[int, int, int]) -> None:
    crop = patch()
    crop.pixels[:, :120] = color
    skin = clean_skin(crop)
    assert not skin.mask[:, :50].any()
    assert skin.mask[:, 70:].mean() > 0.95


def test_blown_pixels_belong_to_the_face_but_are_not_judged(patch: MakeCrop, disk: Map) -> None:
    skin = clean_skin(patch(-3.0 * (disk > 0.9)))
    assert skin.outline[CENTER].all()
    assert not skin.mask[CENTER].any()


def test_hair_is_left_out(patch: MakeCrop) -> None:
    strands = np.zeros((200, 160, 1), np.float32)
    strands[:, 10:60:3] = 1.0
    skin = clean_skin(patch(strands))
    assert skin.mask[:, 15:55].mean() < 0.1
    assert skin.mask[:, 75:].mean() > 0.95


def test_noise_is_told(patch: MakeCrop) -> None:
    values = [clean_skin(patch(noise=sd)).noise_od for sd in (0.0, 2.0, 6.0)]
    assert values[0] < 0.005 < values[1] < values[2]


def test_detail_forgets_slow_shade(patch: MakeCrop) -> None:
    slope = np.linspace(-0.3, 0.3, 160, dtype=np.float32)[None, :, None]
    skin = clean_skin(patch(np.broadcast_to(slope, (200, 160, 1))))
    inner = skin.detail[40:-40, 60:-60]
    assert np.abs(inner.mean(axis=0)).max() < 0.03


def test_same_crop_same_skin(patch: MakeCrop, disk: Map) -> None:
    first, second = (clean_skin(patch(0.2 * disk * MELANIN)) for _ in range(2))
    assert (first.melanin == second.melanin).all()
    assert (first.detail == second.detail).all()


def test_mirrored_crop_gives_mirrored_maps(patch: MakeCrop) -> None:
    tilt = np.linspace(0, 0.4, 160, dtype=np.float32)[None, :, None] * MELANIN
    crop = patch(np.broadcast_to(tilt, (200, 160, 3)))
    straight = clean_skin(crop)
    crop.pixels[:] = crop.pixels[:, ::-1].copy()
    mirrored = clean_skin(crop)
    assert mirrored.melanin[:, ::-1] == pytest.approx(straight.melanin, abs=0.02)
