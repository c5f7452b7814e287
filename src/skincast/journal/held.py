"""Files of SQLite, opened beside it: once one of them was closed, this program would hold no lock on it any more.

POSIX drops all locks that a process has on a file as soon as the process closes the file anywhere, whoever opened it.
Another program would then take the database for unused, and writes would be lost. So these files stay open, one
descriptor each, until nobody can open them any more.

Source: https://www.sqlite.org/howtocorrupt.html, section 2.2.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

from skincast.journal.disk import FILE_MODE

_handles: dict[tuple[int, int], int] = {}
"""Device and number of a file -> its descriptor."""
_turn = threading.Lock()


def create_held(path: Path) -> bool:
    """Make an empty file for its owner only, where there is none; False where there is one, which is not touched.

    Raises:
        OSError: no room or no permission.
    """
    with _turn:
        try:
            _keep(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE_MODE))
        except FileExistsError:
            return False
    return True


def read_held(path: Path, *, chunk_bytes: int) -> Iterator[bytes]:
    """Read a file from its beginning to its end and leave it open.

    Raises:
        OSError: no such file, or no permission.
    """
    handle, start = _handle_of(path), 0
    while chunk := os.pread(handle, chunk_bytes, start):
        yield chunk
        start += len(chunk)


def identify(path: Path) -> tuple[int, int]:
    """Return what a file has in common with its other names.

    Raises:
        OSError: no such file.
    """
    state = path.stat()
    return state.st_dev, state.st_ino


def _handle_of(path: Path) -> int:
    with _turn:
        _close_deleted()
        known = _handles.get(identify(path))
        return _keep(os.open(path, os.O_RDONLY)) if known is None else known


def _keep(handle: int) -> int:
    """The file may be another one than a moment ago, and known; then both descriptors stay open."""
    state = os.fstat(handle)
    _handles.setdefault((state.st_dev, state.st_ino), handle)
    return handle


def _close_deleted() -> None:
    """Nobody opens a file again that has no name."""
    for identity, handle in list(_handles.items()):
        if os.fstat(handle).st_nlink == 0:
            del _handles[identity]
            os.close(handle)
