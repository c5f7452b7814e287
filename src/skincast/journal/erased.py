"""What this journal has erased or taken back: lists beside the master key, so that no older copy undoes it.

The lists lie outside of the journal's folder and hold no name and no id: each line is a keyed digest of the person and
eight digits more. Of somebody who was erased they are random and tell two erasures apart; of photos that were taken
back they tell when. Without the master key a list says how many, no more.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select

from skincast.errors import JournalUnreachable
from skincast.journal.disk import sync_folder
from skincast.journal.keys import MasterKey
from skincast.journal.schema import store as facts

ERASED, WITHDRAWN = "erased", "withdrawn"
"""Whom the journal has erased, and who took back their photos: endings of the lists' names."""
DIGEST_DIGITS = 24
"""96 bits: no two people ever share them."""
ENTRY = re.compile(r"[0-9a-f]{32}")


def list_of(key_file: Path, what: str = ERASED) -> Path:
    """The list that belongs to a master key, whatever links lead to it."""
    path = key_file.resolve()
    return path.with_name(f"{path.name}.{what}")


def new_entry(connection: Connection, master: MasterKey, person_id: str) -> str:
    """An entry for one erasure of one person, 32 hexadecimal digits."""
    return digest_of(connection, master, person_id) + secrets.token_hex(4)


def withdrawal_entry(connection: Connection, master: MasterKey, person_id: str, *, at: datetime) -> str:
    """An entry for photos that a person took back: instead of random digits, the second in which they did."""
    return digest_of(connection, master, person_id, WITHDRAWN) + f"{int(at.timestamp()) & 0xFFFFFFFF:08x}"


def instant_of(entry: str) -> datetime:
    """The second of a `withdrawal_entry`."""
    return datetime.fromtimestamp(int(entry[DIGEST_DIGITS:], 16), UTC)


def digest_of(connection: Connection, master: MasterKey, person_id: str, what: str = ERASED) -> str:
    """What the entries of a person in this journal begin with; the same person elsewhere has other ones."""
    journal = connection.scalar(select(facts.c.value).where(facts.c.name == "key_proof")) or b""
    return master.digest(what, f"{journal.hex()}|{person_id}").hex()[:DIGEST_DIGITS]


def find_unknown(connection: Connection, entries: Collection[str]) -> set[str]:
    """Return the entries that this database has not applied yet."""
    return set(entries) - set(connection.scalars(select(facts.c.name))) if entries else set()


def note_known(connection: Connection, entries: Iterable[str], what: str = ERASED) -> None:
    """Note that this database has applied these entries; who comes back afterwards, comes back by themselves."""
    rows = [{"name": entry, "value": what.encode()} for entry in sorted(find_unknown(connection, set(entries)))]
    if rows:
        connection.execute(insert(facts), rows)


def read_entries(key_file: Path | None, what: str = ERASED) -> frozenset[str]:
    """Every entry of a list beside this key; what a power cut left half-written counts for nothing.

    Raises:
        JournalUnreachable: there is a list, and it cannot be read.
    """
    if key_file is None:
        return frozenset()
    try:
        words = list_of(key_file, what).read_text("ascii", errors="replace").split()
    except FileNotFoundError:
        return frozenset()
    except OSError as error:
        raise _unwritable(key_file, what) from error
    return frozenset(filter(ENTRY.fullmatch, words))


def add_entries(key_file: Path | None, entries: Iterable[str], what: str = ERASED) -> None:
    """Write entries down; those that stand there already are not written again, and what is no entry never.

    Raises:
        JournalUnreachable: the list cannot be written.
    """
    fresh = sorted(set(filter(ENTRY.fullmatch, entries)) - read_entries(key_file, what))
    if not fresh:
        return
    if key_file is None:
        raise _unwritable(None, what)
    lines = "".join(f"\n{entry}" for entry in fresh) + "\n"  # a line that was cut off stays alone
    path = list_of(key_file, what)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
    except OSError as error:
        raise _unwritable(key_file, what) from error


def _unwritable(key_file: Path | None, what: str) -> JournalUnreachable:
    where = "beside the master key" if key_file is None else str(list_of(key_file, what))
    return JournalUnreachable(
        f"The list of what is {what} {where} cannot be read or written: an older backup could bring it back.",
        hint="Mend the permissions of the folder of the master key; the next command of any kind finishes the work.",
    )
