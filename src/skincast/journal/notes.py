"""Notes: a person's own words about a day."""

from __future__ import annotations

import secrets
from datetime import date

from sqlalchemy import Connection, delete, insert, select

from skincast.errors import HistoryMissing
from skincast.journal.chores import attempt_chores
from skincast.journal.consents import require
from skincast.journal.keeping import forget_rows
from skincast.journal.names import clean_text
from skincast.journal.payload import about, seal, unseal
from skincast.journal.people import Owner
from skincast.journal.schema import note as table
from skincast.journal.store import Store
from skincast.journal.turns import writing_for
from skincast.types import Note


class Notes:
    """Keeps notes; a day can have several."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, owner: Owner, text: str, *, day: date, id: str | None = None) -> Note:  # noqa: A002
        """Write a note about a day, past or to come.

        Args:
            owner: whose words they are.
            text: 1 to 10,000 characters; line breaks stay.
            day: what they are about.
            id: of a note that comes from another journal; random unless told.

        Raises:
            ConsentMissing: the person did not agree to a journal.
            ValueRefused: empty, overlong, or with characters that cannot be read.
        """
        note = Note(id=id or secrets.token_hex(16), day=day, text=clean_text(text))
        with writing_for(self._store, owner) as connection:
            require(connection, owner)
            insert_note(connection, owner, note)
        return note

    def remove(self, owner: Owner, note_id: str) -> None:
        """Delete a note.

        Raises:
            HistoryMissing: no such note.
        """
        with writing_for(self._store, owner) as connection:
            gone = connection.execute(delete(table).where(table.c.person_pk == owner.pk, table.c.id == note_id))
            if not gone.rowcount:
                raise HistoryMissing("There is no such note.", hint="See all of them with `skincast note list PERSON`.")
            forget_rows(connection)
        attempt_chores(self._store, patient=False)

    def all(self, owner: Owner) -> tuple[Note, ...]:
        """Return every note, in the order of their days."""
        with self._store.reading() as connection:
            return read_notes(connection, owner)


def insert_note(connection: Connection, owner: Owner, note: Note) -> None:
    """Insert a note as it is."""
    sealed = seal(owner.cipher, note.text, about=about("note", note.id, note.day))
    connection.execute(insert(table).values(id=note.id, person_pk=owner.pk, day=note.day, sealed=sealed))


def read_notes(connection: Connection, owner: Owner) -> tuple[Note, ...]:
    """See `Notes.all`; within a transaction."""
    rows = connection.execute(select(table).where(table.c.person_pk == owner.pk).order_by(table.c.day, table.c.pk))
    return tuple(
        Note(id=row.id, day=row.day, text=unseal(owner.cipher, row.sealed, about=about("note", row.id, row.day)))
        for row in rows
    )
