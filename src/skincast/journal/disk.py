"""Files that only their owner reads and that outlast a power cut."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, to last.

    Raises:
        OSError: no room, no permission, or something else is there.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    sync_folder(folder.parent)


def close_to_others(path: Path, mode: int) -> None:
    """Take permissions of others away from a file or folder of ours.

    Raises:
        OSError: nothing is there.
    """
    state = path.stat()
    if state.st_uid == os.geteuid() and state.st_mode & 0o077:
        path.chmod(mode)


def write_file(path: Path, data: bytes) -> None:
    """Write a new file and wait until the disk has it; its name lasts only after `sync_folder`.

    Raises:
        OSError: no room, no permission, or something of that name; what was written stays for the caller to delete.
    """
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE_MODE), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make names that were given or taken away in a folder last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
