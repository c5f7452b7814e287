"""Whom this journal has erased: a list beside the master key, so that no older backup brings them back.

The list lies outside of the journal's folder and holds no name and no id: each line is a keyed digest of the person
and eight random digits that tell two erasures of one person apart. Without the master key it says how many, no more.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, select

from skincast.errors import JournalUnreachable
from skincast.journal.disk import sync_folder
from skincast.journal.keys import MasterKey
from skincast.journal.schema import store as facts

SUFFIX = ".erased"
DIGEST_DIGITS = 24
"""96 bits: no two people ever share them."""
ENTRY = re.compile(r"[0-9a-f]{32}")


def list_of(key_file: Path) -> Path:
    """The list that belongs to a master key."""
    return key_file.with_name(key_file.name + SUFFIX)


def new_entry(connection: Connection, master: MasterKey, person_id: str) -> str:
    """An entry for one erasure of one person, 32 hexadecimal digits."""
    return digest_of(connection, master, person_id) + secrets.token_hex(4)


def digest_of(connection: Connection, master: MasterKey, person_id: str) -> str:
    """What the entries of a person in this journal begin with; the same person elsewhere has other ones."""
    journal = connection.scalar(select(facts.c.value).where(facts.c.name == "key_proof")) or b""
    return master.digest("erased", f"{journal.hex()}|{person_id}").hex()[:DIGEST_DIGITS]


def read_entries(key_file: Path | None) -> frozenset[str]:
    """Every entry of the list beside this key; what a power cut left half-written counts for nothing.

    Raises:
        JournalUnreachable: there is a list, and it cannot be read.
    """
    if key_file is None:
        return frozenset()
    try:
        return frozenset(ENTRY.findall(list_of(key_file).read_text("ascii")))
    except FileNotFoundError:
        return frozenset()
    except (OSError, UnicodeDecodeError) as error:
        raise _unwritable(key_file) from error


def add_entries(key_file: Path | None, entries: Iterable[str]) -> None:
    """Write entries down; those that stand there already are not written again.

    Raises:
        JournalUnreachable: the list cannot be written.
    """
    fresh = sorted(set(entries) - read_entries(key_file))
    if not fresh:
        return
    if key_file is None:
        raise _unwritable(None)
    lines = "".join(f"\n{entry}" for entry in fresh) + "\n"  # a line that was cut off stays alone
    try:
        handle = os.open(list_of(key_file), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(key_file.parent)
    except OSError as error:
        raise _unwritable(key_file) from error


def _unwritable(key_file: Path | None) -> JournalUnreachable:
    where = "beside the master key" if key_file is None else str(list_of(key_file))
    return JournalUnreachable(
        f"The list of erased people {where} cannot be read or written: an older backup could bring them back.",
        hint="Mend the permissions of the folder of the master key; the next command of any kind finishes the work.",
    )
