"""Overwriting what was deleted, so that its bytes are nowhere in the database any more."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from skincast.errors import JournalBusy, JournalUnreachable
from skincast.journal.schema import PERSONAL, maker, person
from skincast.journal.store import BUSY_MS, POLL_S, Store, said_plainly

OLDER_SNAPSHOTS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
    " AND (age(backend_xmin) > age(CAST(:xid AS xid)) OR age(backend_xid) > age(CAST(:xid AS xid)))"
)
"""Programs that may still see what was deleted before the transaction `xid`: for them it is kept."""


def truncate_log(store: Store, *, patient: bool = True) -> None:
    """Bring everything from SQLite's log into its database and empty the log; PostgreSQL gives up its dead rows.

    Args:
        store: which one.
        patient: wait for programs that still read an older state.

    Raises:
        JournalBusy: another program is reading an older state.
        JournalUnreachable: no room on the disk.
    """
    if store.is_sqlite:
        with _sqlite(store, patient=patient) as connection:
            _checkpoint(connection)
    else:
        _vacuum(store, patient=patient)


def rewrite(store: Store, *, patient: bool = True) -> None:
    """Write the database anew, so that only what lives is in it, then do as `truncate_log` does.

    `secure_delete` alone is not enough: where SQLite moved a row from one page to another, a copy of it can stay in the
    unused middle of the old page, and is not overwritten when the row is deleted later. About one deleted value in a
    thousand was still there. PostgreSQL never overwrites; its table of people is small and is written anew.

    Raises:
        JournalBusy: another program is writing, or reading an older state.
        JournalUnreachable: no room on the disk: SQLite needs three times the size of its database for a moment.
    """
    if not store.is_sqlite:
        _vacuum(store, patient=patient, anew=True)
        return
    with _sqlite(store, patient=patient) as connection:
        connection.execute("PRAGMA temp_store=FILE")  # a large database would not fit into memory
        try:
            connection.execute("VACUUM")
        finally:
            connection.execute("PRAGMA temp_store=MEMORY")
        _checkpoint(connection)


@contextmanager
def _sqlite(store: Store, *, patient: bool) -> Iterator[sqlite3.Connection]:
    """The driver's own connection: none of these statements may stand in a transaction."""
    raw = store.engine.raw_connection()
    connection = raw.driver_connection
    if not isinstance(connection, sqlite3.Connection):
        msg = f"not a connection of SQLite: {connection!r}"
        raise TypeError(msg)
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS if patient else 0}")
    try:
        yield connection
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise _busy() from error
        raise _no_room(str(error)) from error
    finally:
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        raw.close()


def _checkpoint(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        raise _busy()


def _vacuum(store: Store, *, patient: bool, anew: bool = False) -> None:
    engine = store.engine.execution_options(isolation_level="AUTOCOMMIT")
    with said_plainly(), engine.connect() as connection:
        connection.execute(text(f"SET lock_timeout = {BUSY_MS if patient else 1}"))
        try:
            _await_older(connection, patient=patient)
            for table in (*PERSONAL, person, maker):
                full = "(FULL)" if anew and table is person else ""
                connection.execute(text(f'VACUUM {full} "{table.name}"'))
        finally:
            connection.execute(text("RESET lock_timeout"))


def _await_older(connection: Connection, *, patient: bool) -> None:
    """PostgreSQL keeps dead rows, without a word, for whoever may still see them."""
    xid = connection.scalar(text("SELECT CAST(CAST(pg_current_xact_id() AS xid) AS text)"))
    deadline = time.monotonic() + (BUSY_MS / 1000 if patient else 0)
    while connection.scalar(OLDER_SNAPSHOTS, {"xid": xid}):
        if time.monotonic() >= deadline:
            raise _busy()
        time.sleep(POLL_S)


def _busy() -> JournalBusy:
    return JournalBusy(
        "Another program reads an older state of the journal, so deleted rows may still stand in its files.",
        hint="Close the other program; the next command of any kind finishes the work.",
    )


def _no_room(words: str) -> JournalUnreachable:
    return JournalUnreachable(
        f"Deleted rows cannot be overwritten: {words}.",
        hint="Make room on the disk; the next command of any kind finishes the work.",
    )
