"""PNG: every chunk is checked, and the decoder gets to see only those that make up the pixels.

A wrong checksum anywhere refuses the file, although some viewers show it: whatever was damaged, the skin may be.
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass, field

from PIL.PngImagePlugin import PngImageFile

from skincast.photo.container import ColorTag, Container, Samples, animated, damaged
from skincast.photo.orientation import read_orientation
from skincast.photo.raster import BYTES_PER_PIXEL, flatten

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FRAME_BYTES = 12
"""Length, type and checksum around the body of a chunk."""
_PIXEL_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_TAG_CHUNKS = frozenset({b"eXIf", b"iCCP", b"cICP", b"acTL"})
_MAX_CHUNKS = 65_536
_MAX_PROFILE_BYTES = 4_194_304


@dataclass(slots=True)
class _Chunks:
    """Where the chunks lie, and the first body of each kind that describes the pixels."""

    spans: list[tuple[bytes, int, int]] = field(default_factory=list)
    tags: dict[bytes, bytes] = field(default_factory=dict)
    complete: bool = False


def open_png(data: bytes) -> Container:
    """Read what a PNG declares; checksums are for `decode`, so that a bomb is refused for what it is.

    Raises:
        PhotoUnreadable: The header is damaged.
        PhotoAnimated: More than one frame.
    """
    if len(data) < 33 or data[12:16] != b"IHDR":
        raise damaged("has a damaged header")
    width_px, height_px = struct.unpack_from(">II", data, 16)
    chunks = _find_chunks(data)
    if int.from_bytes(chunks.tags.get(b"acTL", b"")[:4], "big") > 1:
        raise animated()
    return Container(
        width_px=width_px,
        height_px=height_px,
        orientation=read_orientation(chunks.tags.get(b"eXIf")),
        color=_color_tag(chunks.tags),
        scales=False,
        decode=lambda _: _decode(data, chunks),
        decode_bytes=lambda _: BYTES_PER_PIXEL * width_px * height_px,
    )


def chunk_spans(data: bytes) -> list[tuple[bytes, int, int]]:
    """Kind, start and end of each chunk, its frame included, up to the end of the picture or of the file."""
    return _find_chunks(data).spans


def _find_chunks(data: bytes) -> _Chunks:
    """Walk the chunks up to the end of the picture or of the file."""
    chunks, at = _Chunks(), len(SIGNATURE)
    while at + _FRAME_BYTES <= len(data) and len(chunks.spans) < _MAX_CHUNKS and not chunks.complete:
        kind, end = data[at + 4 : at + 8], at + _FRAME_BYTES + int.from_bytes(data[at : at + 4], "big")
        if end > len(data):
            break
        chunks.spans.append((kind, at, end))
        if kind in _TAG_CHUNKS:
            chunks.tags.setdefault(kind, data[at + 8 : end - 4])
        chunks.complete = kind == b"IEND"
        at = end
    return chunks


def _color_tag(tags: dict[bytes, bytes]) -> ColorTag:
    """Unpack the profile; one that cannot be unpacked is passed on as it is and fails as a profile."""
    code_points = tags.get(b"cICP", b"")
    primaries, transfer = (code_points[0], code_points[1]) if len(code_points) >= 2 else (None, None)
    body = tags.get(b"iCCP")
    if body is None:
        return ColorTag(primaries=primaries, transfer=transfer)
    packed = body.partition(b"\0")[2][1:]
    try:
        icc = zlib.decompressobj().decompress(packed, _MAX_PROFILE_BYTES)
    except zlib.error:
        icc = packed
    return ColorTag(icc=icc or b"\0", primaries=primaries, transfer=transfer)


def _decode(data: bytes, chunks: _Chunks) -> Samples:
    """Check every chunk, then decode a PNG made of the pixel chunks alone."""
    if not chunks.complete:
        raise damaged("is cut off")
    view = memoryview(data)
    for _, start, end in chunks.spans:
        if zlib.crc32(view[start + 4 : end - 4]) != int.from_bytes(view[end - 4 : end], "big"):
            raise damaged("has a wrong checksum")
    bare = io.BytesIO(b"".join([SIGNATURE, *(view[a:b] for kind, a, b in chunks.spans if kind in _PIXEL_CHUNKS)]))
    with PngImageFile(bare) as image:
        return flatten(image)
