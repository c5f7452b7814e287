"""Erasing a person: rows, photos, maps and keys, and the proof that nothing of them is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from skincast.journal.chores import REMEMBER, Chores, attempt_chores, count_unfinished, promise
from skincast.journal.deleting import count_rows, delete_everything
from skincast.journal.erased import new_entry, note_known
from skincast.journal.needles import gather_needles
from skincast.journal.people import Owner
from skincast.journal.proof import ErasureProof, make_proof
from skincast.journal.search import Searched, search_folder
from skincast.journal.store import Store
from skincast.journal.turns import writing_for

COPIES = (
    "Copies made earlier are not searched: backups, exports, snapshots of the disk, and blocks that the disk has "
    "set aside. As long as the list of erased people beside the master key is there, `skincast restore` erases this "
    "person again from any older backup; delete old backups and exports all the same."
)
SERVER = (
    "The rows lay on a PostgreSQL server, whose files were not searched. Where nothing is left to do, dead rows are "
    "vacuumed and the table of people, with their keys, is written anew. The server's write-ahead log, its archive, "
    "its replicas and its own backups hold the deleted rows, encrypted, until they are recycled."
)


def erase_person(
    store: Store, owner: Owner, *, now: datetime, clear_caches: Callable[[], None] = lambda: None
) -> ErasureProof:
    """Erase a person for good, then search every byte of the journal's folder for them.

    One transaction deletes all rows, the person's key among them, and promises the rest: from then on nothing of the
    person can be read. A program that dies before it leaves everything, one that dies after it nothing, because the
    promises are kept at the next opening.

    Args:
        store: where the person keeps a journal.
        owner: the person.
        now: this moment.
        clear_caches: empties what was kept of the person outside of the store; called before and after the
            transaction, so that neither a crash nor another program leaves anything there.

    Returns:
        The proof; `require_complete` refuses one that says that something may be left.

    Raises:
        PersonUnknown: erased already.
        JournalBusy: another program writes to the journal for too long; nothing was erased.
        JournalUnreachable: no room on the disk, or a file that cannot be read.
    """
    clear_caches()
    with writing_for(store, owner) as connection:
        sought = gather_needles(connection, owner)
        entry = new_entry(connection, store.master, owner.person.id)
        promise(connection, REMEMBER, [entry])
        note_known(connection, [entry])
        deleted = delete_everything(connection, owner.pk)
    clear_caches()
    chores = attempt_chores(store, patient=True)
    searched = search_folder(store.folder, sought.needles, database=store.database, objects=store.objects_folder)
    with store.reading() as connection:
        rows_left = count_rows(connection, owner.pk)
    return make_proof(
        store.master,
        person_id=owner.person.id,
        erased_at=now,
        deleted=deleted,
        rows_left=rows_left,
        sought=sought,
        searched=searched,
        left_to_do=tuple(_left_to_do(store, chores, searched)),
        remarks=(COPIES,) if store.is_sqlite else (COPIES, SERVER),
    )


def _left_to_do(store: Store, chores: Chores, searched: Searched) -> Iterator[str]:
    for reason in chores.left:
        yield f"{reason} {reason.hint}"
    if count_unfinished(store):
        yield "Another program is keeping photos, and until it is done nobody can tell whether they are this person's."
    for name in searched.closed:
        yield f"{name} leads out of the journal's folder, or cannot be read, and was not searched."
