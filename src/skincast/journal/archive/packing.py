"""A zip that is the same for the same content: dates come from the content, and nothing from the machine."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Self

from skincast.journal.archive.shape import FORMAT, MANIFEST, MANIFESTS, Entry, Manifest, dump

FIRST_YEAR, LAST_YEAR = 1980, 2107
"""What a zip can date."""
OWNER_READS = 0o100600 << 16
PACKED_ALREADY = ("photos/", "atlas/")


class ArchiveWriter:
    """Writes files into a zip and, at the end, the manifest that names them."""

    def __init__(self, path: Path, *, dated: datetime) -> None:
        self._zip = zipfile.ZipFile(path, "w")
        self._dated = dated
        self.entries: dict[str, Entry] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    def add(self, name: str, content: bytes, *, at: datetime | None = None) -> str:
        """Write one file, dated `at`; return its name."""
        info = zipfile.ZipInfo(name, _date(at or self._dated))
        info.external_attr = OWNER_READS
        info.create_system = 3  # as on Unix, whatever this machine is: only then the permissions count
        info.compress_type = zipfile.ZIP_STORED if name.startswith(PACKED_ALREADY) else zipfile.ZIP_DEFLATED
        self._zip.writestr(info, content)
        self.entries[name] = Entry(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
        return name

    def finish(self, *, exported_at: datetime, missing: int) -> None:
        """Write the manifest."""
        manifest = Manifest(format=FORMAT, exported_at=exported_at, missing=missing, files=dict(self.entries))
        self.add(MANIFEST, dump(MANIFESTS, manifest))


def _date(at: datetime) -> tuple[int, int, int, int, int, int]:
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        return FIRST_YEAR, 1, 1, 0, 0, 0
    return at.year, at.month, at.day, at.hour, at.minute, at.second
