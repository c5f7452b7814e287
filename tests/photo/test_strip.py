"""A stripped photo shows the same pixels and tells nothing else."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import numpy as np
import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.photo.pictures import encode, scene

from skincast.errors import SkincastError
from skincast.photo import read_photo, strip, strip_photo
from skincast.photo.heif_items import NotUnderstood, find_primary_spans

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
        file = pillow_heif.from_pillow(Image.fromarray(scene()))
        info: dict[str, Any] = file.info
        info["exif"] = telling_exif(orientation)
        out = io.BytesIO()
        file.save(out, quality=95)
        return out.getvalue()
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


WHOLE = {kind: make(kind) for kind in KINDS}


@given(cut=st.floats(0, 1), kind=st.sampled_from(KINDS))
def test_a_damaged_file_is_refused_or_stripped_but_never_breaks(cut: float, kind: str) -> None:
    data = WHOLE[kind]
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


def two_pictures() -> bytes:
    """A HEIC with a thumbnail and a second picture, which tells who took it."""
    blue = scene().copy()
    blue[...] = (20, 30, 220)
    file = pillow_heif.from_pillow(Image.fromarray(scene()))
    file.add_from_pillow(Image.fromarray(blue))
    info: dict[str, Any] = file[0].info
    info["thumbnails"] = [64]
    file[1].info["exif"] = telling_exif()
    out = io.BytesIO()
    file.save(out, quality=90, primary_index=0)
    return out.getvalue()


def test_of_a_heic_only_the_primary_picture_stays() -> None:
    data = two_pictures()
    assert pillow_heif.open_heif(data)[1].to_pillow().getpixel((5, 5))[2] > 150  # type: ignore[index]
    stripped = strip_photo(data)
    assert same_pixels(data, stripped)
    with pytest.raises(EOFError):
        pillow_heif.open_heif(stripped)[1].load()
    assert b"Ada Lovelace" not in stripped


def test_metadata_of_a_heic_that_belongs_to_no_picture_goes_too() -> None:
    data = make("HEIF")
    orphan = data.replace(b"cdsc", b"xdsc")
    assert orphan != data
    assert b"Ada Lovelace" not in strip_photo(orphan)


def test_a_heic_of_an_unusual_layout_becomes_a_png_of_the_same_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strip, "find_primary_spans", Mock(side_effect=NotUnderstood))
    data = make("HEIF")
    stripped = strip_photo(data)
    assert stripped.startswith(b"\x89PNG")
    assert same_pixels(data, stripped)


HEIC_HEAD = make("HEIF")[:40]


@given(data=st.binary(max_size=300))
def test_any_bytes_after_the_head_of_a_heic_are_boxes_or_not_understood(data: bytes) -> None:
    with contextlib.suppress(NotUnderstood):
        assert isinstance(find_primary_spans(HEIC_HEAD + data), list)


@pytest.mark.parametrize("orientations", [(1, 6), (6, 1)])
def test_of_two_exif_blocks_the_first_counts_as_it_does_for_reading(orientations: tuple[int, int]) -> None:
    plain = encode(scene(), "JPEG")
    blocks = b"".join(
        b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif for exif in map(telling_exif, orientations)
    )
    data = plain[:2] + blocks + plain[2:]
    assert same_pixels(data, strip_photo(data))


def test_nothing_hides_behind_the_color_transform_of_a_jpeg() -> None:
    plain = encode(scene(), "JPEG", mode="CMYK")
    at = plain.index(b"\xff\xee")
    end = at + 2 + int.from_bytes(plain[at + 2 : at + 4], "big")
    body = plain[at + 4 : end] + b"Ada Lovelace"
    data = plain[:at] + b"\xff\xee" + (len(body) + 2).to_bytes(2, "big") + body + plain[end:]
    stripped = strip_photo(data)
    assert b"Ada Lovelace" not in stripped
    assert same_pixels(data, stripped)
