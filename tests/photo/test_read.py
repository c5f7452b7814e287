"""The door: sources, sizes, hashes, reductions and the fast path."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
import simplejpeg
from tests.photo import pictures

from skincast.errors import FileTooLarge, FileUnreadable, PhotoTooLarge, PhotoTooSmall
from skincast.photo import PhotoLimits, read_photo
from skincast.photo.reduction import choose_reduction


def test_path_text_and_bytes_give_the_same_photo(tmp_path: Path) -> None:
    data = pictures.encode(pictures.scene(), "PNG")
    path = tmp_path / "not_a_png.jpg"
    path.write_bytes(data)
    for source in (path, str(path), data):
        photo = read_photo(source)
        assert np.array_equal(photo.pixels, pictures.scene())
        assert (photo.width_px, photo.height_px, photo.reduction, photo.notices) == (240, 200, 1, ())
        assert photo.sha256 == hashlib.sha256(data).hexdigest()


def test_array_is_used_as_it_is() -> None:
    pixels = pictures.big_scene(4000, 3000)
    photo = read_photo(pixels)
    assert np.shares_memory(photo.pixels, pixels)
    assert (photo.width_px, photo.height_px, photo.reduction) == (4000, 3000, 1)


def test_array_hash_depends_on_shape_and_bytes() -> None:
    flat = np.zeros((200, 300, 3), np.uint8)
    turned, other = flat.reshape(300, 200, 3), flat.copy()
    other[7, 7, 1] = 1
    assert len({read_photo(pixels).sha256 for pixels in (flat, turned, other)}) == 3
    assert read_photo(flat).sha256 == read_photo(flat.copy()).sha256


def test_array_views_are_read_in_their_own_order() -> None:
    view = pictures.scene()[:, ::-1]
    photo = read_photo(view)
    assert np.array_equal(photo.pixels, view)
    assert photo.sha256 == read_photo(view.copy()).sha256


@pytest.mark.parametrize(
    "array", [np.zeros((200, 200), np.uint8), np.zeros((200, 200, 4), np.uint8), np.zeros((200, 200, 3), np.float32)]
)
def test_wrong_arrays_are_named(array: np.ndarray) -> None:
    with pytest.raises(ValueError, match=rf"{array.shape[0]}.*{array.dtype}"):
        read_photo(array)


@pytest.mark.parametrize("name", ["missing.jpg", ".", "a\0b"])
def test_what_is_no_file_is_unreadable(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileUnreadable) as caught:
        read_photo(f"{tmp_path}/{name}")
    assert str(tmp_path) not in caught.value.message


def test_device_is_not_read() -> None:
    with pytest.raises(FileUnreadable, match="not a file"):
        read_photo("/dev/zero")


def test_too_many_bytes_from_file_and_memory(tmp_path: Path) -> None:
    limits = PhotoLimits(max_file_bytes=1000)
    path = tmp_path / "photo.png"
    path.write_bytes(pictures.encode(pictures.scene(), "PNG"))
    for source in (path, path.read_bytes()):
        with pytest.raises(FileTooLarge):
            read_photo(source, limits=limits)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_size_limits(kind: str) -> None:
    data = pictures.encode(pictures.scene(240, 200), kind)
    with pytest.raises(PhotoTooSmall, match="240 x 200"):
        read_photo(data, limits=PhotoLimits(min_short_side_px=201))
    with pytest.raises(PhotoTooLarge, match="240 x 200"):
        read_photo(data, limits=PhotoLimits(max_declared_pixels=47_999))
    with pytest.raises(PhotoTooLarge, match="memory"):
        read_photo(data, limits=PhotoLimits(max_decode_bytes=100_000))
    exact = PhotoLimits(min_short_side_px=200, max_declared_pixels=48_000)
    assert read_photo(data, limits=exact).pixels.shape == (200, 240, 3)


def test_arrays_have_size_limits_too() -> None:
    with pytest.raises(PhotoTooSmall):
        read_photo(np.zeros((100, 500, 3), np.uint8))


@pytest.mark.parametrize(
    ("long_side_px", "reduction"),
    [(100, 1), (1900, 1), (3798, 1), (3799, 2), (3800, 2), (4000, 2), (7596, 2), (7597, 4), (15192, 4), (15193, 8)],
)
def test_reduction_keeps_the_long_side(long_side_px: int, reduction: int) -> None:
    assert choose_reduction(long_side_px, min_long_side_px=1900) == reduction


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(1600, 1200), (1597, 1203), (801, 1603)])
@pytest.mark.parametrize("reduction", [2, 4, 8])
def test_decoded_size_is_the_original_divided_and_rounded_up(kind: str, size: tuple[int, int], reduction: int) -> None:
    pixels = pictures.big_scene(*size)
    data = pictures.encode(pixels, kind, compress_level=1, method=0)
    limits = PhotoLimits(min_long_side_px=-(-max(size) // reduction))
    photo = read_photo(data, limits=limits)
    assert photo.reduction == reduction
    assert (photo.width_px, photo.height_px) == size
    assert photo.pixels.shape == (-(-size[1] // reduction), -(-size[0] // reduction), 3)
    # Pixel (x, y) is the mean of its block of the original: the frame that every box and mask relies on.
    whole = tuple(side // reduction * reduction for side in size)
    blocks = pixels[: whole[1], : whole[0]].reshape(
        whole[1] // reduction, reduction, whole[0] // reduction, reduction, 3
    )
    means = blocks.mean(axis=(1, 3))
    error = np.abs(photo.pixels[: means.shape[0], : means.shape[1]] - means)
    assert float(np.median(error)) < 1.5
    assert float(error.mean()) < 2.5


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_incomplete_blocks_at_the_border_are_not_darkened(kind: str) -> None:
    white = np.full((333, 403, 3), 255, np.uint8)
    photo = read_photo(pictures.encode(white, kind, lossless=True), limits=PhotoLimits(min_long_side_px=51))
    assert photo.pixels.shape == (42, 51, 3)
    assert int(photo.pixels.min()) == 255


def test_full_resolution_decodes_every_pixel() -> None:
    data = pictures.encode(pictures.big_scene(4000, 3000), "JPEG")
    reduced, full = read_photo(data), read_photo(data, full_resolution=True)
    assert (reduced.reduction, reduced.pixels.shape) == (2, (1500, 2000, 3))
    assert (full.reduction, full.pixels.shape) == (1, (3000, 4000, 3))
    assert np.array_equal(full.pixels, simplejpeg.decode_jpeg(data))


def test_same_bytes_give_the_same_pixels() -> None:
    data = pictures.encode(pictures.big_scene(2400, 1800), "JPEG", icc=pictures.icc_profile(pictures.P3_COLORANTS))
    assert np.array_equal(read_photo(data).pixels, read_photo(data).pixels)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pixels_are_contiguous_and_own_their_memory(kind: str) -> None:
    pixels = read_photo(pictures.encode(pictures.scene(), kind, exif=pictures.exif_block(6))).pixels
    assert pixels.flags.c_contiguous
    assert pixels.flags.writeable
    assert pixels.dtype == np.uint8


def test_bundled_portrait_is_read(portrait: Path) -> None:
    photo = read_photo(portrait)
    assert photo.pixels.shape == (photo.height_px, photo.width_px, 3)
    assert photo.notices == ()
