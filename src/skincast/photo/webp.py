"""WebP: lossy, lossless and extended, one frame."""

from __future__ import annotations

import io

from PIL.WebPImagePlugin import WebPImageFile

from skincast.photo.container import ColorTag, Container, Samples, animated, damaged
from skincast.photo.orientation import read_orientation
from skincast.photo.raster import BYTES_PER_PIXEL, flatten

_HEADER_BYTES = 12
_CHUNK_HEAD_BYTES = 8
_MAX_CHUNKS = 4096
_CANVAS_BYTES_PER_PIXEL = 8
"""The decoder keeps two canvases."""


def open_webp(data: bytes) -> Container:
    """Read what a WebP declares.

    Raises:
        PhotoUnreadable: The header is damaged.
        PhotoAnimated: More than one frame.
    """
    chunks = _read_chunks(data)
    width_px, height_px = _size(data)
    return Container(
        width_px=width_px,
        height_px=height_px,
        orientation=read_orientation(chunks.get(b"EXIF")),
        color=ColorTag(icc=chunks.get(b"ICCP")),
        scales=False,
        decode=lambda _: _decode(data),
        decode_bytes=lambda _: (BYTES_PER_PIXEL + _CANVAS_BYTES_PER_PIXEL) * width_px * height_px,
    )


def _read_chunks(data: bytes) -> dict[bytes, bytes]:
    """Collect the first EXIF and profile chunk, and refuse a second frame."""
    found: dict[bytes, bytes] = {}
    at, frames = _HEADER_BYTES, 0
    for _ in range(_MAX_CHUNKS):
        kind = data[at : at + 4]
        if len(kind) < 4:
            break
        end = at + _CHUNK_HEAD_BYTES + int.from_bytes(data[at + 4 : at + 8], "little")
        frames += kind == b"ANMF"
        if frames > 1:
            raise animated()
        if kind in {b"EXIF", b"ICCP"}:
            found.setdefault(kind, data[at + _CHUNK_HEAD_BYTES : end])
        at = end + end % 2
    return found


def _size(data: bytes) -> tuple[int, int]:
    """Width and height from the first chunk, which is one of three kinds."""
    kind, body = data[12:16], data[20:30]
    if len(body) < 10:
        raise damaged("is cut off")
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    raise damaged("has a damaged header")


def _decode(data: bytes) -> Samples:
    """Decode the only frame of a file that is all there."""
    if len(data) < _CHUNK_HEAD_BYTES + int.from_bytes(data[4:8], "little"):
        raise damaged("is cut off")
    with WebPImageFile(io.BytesIO(data)) as image:
        return flatten(image)
