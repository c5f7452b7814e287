"""What a broken-off command left to do is done by whoever comes next, and holds nobody up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import event, func, insert, select, text
from tests.journal.homes import Home
from tests.journal.making import make_owner

from skincast.errors import JournalBusy, JournalUnreachable
from skincast.journal import Journal, Owner, chores, scrub
from skincast.journal.chores import DELETE, SCRUB, UNFINISHED, attempt_chores, do_chores, promise, settle
from skincast.journal.objects import new_object_key
from skincast.journal.schema import chore, photo, visit
from skincast.journal.store import DATABASE, Store

NEEDLE = b"a needle of forty-eight bytes that nothing else is"


def waiting(store: Store) -> int:
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(chore)).scalar_one()


def leave(store: Store, kind: str, *keys: str | None) -> None:
    with store.writing() as connection:
        promise(connection, kind, keys)


def put(store: Store, count: int = 1) -> list[str]:
    keys = [new_object_key() for _ in range(count)]
    for key in keys:
        store.objects.put(key, b"a face")
    return keys


def take(store: Store, owner: Owner, key: str, now: datetime) -> None:
    """Make an object part of a row."""
    with store.writing() as connection:
        row = {"id": key, "person_pk": owner.pk, "at": now, "origin": "taken", "sealed": b""}
        visit_pk = connection.execute(insert(visit).values(row).returning(visit.c.pk)).scalar_one()
        taken = {"person_pk": owner.pk, "visit_pk": visit_pk, "digest": key.encode(), "object_key": key}
        connection.execute(insert(photo).values(taken))


def test_nothing_to_do_costs_one_query(store: Store) -> None:
    asked: list[str] = []
    event.listen(store.engine, "after_cursor_execute", lambda *said: asked.append(said[2]))
    assert do_chores(store) == 0
    assert len([query for query in asked if query.startswith("SELECT")]) == 1


def test_an_object_that_no_row_took_is_swept(store: Store, owner: Owner, now: datetime) -> None:
    taken, orphan = put(store, 2)
    leave(store, UNFINISHED, taken, orphan, new_object_key())
    take(store, owner, taken, now)
    assert do_chores(store) == 3
    assert list(store.objects.keys()) == [taken]
    assert waiting(store) == 0


def test_what_was_settled_is_no_chore_any_more(store: Store) -> None:
    first, second = put(store, 2)
    leave(store, UNFINISHED, first, second)
    with store.writing() as connection:
        settle(connection, [first])
    do_chores(store)
    assert list(store.objects.keys()) == [first]


def test_nothing_is_swept_while_somebody_is_writing_objects(home: Home, store: Store) -> None:
    keys = put(store)
    leave(store, UNFINISHED, *keys)
    with store.keeping_objects(), store.keeping_objects():
        home.open()
        assert list(store.objects.keys()) == keys
        assert waiting(store) == 1
    home.open()
    assert list(store.objects.keys()) == []
    assert waiting(store) == 0


def test_promised_deletions_are_done_at_the_next_opening(home: Home, store: Store) -> None:
    kept, *gone = put(store, 4)
    leave(store, DELETE, *gone)
    home.open()
    assert list(store.objects.keys()) == [kept]
    assert waiting(store) == 0


def test_a_promise_that_is_not_committed_counts_for_nothing(home: Home, store: Store) -> None:
    keys = put(store)
    with pytest.raises(RuntimeError), store.writing() as connection:  # noqa: PT012
        promise(connection, DELETE, keys)
        raise RuntimeError
    home.open()
    assert list(store.objects.keys()) == keys


def test_more_chores_than_a_statement_can_hold(store: Store) -> None:
    leave(store, UNFINISHED, *(new_object_key() for _ in range(1200)))
    leave(store, DELETE, *(new_object_key() for _ in range(1200)))
    assert do_chores(store) == 2400
    assert waiting(store) == 0


def test_a_chore_that_cannot_be_done_holds_up_no_other_and_no_opening(
    home: Home, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = put(store)
    leave(store, DELETE, *stuck)
    leave(store, SCRUB, None)

    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", path.name, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(JournalUnreachable, match="Permission denied"):
        do_chores(store)
    assert waiting(store) == 1
    home.open()
    monkeypatch.undo()
    home.open()
    assert waiting(store) == 0
    assert list(store.objects.keys()) == []


def write_and_delete_needles(store: Store, owner: Owner) -> None:
    with store.writing() as connection:
        for year in range(1990, 2020):
            row = {"owner": owner.pk, "day": f"{year}-06-15", "sealed": NEEDLE}
            connection.execute(text("INSERT INTO day (person_pk, day, sealed) VALUES (:owner, :day, :sealed)"), row)
    with store.writing() as connection:
        connection.execute(text("DELETE FROM day"))
        promise(connection, SCRUB, [None])


def needles_in(folder: Path) -> int:
    return sum(path.read_bytes().count(NEEDLE) for path in folder.rglob("*") if path.is_file())


def test_deleted_rows_are_overwritten_and_the_log_is_emptied(sqlite_home: Home, now: datetime) -> None:
    journal = sqlite_home.open()
    write_and_delete_needles(journal.store, make_owner(journal, "Mia", now=now))
    assert needles_in(sqlite_home.folder) > 0
    do_chores(journal.store)
    assert needles_in(sqlite_home.folder) == 0
    assert (sqlite_home.folder / f"{DATABASE}-wal").stat().st_size < 32_768


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrub, "BUSY_MS", 20)


@pytest.mark.usefixtures("impatient")
def test_a_reader_of_an_older_state_delays_scrubbing_but_no_opening(home: Home, owner: Owner, store: Store) -> None:
    with home.open().store.reading() as reader:
        reader.execute(select(func.count()).select_from(chore)).scalar_one()
        write_and_delete_needles(store, owner)
        with pytest.raises(JournalBusy):
            do_chores(store)
        assert home.open().people.find(owner.person.id).person == owner.person
        assert waiting(store) == 1
    home.open()
    assert waiting(store) == 0
    assert not home.is_sqlite or needles_in(home.folder) == 0


def test_an_attempt_tells_what_is_left_and_why(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    leave(store, SCRUB, None)
    leave(store, DELETE, new_object_key())

    def busy(*_: object, **__: object) -> None:
        raise JournalBusy("busy", hint="wait")

    monkeypatch.setattr(chores, "truncate_log", busy)
    attempt = attempt_chores(store, patient=False)
    assert attempt.done == 1
    assert [type(reason) for reason in attempt.left] == [JournalBusy]
    assert waiting(store) == 1


@pytest.mark.parametrize("kill_after", range(4))
def test_chores_that_were_broken_off_are_done_again(
    home: Home, journal: Journal, monkeypatch: pytest.MonkeyPatch, kill_after: int
) -> None:
    """Whichever deletion is the last one before the end."""
    keys = put(journal.store, 4)
    leave(journal.store, DELETE, *keys)
    real: Callable[[str], None] = journal.store.objects.delete
    done = 0

    def delete(key: str) -> None:
        nonlocal done
        if done == kill_after:
            raise KeyboardInterrupt
        done += 1
        real(key)

    monkeypatch.setattr(journal.store.objects, "delete", delete, raising=True)
    with pytest.raises(KeyboardInterrupt):
        do_chores(journal.store)
    home.open()
    assert list(journal.store.objects.keys()) == []
    assert waiting(journal.store) == 0
