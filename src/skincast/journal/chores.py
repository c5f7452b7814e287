"""What a broken-off command left to do, written down before it was begun and done when the store is opened next.

`unfinished` names an object that was being written and belongs to nobody unless a row says so; `delete` names an object
whose row is gone; `remember` is an entry for the list of erased people, `take back` one for that of photos taken back;
`scrub` says that deleted rows may still stand in a log, `rewrite` that no byte of them may stay in the database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from skincast.errors import SkincastError
from skincast.journal.erased import ERASED, WITHDRAWN, add_entries
from skincast.journal.schema import analysis, chore, photo
from skincast.journal.scrub import rewrite, truncate_log
from skincast.journal.store import Store

UNFINISHED, DELETE, REMEMBER, SCRUB, REWRITE = "unfinished", "delete", "remember", "scrub", "rewrite"
TAKE_BACK = "take back"
KINDS = (UNFINISHED, DELETE, REMEMBER, TAKE_BACK)
"""Those that name something."""
KEY = re.compile(r"[0-9a-f]{32}")
"""Of an object, and of an entry of a list."""
PATIENCE_S = 5.0
"""How long to wait for a program that keeps photos: it takes a second for those of one visit."""
AT_ONCE = 500
"""Keys in one statement: databases limit how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chores:
    """What was done, and why something was not."""

    done: int
    left: tuple[SkincastError, ...] = ()


def promise(connection: Connection, kind: str, keys: Iterable[str | None]) -> None:
    """Write chores down; they count from the moment that the transaction is committed."""
    rows = [{"kind": kind, "object_key": key} for key in keys]
    if rows:
        connection.execute(insert(chore), rows)


def settle(connection: Connection, keys: Iterable[str]) -> None:
    """Strike out the unfinished objects that have become part of a row in this transaction."""
    for some in _portions(list(keys)):
        connection.execute(delete(chore).where(chore.c.kind == UNFINISHED, chore.c.object_key.in_(some)))


def do_chores(store: Store) -> int:
    """Do everything that is left to do, waiting for other programs where that helps.

    Returns:
        How many chores were done; 0 almost always, at the cost of one query.

    Raises:
        JournalBusy: another program is reading an older state; everything else was done.
        JournalUnreachable: a file cannot be deleted or written; everything else was done.
    """
    chores = attempt_chores(store, patient=True)
    for reason in chores.left:
        raise reason
    return chores.done


def attempt_chores(store: Store, *, patient: bool) -> Chores:
    """Do what can be done now; one chore that cannot be done holds up no other, and is tried again at the next opening.

    Args:
        store: which one.
        patient: wait for other programs: opening a journal must not take long because somebody makes a backup.
    """
    with store.reading() as connection:
        waiting = connection.execute(select(func.count()).select_from(chore)).scalar_one()
    if not waiting:
        return Chores(done=0)
    done, left = _strike_out_nonsense(store), []
    for step in (_sweeper(wait_s=PATIENCE_S if patient else 0), _delete_objects, _remember, _scrubber(patient=patient)):
        try:
            done += step(store)
        except SkincastError as reason:
            left.append(reason)
    return Chores(done=done, left=tuple(left))


def _strike_out_nonsense(store: Store) -> int:
    """What names neither an object nor an entry can never be done, and must hold nothing up."""
    with store.reading() as connection:
        rows = connection.execute(select(chore)).all()
    pks = [row.pk for row in rows if not _makes_sense(row.kind, row.object_key)]
    for start in range(0, len(pks), AT_ONCE):
        with store.writing() as connection:
            connection.execute(delete(chore).where(chore.c.pk.in_(pks[start : start + AT_ONCE])))
    return len(pks)


def _makes_sense(kind: str, key: str | None) -> bool:
    if kind in (SCRUB, REWRITE):
        return True
    return kind in KINDS and key is not None and KEY.fullmatch(key) is not None


def count_unfinished(store: Store) -> int:
    """How many objects somebody is writing, or has left over: nobody can tell yet whose they are."""
    return len(_keys(store, UNFINISHED))


def _sweeper(*, wait_s: float) -> Callable[[Store], int]:
    def sweep(store: Store) -> int:
        if not count_unfinished(store):
            return 0
        with store.alone(wait_s=wait_s) as alone:
            return _sweep_unfinished(store) if alone else 0

    return sweep


def _sweep_unfinished(store: Store) -> int:
    """Delete objects that no row has taken.

    The chores are locked, not only read: what a program told PostgreSQL right before it was killed may still be on its
    way to being committed, and such a transaction holds the chores that it settles.
    """
    with store.writing() as connection:
        keys = _read_keys(connection, UNFINISHED, lock=True)
        promised = select(chore.c.object_key).where(chore.c.kind == UNFINISHED)
        taken = {
            key
            for column in (photo.c.object_key, analysis.c.maps_key)
            for key in connection.scalars(select(column).where(column.in_(promised)))
        }
        for key in keys:
            if key not in taken:
                store.objects.delete(key)
        settle(connection, keys)
    return len(keys)


def _delete_objects(store: Store) -> int:
    keys = _keys(store, DELETE)
    for key in keys:
        store.objects.delete(key)
    return _strike_out(store, DELETE, keys)


def _remember(store: Store) -> int:
    done = 0
    for kind, what in ((REMEMBER, ERASED), (TAKE_BACK, WITHDRAWN)):
        entries = _keys(store, kind)
        add_entries(store.key_file, entries, what)
        done += _strike_out(store, kind, entries)
    return done


def _scrubber(*, patient: bool) -> Callable[[Store], int]:
    def scrub(store: Store) -> int:
        with store.reading() as connection:
            rows = connection.execute(select(chore.c.pk, chore.c.kind).where(chore.c.kind.in_((SCRUB, REWRITE)))).all()
        if not rows:
            return 0
        overwrite = rewrite if any(row.kind == REWRITE for row in rows) else truncate_log
        overwrite(store, patient=patient)
        with store.writing() as connection:
            connection.execute(delete(chore).where(chore.c.pk.in_([row.pk for row in rows])))
        return len(rows)

    return scrub


def _keys(store: Store, kind: str) -> list[str]:
    with store.reading() as connection:
        return _read_keys(connection, kind)


def _read_keys(connection: Connection, kind: str, *, lock: bool = False) -> list[str]:
    query = select(chore.c.object_key).where(chore.c.kind == kind)
    return [key for key in connection.scalars(query.with_for_update() if lock else query) if key]


def _strike_out(store: Store, kind: str, keys: Sequence[str]) -> int:
    if keys:
        with store.writing() as connection:
            for some in _portions(keys):
                connection.execute(delete(chore).where(chore.c.kind == kind, chore.c.object_key.in_(some)))
    return len(keys)


def _portions(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
