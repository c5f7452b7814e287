"""Which way is up: the EXIF orientation is read, applied and then forgotten with all other metadata."""

from __future__ import annotations

import struct
from collections.abc import Callable

import cv2
import numpy as np

from skincast.photo.container import Samples

_ORIENTATION_TAG = 0x0112
_MAX_ENTRIES = 512
_TURNS: dict[int, Callable[[Samples], cv2.typing.MatLike]] = {
    2: lambda samples: cv2.flip(samples, 1),
    3: lambda samples: cv2.rotate(samples, cv2.ROTATE_180),
    4: lambda samples: cv2.flip(samples, 0),
    5: cv2.transpose,
    6: lambda samples: cv2.rotate(samples, cv2.ROTATE_90_CLOCKWISE),
    7: lambda samples: cv2.rotate(cv2.transpose(samples), cv2.ROTATE_180),
    8: lambda samples: cv2.rotate(samples, cv2.ROTATE_90_COUNTERCLOCKWISE),
}


def read_orientation(exif: bytes | None) -> int:
    r"""Find the orientation in an EXIF block.

    A broken block says nothing about the pixels, so it counts as "as stored" and never fails a photo.

    Args:
        exif: TIFF structure, with or without the leading `Exif\0\0`; None where the file has none.

    Returns:
        1-8 as EXIF defines them; 1 where nothing valid is said.
    """
    if not exif:
        return 1
    try:
        return _orientation_entry(exif.removeprefix(b"Exif\0\0"))
    except struct.error:
        return 1


def _orientation_entry(tiff: bytes) -> int:
    """Walk the first directory; reading past the end raises `struct.error`."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for index in range(min(count, _MAX_ENTRIES)):
        at = start + 2 + 12 * index
        tag, kind = struct.unpack_from(f"{order}HH", tiff, at)
        if tag == _ORIENTATION_TAG:
            value: int = struct.unpack_from(f"{order}{'I' if kind == 4 else 'H'}", tiff, at + 8)[0]
            return value if 1 <= value <= 8 else 1
    return 1


def turn_upright(samples: Samples, orientation: int) -> Samples:
    """Apply an EXIF orientation.

    Args:
        samples: (h, w) or (h, w, channels) uint8 as stored.
        orientation: 1-8.

    Returns:
        The upright picture; width and height change places from 5 on.
    """
    if orientation == 1:
        return samples
    return np.asarray(_TURNS[orientation](samples), dtype=np.uint8)
