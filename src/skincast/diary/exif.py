"""An EXIF block -> when the photo was taken, as its camera wrote it.

The block is walked by hand: it comes from anywhere, and nothing but three short texts is wanted of it.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final

_EXIF_FOLDER: Final = 0x8769
_TAKEN: Final = 0x9003
_TAKEN_OFFSET: Final = 0x9011
_TAKEN_FRACTION: Final = 0x9291
_TEXT: Final = 2
_MOST_ENTRIES: Final = 512
_LONGEST_TEXT: Final = 64
_STAMP: Final = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)", re.ASCII)
_OFFSET: Final = re.compile(r"([+-])(\d\d):?([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Taken:
    """When a photo was taken; `stamp` is naive where nothing says how far the clock was from UTC."""

    stamp: datetime
    by: str
    """`exif` or `name`."""
    time_known: bool = True
    """False: only the day is known."""


def read_taken(exif: bytes) -> Taken | None:
    r"""Find `DateTimeOriginal` with its fraction of a second and its distance to UTC.

    `DateTime` says when a file was changed last and `DateTimeDigitized` when a print was scanned; neither says when the
    face was seen, so neither is taken in place of it.

    Args:
        exif: TIFF structure, with or without the leading `Exif\0\0`.

    Returns:
        None where it is missing, empty or broken.
    """
    tiff = exif.removeprefix(b"Exif\0\0")
    try:
        tags = _read_tags(tiff)
    except struct.error:
        return None
    match = _STAMP.fullmatch(tags.get(_TAKEN, ""))
    if match is None:
        return None
    fraction = re.sub(r"\D.*", "", tags.get(_TAKEN_FRACTION, ""), flags=re.ASCII)[:6].ljust(6, "0")
    try:
        stamp = datetime.fromisoformat(f"{match[1]}-{match[2]}-{match[3]}T{match[4]}.{fraction}")
    except ValueError:
        return None
    return Taken(stamp.replace(tzinfo=_read_offset(tags.get(_TAKEN_OFFSET, ""))), "exif")


def _read_tags(tiff: bytes) -> dict[int, str]:
    """Read the texts of the EXIF folder; reading past the end raises `struct.error`."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return {}
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    for tag, _, _, value_at in _entries(tiff, first, order):
        if tag == _EXIF_FOLDER:
            (folder,) = struct.unpack_from(f"{order}I", tiff, value_at)
            return dict(_texts(tiff, folder, order))
    return {}


def _entries(tiff: bytes, start: int, order: str) -> list[tuple[int, int, int, int]]:
    """List tag, kind, count and place of the value of each entry of a folder."""
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    places = (start + 2 + 12 * index for index in range(min(count, _MOST_ENTRIES)))
    return [(*struct.unpack_from(f"{order}HHI", tiff, at), at + 8) for at in places]


def _texts(tiff: bytes, start: int, order: str) -> list[tuple[int, str]]:
    texts = []
    for tag, kind, count, value_at in _entries(tiff, start, order):
        if kind == _TEXT and count <= _LONGEST_TEXT:
            at = value_at if count <= 4 else struct.unpack_from(f"{order}I", tiff, value_at)[0]
            texts.append((tag, tiff[at : at + count].split(b"\0")[0].decode("latin-1").strip()))
    return texts


def _read_offset(text: str) -> timezone | None:
    match = _OFFSET.fullmatch(text)
    if match is None or int(match[2]) > 14:
        return None
    ahead = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-ahead if match[1] == "-" else ahead)
