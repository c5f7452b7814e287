"""A photo's file without what says when, where and with what it was taken; not a pixel changes.

What is kept for years should hold no more than skin, and a later version must measure the very same pixels.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import cv2
import numpy as np
import pillow_heif

from skincast.photo.container import ColorTag, Samples, damaged
from skincast.photo.heif import open_heif
from skincast.photo.heif_items import Box, NotUnderstood, find_primary_spans, read_boxes
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
_META_KEPT = frozenset({b"pitm", b"iinf", b"iref", b"iloc", b"iprp", b"hdlr"})
_WORDS = frozenset({b"udes", b"altt", b"crtt", b"mdft", b"uuid"})


def strip_photo(data: bytes) -> bytes:
    """Drop metadata, thumbnails, second pictures and whatever is appended; the orientation stays.

    Args:
        data: a file that `read_photo` accepts.

    Returns:
        A file from which `read_photo` reads the same pixels, of the same format; of an unusual HEIC a PNG.

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
    kept: list[bytes] = []
    orientation: int | None = None
    for marker, segment, scan in scan_segments(data):
        body = segment[4:]
        if marker == 0xE1 and body.startswith(_EXIF) and orientation is None:
            orientation = read_orientation(body)  # the first block counts, as in `read_photo`
        elif marker == 0xE0 and body.startswith(_JFIF) and len(body) >= 14:
            # Its presence decides how three channels are read; its thumbnail is of no use.
            kept.append(b"\xff\xe0\x00\x10" + body[:12] + b"\0\0")
        elif marker == 0xEE and body.startswith(_ADOBE):
            kept.append(_segment(0xEE, body[:12]))
        elif marker in _TABLES | _FRAMES or (marker == 0xE2 and body.startswith(_ICC)):
            kept.append(segment)
        elif marker == 0xDA:
            kept.append(segment + scan)
    exif = [] if orientation in (None, 1) else [_segment(0xE1, _EXIF + _orientation_only(orientation or 1))]
    return b"".join([b"\xff\xd8", *exif, *kept, b"\xff\xd9"])


def _segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


def _orientation_only(orientation: int) -> bytes:
    """The smallest TIFF structure that says which way is up."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def _strip_png(data: bytes) -> bytes:
    parts, orientation = [SIGNATURE], None
    for kind, start, end in chunk_spans(data):
        if kind == b"eXIf" and orientation is None:
            orientation = read_orientation(data[start + 8 : end - 4])
        elif kind in _PNG_KEPT:
            parts.append(data[start:end])
    turned = [] if orientation in (None, 1) else [_png_chunk(b"eXIf", _orientation_only(orientation or 1))]
    return b"".join([*parts[:2], *turned, *parts[2:]])


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def _strip_webp(data: bytes) -> bytes:
    parts, orientation = [], None
    for kind, body in _riff_chunks(data):
        if kind == b"EXIF" and orientation is None:
            orientation = read_orientation(body)
        elif kind in _WEBP_KEPT:
            parts.append((kind, body))
    exif = b"" if orientation in (None, 1) else _riff_chunk(b"EXIF", _orientation_only(orientation or 1))
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
    """Blank in place, because pictures are found by their offset; what cannot be blanked surely becomes a PNG."""
    whole = open_heif(data)
    pixels = whole.decode(1)
    try:
        stripped = _blank_heif(data)
        if not _heif_metadata(stripped) and np.array_equal(open_heif(stripped).decode(1), pixels):
            return stripped
    except (NotUnderstood, ValueError, RuntimeError, SyntaxError):
        pass  # an unusual layout, or a decoder that needs what was blanked
    return _as_png(pixels, whole.color)


def _blank_heif(data: bytes) -> bytes:
    """Keep the boxes that describe pictures, and of all pictures the bytes of the primary one."""
    kept = find_primary_spans(data)
    blank = bytearray(len(data))
    for box in read_boxes(data, 0, len(data)):
        blank[box.start : box.body] = data[box.start : box.body]
        if box.kind == b"ftyp":
            blank[box.body : box.end] = data[box.body : box.end]
        elif box.kind == b"meta":
            blank[box.body : box.end] = _blank_meta(data, box)
        elif box.kind != b"mdat":
            blank[box.start + 4 : box.start + 8] = b"free"
    for start, end in kept:
        blank[start:end] = data[start:end]
    return bytes(blank)


def _blank_meta(data: bytes, meta: Box) -> bytes:
    """Keep the structure; loose data goes, and properties that say something of the picture in words."""
    body = bytearray(data[meta.body : meta.end])
    for box in read_boxes(data, meta.body + 4, meta.end):
        if box.kind not in _META_KEPT:
            body[box.body - meta.body : box.end - meta.body] = bytes(box.end - box.body)
        if box.kind == b"iprp":
            for properties in read_boxes(data, box.body, box.end):
                for one in read_boxes(data, properties.body, properties.end) if properties.kind == b"ipco" else ():
                    if one.kind in _WORDS:
                        body[one.body - meta.body : one.end - meta.body] = bytes(one.end - one.body)
                        body[one.start + 4 - meta.body : one.start + 8 - meta.body] = b"free"
    return bytes(body)


def _heif_metadata(data: bytes) -> list[bytes]:
    """Every EXIF, XMP and other metadata block that a reader still finds."""
    found = []
    for image in pillow_heif.open_heif(data, convert_hdr_to_8bit=True):
        info: Mapping[str, Any] = image.info
        blocks = [info.get("exif"), info.get("xmp"), *(one["data"] for one in info.get("metadata", ()))]
        found += [bytes(block) for block in blocks if block]
    return [block for block in found if block.removeprefix(_EXIF).strip(b"\0")]


def _as_png(samples: Samples, color: ColorTag) -> bytes:
    """The same samples as a PNG with the same color tag."""
    order = samples if samples.ndim == 2 else np.ascontiguousarray(samples[..., ::-1])
    done, encoded = cv2.imencode(".png", order, [cv2.IMWRITE_PNG_COMPRESSION, 3])
    if not done:
        raise damaged("cannot be kept")
    png = encoded.tobytes()
    tag = b""
    if color.icc is not None:
        tag = _png_chunk(b"iCCP", b"icc\0\0" + zlib.compress(color.icc))
    elif color.primaries is not None and color.transfer is not None:
        tag = _png_chunk(b"cICP", bytes([color.primaries, color.transfer, 0, 1]))
    spans = chunk_spans(png)
    header = spans[0][2]
    return png[:header] + tag + b"".join(png[start:end] for kind, start, end in spans[1:] if kind in _PNG_KEPT)


_STRIPPERS = {Kind.JPEG: _strip_jpeg, Kind.PNG: _strip_png, Kind.WEBP: _strip_webp, Kind.HEIF: _strip_heif}
