"""Large sealed things, by key: photos and atlases. A local folder today."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from skincast.errors import JournalDamaged, JournalUnreachable

PART = ".part"
"""Ending of a file that is still being written."""


class ObjectStore(Protocol):
    """Where large things lie. A key names one object for ever: objects are written once and never changed."""

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under a new key; when this returns, a power cut no longer loses it."""

    def get(self, key: str) -> bytes:
        """The object.

        Raises:
            JournalDamaged: there is none.
        """

    def delete(self, key: str) -> None:
        """Delete the object and whatever a broken `put` left of it; nothing happens where there is none."""

    def keys(self) -> Iterator[str]:
        """The keys of all objects, in no order."""


def new_object_key() -> str:
    """A random name that tells nothing: 32 hexadecimal digits."""
    return secrets.token_hex(16)


class FolderObjects:
    """Objects as files of one folder, in 256 subfolders."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, data: bytes) -> None:
        """See `ObjectStore.put`.

        Raises:
            JournalUnreachable: no room, or no permission.
        """
        path = self._path(key)
        part = path.with_name(path.name + PART)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.rename(path)
            _sync_folder(path.parent)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise JournalUnreachable(
                f"A photo or picture cannot be kept: {error.strerror}.",
                hint="Make room on the disk or mend the permissions of the journal's folder, then do it again.",
            ) from error

    def get(self, key: str) -> bytes:
        """See `ObjectStore.get`."""
        try:
            return self._path(key).read_bytes()
        except OSError as error:
            raise JournalDamaged(
                "A kept photo or picture is not where it belongs.",
                hint="Restore the latest backup with `skincast restore`; nothing was overwritten.",
            ) from error

    def delete(self, key: str) -> None:
        """See `ObjectStore.delete`."""
        path = self._path(key)
        path.unlink(missing_ok=True)
        path.with_name(path.name + PART).unlink(missing_ok=True)

    def keys(self) -> Iterator[str]:
        """See `ObjectStore.keys`."""
        return (path.name for path in self._folder.glob("??/*") if not path.name.endswith(PART))

    def _path(self, key: str) -> Path:
        if len(key) != 32 or not set(key) <= set("0123456789abcdef"):
            msg = f"no object key: {key!r}"
            raise ValueError(msg)
        return self._folder / key[:2] / key


def _sync_folder(folder: Path) -> None:
    """A rename lasts only once the folder is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
