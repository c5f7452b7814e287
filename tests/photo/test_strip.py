"""A stripped photo shows the same pixels and tells nothing else."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.photo.pictures import encode, scene

from skincast.errors import SkincastError
from skincast.photo import read_photo, strip_photo

SECRETS = (b"Ada Lovelace", b"SecretCam", b"\x00\x07\xc3\x91secretgps")
KINDS = ("JPEG", "PNG", "WEBP", "HEIF")


def telling_exif(orientation: int = 1) -> bytes:
    """An EXIF block with names, a camera, a place and an orientation."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B], exif[0x0110] = "Ada Lovelace", "SecretCam"
    exif.get_ifd(0x8825)[27] = b"\x00\x07\xc3\x91secretgps"
    return exif.tobytes()


def make(kind: str, *, orientation: int = 1, **options: Any) -> bytes:
    """A photo that says too much."""
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    return encode(scene(), kind, exif=telling_exif(orientation), **options)


def same_pixels(data: bytes, stripped: bytes) -> bool:
    return bool(np.array_equal(read_photo(data).pixels, read_photo(stripped).pixels))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_personal_is_left_and_no_pixel_changes(kind: str) -> None:
    data = make(kind)
    assert any(secret in data for secret in SECRETS), "the picture must have a secret to lose"
    stripped = strip_photo(data)
    assert not [secret for secret in SECRETS if secret in stripped]
    assert same_pixels(data, stripped)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_stays(kind: str, orientation: int) -> None:
    data = make(kind, orientation=orientation)
    assert same_pixels(data, strip_photo(data))


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {"progressive": True}),
        ("JPEG", {"subsampling": 0}),
        ("JPEG", {"mode": "L"}),
        ("JPEG", {"mode": "CMYK"}),
        ("JPEG", {"restart_marker_blocks": 4}),
        ("JPEG", {"comment": b"Ada Lovelace"}),
        ("PNG", {"mode": "P"}),
        ("PNG", {"mode": "LA"}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"mode": "RGBA"}),
    ],
)
def test_every_way_of_storing_pixels_survives(kind: str, options: dict[str, Any]) -> None:
    data = make(kind, **options)
    stripped = strip_photo(data)
    assert b"Ada Lovelace" not in stripped
    assert same_pixels(data, stripped)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_appended_is_dropped(kind: str) -> None:
    data = make(kind)
    assert b"a video" not in strip_photo(data + b"a video of the same moment")


def test_a_box_that_follows_a_heic_picture_is_blanked() -> None:
    data = make("HEIF")
    video = (8 + 7).to_bytes(4, "big") + b"mpvd" + b"a video"
    stripped = strip_photo(data + video)
    assert b"a video" not in stripped
    assert len(stripped) == len(data + video)
    assert same_pixels(data, stripped)


def test_stripping_twice_changes_nothing_more() -> None:
    for kind in KINDS:
        once = strip_photo(make(kind))
        assert strip_photo(once) == once


def test_a_color_profile_stays() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in ("JPEG", "PNG", "WEBP"):
        data = encode(scene(), kind, icc=profile)
        with Image.open(io.BytesIO(strip_photo(data))) as image:
            assert image.info["icc_profile"] == profile


@given(cut=st.floats(0, 1), kind=st.sampled_from(KINDS))
def test_a_damaged_file_is_refused_or_stripped_but_never_breaks(cut: float, kind: str) -> None:
    data = make(kind)
    with contextlib.suppress(SkincastError):
        assert len(strip_photo(data[: int(cut * len(data))])) <= len(data)


def test_the_portraits_are_measured_the_same(portrait: Path) -> None:
    for name in ("astronaut.png", "hopper.jpg"):
        data = portrait.with_name(name).read_bytes()
        assert same_pixels(data, strip_photo(data))


def test_real_photos_are_measured_the_same(data_dir: Path) -> None:
    folder = data_dir / "images" / "acne_types"
    photos = sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".jpg", ".jpeg", ".png"})[:12]
    assert photos
    for path in photos:
        data = path.read_bytes()
        assert same_pixels(data, strip_photo(data))
