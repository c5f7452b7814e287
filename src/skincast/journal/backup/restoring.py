"""A backup -> a journal where there was none, on any database."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, select

from skincast.errors import JournalNewer, JournalNotEmpty
from skincast.journal.backup.contents import RestoreReport
from skincast.journal.backup.filling import Filling
from skincast.journal.backup.header import Unlocked, unlock_backup
from skincast.journal.backup.read import Contents, check_backup, members
from skincast.journal.chores import UNFINISHED, attempt_chores, promise
from skincast.journal.decided import decide_again
from skincast.journal.erased import DIGEST_DIGITS, WITHDRAWN, add_entries, note_known, read_entries
from skincast.journal.keys import write_key
from skincast.journal.migrate import bring_up, known_revisions, lay_out, revision_of
from skincast.journal.objects import FolderObjects
from skincast.journal.opening import make_places, require_apart
from skincast.journal.schema import PERSONAL, person
from skincast.journal.store import OBJECTS, Store, open_engine


def restore(
    folder: Path, file: Path, *, key_file: Path, now: datetime, url: str | None = None, passphrase: str | None = None
) -> RestoreReport:
    """Make a journal out of a backup, where there is none yet.

    The backup is read whole before anything is written. Rows come in one transaction and photos before it ends, so that
    a program that dies halfway leaves an empty journal, into which the backup can be restored again. Who was erased
    after the backup was made is left out.

    Args:
        folder: of the new journal.
        file: the backup.
        key_file: of the master key; where it does not exist, the key comes out of the backup and is written there,
            locked with the passphrase where it was locked when the backup was made.
        now: this moment.
        url: a PostgreSQL database in place of the SQLite file in `folder`; the backup may come from either.
        passphrase: of the key file, or of the backup.

    Raises:
        FileUnreadable: no such file, or no permission.
        BackupRefused: no backup, damaged, cut off, or locked with another key.
        JournalNotEmpty: somebody keeps a journal there already.
        JournalNewer: a newer version wrote the backup, or began the journal.
        KeyMissing: there is no master key, and no passphrase was given.
        KeyRefused: the key would lie in the journal's folder, or its file is no key.
        JournalUnreachable: no room, or no permission.
    """
    require_apart(folder, key_file)
    opened = unlock_backup(file, key_file=key_file, passphrase=passphrase)
    contents = check_backup(opened)
    make_places(folder, sqlite=url is None)
    store = Store(
        folder=folder,
        engine=open_engine(folder, url),
        objects=FolderObjects(folder / OBJECTS),
        master=opened.master,
        key_file=key_file,
    )
    try:
        _make_room(store, contents)
        if opened.brings_key:
            write_key(
                key_file, opened.master, passphrase=passphrase if contents.about.key_locked else None, replace=False
            )
        return _fill(store, opened, contents, now=now)
    finally:
        store.engine.dispose()


def _make_room(store: Store, contents: Contents) -> None:
    """Bring an empty journal to the shape of the backup, and promise to sweep its objects until rows take them."""
    with store.reading() as connection:
        _require_empty(connection)
        was_there = _known_revision(connection) is not None
    if was_there:
        attempt_chores(store, patient=True)
    with store.reshaping() as connection:
        _require_empty(connection)
        if next(store.objects.keys(), None) is not None:
            raise _not_empty()
        lay_out(connection, revision=contents.about.revision)
        promise(connection, UNFINISHED, contents.objects)


def _fill(store: Store, opened: Unlocked, contents: Contents, *, now: datetime) -> RestoreReport:
    listed = read_entries(store.key_file)
    erased_later = listed - set(contents.about.erased)
    add_entries(store.key_file, contents.about.erased)
    add_entries(store.key_file, contents.about.withdrawn, WITHDRAWN)
    with store.keeping_objects():
        with store.writing() as connection:
            _require_empty(connection)
            filling = Filling(store, connection, {entry[:DIGEST_DIGITS] for entry in erased_later})
            filling.take(members(opened))
            filling.finish(contents)
            note_known(connection, listed.union(contents.about.erased))
        bring_up(store)
        again = decide_again(store)
    attempt_chores(store, patient=False)
    return RestoreReport(
        rows=sum(filling.rows.values()),
        people=filling.rows["person"],
        objects=filling.objects,
        missing=contents.missing,
        erased_again=len(filling.erased) + again.erased,
        photos_deleted_again=again.withdrawn,
        made_at=contents.about.made_at,
        restored_at=now,
        key_written=opened.brings_key,
    )


def _known_revision(connection: Connection) -> str | None:
    revision = revision_of(connection)
    if revision is not None and revision not in known_revisions():
        raise JournalNewer("The journal was begun by a newer Skincast.", hint="Update Skincast; nothing was changed.")
    return revision


def _require_empty(connection: Connection) -> None:
    there = set(inspect(connection).get_table_names())
    for table in (person, *PERSONAL):
        if table.name in there and connection.execute(select(table.c[0]).limit(1)).first() is not None:
            raise _not_empty()


def _not_empty() -> JournalNotEmpty:
    return JournalNotEmpty(
        "Somebody keeps a journal there already, and nothing is overwritten.",
        hint="Name an empty folder with --journal or SKINCAST_JOURNAL.",
    )
