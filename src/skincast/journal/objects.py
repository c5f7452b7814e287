"""Large sealed things, by key: photos and atlases. A local folder today."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from skincast.errors import JournalDamaged, JournalUnreachable
from skincast.journal.disk import make_folder, sync_folder, write_file

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
            make_folder(path.parent)
            part.unlink(missing_ok=True)
            write_file(part, data)
            part.rename(path)
            sync_folder(path.parent)
        except OSError as error:
            with suppress(OSError):  # the first error is the one to tell, and chores delete what is left
                _remove(path, part)
            raise _unreachable("kept", error) from error

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
        """See `ObjectStore.delete`; when this returns, a power cut no longer brings the object back.

        Raises:
            JournalUnreachable: no permission.
        """
        path = self._path(key)
        try:
            if _remove(path, path.with_name(path.name + PART)):
                sync_folder(path.parent)
        except OSError as error:
            raise _unreachable("deleted", error) from error

    def keys(self) -> Iterator[str]:
        """See `ObjectStore.keys`."""
        return (path.name for path in self._folder.glob("??/*") if not path.name.endswith(PART))

    def _path(self, key: str) -> Path:
        if len(key) != 32 or not set(key) <= set("0123456789abcdef"):
            msg = f"no object key: {key!r}"
            raise ValueError(msg)
        return self._folder / key[:2] / key


def _remove(*paths: Path) -> bool:
    """Tell whether there was anything to delete."""
    deleted = False
    for path in paths:
        with suppress(FileNotFoundError):
            path.unlink()
            deleted = True
    return deleted


def _unreachable(verb: str, error: OSError) -> JournalUnreachable:
    return JournalUnreachable(
        f"A photo or picture cannot be {verb}: {error.strerror}.",
        hint="Make room on the disk or mend the permissions of the journal's folder, then do it again.",
    )
