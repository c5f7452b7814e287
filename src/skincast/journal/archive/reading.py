"""An archive -> its files, each checked against the manifest before anything is done with it."""

from __future__ import annotations

import hashlib
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from skincast.errors import FileUnreadable
from skincast.journal.archive import shape
from skincast.journal.archive.shape import Manifest, refused

CHUNK_BYTES = 1024 * 1024
LARGEST_BYTES = 256 * 1024 * 1024
"""Of one file: no photo is larger."""
MOST_UNPACKED = 200
"""Times the size of the zip, with room for small ones: text of ours packs down to a tenth, a bomb to a thousandth."""
ALWAYS_FINE_BYTES = 64 * 1024 * 1024
PACKED_AS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
)
"""What a zip raises that is damaged, cut off, newer than the module that reads it, or encrypted."""


class ArchiveReader:
    """The files of one archive, by the names that the manifest has."""

    def __init__(self, packed: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip = packed
        self.manifest = manifest

    def read(self, name: str) -> bytes:
        """Return a file.

        Raises:
            FileRefused: there is none of that name, or it is not what the manifest says.
        """
        entry = self.manifest.files.get(name)
        if entry is None:
            raise refused(f"it names {name!r}, which is not in it.")
        content = _unpack(self._zip, name, limit=entry.bytes)
        if len(content) != entry.bytes or hashlib.sha256(content).hexdigest() != entry.sha256:
            raise refused(f"{name} was changed.")
        return content

    def check(self) -> None:
        """Read every file once.

        Raises:
            FileRefused: one was changed.
        """
        for name in self.manifest.files:
            self.read(name)


@contextmanager
def open_archive(file: Path) -> Iterator[ArchiveReader]:
    """Open an archive. Nothing is unpacked to disk, so no name in it can reach anywhere.

    Raises:
        FileUnreadable: no such file, or no permission.
        FileRefused: no archive of ours, one of a newer version, one that holds other files than it says, or a bomb.
    """
    with _open_file(file) as stream, _open_zip(stream) as packed:
        _require_ours(packed, size=file.stat().st_size)
        manifest = _read_manifest(packed)
        if {*packed.namelist()} != {*manifest.files, shape.MANIFEST}:
            raise refused("it holds other files than its manifest says.")
        yield ArchiveReader(packed, manifest)


def _open_file(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError as error:
        raise FileUnreadable(
            f"The archive {file} cannot be read: {error.strerror}.",
            hint="Check the path, and that you may read the file.",
        ) from error


def _open_zip(stream: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except (*BROKEN, OSError) as error:  # an impossible place in the file is an OSError
        raise refused("it is no zip, or it is damaged.") from error


def _require_ours(packed: zipfile.ZipFile, *, size: int) -> None:
    """Refuse what `export_person` never writes, before anything is unpacked."""
    names = packed.namelist()
    if shape.MANIFEST not in names or len(names) != len(set(names)):
        raise refused("it is no archive of Skincast: it has no manifest, or two files of one name.")
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        raise refused("it holds a file that would be unpacked elsewhere.")
    if any(info.compress_type not in PACKED_AS for info in packed.infolist()):
        raise refused("it is packed in a way that is not ours.")
    declared = [info.file_size for info in packed.infolist()]
    if max(declared) > LARGEST_BYTES or sum(declared) > max(ALWAYS_FINE_BYTES, MOST_UNPACKED * size):
        raise refused("unpacked, it would be far too large.")


def _read_manifest(packed: zipfile.ZipFile) -> Manifest:
    text = _unpack(packed, shape.MANIFEST, limit=shape.LARGEST_JSON_BYTES)
    manifest = shape.load(shape.MANIFESTS, text, file=shape.MANIFEST)
    if manifest.format != shape.FORMAT:
        raise refused(f"this version reads {shape.FORMAT}, and this is another.")
    return manifest


def _unpack(packed: zipfile.ZipFile, name: str, *, limit: int) -> bytes:
    """Unpack up to `limit` bytes and one more: what a file says of its own size is not believed."""
    parts, left = [], limit + 1
    try:
        with packed.open(name) as file:
            while left and (part := file.read(min(left, CHUNK_BYTES))):
                parts.append(part)
                left -= len(part)
    except (*BROKEN, OSError) as error:
        raise refused(f"{name} is damaged, or cannot be read.") from error
    if not left:
        raise refused(f"{name} is larger than it says.")
    return b"".join(parts)
