"""A file in a folder of photos -> its EXIF block, without decoding a pixel.

Only headers are read: what a picture claims to hold beyond them, however large, is never unpacked here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

import pillow_heif

from skincast.diary.complaint import Refused

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_HEIF_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
_OTHER_PICTURES: Final = frozenset({".avif", ".bmp", ".dng", ".gif", ".jp2", ".jxl", ".psd", ".raw", ".tif", ".tiff"})
_MOST_EXIF_BYTES: Final = 1_048_576
_MOST_HEIF_BYTES: Final = 40_000_000
_MOST_PARTS: Final = 65_536


def read_exif(path: Path) -> bytes | None:
    """Return the EXIF block of a photo; empty where it has none, None where the file is no photo at all.

    Raises:
        Refused: A picture of a kind that is not read, or a file that cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(32)
            find = _finder(head)
            if find is not None:
                file.seek(0)
                return find(file)
    except OSError as error:
        raise Refused("photo_unreadable", f"The file cannot be read: {error.strerror or 'it is damaged'}.") from error
    if path.suffix.casefold() in _OTHER_PICTURES or head[8:12] == b"avif":
        message = "Only JPEG, PNG, WebP and HEIC photos are read; a photo app can save it as one of these."
        raise Refused("photo_unsupported", message)
    return None


def _finder(head: bytes) -> Callable[[IO[bytes]], bytes] | None:
    if head.startswith(b"\xff\xd8\xff"):
        return _of_jpeg
    if head.startswith(_PNG):
        return _of_png
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _of_webp
    is_heif = head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS and b"avif" not in head[16:]
    return _of_heif if is_heif else None


def _of_jpeg(file: IO[bytes]) -> bytes:
    """Walk the segments up to the pixels."""
    file.seek(2)
    for _ in range(_MOST_PARTS):
        head = file.read(4)
        if len(head) < 4 or head[0] != 0xFF or head[1] == 0xDA:
            break
        size = int.from_bytes(head[2:], "big") - 2
        if head[1] == 0xE1:
            body = file.read(max(size, 0))
            if body.startswith(b"Exif\0\0"):
                return body
        else:
            file.seek(max(size, 0), 1)
    return b""


def _of_png(file: IO[bytes]) -> bytes:
    file.seek(len(_PNG))
    for _ in range(_MOST_PARTS):
        head = file.read(8)
        size = int.from_bytes(head[:4], "big")
        if len(head) < 8 or head[4:] == b"IEND":
            break
        if head[4:] == b"eXIf":
            return file.read(min(size, _MOST_EXIF_BYTES))
        file.seek(size + 4, 1)
    return b""


def _of_webp(file: IO[bytes]) -> bytes:
    file.seek(12)
    for _ in range(_MOST_PARTS):
        head = file.read(8)
        size = int.from_bytes(head[4:], "little")
        if len(head) < 8:
            break
        if head[:4] == b"EXIF":
            return file.read(min(size, _MOST_EXIF_BYTES))
        file.seek(size + size % 2, 1)
    return b""


def _of_heif(file: IO[bytes]) -> bytes:
    """Ask the decoder, which reads the boxes and leaves the pixels packed."""
    data = file.read(_MOST_HEIF_BYTES + 1)
    if len(data) > _MOST_HEIF_BYTES:
        raise Refused("photo_unreadable", "The file is larger than 40 MB.")
    try:
        opened = pillow_heif.open_heif(data, convert_hdr_to_8bit=False)
        exif = opened[opened.primary_index].info.get("exif") if len(opened) else None
    except (ValueError, RuntimeError, EOFError, SyntaxError, IndexError, MemoryError) as error:
        raise Refused("photo_unreadable", "The photo is damaged.") from error
    return exif if isinstance(exif, bytes) else b""
