"""The opened store: what it asks of its database, and what it says when that fails."""

from __future__ import annotations

import os
import resource
import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.engine import make_url
from tests.journal import making
from tests.journal.homes import Home, home_at

from skincast.errors import JournalBusy, JournalDamaged, JournalUnreachable
from skincast.journal import store as store_module
from skincast.journal.schema import chore, person
from skincast.journal.store import DATABASE, Store, open_engine
from skincast.journal.turns import writing_for


def rows(store: Store) -> int:
    with store.reading() as connection:
        return len(connection.execute(select(chore)).all())


def write(store: Store, kind: str = "scrub") -> None:
    with store.writing() as connection:
        connection.execute(insert(chore).values(kind=kind))


@pytest.fixture
def sqlite_store(sqlite_home: Home) -> Store:
    return sqlite_home.open().store


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("temp_store", 2),
        ("cache_size", -65536),
    ],
)
def test_sqlite_is_set_up_on_every_connection(sqlite_store: Store, pragma: str, value: object) -> None:
    for _ in range(2):
        with sqlite_store.reading() as first, sqlite_store.writing() as second:
            for connection in (first, second):
                assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
        sqlite_store.engine.dispose()


def test_only_the_owner_may_read_anything(home: Home, now: datetime) -> None:
    before = os.umask(0)
    try:
        journal = home.open()
        making.make_owner(journal, "Mia", now=now)
        journal.store.objects.put("0" * 32, b"a face")
        with journal.store.keeping_objects():
            pass
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.folder.rglob("*")}
    finally:
        os.umask(before)
    folders = {path.name for path in home.folder.rglob("*") if path.is_dir()}
    assert stat.S_IMODE(home.folder.stat().st_mode) == 0o700
    assert not home.is_sqlite or {DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"} <= modes.keys()
    assert {mode for name, mode in modes.items() if name not in folders} == {0o600}
    assert {mode for name, mode in modes.items() if name in folders} == {0o700}


def test_a_failed_writing_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing() as connection:  # noqa: PT012
        connection.execute(insert(chore).values(kind="scrub"))
        raise RuntimeError
    assert rows(store) == 0


def test_a_reader_sees_one_state(store: Store) -> None:
    with store.reading() as connection:
        before = len(connection.execute(select(chore)).all())
        write(store)
        assert len(connection.execute(select(chore)).all()) == before == 0
    assert rows(store) == 1


def test_a_reader_does_not_block_a_writer_nor_a_writer_a_reader(store: Store) -> None:
    with store.reading(), store.writing() as connection:
        connection.execute(insert(chore).values(kind="scrub"))
        assert rows(store) == 0
    assert rows(store) == 1


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, home: Home) -> Home:
    """A home whose writers wait for a moment only."""
    monkeypatch.setattr(store_module, "BUSY_MS", 20)
    return home


def test_a_second_writer_is_told_that_the_store_is_busy(impatient: Home) -> None:
    first, second = impatient.open().store, impatient.open().store
    with first.writing() as connection:
        connection.execute(insert(chore).values(kind="scrub"))
        with pytest.raises(JournalBusy), second.writing():
            pass
    write(second)
    assert rows(first) == 2


def test_a_second_writer_for_one_person_is_told_so_too(impatient: Home) -> None:
    first, second = impatient.open(), impatient.open()
    mia, ben = making.make_owner(first, "Mia"), making.make_owner(first, "Ben")
    with writing_for(first.store, mia):
        with pytest.raises(JournalBusy):
            second.notes.add(mia, "Slept badly.", day=making.NOW.date())
        if not impatient.is_sqlite:
            second.notes.add(ben, "Slept well.", day=making.NOW.date())
    second.notes.add(mia, "Slept badly.", day=making.NOW.date())


def test_rows_that_point_at_nothing_are_refused_where_children_stay_behind(sqlite_store: Store) -> None:
    with pytest.raises(JournalDamaged), sqlite_store.reshaping() as connection:
        connection.exec_driver_sql("INSERT INTO day (person_pk, day, sealed) VALUES (7, '2026-06-15', x'00')")
    with sqlite_store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM day").scalar() == 0
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.parametrize("damage", ["no database at all", "", "header"])
def test_a_damaged_file_is_called_damaged(sqlite_home: Home, now: datetime, damage: str) -> None:
    making.make_owner(sqlite_home.open(), "Mia", now=now)
    sqlite_home.close()
    path = sqlite_home.folder / DATABASE
    data = path.read_bytes()
    if damage == "header":
        path.write_bytes(b"SQLite format 3\0" + os.urandom(len(data) - 16))
    elif damage:
        path.write_bytes(damage.encode() * 1000)
    else:
        middle = len(data) // 4096 // 2 * 4096
        path.write_bytes(data[:4096] + bytes(4096) + os.urandom(len(data) - 8192)[:middle])
    before = path.read_bytes()
    with pytest.raises(JournalDamaged):
        sqlite_home.open()
    assert path.read_bytes() == before


@pytest.fixture
def small_files() -> Iterator[None]:
    """Files cannot grow beyond 2 MB, as on a disk without room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("small_files")
def test_a_full_disk_is_named_and_what_was_there_stays(sqlite_home: Home, now: datetime) -> None:
    journal = sqlite_home.open()
    mia = making.make_owner(journal, "Mia", now=now)
    with pytest.raises(JournalUnreachable), journal.store.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO day (person_pk, day, sealed) VALUES (?, '2026-06-15', zeroblob(4000000))", (mia.pk,)
        )
    assert journal.people.find("Mia").person == mia.person
    with journal.store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("SELECT count(*) FROM day").scalar() == 0


def test_a_full_database_is_named(sqlite_store: Store) -> None:
    with pytest.raises(JournalUnreachable, match="no room"), sqlite_store.writing() as connection:  # noqa: PT012
        connection.exec_driver_sql("PRAGMA max_page_count=1")
        connection.exec_driver_sql("INSERT INTO store (name, value) VALUES ('x', zeroblob(9000000))")


def test_a_folder_with_any_name_is_fine(tmp_path: Path, now: datetime) -> None:
    place = tmp_path / "what?a#100%fine name & ü"
    with home_at(place) as home:
        making.make_owner(home.open(), "Mia", now=now)
        assert home.open().people.find("Mia").person.name == "Mia"
        assert {path.name for path in home.folder.iterdir()} >= {DATABASE}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "mysql://localhost/x",
        "sqlite:///elsewhere.db",
        "oracle://h/x",
        "http://localhost",
    ],
)
def test_another_database_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(JournalUnreachable, match="SKINCAST_JOURNAL_URL"):
        open_engine(tmp_path, url)


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://mia:secret@127.0.0.1:1/skincast"
    with home_at(tmp_path, url=url) as home, pytest.raises(JournalUnreachable) as raised:
        home.open()
    assert "secret" not in raised.value.message
    assert not home.key_file.exists()


def test_a_database_that_is_not_there_is_named(postgres_home: Home) -> None:
    assert postgres_home.url is not None
    missing = make_url(postgres_home.url).set(database="nowhere").render_as_string(hide_password=False)
    with home_at(postgres_home.folder.parent, url=missing) as home, pytest.raises(JournalUnreachable, match="nowhere"):
        home.open()


def test_instants_come_back_in_utc_and_need_a_zone(store: Store, now: datetime) -> None:
    row = {"id": "0" * 32, "name_digest": b"", "wrapped_key": b"", "sealed": b""}
    with store.writing() as connection:
        connection.execute(insert(person).values(row | {"added_at": now}))
        assert connection.scalar(select(person.c.added_at)) == now
    with pytest.raises(Exception, match="needs a zone"), store.writing() as connection:
        connection.execute(insert(person).values(row | {"added_at": datetime(2026, 1, 1)}))  # noqa: DTZ001
    assert now.tzinfo is UTC


def test_sqlite_keeps_what_is_in_its_log(sqlite_home: Home) -> None:
    """Another program that was never closed holds everything in the log: it is part of the store."""
    first = sqlite_home.open().store
    write(first)
    copy = sqlite3.connect(sqlite_home.folder / DATABASE)
    assert copy.execute("SELECT count(*) FROM chore").fetchone() == (1,)
    copy.close()
