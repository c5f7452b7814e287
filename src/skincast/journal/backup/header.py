"""The first line of a backup: which key opens it. Nothing about anybody."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from skincast.errors import BackupRefused, FileUnreadable, JournalDamaged, KeyMissing, KeyRefused
from skincast.journal.cipher import new_key
from skincast.journal.keys import MasterKey, lock, read_key, unlock

FORMAT = "skincast.backup/1"
LONGEST_BYTES = 64 * 1024
ABOUT_KEY = "backup key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What stands before the sealed chunks."""

    line: bytes
    """As it is in the file; every chunk is bound to it."""
    wrapped_key: bytes
    """The backup's own key under the master key."""
    locked_master: dict[str, object] | None
    """The master key under a passphrase, where one was given."""

    @property
    def digest(self) -> bytes:
        """SHA-256 of the line."""
        return hashlib.sha256(self.line).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocked:
    """A backup that can be read."""

    file: Path
    header: Header
    key: bytes
    master: MasterKey
    brings_key: bool
    """True where the master key came out of the backup itself."""


def new_header(master: MasterKey, passphrase: str | None) -> tuple[Header, bytes]:
    """Make a header and the key of a new backup."""
    key = new_key()
    wrapped_key = master.cipher("backup").seal(key, about=ABOUT_KEY)
    locked = None if passphrase is None else lock(master.secret, passphrase)
    fields = {"format": FORMAT, "key": base64.b64encode(wrapped_key).decode(), "master": locked}
    line = json.dumps(fields, separators=(",", ":")).encode() + b"\n"
    return Header(line=line, wrapped_key=wrapped_key, locked_master=locked), key


def read_header(file: BinaryIO) -> Header:
    """Read the header; the file then stands at the first chunk.

    Raises:
        BackupRefused: no backup, or one of a newer version.
    """
    line = file.readline(LONGEST_BYTES)
    try:
        fields = json.loads(line)
        if str(fields["format"]) != FORMAT:
            raise _refused(f"This version reads backups of the format {FORMAT}, and this one is of another.")
        return Header(
            line=line,
            wrapped_key=base64.b64decode(fields["key"], validate=True),
            locked_master=None if fields["master"] is None else dict(fields["master"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _refused("This is no backup of Skincast, or its beginning is damaged.") from error


def unlock_backup(file: Path, *, key_file: Path, passphrase: str | None) -> Unlocked:
    """Find the key of a backup: with the master key where there is one, else with the passphrase of the backup.

    Raises:
        FileUnreadable: no such file, or no permission.
        BackupRefused: no backup, damaged, or locked with another key or passphrase.
        KeyMissing: there is no master key, and no passphrase was given.
        KeyRefused: the master key's file is locked with another passphrase, or is none.
    """
    try:
        with file.open("rb") as stream:
            header = read_header(stream)
    except OSError as error:
        raise FileUnreadable(
            f"The backup {file} cannot be read: {error.strerror}.",
            hint="Check the path, and that you may read the file.",
        ) from error
    brings_key = not key_file.exists()
    master = _unlock_master(header, passphrase) if brings_key else read_key(key_file, passphrase=passphrase)
    return Unlocked(file=file, header=header, key=_unwrap(header, master), master=master, brings_key=brings_key)


def _unlock_master(header: Header, passphrase: str | None) -> MasterKey:
    if header.locked_master is None:
        raise KeyMissing(
            "The master key is not there, and the backup does not bring it: it was made without a passphrase.",
            hint="Put your copy of the master key back, or name it with SKINCAST_KEY.",
        )
    if passphrase is None:
        raise KeyMissing(
            "The master key is not there, and the one in the backup is locked with a passphrase.",
            hint="Give the passphrase that the backup was made with, in SKINCAST_PASSPHRASE or when asked.",
        )
    try:
        return MasterKey(unlock(header.locked_master, passphrase))
    except KeyRefused as error:
        raise BackupRefused(
            "The passphrase does not open this backup: it is another one, or the backup is damaged.",
            hint="Try again; without the passphrase or the master key, a backup is lost.",
        ) from error


def _unwrap(header: Header, master: MasterKey) -> bytes:
    try:
        return master.cipher("backup").open(header.wrapped_key, about=ABOUT_KEY)
    except JournalDamaged as error:
        raise BackupRefused(
            "The backup is locked with another master key than the one that is here, or is damaged.",
            hint="Name the master key of that journal with SKINCAST_KEY; or name a file there that does not exist yet, "
            "and give the backup's passphrase.",
        ) from error


def _refused(message: str) -> BackupRefused:
    return BackupRefused(message, hint="Name a file that `skincast backup` wrote, or update Skincast.")
