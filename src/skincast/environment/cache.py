"""Keeps answers of the service, so that the same days are asked once and are there without a connection."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Protocol


class Cache(Protocol):
    """Keeps bytes by a key. What it holds is nobody's, but tells which places somebody asked about."""

    def get(self, key: str) -> bytes | None:
        """Return what was put last, or None."""

    def put(self, key: str, content: bytes) -> None:
        """Keep something in place of what was there; all of it or nothing."""

    def clear(self) -> int:
        """Forget everything and return how many things that were."""


class FolderCache:
    """A cache of one file a key. File names are hashes, and no file names a place, a person or a zone.

    Weather itself still tells where it was: the folder is readable by its owner alone, and erasing a person clears it.
    """

    def __init__(self, path: Path) -> None:
        """Take the folder; it is made when something is put."""
        self._path = path

    def get(self, key: str) -> bytes | None:
        """Return what was put last, or None."""
        try:
            return self._file(key).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, key: str, content: bytes) -> None:
        """Keep something in place of what was there; a reader sees the old or the new, never a part."""
        self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=".part", dir=self._path)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            part.replace(self._file(key))
        finally:
            part.unlink(missing_ok=True)

    def clear(self) -> int:
        """Forget everything, half-written parts too, and return how many files that were."""
        files = [*self._path.glob("*.json"), *self._path.glob("*.part")]
        for file in files:
            file.unlink(missing_ok=True)
        return len(files)

    def _file(self, key: str) -> Path:
        return self._path / f"{hashlib.sha256(key.encode()).hexdigest()}.json"
