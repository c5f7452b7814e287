"""Opening a journal: what it makes, what it refuses, and that a refusal changes nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from tests.journal.homes import PASSPHRASE, Home, database, home_at
from tests.journal.making import make_owner

from skincast.errors import JournalBusy, JournalDamaged, JournalUnreachable, KeyMissing, KeyRefused
from skincast.journal import Journal, chores, keys, open_journal
from skincast.journal.chores import SCRUB, promise
from skincast.journal.keys import MasterKey, create_key, is_locked, read_key, write_key
from skincast.journal.migrate import bring_down, newest_revision, revision_of
from skincast.journal.store import DATABASE


def everything(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but SQLite's shared memory, which is no content."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith("-shm"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture
def settled(home: Home, now: datetime) -> Home:
    """A home with somebody in it, closed."""
    make_owner(home.open(), "Mia", now=now)
    home.close()
    return home


def test_makes_folder_database_and_key(tmp_path: Path) -> None:
    with home_at(tmp_path / "deep" / "down") as home:
        journal = home.open()
        assert journal.people.all() == []
        assert (home.folder / DATABASE).is_file()
        assert read_key(home.key_file) == journal.store.master


def test_finds_again_what_was_kept(settled: Home) -> None:
    assert [one.name for one in settled.open().people.all()] == ["Mia"]
    assert [one.name for one in settled.open().people.all()] == ["Mia"]


def test_a_key_that_was_there_before_is_taken(home: Home) -> None:
    made = create_key(home.key_file)
    assert home.open().store.master == made


def test_without_the_key_nothing_is_opened_and_none_is_made(settled: Home) -> None:
    settled.key_file.rename(settled.key_file.with_name("elsewhere"))
    before = everything(settled.folder)
    with pytest.raises(KeyMissing):
        settled.open()
    assert not settled.key_file.exists()
    assert everything(settled.folder) == before
    settled.key_file.with_name("elsewhere").rename(settled.key_file)
    assert [one.name for one in settled.open().people.all()] == ["Mia"]


def test_another_journals_key_is_refused(settled: Home) -> None:
    write_key(settled.key_file, MasterKey(b"\7" * 32), passphrase=None, replace=True)
    with pytest.raises(KeyRefused, match="not the one of this journal"):
        settled.open()


def test_a_key_of_an_older_shape_is_checked_before_anything_is_migrated(settled: Home) -> None:
    journal = settled.open()
    bring_down(journal.store, revision="0001")
    write_key(settled.key_file, MasterKey(b"\7" * 32), passphrase=None, replace=True)
    with pytest.raises(KeyRefused):
        settled.open()
    with journal.store.reading() as connection:
        assert revision_of(connection) == "0001" != newest_revision()


def test_a_changed_proof_is_refused(settled: Home) -> None:
    journal = settled.open()
    with journal.store.writing() as connection:
        connection.exec_driver_sql("UPDATE store SET value = name_digest FROM person")
    with pytest.raises(KeyRefused):
        settled.open()


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ARGON2", {"iterations": 1, "lanes": 1, "memory_cost": 64})


@pytest.mark.usefixtures("cheap")
def test_a_new_key_is_locked_with_the_passphrase(home: Home, now: datetime) -> None:
    make_owner(home.open(PASSPHRASE), "Mia", now=now)
    assert is_locked(home.key_file)
    assert [one.name for one in home.open(PASSPHRASE).people.all()] == ["Mia"]
    for passphrase in (None, "", PASSPHRASE.title()):
        with pytest.raises(KeyRefused):
            home.open(passphrase)


@pytest.mark.parametrize("place", ["master.key", "deep/master.key", "../journal/master.key", "."])
def test_a_key_in_the_folder_is_refused(tmp_path: Path, place: str) -> None:
    folder = tmp_path / "journal"
    with pytest.raises(KeyRefused, match="would lie in the journal's folder"):
        open_journal(folder, key_file=folder / place)
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_leads_into_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    folder.mkdir()
    (tmp_path / "keys").symlink_to(folder)
    with pytest.raises(KeyRefused):
        open_journal(folder, key_file=tmp_path / "keys" / "master.key")
    (tmp_path / "other.key").symlink_to(folder / "master.key")
    with pytest.raises(KeyRefused):
        open_journal(folder, key_file=tmp_path / "other.key")
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "journal"):
        with pytest.raises(JournalUnreachable, match="cannot be used"):
            open_journal(folder, key_file=tmp_path / "master.key")
    assert not (tmp_path / "master.key").exists()


def test_a_folder_in_place_of_the_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "journal" / DATABASE).mkdir(parents=True)
    with pytest.raises(JournalUnreachable):
        open_journal(tmp_path / "journal", key_file=tmp_path / "master.key")


def test_the_key_is_made_only_once_the_database_answers(tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / DATABASE).write_bytes(b"no database" * 1000)
    with pytest.raises(JournalDamaged):
        open_journal(tmp_path / "journal", key_file=tmp_path / "keys" / "master.key")
    assert not (tmp_path / "keys").exists()


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    """A home where nothing was ever made, tables included."""
    if request.param == "sqlite":
        with home_at(tmp_path) as home:
            yield home
    else:
        with database(request.getfixturevalue("postgres")) as url, home_at(tmp_path, url=url) as home:
            yield home


def test_of_many_who_open_a_new_journal_at_once_all_get_the_same_one(bare: Home, now: datetime) -> None:
    def open_and_add(number: int) -> Journal:
        journal = bare.open()
        make_owner(journal, f"Person {number}", now=now)
        return journal

    with ThreadPoolExecutor(6) as pool:
        journals = list(pool.map(open_and_add, range(6)))
    assert len({journal.store.master for journal in journals}) == 1
    assert [one.name for one in bare.open().people.all()] == [f"Person {number}" for number in range(6)]


def test_a_refusal_leaves_no_connection_open(settled: Home, recwarn: pytest.WarningsRecorder) -> None:
    write_key(settled.key_file, MasterKey(b"\7" * 32), passphrase=None, replace=True)
    with pytest.raises(KeyRefused):
        settled.open()
    gc.collect()
    assert [one for one in recwarn if issubclass(one.category, ResourceWarning)] == []


def test_what_is_left_to_do_is_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = home.open()
    assert journal.store.left_to_do == ()
    with journal.store.writing() as connection:
        promise(connection, SCRUB, [None])

    def busy(*_: object, **__: object) -> None:
        raise JournalBusy("busy", hint="wait")

    monkeypatch.setattr(chores, "truncate_log", busy)
    assert [type(reason) for reason in home.open().store.left_to_do] == [JournalBusy]
    monkeypatch.undo()
    assert home.open().store.left_to_do == ()


def test_the_folder_of_a_journal_is_closed_to_others(settled: Home) -> None:
    for path in (settled.folder, settled.folder / DATABASE):
        if path.exists():
            path.chmod(0o755)
    settled.open()
    assert settled.folder.stat().st_mode & 0o777 == 0o700
    assert not settled.is_sqlite or (settled.folder / DATABASE).stat().st_mode & 0o777 == 0o600


def test_a_folder_that_holds_other_things_stays_open(settled: Home) -> None:
    (settled.folder / "letters.txt").touch()
    settled.folder.chmod(0o755)
    settled.open()
    assert settled.folder.stat().st_mode & 0o777 == 0o755
