"""Which bytes of a HEIF file make up its primary picture.

Source: ISO/IEC 14496-12 (boxes, `iloc`, `iinf`, `iref`) and ISO/IEC 23008-12 (image items).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]
"""Start and end in the file."""

_TILES = b"dimg"
_IN_FILE, _IN_IDAT = 0, 1


class NotUnderstood(Exception):
    """The file is laid out in a way that is not read here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box: its kind, and where its body lies."""

    kind: bytes
    start: int
    """Of its header."""
    body: int
    end: int


def read_boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    """Walk the boxes between two places.

    Raises:
        NotUnderstood: a box that is larger than what holds it.
    """
    at = start
    while at + 8 <= end:
        size, body = int.from_bytes(data[at : at + 4], "big"), at + 8
        if size == 1:
            size, body = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        stop = end if size == 0 else at + size
        if not body <= stop <= end:
            raise NotUnderstood
        yield Box(kind=data[at + 4 : at + 8], start=at, body=body, end=stop)
        at = stop


def find_primary_spans(data: bytes) -> list[Span]:
    """Find the bytes of the primary picture and of the tiles that it is made of.

    Raises:
        NotUnderstood: another layout, or a damaged one.
    """
    try:
        return _find_spans(data)
    except (struct.error, IndexError, KeyError, StopIteration) as error:
        raise NotUnderstood from error


def _find_spans(data: bytes) -> list[Span]:
    meta = next(box for box in read_boxes(data, 0, len(data)) if box.kind == b"meta")
    inner = {box.kind: box for box in read_boxes(data, meta.body + 4, meta.end)}
    wanted = _with_tiles(data, inner, _primary(data, inner[b"pitm"]))
    idat = inner.get(b"idat")
    return [span for item, spans in _locations(data, inner[b"iloc"], idat) if item in wanted for span in spans]


def _primary(data: bytes, pitm: Box) -> int:
    wide = data[pitm.body] > 0
    return int.from_bytes(data[pitm.body + 4 : pitm.body + (8 if wide else 6)], "big")


def _with_tiles(data: bytes, inner: dict[bytes, Box], primary: int) -> set[int]:
    """The item and, again and again, the items that it is put together from."""
    made_of: dict[int, list[int]] = {}
    if b"iref" in inner:
        iref = inner[b"iref"]
        width = 4 if data[iref.body] else 2
        for box in read_boxes(data, iref.body + 4, iref.end):
            numbers = _numbers(data, box.body, width)
            source, count = next(numbers), int.from_bytes(data[box.body + width : box.body + width + 2], "big")
            if box.kind == _TILES:
                parts = _numbers(data, box.body + width + 2, width)
                made_of.setdefault(source, []).extend(next(parts) for _ in range(count))
    found, waiting = set[int](), [primary]
    while waiting:
        item = waiting.pop()
        if item not in found:
            found.add(item)
            waiting += made_of.get(item, [])
    return found


def _numbers(data: bytes, at: int, width: int) -> Iterator[int]:
    while at + width <= len(data):
        yield int.from_bytes(data[at : at + width], "big")
        at += width


class _Reader:
    """Reads numbers one after another."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self._at = data, at

    def number(self, width: int) -> int:
        self._at += width
        if self._at > len(self._data):
            raise NotUnderstood
        return int.from_bytes(self._data[self._at - width : self._at], "big")


def _locations(data: bytes, iloc: Box, idat: Box | None) -> Iterator[tuple[int, list[Span]]]:
    """Each item with its spans in the file."""
    version, reader = data[iloc.body], _Reader(data, iloc.body + 4)
    sizes = reader.number(2)
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    wide = 4 if version == 2 else 2
    for _ in range(reader.number(wide)):
        item, method = reader.number(wide), reader.number(2) & 15 if version else _IN_FILE
        if reader.number(2) or method not in (_IN_FILE, _IN_IDAT) or (method == _IN_IDAT and idat is None):
            raise NotUnderstood  # in another file, or put together from other items
        origin = reader.number(base) + (idat.body if method == _IN_IDAT and idat is not None else 0)
        spans = []
        for _ in range(reader.number(2)):
            reader.number(index if version else 0)
            start = origin + reader.number(offset)
            size = reader.number(length)
            spans.append((start, start + size if size else len(data)))
        yield item, spans
