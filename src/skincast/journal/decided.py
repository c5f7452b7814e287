"""What people decided for good, applied to whatever older copy of the journal is opened.

A copy of the folder, a snapshot of the disk or a backup knows nothing of what was erased, or of photos that were taken
back, after it was made. The lists beside the master key do, and each database holds what it has applied: the rest is
applied when it is opened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from skincast.errors import JournalBusy, JournalDamaged
from skincast.journal.consents import withdraw_again
from skincast.journal.deleting import delete_everything
from skincast.journal.erased import (
    DIGEST_DIGITS,
    ERASED,
    WITHDRAWN,
    digest_of,
    find_unknown,
    instant_of,
    note_known,
    read_entries,
)
from skincast.journal.keeping import forget_pictures
from skincast.journal.people import People
from skincast.journal.schema import person
from skincast.journal.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedAgain:
    """How many people this concerned."""

    erased: int = 0
    withdrawn: int = 0


def decide_again(store: Store) -> DecidedAgain:
    """Erase, and delete the photos of, whoever the lists name and this database does not know of.

    Returns:
        Zeros almost always, at the cost of one query where there are lists.

    Raises:
        JournalBusy: there is somebody, and another program writes to the journal for too long.
        JournalUnreachable: a list cannot be read.
    """
    listed = {what: read_entries(store.key_file, what) for what in (ERASED, WITHDRAWN)}
    if not any(listed.values()):
        return DecidedAgain()
    with store.reading() as connection:
        unknown = {what: find_unknown(connection, entries) for what, entries in listed.items()}
        if not any(unknown.values()):
            return DecidedAgain()
        erased, withdrawn = (_find_people(connection, store, unknown[what], what) for what in (ERASED, WITHDRAWN))
    try:
        with store.writing() as connection:
            for pk, _, _ in erased:
                delete_everything(connection, pk)
            _take_back(store, connection, [one for one in withdrawn if one not in erased])
            for what, entries in unknown.items():
                note_known(connection, entries, what)
    except JournalBusy:
        if erased or withdrawn:
            raise  # nobody else's entries hold an opening up: they are noted next time
    return DecidedAgain(erased=len(erased), withdrawn=len(withdrawn))


_Found = tuple[int, str, str]
"""Row and id of a person, and the latest of their entries."""


def _find_people(connection: Connection, store: Store, entries: Collection[str], what: str) -> list[_Found]:
    if not entries:
        return []
    latest = {entry[:DIGEST_DIGITS]: entry for entry in sorted(entries)}
    rows = connection.execute(select(person.c.pk, person.c.id)).all()
    digests = ((row.pk, row.id, digest_of(connection, store.master, row.id, what)) for row in rows)
    return [(pk, person_id, latest[digest]) for pk, person_id, digest in digests if digest in latest]


def _take_back(store: Store, connection: Connection, people: Iterable[_Found]) -> None:
    for pk, person_id, entry in people:
        forget_pictures(connection, pk)
        try:
            owner = People(store).find(person_id)
        except JournalDamaged:  # cannot be written to; their pictures are gone all the same
            continue
        withdraw_again(connection, owner, at=instant_of(entry))
