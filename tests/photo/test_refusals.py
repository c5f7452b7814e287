"""What is no ordinary photo is refused with a code and in words, quickly and without a memory spike."""

from __future__ import annotations

import io
import struct
import tracemalloc
import warnings
import zipfile

import numpy as np
import pillow_heif
import pytest
from PIL import Image
from tests.photo import pictures

from skincast.errors import (
    PhotoAnimated,
    PhotoTooLarge,
    PhotoTooSmall,
    PhotoUnreadable,
    PhotoUnsupported,
    SkincastError,
)
from skincast.photo import read_photo

SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def _archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("photo.jpg", pictures.encode(pictures.scene(), "JPEG"))
    return buffer.getvalue()


def _looping_tiff() -> bytes:
    entry = struct.pack("<HHII", 0x0100, 4, 1, 640)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 1) + entry + struct.pack("<I", 8)


def _box_file(brand: bytes, *compatible: bytes) -> bytes:
    body = brand + bytes(4) + b"".join(compatible)
    return struct.pack(">I", 8 + len(body)) + b"ftyp" + body + bytes(64)


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", PhotoUnreadable, "empty"),
        (b"hello, I am a photo", PhotoUnreadable, "text"),
        (b"{}", PhotoUnreadable, "text"),
        (b"<!DOCTYPE html><html><body></body></html>", PhotoUnreadable, "web page"),
        (SVG, PhotoUnsupported, "SVG drawing"),
        (SVG.decode().encode("utf-16"), PhotoUnsupported, "SVG drawing"),
        (b"%PDF-1.7\n", PhotoUnreadable, "PDF"),
        (_archive(), PhotoUnreadable, "ZIP"),
        (b"\x7fELF" + bytes(60), PhotoUnreadable, "program"),
        (bytes(5000), PhotoUnreadable, "not a photo"),
        (pictures.encode(pictures.scene(), "GIF"), PhotoUnsupported, "GIF"),
        (pictures.encode(pictures.scene(), "GIF") + _archive(), PhotoUnsupported, "GIF"),
        (pictures.encode(pictures.scene(), "TIFF"), PhotoUnsupported, "TIFF"),
        (_looping_tiff(), PhotoUnsupported, "TIFF"),
        (pictures.encode(pictures.scene(), "BMP"), PhotoUnsupported, "BMP"),
        (pictures.encode(pictures.scene(), "ICO"), PhotoUnsupported, "icon"),
        (pictures.encode(pictures.scene(), "JPEG2000"), PhotoUnsupported, "JPEG 2000"),
        (b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(50), PhotoUnsupported, "JPEG XL"),
        (_box_file(b"avif", b"mif1"), PhotoUnsupported, "AVIF"),
        (_box_file(b"mif1", b"avif", b"miaf"), PhotoUnsupported, "AVIF"),
        (_box_file(b"isom", b"mp42"), PhotoUnreadable, "video"),
        (_box_file(b"qt  "), PhotoUnreadable, "video"),
        (_box_file(b"msf1", b"hevc"), PhotoAnimated, "sequence"),
    ],
)
def test_every_refusal_says_what_the_file_is(data: bytes, error: type[SkincastError], words: str) -> None:
    with pytest.raises(error, match=words) as caught:
        read_photo(data)
    assert caught.value.hint


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_bare_magic_is_damaged(kind: str) -> None:
    start = {"JPEG": 4, "PNG": 8, "WEBP": 12, "HEIF": 40}[kind]
    with pytest.raises(PhotoUnreadable):
        read_photo(_encoded(kind)[:start])


def _encoded(kind: str) -> bytes:
    return pictures.encode_heif(pictures.scene()) if kind == "HEIF" else pictures.encode(pictures.scene(), kind)


@pytest.mark.parametrize("kind", ["JPEG", "progressive", "PNG", "WEBP", "lossless", "HEIF"])
def test_truncated_at_every_tenth(kind: str) -> None:
    if kind == "progressive":
        data = pictures.encode(pictures.scene(), "JPEG", progressive=True)
    elif kind == "lossless":
        data = pictures.encode(pictures.scene(), "WEBP", lossless=True)
    else:
        data = _encoded(kind)
    assert read_photo(data).pixels.shape == (200, 240, 3)
    for cut in [len(data) * tenth // 10 for tenth in range(1, 10)] + [len(data) - 20, len(data) - 1]:
        with pytest.raises(PhotoUnreadable):
            read_photo(data[:cut])


def test_webp_that_ends_within_its_metadata_is_refused() -> None:
    data = pictures.encode(pictures.scene(), "WEBP", exif=pictures.exif_block(1))
    assert read_photo(data).pixels.shape == (200, 240, 3)
    with pytest.raises(PhotoUnreadable, match="cut off"):
        read_photo(data[:-4])


@pytest.mark.parametrize("kind", [b"APNG", b"PNG", b"WEBP"])
def test_animated_pictures(kind: bytes) -> None:
    frames = [Image.fromarray(np.full((200, 200, 3), level, np.uint8)) for level in (0, 120, 250)]
    buffer = io.BytesIO()
    frames[0].save(buffer, kind.decode().removeprefix("A"), save_all=True, append_images=frames[1:])
    with pytest.raises(PhotoAnimated):
        read_photo(buffer.getvalue())


def test_one_frame_saved_as_an_animation_is_a_photo() -> None:
    header = (b"acTL", struct.pack(">II", 1, 0))
    data = pictures.png(pictures.scene(), color_type=2, before_pixels=[header])
    assert np.array_equal(read_photo(data).pixels, pictures.scene())


@pytest.mark.parametrize("chunk", [b"IHDR", b"IDAT", b"IEND"])
def test_wrong_png_checksum_is_refused(chunk: bytes) -> None:
    data = bytearray(pictures.encode(pictures.scene(), "PNG"))
    at = data.index(chunk)
    length = int.from_bytes(data[at - 4 : at], "big")
    data[at + 4 + length] ^= 0xFF
    with pytest.raises(PhotoUnreadable, match="checksum"):
        read_photo(bytes(data))


def test_png_that_lost_a_part_in_the_middle_is_refused() -> None:
    whole = pictures.png(pictures.scene(), color_type=2)
    at = whole.index(b"IDAT") - 4
    body = whole[at + 8 : at + 8 + int.from_bytes(whole[at : at + 4], "big")]
    parts = [pictures.png_chunk(b"IDAT", body[start : start + 2000]) for start in range(0, len(body), 2000)]
    end = pictures.png_chunk(b"IEND", b"")
    assert np.array_equal(read_photo(whole[:at] + b"".join(parts) + end).pixels, pictures.scene())
    for lost in range(len(parts)):
        with pytest.raises(PhotoUnreadable):
            read_photo(whole[:at] + b"".join(parts[:lost] + parts[lost + 1 :]) + end)


def _heif_bomb() -> bytes:
    data = bytearray(pictures.encode_heif(pictures.scene()))
    at = data.index(b"ispe")
    data[at + 8 : at + 16] = struct.pack(">II", 50_000, 50_000)
    return bytes(data)


def _webp_bomb() -> bytes:
    data = bytearray(pictures.encode(pictures.scene(), "WEBP", exif=pictures.exif_block(1)))
    data[24:30] = (16_382).to_bytes(3, "little") * 2
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        pictures.png_bomb(50_000, 50_000),
        pictures.png_bomb(50_000, 50_000)[:60],
        pictures.png_bomb(2**31 - 1, 2**31 - 1),
        pictures.jpeg_bomb(65_500, 65_500),
        _webp_bomb(),
        _heif_bomb(),
    ],
    ids=["png", "png header", "png 4 GB", "jpeg", "webp", "heif"],
)
def test_header_bombs_take_no_memory(data: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(PhotoTooLarge, match="pixels"):
            read_photo(data)
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak_bytes < 2_000_000


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_decoders_are_not_even_called_for_a_bomb(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("decoded")

    for target in (
        "jpeg.simplejpeg.decode_jpeg",
        "jpeg.simplejpeg.decode_jpeg_header",
        "png.PngImageFile",
        "webp.WebPImageFile",
    ):
        monkeypatch.setattr(f"skincast.photo.{target}", fail)
    bombs = {"JPEG": pictures.jpeg_bomb(50_000, 50_000), "PNG": pictures.png_bomb(50_000, 50_000), "WEBP": _webp_bomb()}
    with pytest.raises(PhotoTooLarge):
        read_photo(bombs[kind])


def test_jpeg_that_declares_more_than_it_holds() -> None:
    with pytest.raises(PhotoUnreadable):
        read_photo(pictures.jpeg_bomb(600, 4000))


@pytest.mark.parametrize(("width_px", "height_px"), [(200, 1700), (9000, 1000)])
def test_strips_are_no_photos(width_px: int, height_px: int) -> None:
    with pytest.raises(PhotoUnsupported, match="long and narrow"):
        read_photo(pictures.encode(np.zeros((height_px, width_px, 3), np.uint8), "JPEG"))


def test_tiny_pictures() -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        with pytest.raises(PhotoTooSmall, match="1 x 1"):
            read_photo(pictures.encode(np.zeros((1, 1, 3), np.uint8), kind))


def test_progressive_jpeg_with_hundreds_of_scans() -> None:
    data = pictures.encode(pictures.scene(), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    with pytest.raises(PhotoUnreadable, match="scans"):
        read_photo(data[:-2] + data[last:-2] * 200 + b"\xff\xd9")


@pytest.mark.parametrize("filler", [b"\xff\xfe\0\2", b"\xff\xd0", b"\xff\xe1\0\0"])
def test_jpeg_header_that_never_ends(filler: bytes) -> None:
    with pytest.raises(PhotoUnreadable, match="header"):
        read_photo(b"\xff\xd8" + b"\xff\xe0\0\2" + filler * 200_000)


def test_zero_sized_headers() -> None:
    header = struct.pack(">IIBBBBB", 0, 500, 8, 2, 0, 0, 0)
    with pytest.raises(SkincastError):
        read_photo(pictures.PNG_SIGNATURE + pictures.png_chunk(b"IHDR", header) + pictures.png_chunk(b"IEND", b""))
    with pytest.raises(SkincastError):
        read_photo(pictures.jpeg_bomb(0, 500))


@pytest.mark.parametrize(
    "raised",
    [
        OSError,
        ValueError,
        SyntaxError,
        RuntimeError,
        EOFError,
        KeyError,
        NotImplementedError,
        struct.error,
        RecursionError,
    ],
)
def test_whatever_a_decoder_raises_is_one_refusal(raised: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise raised("secret")

    monkeypatch.setattr("skincast.photo.jpeg.simplejpeg.decode_jpeg", fail)
    with pytest.raises(PhotoUnreadable) as caught:
        read_photo(pictures.encode(pictures.scene(), "JPEG"))
    assert isinstance(caught.value.__cause__, raised)
    assert "secret" not in caught.value.message


def test_no_memory_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("skincast.photo.jpeg.simplejpeg.decode_jpeg", fail)
    with pytest.raises(PhotoTooLarge, match="memory"):
        read_photo(pictures.encode(pictures.scene(), "JPEG"))


def test_big_photos_raise_no_bomb_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 30_000)  # Pillow warns from here on, and refuses from twice as many
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for kind in ("JPEG", "PNG", "WEBP", "HEIF"):
            assert read_photo(_encoded(kind)).pixels.shape == (200, 240, 3)


@pytest.mark.parametrize("tail", [_archive(), b"<html><script>alert(1)</script>", bytes(1000), b"\xff\xd8\xff" * 100])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_trailing_data_changes_no_pixel(kind: str, tail: bytes) -> None:
    data = _encoded(kind)
    assert np.array_equal(read_photo(data + tail).pixels, read_photo(data).pixels)


def test_phone_jpeg_with_a_second_picture_is_one_photo() -> None:
    first, second = Image.fromarray(pictures.scene()), Image.fromarray(pictures.scene()[::-1])
    buffer = io.BytesIO()
    first.save(buffer, "MPO", save_all=True, append_images=[second], quality=95)
    error = np.abs(read_photo(buffer.getvalue()).pixels.astype(int) - pictures.scene())
    assert float(error.mean()) < 3.0


def test_heif_with_several_pictures_gives_the_primary_one() -> None:
    photo = read_photo(pictures.encode_heif(pictures.scene(), pictures=3))
    assert float(np.abs(photo.pixels.astype(int) - pictures.scene()).mean()) < 3.0


def test_no_plug_in_is_registered() -> None:
    read_photo(pictures.encode_heif(pictures.scene()))
    Image.init()
    assert "HEIF" not in Image.OPEN
    assert pillow_heif.options.DISABLE_SECURITY_LIMITS is False
