"""A file that leaves the journal: written whole or not at all, for its owner's eyes only."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from skincast.errors import OutputUnwritable
from skincast.journal.disk import FILE_MODE, sync_folder

OWN_HANDLES = Path("/proc/self/fd")
NO_NAMELESS = (errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT, errno.EINVAL)
"""What systems and disks say that know no files without a name."""


@contextmanager
def whole_file(file: Path, *, journal: Path) -> Iterator[Path]:
    """Give a file to write to; it gets the name `file` when nothing went wrong, and vanishes otherwise.

    Where the system can, it has no name before that, so that it vanishes even when the program is killed. Elsewhere a
    part that was left behind is deleted by whoever writes the same file next.

    Args:
        file: where the result is wanted; nothing may be there yet.
        journal: folder of the journal, in which no copy may lie: it would be lost, or erased, or not erased, with it.

    Raises:
        OutputUnwritable: something is there already, or no permission, or no room, or inside of the journal.
    """
    _require_free(file, journal)
    try:
        _sweep_parts(file)
        with _part_of(file) as part:
            yield part.path
            os.fsync(part.handle)
            part.give_name(file)
        sync_folder(file.parent)
    except FileExistsError as error:
        raise _there_already(file) from error
    except OSError as error:
        raise OutputUnwritable(
            f"{file} cannot be written: {error.strerror or error}.",
            hint="Name a file in a folder that you may write to, with enough room.",
        ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A file that is being written."""

    handle: int
    path: Path
    named: bool

    def give_name(self, file: Path) -> None:
        """Name it; a link, unlike a move, is refused where the name is taken."""
        folder = os.open(file.parent, os.O_RDONLY)
        try:  # only with a folder to start from is the link followed through which a nameless file is reached
            os.link(self.path, file, src_dir_fd=folder, follow_symlinks=True)
        finally:
            os.close(folder)


@contextmanager
def _part_of(file: Path) -> Iterator[_Part]:
    part = _open_nameless(file.parent) or _open_named(file)
    try:
        yield part
    finally:
        if part.named:
            with suppress(OSError):
                part.path.unlink(missing_ok=True)
        os.close(part.handle)


def _open_nameless(folder: Path) -> _Part | None:
    """None where the system or the disk knows no files without a name."""
    if not hasattr(os, "O_TMPFILE") or not OWN_HANDLES.is_dir():
        return None
    try:
        handle = os.open(folder, os.O_TMPFILE | os.O_RDWR, FILE_MODE)
    except OSError as error:
        if error.errno in NO_NAMELESS:
            return None
        raise
    return _Part(handle=handle, path=OWN_HANDLES / str(handle), named=False)


def _open_named(file: Path) -> _Part:
    """The lock says that somebody is still writing."""
    path = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE_MODE)
    fcntl.flock(handle, fcntl.LOCK_EX)
    return _Part(handle=handle, path=path, named=True)


def _sweep_parts(file: Path) -> None:
    """Delete what somebody who was killed left of the same file: it may hold everything about a person, in plain."""
    ours = re.compile(rf"\.{re.escape(file.name)}\.[0-9a-f]{{8}}\.part")
    for path in file.parent.iterdir():
        if ours.fullmatch(path.name) and path.is_file() and not path.is_symlink():
            with path.open("rb") as part, suppress(BlockingIOError):
                fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink(missing_ok=True)


def _require_free(file: Path, journal: Path) -> None:
    if file.resolve().is_relative_to(journal.resolve()):
        raise OutputUnwritable(
            "A copy in the journal's folder would be lost with it, and would stay when somebody is erased.",
            hint="Name a file elsewhere, best on another disk.",
        )
    if os.path.lexists(file):
        raise _there_already(file)


def _there_already(file: Path) -> OutputUnwritable:
    return OutputUnwritable(
        f"There is a file at {file} already, and nothing is overwritten.",
        hint="Name another file, for example with the date in its name.",
    )
