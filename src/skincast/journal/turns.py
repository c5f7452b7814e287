"""Whose turn it is: two programs never write for one person at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, select

from skincast.errors import PersonUnknown
from skincast.journal.people import Owner
from skincast.journal.schema import person
from skincast.journal.store import Store


@contextmanager
def writing_for(store: Store, owner: Owner) -> Iterator[Connection]:
    """Open a writing transaction in which nobody else writes for this person.

    SQLite has one writer at a time anyway. PostgreSQL locks the person's row, and a statement after that sees what the
    writer before has committed, which `REPEATABLE READ` would hide: read, change and write are safe without retries.

    Raises:
        PersonUnknown: the person was erased meanwhile.
        JournalBusy: another program held the store for too long.
        JournalUnreachable: no room on the disk, or the database is gone.
    """
    mine = select(person.c.pk).where(person.c.pk == owner.pk, person.c.id == owner.person.id)
    with store.writing_rows() as connection:
        if connection.scalar(mine.with_for_update(key_share=True)) is None:
            raise PersonUnknown(
                "The person whose journal this was is not here any more.",
                hint="See who keeps a journal here with `skincast person list`.",
            )
        yield connection
