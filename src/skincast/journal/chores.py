"""What a broken-off command left to do, written down before it was begun and done when the store is opened next.

Three kinds: `unfinished` names an object that was being written and belongs to nobody unless a row says so; `delete`
names an object whose row is gone; `scrub` says that deleted rows may still stand in SQLite's write-ahead log.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select, text

from skincast.errors import JournalBusy
from skincast.journal.schema import PERSONAL, analysis, chore, person, photo
from skincast.journal.store import Store

UNFINISHED, DELETE, SCRUB = "unfinished", "delete", "scrub"


def promise(connection: Connection, kind: str, keys: Iterable[str | None]) -> None:
    """Write chores down; they count from the moment that the transaction is committed."""
    rows = [{"kind": kind, "object_key": key} for key in keys]
    if rows:
        connection.execute(insert(chore), rows)


def settle(connection: Connection, keys: Iterable[str]) -> None:
    """Strike out the unfinished objects that have become part of a row in this transaction."""
    connection.execute(delete(chore).where(chore.c.kind == UNFINISHED, chore.c.object_key.in_(list(keys))))


def do_chores(store: Store) -> int:
    """Do everything that can be done now.

    Returns:
        How many chores were done; 0 almost always, at the cost of one query.
    """
    with store.reading() as connection:
        waiting = connection.execute(select(func.count()).select_from(chore)).scalar_one()
    if not waiting:
        return 0
    return _sweep_unfinished(store) + _delete_objects(store) + _scrub(store)


def _sweep_unfinished(store: Store) -> int:
    with store.alone() as alone:
        if not alone:
            return 0
        keys = _keys(store, UNFINISHED)
        with store.reading() as connection:
            taken = {
                key
                for column in (photo.c.object_key, analysis.c.maps_key)
                for key in connection.scalars(select(column).where(column.in_(keys)))
            }
        for key in set(keys) - taken:
            store.objects.delete(key)
        return _strike_out(store, UNFINISHED, keys)


def _delete_objects(store: Store) -> int:
    keys = _keys(store, DELETE)
    for key in keys:
        store.objects.delete(key)
    return _strike_out(store, DELETE, keys)


def _scrub(store: Store) -> int:
    """Overwrite what is deleted: the log of SQLite, the dead rows of PostgreSQL."""
    with store.reading() as connection:
        pks = connection.scalars(select(chore.c.pk).where(chore.c.kind == SCRUB)).all()
    if not pks:
        return 0

    truncate_log(store)
    with store.writing() as connection:
        connection.execute(delete(chore).where(chore.c.pk.in_(pks)))
    return len(pks)


def truncate_log(store: Store) -> None:
    """Bring everything from the log into the database and empty the log.

    Raises:
        JournalBusy: another program is reading an older state.
    """
    if not store.is_sqlite:
        with store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            for table in (*PERSONAL, person):
                connection.execute(text(f'VACUUM "{table.name}"'))
        return
    raw = store.engine.raw_connection()
    try:
        busy = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        raw.close()
    if busy:
        raise JournalBusy(
            "Another program reads an older state of the journal, so deleted rows still stand in its log.",
            hint="Close the other program; the next command of any kind finishes the work.",
        )


def _keys(store: Store, kind: str) -> list[str]:
    with store.reading() as connection:
        return [key for key in connection.scalars(select(chore.c.object_key).where(chore.c.kind == kind)) if key]


def _strike_out(store: Store, kind: str, keys: list[str]) -> int:
    if keys:
        with store.writing() as connection:
            connection.execute(delete(chore).where(chore.c.kind == kind, chore.c.object_key.in_(keys)))
    return len(keys)
