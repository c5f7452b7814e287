"""Apple Health's export as it comes from the phone -> blocks of whole lines of its XML.

The export is a zip that is read as a stream and never unpacked to disk, the folder that some computers make of it at
once, or the XML file by itself. The phone names the XML in its own language, so it is known by its content.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Final, TypeVar

from skincast.errors import FileRefused, FileUnreadable

_BLOCK_BYTES: Final = 256 * 1024
_LONGEST_LINE_BYTES: Final = 4 * 1024 * 1024
_HEAD_BYTES: Final = 64 * 1024
_ROOTS: Final = (b"<HealthData", b"<!DOCTYPE HealthData")
_MOST_BYTES: Final = 20_000_000_000
_FREE_BYTES: Final = 50_000_000
"""Below this an unpacked file is harmless, however well it was packed."""
_MOST_RATIO: Final = 250
"""Unpacked over packed bytes; real exports have 20 to 60, bombs have about 1000."""
_MOST_ENTRIES: Final = 500_000
_AGAIN: Final = "Export the data again in the Health app and copy the zip as it is."
_NAME_IT: Final = "Name the zip that the Health app exports, or the file export.xml inside it."

_One = TypeVar("_One")


class Interrupted(Exception):
    """The bytes end before the file does; what came before is good."""


def read_blocks(path: Path) -> Iterator[bytes]:
    """Yield the XML of an export in blocks that end with a line, whatever it is wrapped in.

    Args:
        path: The zip, the unpacked folder, or the XML.

    Raises:
        FileUnreadable: No such file, or no permission.
        FileRefused: No export of Apple Health, or a zip that is damaged, locked or packed like a bomb.
        Interrupted: The packed data is damaged from here on.
    """
    with _open_export(path) as file:
        rest = b""
        for block in _read(file):
            whole, end, rest = (rest + block).rpartition(b"\n")
            yield whole + end
            if len(rest) > _LONGEST_LINE_BYTES:
                yield rest
                rest = b""
        yield rest


def _read(file: IO[bytes]) -> Iterator[bytes]:
    try:
        while block := file.read(_BLOCK_BYTES):
            yield block
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise Interrupted from error


@contextmanager
def _open_export(path: Path) -> Iterator[IO[bytes]]:
    try:
        if path.is_dir():
            path = _find_xml(path.glob("*"), name=lambda one: one.name, head=_head_of_file)
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileUnreadable("This is not a file.", hint=_NAME_IT)
        with path.open("rb") as file:
            if file.read(4) not in {b"PK\x03\x04", b"PK\x05\x06"}:
                file.seek(0)
                yield file
                return
        with _open_zip(path) as packed:
            yield packed
    except (OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or "this is no valid path"
        message = f"The export cannot be read: {words}."
        raise FileUnreadable(message, hint="Check the path, and that you may read the file.") from error


@contextmanager
def _open_zip(path: Path) -> Iterator[IO[bytes]]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_ENTRIES:
                raise FileRefused("The zip holds too many files for an export.", hint=_AGAIN)
            entry = _find_xml(entries, name=lambda one: one.filename, head=lambda one: _head_of_entry(archive, one))
            _refuse_bomb(entry)
            with archive.open(entry) as file:
                yield file
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise FileRefused("The zip is damaged or cut off.", hint=_AGAIN) from error


def _find_xml(ones: Iterable[_One], *, name: Callable[[_One], str], head: Callable[[_One], bytes]) -> _One:
    """Find the export among files; the clinical document beside it, routes and hidden copies are something else."""
    candidates = (one for one in ones if _may_be_export(PurePosixPath(name(one))))
    for one in sorted(candidates, key=lambda one: (not name(one).endswith("export.xml"), name(one))):
        if any(root in head(one) for root in _ROOTS):
            return one
    raise FileRefused("No Apple Health data is in here.", hint=_NAME_IT)


def _may_be_export(name: PurePosixPath) -> bool:
    hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in name.parts)
    return name.suffix.casefold() == ".xml" and not hidden and not name.stem.endswith("_cda")


def _head_of_file(path: Path) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)


def _head_of_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & 1:
        raise FileRefused("The zip is locked with a password.", hint="Unpack it and name the file export.xml.")
    try:
        with archive.open(entry) as file:
            return file.read(_HEAD_BYTES)
    except (zlib.error, EOFError):
        return b""


def _refuse_bomb(entry: zipfile.ZipInfo) -> None:
    """Refuse what unpacks to more than any phone exports; never more than the declared size is unpacked."""
    ratio = entry.file_size / max(entry.compress_size, 1)
    if entry.file_size > _MOST_BYTES or (entry.file_size > _FREE_BYTES and ratio > _MOST_RATIO):
        raise FileRefused("The zip unpacks to more than an export of the Health app would.", hint=_AGAIN)
