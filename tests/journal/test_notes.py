"""Notes: a person's own words, as they wrote them."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update
from tests.journal import making

from skincast.errors import HistoryMissing, JournalDamaged, ValueRefused
from skincast.journal import Journal, Owner
from skincast.journal.schema import note as table
from skincast.types import Note

DAY = date(2026, 6, 1)


def test_comes_back_as_written(journal: Journal, owner: Owner) -> None:
    later = journal.notes.add(owner, "  New shampoo.\n\nIt itches: 100 % – größer?\n", day=date(2026, 6, 2))
    first = journal.notes.add(owner, "Holiday begins.", day=DAY)
    second = journal.notes.add(owner, "Sun.", day=DAY)
    assert later == Note(id=later.id, day=date(2026, 6, 2), text="New shampoo.\n\nIt itches: 100 % – größer?")
    assert journal.notes.all(owner) == (first, second, later)


def test_what_cannot_be_read_is_refused(journal: Journal, owner: Owner) -> None:
    for text in ("", "  \n ", "x" * 10_001, "bell \a"):
        with pytest.raises(ValueRefused):
            journal.notes.add(owner, text, day=DAY)
    assert journal.notes.all(owner) == ()


def test_is_removed(journal: Journal, owner: Owner) -> None:
    other = making.make_owner(journal, "Ben")
    note = journal.notes.add(owner, "Mine.", day=DAY)
    with pytest.raises(HistoryMissing):
        journal.notes.remove(other, note.id)
    journal.notes.remove(owner, note.id)
    assert journal.notes.all(owner) == ()
    with pytest.raises(HistoryMissing):
        journal.notes.remove(owner, note.id)


def test_a_day_that_was_changed_outside_is_noticed(journal: Journal, owner: Owner) -> None:
    journal.notes.add(owner, "Mine.", day=DAY)
    with journal.store.writing() as connection:
        connection.execute(update(table).values(day=date(2026, 6, 9)))
    with pytest.raises(JournalDamaged):
        journal.notes.all(owner)
