"""Photos and pictures of a face: laid down before their rows, deleted after them, so that none is ever left over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from sqlalchemy import Column, Connection, select, update

from skincast.errors import SkincastError
from skincast.journal.chores import DELETE, SCRUB, UNFINISHED, attempt_chores, promise
from skincast.journal.objects import new_object_key
from skincast.journal.people import Owner
from skincast.journal.schema import analysis, photo
from skincast.journal.store import Store


@contextmanager
def laid_down(store: Store, owner: Owner, bodies: Sequence[bytes]) -> Iterator[list[str]]:
    """Seal things into objects; what no row has taken and settled when this ends is swept at the next opening.

    Where it ends with an error, that happens at once. The lock is taken before the promise: nobody sweeps between the
    promise and the object.

    Yields:
        The key of each, in the order of `bodies`.
    """
    if not bodies:
        yield []
        return

    try:
        with store.keeping_objects():
            keys = [new_object_key() for _ in bodies]
            with store.writing() as connection:
                promise(connection, UNFINISHED, keys)
            for key, body in zip(keys, bodies, strict=True):
                store.objects.put(key, owner.cipher.seal(body, about=_about(key)))
            yield keys
    except Exception:
        with suppress(SkincastError):  # the first error is the one to tell
            attempt_chores(store, patient=False)
        raise


def read_object(store: Store, owner: Owner, key: str) -> bytes:
    """Return what was laid down under this key.

    Raises:
        JournalDamaged: it is not there, or was changed.
    """
    return owner.cipher.open(store.objects.get(key), about=_about(key))


def forget_pictures(connection: Connection, person_pk: int) -> tuple[int, int]:
    """Take every photo and every picture of a face from its row and promise to delete it.

    Returns:
        How many photos and how many atlases.
    """
    return _forget(connection, person_pk, photo.c.object_key), _forget(connection, person_pk, analysis.c.maps_key)


def forget_rows(connection: Connection, keys: Sequence[str | None] = ()) -> None:
    """Promise to delete the objects of rows that this transaction deletes, and to overwrite the rows."""
    promise(connection, DELETE, [key for key in keys if key])
    promise(connection, SCRUB, [None])


def _forget(connection: Connection, person_pk: int, column: Column[str]) -> int:
    mine = column.table.c.person_pk == person_pk
    keys = connection.scalars(select(column).where(mine, column.is_not(None))).all()
    if keys:
        connection.execute(update(column.table).where(mine).values({column.name: None}))
        forget_rows(connection, keys)
    return len(keys)


def _about(key: str) -> str:
    return f"photo|{key}"
