"""Looking for bytes in every file of a folder, many kinds at once, without holding a file in memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from skincast.errors import JournalUnreachable
from skincast.journal.held import identify, read_held
from skincast.journal.whereabouts import find_whereabouts

CHUNK_BYTES = 4 * 1024 * 1024
SHORTEST_BYTES = 6
"""Shorter ones are in any large file by chance: every four bytes once in four gigabytes, six once in 280 terabytes."""
FILE_NAMES = "(names of files)"
_START = 4
_TABLE_BITS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Needle:
    """Bytes that must not be found, and what they are, in words that give nothing away."""

    what: str
    value: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where something was found, and how often."""

    what: str
    file: str
    """Within the folder."""
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What was looked through, and what was found."""

    files: int
    bytes: int
    found: tuple[Found, ...]
    closed: tuple[str, ...] = ()
    """What was not looked into, within the folder."""


class Searcher:
    """Looks for thousands of needles in one pass: where four bytes begin none of them, nothing else is looked at."""

    def __init__(self, needles: Sequence[Needle]) -> None:
        for needle in needles:
            if len(needle.value) < SHORTEST_BYTES:
                msg = f"too short to be looked for: {needle.what}, {len(needle.value)} bytes"
                raise ValueError(msg)
        self._by_start: dict[int, list[Needle]] = defaultdict(list)
        for needle in set(needles):
            self._by_start[int.from_bytes(needle.value[:_START], "little")].append(needle)
        self._starts = np.array(sorted(self._by_start), np.uint32)
        self._likely = np.zeros(1 << _TABLE_BITS, np.bool_)
        self._likely[_slot(self._starts)] = True
        self._overlap = max((len(needle.value) for needle in needles), default=1) - 1

    def count(self, chunks: Iterator[bytes]) -> tuple[Counter[str], int]:
        """Count what is found in one stream of bytes, across the borders of its chunks too.

        Returns:
            How often each kind was found, and the number of bytes.
        """
        counts: Counter[str] = Counter()
        tail, size = b"", 0
        for chunk in chunks:
            size += len(chunk)
            text = tail + chunk
            counts.update(needle.what for needle, end in self._find(text) if end > len(tail))
            tail = text[max(len(text) - self._overlap, 0) :] if self._overlap else b""
        return counts, size

    def _find(self, text: bytes) -> Iterator[tuple[Needle, int]]:
        for offset in range(min(_START, max(len(text) - _START + 1, 0))):
            words = np.frombuffer(text, "<u4", count=(len(text) - offset) // _START, offset=offset)
            likely = np.flatnonzero(self._likely[_slot(words)])
            for index in likely[np.isin(words[likely], self._starts)].tolist():
                yield from self._at(text, index * _START + offset, int(words[index]))

    def _at(self, text: bytes, position: int, start: int) -> Iterator[tuple[Needle, int]]:
        for needle in self._by_start[start]:
            if text.startswith(needle.value, position):
                yield needle, position + len(needle.value)


def search_folder(
    folder: Path, needles: Sequence[Needle], *, database: Path | None = None, objects: Path | None = None
) -> Searched:
    """Look for needles in every byte of every file of a folder, and in the names of files.

    Args:
        folder: of the journal.
        needles: what to look for.
        database: SQLite's file, which is searched with its logs even where it is a link out of the folder.
        objects: folder of photos and maps, likewise.

    Raises:
        JournalUnreachable: a file cannot be read.
        ValueError: a needle of fewer than six bytes.
    """
    searcher = Searcher(needles)
    where = find_whereabouts(folder, database=database, objects=objects)
    names = "\n".join(where.names).encode(errors="surrogateescape")
    found = _found(FILE_NAMES, searcher.count(iter([names]))[0])
    n_bytes = 0
    for name, path in where.files.items():
        counts, size = searcher.count(_read(path, where.databases))
        found += _found(name, counts)
        n_bytes += size
    return Searched(files=len(where.files), bytes=n_bytes, found=tuple(found), closed=tuple(where.closed))


def _found(file: str, counts: Counter[str]) -> list[Found]:
    return [Found(what=what, file=file, times=times) for what, times in sorted(counts.items())]


def _read(path: Path, databases: Set[tuple[int, int]]) -> Iterator[bytes]:
    """A file that another program has deleted meanwhile holds nothing any more."""
    try:
        if identify(path) in databases:
            yield from read_held(path, chunk_bytes=CHUNK_BYTES)
            return
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk
    except FileNotFoundError:
        return
    except OSError as error:
        raise JournalUnreachable(
            f"A file in the journal's folder cannot be searched: {error.strerror}.",
            hint="Mend the permissions of the journal's folder.",
        ) from error


def _slot(words: NDArray[np.uint32]) -> NDArray[np.uint32]:
    return words & np.uint32((1 << _TABLE_BITS) - 1)
