"""What must be true of a journal after a program that wrote to it has ended, killed or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.journal import making, worker
from tests.journal.homes import home_at
from tests.journal.killing import Outcome
from tests.journal.whole import require_whole, take_everything

from skincast.errors import PersonUnknown
from skincast.journal import Journal, open_journal
from skincast.journal.archive import import_person
from skincast.journal.backup import restore, verify_backup
from skincast.journal.migrate import newest_revision, revision_of
from skincast.journal.needles import Sought
from skincast.journal.search import search_folder

BEN = "Ben Beispiel"
"""Somebody whom no task touches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What a journal held when the task began."""

    mia: dict[str, Any]
    ben: dict[str, Any]
    sought: Sought
    """Everything by which Mia could be known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One task that ended, and what it began with."""

    outcome: Outcome
    seed: int
    before: Before


def check_visits(journal: Journal, run: Run) -> None:
    owner = journal.people.find(worker.MIA)
    acknowledged = run.outcome.said("ack")
    assert len(acknowledged) <= len(journal.visits.all(owner)) <= len(acknowledged) + 1
    for number, visit_id in acknowledged:
        made = worker.visit_seed({"seed": run.seed}, int(number))
        sitting = making.make_sitting(made, 2, maps=False)
        kept = journal.visits.find(owner, visit_id)
        assert (kept.scores, kept.lesions) == (sitting.scores, sitting.lesions)
        assert journal.visits.photos(owner, visit_id) == making.make_photos(made, 2)
        assert journal.visits.maps(owner, visit_id) == worker.MAPS
        assert journal.visits.documents(owner, visit_id) == sitting.documents


def check_days(journal: Journal, run: Run) -> None:
    readings = set(journal.days.readings(journal.people.find(worker.MIA)))
    acknowledged = [int(number) for (number,) in run.outcome.said("ack")]
    for number in range(worker.LOGS):
        logged = set(worker.readings_of({"seed": run.seed}, number))
        assert logged <= readings or (number not in acknowledged and not logged & readings)


def check_notes(journal: Journal, run: Run) -> None:
    there = {note.id for note in journal.history(journal.people.find(worker.MIA)).notes}
    gone = {note_id for (note_id,) in run.outcome.said("gone")}
    acknowledged = [note_id for (note_id,) in run.outcome.said("ack")]
    lasting = {note_id for number, note_id in enumerate(acknowledged) if number % 3 != 2}
    assert lasting <= there
    assert not gone & there
    assert len(there - set(acknowledged)) <= 1


def check_erased(journal: Journal, run: Run) -> None:
    try:
        owner = journal.people.find(worker.MIA)
    except PersonUnknown:
        searched = search_folder(journal.store.folder, run.before.sought.needles)
        assert searched.found == ()
    else:
        assert run.outcome.said("ack") == []
        assert take_everything(journal, owner) == run.before.mia


def check_withdrawn(journal: Journal, run: Run) -> None:
    owner = journal.people.find(worker.MIA)
    after = take_everything(journal, owner)
    if journal.consents.allows(owner, "photos"):
        assert run.outcome.said("ack") == []
        assert after == run.before.mia
    else:
        assert [(photos, maps) for _, photos, maps, *_ in after["visits"].values()] == [(None, None)] * 2
        assert after["readings"] == run.before.mia["readings"]


def check_migrated(journal: Journal, run: Run) -> None:
    with journal.store.reading() as connection:
        assert revision_of(connection) == newest_revision()
    assert take_everything(journal, journal.people.find(worker.MIA)) == run.before.mia


def check_backup(journal: Journal, run: Run) -> None:
    file = journal.store.folder.with_name(worker.BACKUP)
    assert file.exists() or not run.outcome.said("ack")
    if file.exists():
        assert verify_backup(file, key_file=key_of(journal)).people == 2
    assert take_everything(journal, journal.people.find(worker.MIA)) == run.before.mia


def check_exported(journal: Journal, run: Run) -> None:
    """A whole zip or none; what is in it makes the same journal elsewhere."""
    file = journal.store.folder.with_name(worker.EXPORTED)
    assert file.exists() or not run.outcome.said("ack")
    if file.exists():
        with home_at(file.with_name("again")) as again:
            require_taken_in(again.open(), file, run.before)
    assert take_everything(journal, journal.people.find(worker.MIA)) == run.before.mia


def check_imported(journal: Journal, run: Run) -> None:
    """All or nothing; and where it is nothing, the same archive can be taken in after all."""
    try:
        owner = journal.people.find(worker.MIA)
    except PersonUnknown:
        assert run.outcome.said("ack") == []
        assert len(journal.people.all()) == 1
        require_taken_in(journal, journal.store.folder.with_name(worker.ARCHIVE), run.before)
    else:
        assert take_everything(journal, owner) == run.before.mia


def require_taken_in(journal: Journal, file: Path, before: Before) -> None:
    import_person(journal, file, now=making.NOW, agreed=frozenset({"photos"}))
    require_whole(journal)
    assert take_everything(journal, journal.people.find(worker.MIA)) == before.mia


def check_restored(journal: Journal, run: Run) -> None:
    """All or nothing; and where it is nothing, the same backup can be restored after all."""
    folder, key_file = journal.store.folder.with_name(worker.RESTORED), key_of(journal)
    with restored_at(folder, key_file) as restored:
        require_whole(restored)
        people = restored.people.all()
        assert len(people) == 2 or not people
    if not people:
        assert run.outcome.said("ack") == []
        restore(folder, folder.with_name(worker.BACKUP), key_file=key_file, now=making.NOW)
    with restored_at(folder, key_file) as restored:
        require_whole(restored)
        assert take_everything(restored, restored.people.find(worker.MIA)) == run.before.mia
        assert take_everything(restored, restored.people.find(BEN)) == run.before.ben


@contextmanager
def restored_at(folder: Path, key_file: Path) -> Iterator[Journal]:
    restored = open_journal(folder, key_file=key_file)
    yield restored
    restored.store.engine.dispose()


def key_of(journal: Journal) -> Path:
    assert journal.store.key_file is not None
    return journal.store.key_file


CHECKS: dict[str, Callable[[Journal, Run], None]] = {
    "visits": check_visits,
    "days": check_days,
    "notes": check_notes,
    "erase": check_erased,
    "withdraw": check_withdrawn,
    "migrate": check_migrated,
    "backup": check_backup,
    "restore": check_restored,
    "export": check_exported,
    "import": check_imported,
}
