"""All eight orientations, in every format; broken EXIF; nothing of the metadata is left."""

from __future__ import annotations

import dataclasses
import struct

import numpy as np
import pillow_heif
import pytest
from tests.photo import pictures

from skincast.photo import PhotoLimits, read_photo
from skincast.photo.orientation import read_orientation

ORIENTATIONS = range(1, 9)


def _encode(pixels: pictures.Pixels, kind: str, exif: bytes) -> bytes:
    return pictures.encode(pixels, kind, exif=exif, lossless=True, compress_level=1)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_lossless_pictures_are_identical(kind: str, orientation: int) -> None:
    stored = pictures.stored_for(pictures.scene(), orientation)
    photo = read_photo(_encode(stored, kind, pictures.exif_block(orientation)))
    assert (photo.width_px, photo.height_px) == (240, 200)
    assert np.array_equal(photo.pixels, pictures.scene())


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_reduced_pictures_are_identical_even_at_odd_sizes(orientation: int) -> None:
    pixels = pictures.scene(403, 333)
    limits = PhotoLimits(min_long_side_px=150)
    expected = read_photo(_encode(pixels, "PNG", b""), limits=limits)
    assert expected.pixels.shape == (167, 202, 3)
    stored = pictures.stored_for(pixels, orientation)
    photo = read_photo(_encode(stored, "PNG", pictures.exif_block(orientation)), limits=limits)
    assert np.array_equal(photo.pixels, expected.pixels)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("reduction", [1, 2, 4])
def test_jpeg_is_upright_at_every_reduction(orientation: int, reduction: int) -> None:
    pixels = pictures.big_scene(960, 800)
    stored = pictures.stored_for(pixels, orientation)
    data = pictures.encode(stored, "JPEG", exif=pictures.exif_block(orientation, order=">"), subsampling=0)
    photo = read_photo(data, limits=PhotoLimits(min_long_side_px=960 // reduction))
    assert (photo.width_px, photo.height_px, photo.reduction) == (960, 800, reduction)
    means = pixels.reshape(800 // reduction, reduction, 960 // reduction, reduction, 3).mean(axis=(1, 3))
    assert float(np.abs(photo.pixels - means).mean()) < 1.5


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_heif_is_not_turned_twice(orientation: int) -> None:
    stored = pictures.stored_for(pictures.scene(), orientation)
    data = pictures.encode_heif(stored, exif=pictures.exif_block(orientation))
    exif = pillow_heif.open_heif(data).info["exif"]
    assert isinstance(exif, bytes)
    assert read_orientation(exif) == orientation
    photo = read_photo(data)
    assert (photo.width_px, photo.height_px) == (240, 200)
    assert float(np.abs(photo.pixels.astype(int) - pictures.scene()).mean()) < 3.0


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_both_byte_orders(order: str, orientation: int) -> None:
    block = pictures.exif_block(orientation, order=order)
    assert read_orientation(block) == orientation
    assert read_orientation(block.removeprefix(b"Exif\0\0")) == orientation


BROKEN = [
    b"Exif\0\0",
    b"Exif\0\0II*\0",
    b"Exif\0\0II*\0\xff\xff\xff\xff",
    b"Exif\0\0MM\0*\0\0\0\x08\xff\xff",
    b"Exif\0\0II*\0" + struct.pack("<IH", 8, 65_535) + bytes(40),
    b"Exif\0\0XX" + bytes(50),
    pictures.exif_block(0),
    pictures.exif_block(9),
    pictures.exif_block(65_535),
    pictures.exif_block(6)[:20],
]


@pytest.mark.parametrize("exif", BROKEN, ids=range(len(BROKEN)))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_broken_exif_never_fails_a_photo(kind: str, exif: bytes) -> None:
    photo = read_photo(_encode(pictures.scene(), kind, exif))
    assert (photo.width_px, photo.height_px) == (240, 200)


def test_photo_has_no_place_for_metadata() -> None:
    photo = read_photo(_encode(pictures.scene(), "JPEG", pictures.exif_block(6)))
    names = {field.name for field in dataclasses.fields(photo)}
    assert names == {"pixels", "width_px", "height_px", "reduction", "sha256", "notices"}
    assert "Eve" not in repr(dataclasses.replace(photo, pixels=photo.pixels[:1, :1]))
