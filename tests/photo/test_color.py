"""Every way to write one picture gives the same sRGB pixels."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms
from tests.photo import pictures

from skincast.photo import color as color_module
from skincast.photo import read_photo
from skincast.photo.color import COLOR_PROFILE_IGNORED, to_srgb
from skincast.photo.container import ColorTag

P3 = pictures.icc_profile(pictures.P3_COLORANTS)
ADOBE = pictures.icc_profile(pictures.ADOBE_COLORANTS, gamma=2.19922)
SRGB = pictures.icc_profile(pictures.SRGB_COLORANTS)


def _eight_bit(encoded: np.ndarray) -> pictures.Pixels:
    return np.asarray(np.round(255 * np.clip(encoded, 0, 1)), dtype=np.uint8)


def _largest_error(photo_pixels: np.ndarray, expected: np.ndarray) -> int:
    return int(np.abs(photo_pixels.astype(int) - expected).max())


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_display_p3_equals_srgb(kind: str) -> None:
    data = pictures.encode(_eight_bit(pictures.in_p3(pictures.scene())), kind, icc=P3, lossless=True)
    photo = read_photo(data)
    assert photo.notices == ()
    assert _largest_error(photo.pixels, pictures.scene()) <= 3
    assert float(np.abs(photo.pixels.astype(int) - pictures.scene()).mean()) < 0.5


def test_display_p3_without_its_profile_would_be_wrong() -> None:
    plain = read_photo(pictures.encode(_eight_bit(pictures.in_p3(pictures.scene())), "PNG"))
    assert _largest_error(plain.pixels, pictures.scene()) > 10


@pytest.mark.parametrize("kind", ["JPEG", "HEIF"])
def test_display_p3_in_lossy_formats(kind: str) -> None:
    wide = _eight_bit(pictures.in_p3(pictures.scene()))
    data = pictures.encode_heif(wide, icc=P3) if kind == "HEIF" else pictures.encode(wide, kind, icc=P3, subsampling=0)
    photo = read_photo(data)
    assert photo.notices == ()
    assert float(np.abs(photo.pixels.astype(int) - pictures.scene()).mean()) < 2.0


def test_profile_in_several_jpeg_segments() -> None:
    padded = struct.pack(">I", len(P3) + 150_000) + P3[4:] + bytes(150_000)
    data = pictures.encode(pictures.scene(), "JPEG", icc=padded)
    assert data.count(b"ICC_PROFILE\0") == 3
    single = read_photo(pictures.encode(pictures.scene(), "JPEG", icc=P3))
    assert np.array_equal(read_photo(data).pixels, single.pixels)


def test_png_code_points_of_display_p3() -> None:
    wide = _eight_bit(pictures.in_p3(pictures.scene()))
    photo = read_photo(pictures.png(wide, color_type=2, before_pixels=[(b"cICP", bytes([12, 13, 0, 1]))]))
    assert photo.notices == ()
    assert _largest_error(photo.pixels, pictures.scene()) <= 3


@pytest.mark.parametrize("code_points", [(9, 16), (9, 18), (12, 16), (11, 13)])
def test_hdr_and_unknown_code_points_are_a_notice(code_points: tuple[int, int]) -> None:
    chunk = (b"cICP", bytes([*code_points, 0, 1]))
    photo = read_photo(pictures.png(pictures.scene(), color_type=2, before_pixels=[chunk]))
    assert photo.notices == (COLOR_PROFILE_IGNORED,)
    assert np.array_equal(photo.pixels, pictures.scene())


@pytest.mark.parametrize("code_points", [(1, 13), (1, 1), (2, 2), (6, 6)])
def test_ordinary_code_points_change_nothing(code_points: tuple[int, int]) -> None:
    pixels, notices = to_srgb(pictures.scene(), ColorTag(primaries=code_points[0], transfer=code_points[1]))
    assert notices == ()
    assert np.array_equal(pixels, pictures.scene())


def _engine(pixels: np.ndarray, icc: bytes) -> np.ndarray:
    transform = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(icc)),
        ImageCms.createProfile("sRGB"),
        "RGB",
        "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )
    return np.asarray(ImageCms.applyTransform(Image.fromarray(pixels), transform))


@pytest.mark.parametrize(
    "icc",
    [
        P3,
        ADOBE,
        pictures.icc_profile(pictures.ADOBE_COLORANTS, gamma=1.8),
        pictures.icc_profile(pictures.P3_COLORANTS, table=[round(65535 * (i / 1023) ** 2.2) for i in range(1024)]),
        pictures.icc_profile(pictures.P3_COLORANTS, table=[]),
    ],
    ids=["p3", "adobe", "gamma", "table", "linear"],
)
def test_fast_conversion_agrees_with_the_color_engine(icc: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    color_module._profile_conversion.cache_clear()
    noise = np.random.default_rng(5).integers(0, 256, (120, 130, 3), dtype=np.uint8)
    expected = _engine(noise, icc)
    calls: list[tuple[int, ...]] = []
    original = ImageCms.applyTransform

    def counted(image: Image.Image, *arguments: object) -> object:
        calls.append(image.size)
        return original(image, *arguments)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(ImageCms, "applyTransform", counted)
    pixels, notices = to_srgb(noise, ColorTag(icc=icc))
    assert notices == ()
    assert _largest_error(pixels, expected) <= 2
    assert calls == [(289, 17)], "only the probe goes through the engine"


def test_srgb_profile_changes_nothing() -> None:
    for icc in (SRGB, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()):
        photo = read_photo(pictures.encode(pictures.scene(), "PNG", icc=icc))
        assert photo.notices == ()
        assert np.array_equal(photo.pixels, pictures.scene())
        assert color_module._profile_conversion("RGB", icc) is None, "sRGB costs nothing"


BROKEN_PROFILES = [b"\0", b"junk" * 50, P3[:100], P3[:200], P3[:128] + b"\xff" * 200]


@pytest.mark.parametrize("icc", BROKEN_PROFILES, ids=range(len(BROKEN_PROFILES)))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_broken_profile_is_a_notice(kind: str, icc: bytes) -> None:
    photo = read_photo(pictures.encode(pictures.scene(), kind, icc=icc, subsampling=0, lossless=True))
    assert photo.notices == (COLOR_PROFILE_IGNORED,)
    plain = read_photo(pictures.encode(pictures.scene(), kind, subsampling=0, lossless=True))
    assert np.array_equal(photo.pixels, plain.pixels)


def test_huge_profile_is_a_notice() -> None:
    huge = struct.pack(">I", 5_000_000) + P3[4:].ljust(4_999_996, b"\0")
    photo = read_photo(pictures.encode(pictures.scene(), "WEBP", icc=huge, lossless=True))
    assert photo.notices == (COLOR_PROFILE_IGNORED,)


def test_png_profile_that_does_not_unpack_is_a_notice() -> None:
    chunk = (b"iCCP", b"name\0\0not packed at all")
    photo = read_photo(pictures.png(pictures.scene(), color_type=2, before_pixels=[chunk]))
    assert photo.notices == (COLOR_PROFILE_IGNORED,)


def test_png_profile_bomb_is_unpacked_only_so_far() -> None:
    chunk = (b"iCCP", b"name\0\0" + zlib.compress(bytes(50_000_000)))
    photo = read_photo(pictures.png(pictures.scene(), color_type=2, before_pixels=[chunk]))
    assert photo.notices == (COLOR_PROFILE_IGNORED,)


def test_profile_of_another_kind_of_samples_is_a_notice() -> None:
    photo = read_photo(pictures.encode(pictures.scene(), "JPEG", mode="L", icc=P3))
    assert photo.notices == (COLOR_PROFILE_IGNORED,)


@pytest.mark.parametrize("color_type", [2, 6])
@pytest.mark.parametrize("low_byte", ["same", "zero", "full"])
def test_sixteen_bit_color_equals_eight_bit(color_type: int, low_byte: str) -> None:
    high = pictures.scene().astype(np.uint16) << 8
    low = {"same": high >> 8, "zero": np.zeros_like(high), "full": np.full_like(high, 255)}
    deep = high | low[low_byte]
    if color_type == 6:
        deep = np.dstack([deep, np.full(deep.shape[:2], 65_535, np.uint16)])
    assert np.array_equal(read_photo(pictures.png(deep, color_type=color_type)).pixels, pictures.scene())


def test_sixteen_bit_display_p3_equals_srgb() -> None:
    deep = np.round(65_535 * np.clip(pictures.in_p3(pictures.scene()), 0, 1)).astype(np.uint16)
    packed = (b"iCCP", b"p3\0\0" + zlib.compress(P3))
    photo = read_photo(pictures.png(deep, color_type=2, before_pixels=[packed]))
    assert photo.notices == ()
    assert _largest_error(photo.pixels, pictures.scene()) <= 4


def test_sixteen_bit_gray() -> None:
    gray = pictures.scene()[..., 1]
    deep = (gray.astype(np.uint16) * 257)[..., None]
    assert np.array_equal(read_photo(pictures.png(deep, color_type=0)).pixels, np.dstack([gray] * 3))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_gray_has_three_equal_channels(kind: str) -> None:
    photo = read_photo(pictures.encode(pictures.scene(), kind, mode="L"))
    expected = np.asarray(Image.fromarray(pictures.scene()).convert("L"))
    assert photo.pixels.shape == (200, 240, 3)
    assert np.array_equal(photo.pixels[..., 0], photo.pixels[..., 2])
    assert float(np.abs(photo.pixels[..., 1].astype(int) - expected).mean()) < 1.5


@pytest.mark.parametrize("mode", ["1", "P"])
def test_palette_and_black_and_white(mode: str) -> None:
    data = pictures.encode(pictures.scene(), "PNG", mode=mode)
    expected = np.asarray(Image.fromarray(pictures.scene()).convert(mode).convert("RGB"))
    assert np.array_equal(read_photo(data).pixels, expected)


@pytest.mark.parametrize("transform", [0, 2], ids=["CMYK", "YCCK"])
def test_cmyk_equals_what_pillow_shows(transform: int) -> None:
    data = bytearray(pictures.encode(pictures.scene(), "JPEG", mode="CMYK"))
    data[data.index(b"Adobe") + 11] = transform
    expected = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    assert _largest_error(read_photo(bytes(data)).pixels, expected) <= 1
    if transform == 0:
        assert float(np.abs(read_photo(bytes(data)).pixels.astype(int) - pictures.scene()).mean()) < 2.0


def test_rgb_jpeg_and_chroma_subsampling() -> None:
    for options in ({"keep_rgb": True}, {"subsampling": 0}, {"subsampling": 2}, {"progressive": True}):
        photo = read_photo(pictures.encode(pictures.scene(), "JPEG", **options))
        assert float(np.abs(photo.pixels.astype(int) - pictures.scene()).mean()) < 3.0


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF"])
def test_transparent_parts_become_middle_gray(kind: str) -> None:
    alpha = np.full((200, 240), 255, np.uint8)
    alpha[:, :80], alpha[:, 80:160] = 0, 128
    picture = np.dstack([pictures.scene(), alpha])
    data = (
        pictures.encode_heif(picture) if kind == "HEIF" else pictures.encode(picture, kind, lossless=True, exact=True)
    )
    pixels = read_photo(data).pixels.astype(int)
    tolerance = 12 if kind == "HEIF" else 2
    assert np.abs(pixels[:, 8:72] - 128).max() <= tolerance
    assert np.abs(pixels[:, 168:] - pictures.scene()[:, 168:]).mean() <= tolerance
    half = (pictures.scene()[:, 88:152].astype(float) + 128) / 2
    assert np.abs(pixels[:, 88:152] - half).mean() <= tolerance


def test_palette_with_a_transparent_color() -> None:
    image = Image.fromarray(pictures.scene()).convert("P")
    corner = image.getpixel((0, 0))
    buffer = io.BytesIO()
    image.save(buffer, "PNG", transparency=corner)
    assert read_photo(buffer.getvalue()).pixels[0, 0].tolist() == [128, 128, 128]
