"""A file that leaves the journal: written whole or not at all, for its owner's eyes only."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from skincast.errors import OutputUnwritable
from skincast.journal.disk import FILE_MODE, sync_folder


@contextmanager
def whole_file(file: Path, *, journal: Path) -> Iterator[Path]:
    """Give a file beside `file` to write to; it gets the name `file` when nothing went wrong, and vanishes otherwise.

    Args:
        file: where the result is wanted; nothing may be there yet.
        journal: folder of the journal, in which no copy may lie: it would be lost, or erased, or not erased, with it.

    Raises:
        OutputUnwritable: something is there already, or no permission, or no room, or inside of the journal.
    """
    _require_free(file, journal)
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE))
        yield part
        _sync(part)
        part.rename(file)
        sync_folder(file.parent)
    except OSError as error:
        raise OutputUnwritable(
            f"{file} cannot be written: {error.strerror or error}.",
            hint="Name a file in a folder that you may write to, with enough room.",
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _require_free(file: Path, journal: Path) -> None:
    if file.resolve().is_relative_to(journal.resolve()):
        raise OutputUnwritable(
            "A copy in the journal's folder would be lost with it, and would stay when somebody is erased.",
            hint="Name a file elsewhere, best on another disk.",
        )
    if os.path.lexists(file):
        raise OutputUnwritable(
            f"There is a file at {file} already, and nothing is overwritten.",
            hint="Name another file, for example with the date in its name.",
        )


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
