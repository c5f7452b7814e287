"""A photo's file without what says when, where and with what it was taken; not a pixel changes.

What is kept for years should hold no more than skin, and a later version must measure the very same pixels.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import pillow_heif

from skincast.photo.container import damaged
from skincast.photo.jpeg import scan_segments
from skincast.photo.orientation import read_orientation
from skincast.photo.png import SIGNATURE, chunk_spans
from skincast.photo.sniff import Kind, identify

_ADOBE, _JFIF, _ICC, _EXIF = b"Adobe", b"JFIF\0", b"ICC_PROFILE\0", b"Exif\0\0"
_TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDD})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC8}
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"iCCP", b"cICP"})
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP", b"ANIM", b"ANMF"})
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04
_HEIF_KEPT = frozenset({b"ftyp", b"meta", b"mdat", b"idat"})


def strip_photo(data: bytes) -> bytes:
    """Drop metadata, thumbnails, second pictures and whatever is appended; the orientation stays.

    Args:
        data: a file that `read_photo` accepts.

    Returns:
        A file of the same format from which `read_photo` reads the same pixels.

    Raises:
        PhotoUnreadable: no photo, or a damaged one.
        PhotoUnsupported: a picture of a kind that is not accepted.
    """
    kind = identify(data)
    try:
        return _STRIPPERS[kind](data)
    except (struct.error, IndexError, ValueError) as error:
        raise damaged("cannot be read to its end") from error


def _strip_jpeg(data: bytes) -> bytes:
    kept, orientation = [], 1
    for marker, segment, scan in scan_segments(data):
        body = segment[4:]
        if marker == 0xE1 and body.startswith(_EXIF) and orientation == 1:
            orientation = read_orientation(body)
        elif marker == 0xE0 and body.startswith(_JFIF) and len(body) >= 14:
            # Its presence decides how three channels are read; its thumbnail is of no use.
            kept.append(b"\xff\xe0\x00\x10" + body[:12] + b"\0\0")
        elif marker in _TABLES | _FRAMES or _is_color(marker, body):
            kept.append(segment)
        elif marker == 0xDA:
            kept.append(segment + scan)
    exif = [] if orientation == 1 else [_segment(0xE1, _EXIF + _orientation_only(orientation))]
    return b"".join([b"\xff\xd8", *exif, *kept, b"\xff\xd9"])


def _is_color(marker: int, body: bytes) -> bool:
    return (marker == 0xEE and body.startswith(_ADOBE)) or (marker == 0xE2 and body.startswith(_ICC))


def _segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


def _orientation_only(orientation: int) -> bytes:
    """The smallest TIFF structure that says which way is up."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def _strip_png(data: bytes) -> bytes:
    parts, turned = [SIGNATURE], b""
    for kind, start, end in chunk_spans(data):
        if kind == b"eXIf" and not turned:
            orientation = read_orientation(data[start + 8 : end - 4])
            turned = _png_chunk(b"eXIf", _orientation_only(orientation)) if orientation != 1 else b""
        elif kind in _PNG_KEPT:
            parts.append(data[start:end])
    return b"".join([*parts[:2], turned, *parts[2:]])


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def _strip_webp(data: bytes) -> bytes:
    parts, exif = [], b""
    for kind, body in _riff_chunks(data):
        if kind == b"EXIF" and not exif:
            orientation = read_orientation(body)
            exif = _riff_chunk(b"EXIF", _orientation_only(orientation)) if orientation != 1 else b""
        elif kind in _WEBP_KEPT:
            parts.append((kind, body))
    flags = _WEBP_EXIF if exif else 0
    chunks = [_riff_chunk(kind, _flagged(body, flags) if kind == b"VP8X" else body) for kind, body in parts]
    content = b"WEBP" + b"".join([*chunks, exif])
    return b"RIFF" + struct.pack("<I", len(content)) + content


def _riff_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, end = 12, min(len(data), 8 + int(struct.unpack_from("<I", data, 4)[0]))
    while at + 8 <= end:
        (size,) = struct.unpack_from("<I", data, at + 4)
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _riff_chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _flagged(header: bytes, flags: int) -> bytes:
    return bytes([header[0] & ~(_WEBP_EXIF | _WEBP_XMP) | flags]) + header[1:]


def _strip_heif(data: bytes) -> bytes:
    """Blank in place: pictures are found by their offset in the file, so nothing may move."""
    stripped = bytearray(_blank_boxes(data))
    for said in _heif_metadata(data):
        start = stripped.find(said)
        while start >= 0:
            stripped[start : start + len(said)] = bytes(len(said))
            start = stripped.find(said, start + len(said))
    left = b"".join(_heif_metadata(bytes(stripped)))
    if left.strip(b"\0"):
        raise damaged("holds metadata that cannot be taken out; save it as JPEG")
    return bytes(stripped)


def _blank_boxes(data: bytes) -> bytes:
    """Turn top-level boxes that hold no picture, such as an appended video, into free space."""
    parts, at = [], 0
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        size = int.from_bytes(data[at + 8 : at + 16], "big") if size == 1 else size
        end = len(data) if size == 0 else at + size
        if not at + 8 <= end <= len(data):
            break
        parts.append(data[at:end] if kind in _HEIF_KEPT else data[at : at + 4] + b"free" + bytes(end - at - 8))
        at = end
    return b"".join(parts)


def _heif_metadata(data: bytes) -> list[bytes]:
    """Every EXIF and XMP block and other metadata of every picture in the file, as stored."""
    found = []
    for image in pillow_heif.open_heif(data, convert_hdr_to_8bit=True):
        info: Mapping[str, Any] = image.info
        blocks = [info.get("exif"), info.get("xmp"), *(one["data"] for one in info.get("metadata", ()))]
        found += [bytes(block).removeprefix(_EXIF) for block in blocks if block]
    return [block for block in found if block.strip(b"\0")]


_STRIPPERS = {Kind.JPEG: _strip_jpeg, Kind.PNG: _strip_png, Kind.WEBP: _strip_webp, Kind.HEIF: _strip_heif}
