"""Whatever the bytes are: a photo comes out, or an error that a person can put right."""

from __future__ import annotations

import contextlib

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.photo import pictures

from skincast.errors import SkincastError
from skincast.photo import PhotoLimits, read_photo

_SCENE = pictures.scene(64, 48)
_P3 = pictures.icc_profile(pictures.P3_COLORANTS)
_LIMITS = PhotoLimits(min_short_side_px=8, max_declared_pixels=1_000_000, min_long_side_px=30)
_EXIF = pictures.exif_block(6)
SEEDS = [
    pictures.encode(_SCENE, "JPEG", exif=_EXIF, icc=_P3),
    pictures.encode(_SCENE, "JPEG", progressive=True),
    pictures.encode(_SCENE, "JPEG", mode="CMYK"),
    pictures.encode(_SCENE, "PNG", exif=_EXIF, icc=_P3),
    pictures.encode(_SCENE, "PNG", mode="P"),
    pictures.encode(_SCENE, "WEBP", exif=_EXIF, icc=_P3),
    pictures.encode(_SCENE, "WEBP", lossless=True),
    pictures.encode_heif(_SCENE, icc=_P3),
]
MAGICS = [b"", b"\xff\xd8\xff\xe0", pictures.PNG_SIGNATURE, b"RIFF\x40\0\0\0WEBPVP8X", b"\0\0\0\x1cftypheic", b"II*\0"]

_settings = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def _read(data: bytes) -> None:
    with contextlib.suppress(SkincastError):
        photo = read_photo(data, limits=_LIMITS)
        assert photo.pixels.dtype == np.uint8
        sides = (photo.height_px, photo.width_px)
        assert photo.pixels.shape == (*(-(-side // photo.reduction) for side in sides), 3)


@given(magic=st.sampled_from(MAGICS), rest=st.binary(max_size=400))
@_settings
def test_random_bytes(magic: bytes, rest: bytes) -> None:
    _read(magic + rest)


@given(
    seed=st.sampled_from(SEEDS),
    places=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8),
    near_start=st.booleans(),
)
@_settings
def test_mutated_files(seed: bytes, places: list[tuple[float, int]], *, near_start: bool) -> None:
    data = bytearray(seed)
    for place, value in places:
        data[int(place * (min(len(data), 300) if near_start else len(data)))] = value
    _read(bytes(data))


@given(
    seed=st.sampled_from(SEEDS),
    cut=st.floats(0, 1),
    length=st.integers(0, 200),
    inserted=st.binary(max_size=50),
)
@_settings
def test_spliced_files(seed: bytes, cut: float, length: int, inserted: bytes) -> None:
    at = int(cut * len(seed))
    _read(seed[:at] + inserted + seed[at + length :])
