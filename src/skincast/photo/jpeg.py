"""JPEG: its own header walk, then libjpeg-turbo with scaled decoding.

Only the first picture of a file is read, so phone files that carry a second one, a gain map or a video behind it are
ordinary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import cv2
import numpy as np
import simplejpeg

from skincast.photo.container import ColorTag, Container, Samples, damaged
from skincast.photo.orientation import read_orientation
from skincast.photo.reduction import reduced_px

_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_START_OF_SCAN, _END, _APP1, _APP2 = 0xDA, 0xD9, 0xE1, 0xE2
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_FILL = re.compile(rb"\xff+")
_MAX_SEGMENTS = 4096
_MAX_SCANS = 100  # encoders write about ten; every scan of a progressive file walks the entire picture again
_DECODED_AS = {"Gray": "GRAY", "YCbCr": "RGB", "RGB": "RGB", "CMYK": "CMYK", "YCCK": "CMYK"}


@dataclass(slots=True)
class _Header:
    """What stands before the first scan."""

    width_px: int = 0
    height_px: int = 0
    channels: int = 0
    progressive: bool = False
    exif: bytes | None = None
    icc: dict[int, bytes] = field(default_factory=dict)
    scan_at: int = 0


def open_jpeg(data: bytes) -> Container:
    """Read the header of a JPEG.

    Raises:
        PhotoUnreadable: The header is damaged.
    """
    header = _read_header(data)
    icc = b"".join(header.icc[number] for number in sorted(header.icc))

    def decode(reduction: int) -> Samples:
        if header.progressive:
            _check_scans(data, header.scan_at)
        return _decode(data, header, reduction)

    def decode_bytes(reduction: int) -> int:
        pixels = header.width_px * header.height_px
        coefficients = 2 * pixels * header.channels if header.progressive else 0
        return coefficients + 3 * header.channels * pixels // reduction**2

    return Container(
        width_px=header.width_px,
        height_px=header.height_px,
        orientation=read_orientation(header.exif),
        color=ColorTag(icc=icc or None),
        scales=True,
        decode=decode,
        decode_bytes=decode_bytes,
    )


def scan_segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Walk the first picture of a file to its end.

    Yields:
        Marker, the segment with its marker and length, and after a start of scan the scan's bytes.

    Raises:
        PhotoUnreadable: A segment is cut off.
    """
    at = 2
    for _ in range(_MAX_SEGMENTS):
        fill = _FILL.match(data, at)
        if fill is None or fill.end() >= len(data):
            raise damaged("is cut off or damaged")
        marker, start = data[fill.end()], fill.end() - 1
        if marker == _END:
            return
        end = fill.end() + 1 + int.from_bytes(data[fill.end() + 1 : fill.end() + 3], "big")
        at = _end_of_scan(data, end) if marker == _START_OF_SCAN else end
        if end < start + 4 or at > len(data):
            raise damaged("is cut off or damaged")
        yield marker, data[start:end], data[end:at]


def _end_of_scan(data: bytes, at: int) -> int:
    found = _NEXT_MARKER.search(data, at)
    return len(data) if found is None else found.start()


def _read_header(data: bytes) -> _Header:
    """Walk the segments up to the first scan."""
    header, at = _Header(), 2
    for _ in range(_MAX_SEGMENTS):
        fill = _FILL.match(data, at)
        if fill is None or fill.end() + 3 > len(data):
            raise damaged("is cut off or damaged in its header")
        marker, body_at = data[fill.end()], fill.end() + 3
        at = fill.end() + 1 + int.from_bytes(data[fill.end() + 1 : body_at], "big")
        if marker == _START_OF_SCAN:
            header.scan_at = at
            break
        if marker == _END or 0xD0 <= marker <= 0xD8 or at < body_at:
            break
        _read_segment(header, marker, data[body_at:at])
    if not (header.width_px and header.height_px and header.scan_at):
        raise damaged("has a damaged header")
    return header


def _read_segment(header: _Header, marker: int, body: bytes) -> None:
    """Keep what is needed; the first EXIF block counts, as everywhere."""
    if marker in _START_OF_FRAME and len(body) >= 6 and not header.channels:
        header.height_px, header.width_px = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
        header.channels, header.progressive = body[5], marker in _PROGRESSIVE
    elif marker == _APP1 and header.exif is None and body.startswith(b"Exif\0\0"):
        header.exif = body
    elif marker == _APP2 and body.startswith(b"ICC_PROFILE\0") and len(body) > 14:
        header.icc.setdefault(body[12], body[14:])


def _check_scans(data: bytes, at: int) -> None:
    """Refuse a progressive file with so many scans that decoding it would take minutes."""
    for _ in range(_MAX_SCANS):
        found = _NEXT_MARKER.search(data, at)
        while found is not None and data[found.end() - 1] not in (_START_OF_SCAN, _END):
            found = _NEXT_MARKER.search(data, found.end() + int.from_bytes(data[found.end() : found.end() + 2], "big"))
        if found is None or data[found.end() - 1] == _END:
            return
        at = found.end()
    raise damaged(f"is made of more than {_MAX_SCANS} scans")


def _decode(data: bytes, header: _Header, reduction: int) -> Samples:
    """Decode strictly: a file that is cut off is refused, not filled up with gray."""
    height_px, width_px, stored_as, _ = simplejpeg.decode_jpeg_header(data)
    if (width_px, height_px) != (header.width_px, header.height_px):
        raise damaged("declares two different sizes")
    expected = (reduced_px(header.height_px, reduction), reduced_px(header.width_px, reduction))
    samples = simplejpeg.decode_jpeg(
        data, colorspace=_DECODED_AS[str(stored_as)], min_height=expected[0], min_width=expected[1]
    )
    if samples.shape[:2] != expected:
        raise damaged("decodes to another size than it declares")
    if samples.shape[2] == 1:
        return np.asarray(samples[..., 0])
    # Every program that writes CMYK JPEG stores it inverted, as Photoshop began to.
    return np.asarray(cv2.bitwise_not(samples), dtype=np.uint8) if samples.shape[2] == 4 else np.asarray(samples)
