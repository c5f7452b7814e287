"""Every file in which bytes of a journal can lie, and what cannot be looked into."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from skincast.errors import JournalUnreachable
from skincast.journal.held import identify

BESIDE_DATABASE = ("", "-wal", "-shm", "-journal")
"""What SQLite names the files that belong to one database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """What is to be searched."""

    names: list[str] = field(default_factory=list)
    """Of all files and folders, within the journal's folder."""
    files: dict[str, Path] = field(default_factory=dict)
    """Name -> where it is read."""
    databases: set[tuple[int, int]] = field(default_factory=set)
    """Files that SQLite may have open: see `held.py`."""
    closed: list[str] = field(default_factory=list)
    """What is not looked into: links that lead elsewhere, and things that are neither file nor folder."""


def find_whereabouts(folder: Path, *, database: Path | None, objects: Path | None) -> Whereabouts:
    """Find every file: of a folder, of SQLite's database and of the objects, wherever links lead to these two.

    Raises:
        JournalUnreachable: a folder cannot be read.
    """
    found = Whereabouts()
    roots = [path.resolve() for path in (folder, objects) if path is not None]
    for name, path in _database_files(database):
        found.files[name] = path
        found.databases.add(identify(path))
    if database is not None and not found.files:
        found.closed.append(database.name)
    tops = [folder, *([objects] if objects is not None and objects.is_symlink() and objects.is_dir() else [])]
    for top in tops:
        for path in _walk(top):
            _note(found, path, folder=folder, roots=roots, entered=path in tops)
    return found


def _note(found: Whereabouts, path: Path, *, folder: Path, roots: list[Path], entered: bool) -> None:
    name = str(path.relative_to(folder))
    found.names.append(name)
    if name in found.files or entered:
        return
    if path.is_symlink():
        real = path.resolve()
        if real not in found.files.values() and not any(real.is_relative_to(root) for root in roots):
            found.closed.append(name)
    elif path.is_file():
        found.files[name] = path
    elif path.exists() and not path.is_dir():
        found.closed.append(name)


def _database_files(database: Path | None) -> Iterator[tuple[str, Path]]:
    """SQLite follows a link and keeps its logs beside what the link leads to."""
    if database is None:
        return
    real = database.resolve()
    for ending in BESIDE_DATABASE:
        path = real.with_name(real.name + ending)
        if path.is_file():
            yield database.name + ending, path


def _walk(top: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(top, onerror=_refuse):
        folders.sort()
        yield from (Path(folder, name) for name in (*folders, *sorted(files)))


def _refuse(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):  # what was deleted meanwhile holds nothing any more
        raise JournalUnreachable(
            f"A folder of the journal cannot be searched: {error.strerror}.",
            hint="Mend the permissions of the journal's folder.",
        ) from error
