"""A journal -> one encrypted file, while others go on writing."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Table, select

from skincast.errors import BackupRefused, JournalBusy, JournalDamaged
from skincast.journal.backup.contents import ABOUT, END, OBJECTS, ROWS, About, BackupReport, Tally, dump_rows
from skincast.journal.backup.header import Unlocked, new_header
from skincast.journal.backup.read import check_backup, report_on
from skincast.journal.backup.stream import SealedWriter
from skincast.journal.erased import ERASED, WITHDRAWN, read_entries
from skincast.journal.keys import is_locked
from skincast.journal.migrate import revision_of
from skincast.journal.outfile import whole_file
from skincast.journal.schema import PERSONAL, analysis, maker, person, photo
from skincast.journal.schema import store as facts
from skincast.journal.store import Store

TABLES = (facts, maker, person, *reversed(PERSONAL))
"""Parents first. Chores stay behind: they are about this folder's files."""
AT_ONCE = 200
"""Rows in one member."""
ATTEMPTS = 5


def backup(store: Store, file: Path, *, now: datetime, passphrase: str | None = None) -> BackupReport:
    """Write the whole journal into one encrypted file and read it back.

    Others may go on using the journal: the backup holds one moment of it. Where somebody was erased, or took their
    consent to photos back, while it was being written, it is begun again, so that it never holds what is gone.

    Args:
        store: the journal.
        file: where to; nothing may be there yet.
        now: this moment.
        passphrase: locks the master key into the backup too, so that it can be restored where the key is lost.

    Raises:
        OutputUnwritable: something is there already, no permission or no room, or it is in the journal's folder.
        JournalBusy: things were deleted again and again while the backup was being written.
        BackupRefused: what was read back is not what was written: the disk is failing.
    """
    with whole_file(file, journal=store.folder) as part:
        for _ in range(ATTEMPTS):
            written = _write(store, part, now=now, passphrase=passphrase)
            if written is not None:
                return _read_back(written)
        raise JournalBusy(
            "Photos or people were deleted again and again while the backup was being written.",
            hint="Try again when nobody is deleting anything.",
        )


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What the rows of one moment name."""

    people: set[str] = field(default_factory=set)
    objects: list[str] = field(default_factory=list)

    def note(self, table: Table, row: dict[str, object]) -> None:
        if table is person:
            self.people.add(str(row["id"]))
        key = row.get("object_key") or row.get("maps_key")
        if key is not None:
            self.objects.append(str(key))


class _Members:
    """Puts members into the archive and counts them."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.tally = Tally()

    def add(self, name: str, content: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        self._tar.addfile(member, io.BytesIO(content))
        if name != END:
            self.tally.add(name, content)


def _write(store: Store, part: Path, *, now: datetime, passphrase: str | None) -> Unlocked | None:
    """Write everything; None where things were deleted meanwhile, so that the file must not be kept."""
    header, key = new_header(store.master, passphrase)
    with part.open("wb") as file:
        file.write(header.line)
        sealed = SealedWriter(file, key, about=header.digest)
        with tarfile.open(fileobj=sealed, mode="w|") as tar:
            members = _Members(tar)
            snapshot = _write_rows(store, members, now=now)
            missing = _write_objects(store, members, snapshot)
            members.add(END, members.tally.to_json(missing=missing))
        sealed.finish()
    if _something_is_gone(store, snapshot):
        return None
    return Unlocked(file=part, header=header, key=key, master=store.master, brings_key=False)


def _write_rows(store: Store, members: _Members, *, now: datetime) -> _Snapshot:
    """Write the tables as they are at one moment.

    The lists beside the key are read first: who is erased between the two is in neither, and who is erased after both
    is in a list later and will not be brought back.
    """
    erased, withdrawn = (tuple(sorted(read_entries(store.key_file, what))) for what in (ERASED, WITHDRAWN))
    locked = store.key_file is not None and is_locked(store.key_file)
    snapshot = _Snapshot()
    with store.reading() as connection:
        revision = revision_of(connection) or ""
        about = About(made_at=now, revision=revision, erased=erased, withdrawn=withdrawn, key_locked=locked)
        members.add(ABOUT, about.to_json())
        for table in TABLES:
            for number, rows in enumerate(_portions(connection, table)):
                for row in rows:
                    snapshot.note(table, row)
                columns = table.c.keys()
                members.add(
                    f"{ROWS}{table.name}/{number:08}.jsonl", dump_rows(columns, [list(row.values()) for row in rows])
                )
    return snapshot


def _portions(connection: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=AT_ONCE)
    rows = iter(connection.execute(query).mappings())
    while portion := [dict(row) for row in islice(rows, AT_ONCE)]:
        yield portion


def _write_objects(store: Store, members: _Members, snapshot: _Snapshot) -> int:
    """Write photos and maps, sealed as they lie; return how many are not there."""
    missing = 0
    for key in snapshot.objects:
        try:
            members.add(f"{OBJECTS}{key}", store.objects.get(key))
        except JournalDamaged:
            missing += 1
    return missing


def _something_is_gone(store: Store, snapshot: _Snapshot) -> bool:
    """Tell whether a person, a photo or a map that the rows name has been deleted since they were read."""
    with store.reading() as connection:
        people = set(connection.scalars(select(person.c.id)))
        objects = {
            key for column in (photo.c.object_key, analysis.c.maps_key) for key in connection.scalars(select(column))
        }
    return not (snapshot.people <= people and objects.issuperset(snapshot.objects))


def _read_back(written: Unlocked) -> BackupReport:
    try:
        return report_on(written, check_backup(written))
    except BackupRefused as error:
        raise BackupRefused(
            "The backup was written, but what was read back is not what was written; it was deleted again.",
            hint="The disk may be failing: write the backup to another one.",
        ) from error
