"""A backup -> its members, in order, each of them proven whole; nothing is written anywhere."""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skincast.errors import BackupRefused, JournalNewer
from skincast.journal.backup.contents import (
    ABOUT,
    END,
    NONSENSE,
    OBJECTS,
    About,
    BackupReport,
    Tally,
    is_ours,
    read_about,
)
from skincast.journal.backup.header import Unlocked, read_header, unlock_backup
from skincast.journal.backup.stream import SealedReader
from skincast.journal.keys import write_key
from skincast.journal.migrate import known_revisions


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a whole backup holds."""

    about: About
    rows: dict[str, int]
    """Table -> rows."""
    objects: tuple[str, ...]
    """Keys."""
    missing: int


def verify_backup(file: Path, *, key_file: Path, passphrase: str | None = None) -> BackupReport:
    """Read a backup from its first byte to its last, as restoring would, and write nothing.

    Args:
        file: the backup.
        key_file: of the master key; where it does not exist, the passphrase of the backup is needed.
        passphrase: of the key file, or of the backup.

    Raises:
        FileUnreadable: no such file, or no permission.
        BackupRefused: no backup, damaged, cut off, or locked with another key.
        KeyMissing: there is no master key, and no passphrase was given.
        JournalNewer: a newer version wrote it.
    """
    opened = unlock_backup(file, key_file=key_file, passphrase=passphrase)
    return report_on(opened, check_backup(opened))


def restore_key(file: Path, *, key_file: Path, passphrase: str) -> None:
    """Write the master key back that a backup brings, and nothing else: for a journal that is well but for its key.

    The key file is locked with the passphrase where it was locked when the backup was made.

    Raises:
        FileUnreadable: no such file, or no permission.
        BackupRefused: no backup, damaged, made without a passphrase, or with another one.
        KeyRefused: there is a master key already, or the file cannot be written.
    """
    opened = unlock_backup(file, key_file=key_file, passphrase=passphrase)
    with closing(members(opened)) as parts:
        name, content = next(parts, ("", b""))
    if name != ABOUT:
        raise _unexpected()
    locked = _read_about(content).key_locked
    write_key(key_file, opened.master, passphrase=passphrase if locked else None, replace=False)


def members(opened: Unlocked) -> Generator[tuple[str, bytes]]:
    """Give every member, one at a time in memory.

    Raises:
        BackupRefused: damaged or cut off; what was given before that was whole.
    """
    with opened.file.open("rb") as file:
        header = read_header(file)
        sealed = SealedReader(file, opened.key, about=header.digest)
        try:
            with tarfile.open(fileobj=sealed, mode="r|") as tar:
                for member in tar:
                    content = tar.extractfile(member)
                    yield member.name, b"" if content is None else content.read()
        except tarfile.TarError as error:
            raise _unexpected() from error
        while sealed.read(tarfile.RECORDSIZE):
            """Up to the end: only the last chunk proves that nothing was cut off."""


def check_backup(opened: Unlocked) -> Contents:
    """Read everything and compare it with what the backup says of itself.

    Raises:
        BackupRefused: damaged or cut off.
        JournalNewer: a newer version wrote it.
    """
    tally = Tally()
    about, end, objects = None, None, []
    for name, content in members(opened):
        if not is_ours(name):
            raise _unexpected()
        if name == END:
            end = content
            continue
        if name == ABOUT:
            about = _known(_read_about(content))
        elif name.startswith(OBJECTS):
            objects.append(name.removeprefix(OBJECTS))
        tally.add(name, content)
    if about is None or end is None:
        raise _unexpected()
    fields = _read_end(end)
    if tally.to_json(missing=fields["missing"]) != end:
        raise _unexpected()
    return Contents(about=about, rows=fields["rows"], objects=tuple(objects), missing=fields["missing"])


def report_on(opened: Unlocked, contents: Contents) -> BackupReport:
    """Tell what a checked backup holds."""
    with opened.file.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return BackupReport(
        rows=sum(contents.rows.values()),
        people=contents.rows.get("person", 0),
        objects=len(contents.objects),
        missing=contents.missing,
        bytes=opened.file.stat().st_size,
        sha256=digest.hexdigest(),
        made_at=contents.about.made_at,
    )


def _read_about(content: bytes) -> About:
    try:
        return read_about(content)
    except NONSENSE as error:
        raise _unexpected() from error


def _read_end(content: bytes) -> dict[str, Any]:
    try:
        fields: dict[str, Any] = json.loads(content)
        return {"rows": dict(fields["rows"]), "missing": int(fields["missing"])}
    except NONSENSE as error:
        raise _unexpected() from error


def _known(about: About) -> About:
    if about.revision not in known_revisions():
        raise JournalNewer("The backup was made by a newer Skincast.", hint="Update Skincast; nothing was changed.")
    return about


def _unexpected() -> BackupRefused:
    return BackupRefused(
        "The backup does not hold what it says it holds.",
        hint="Use another copy of this backup, or an older backup; nothing was taken from this one.",
    )
