"""What was erased or taken back stays so, whichever older copy of the journal is opened."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from tests.journal import lives, making
from tests.journal.homes import Home

from skincast.errors import JournalUnreachable, PersonUnknown
from skincast.journal import Journal
from skincast.journal.archive import export_person, import_person
from skincast.journal.backup import backup, restore
from skincast.journal.erase import erase_person
from skincast.journal.erased import ERASED, WITHDRAWN, instant_of, list_of, read_entries
from skincast.journal.schema import chore, consent, person
from skincast.journal.schema import store as facts

NOW = making.NOW
LATER = NOW + timedelta(days=2)


@pytest.fixture
def pair(sqlite_home: Home) -> Home:
    """Two people with photos, closed, and a copy of the folder."""
    journal = sqlite_home.open()
    for seed, name in enumerate(("Mia Muster", "Ola Other"), 1):
        lives.live(journal, name, seed=seed, visits=1)
    sqlite_home.close()
    shutil.copytree(sqlite_home.folder, copy_of(sqlite_home))
    return sqlite_home


def copy_of(home: Home) -> Path:
    return home.folder.with_name("copy")


def put_back(home: Home) -> Journal:
    """Put the older copy in the journal's place, as from a snapshot of the disk."""
    home.close()
    shutil.rmtree(home.folder)
    shutil.copytree(copy_of(home), home.folder)
    return home.open()


def test_who_was_erased_is_erased_from_an_older_copy_of_the_folder(pair: Home) -> None:
    journal = pair.open()
    mia = journal.people.find("Mia Muster")
    erase_person(journal.store, mia, now=NOW)
    journal = put_back(pair)
    with pytest.raises(PersonUnknown):
        journal.people.find("Mia Muster")
    assert mia.person.id.encode() not in lives.bytes_below(pair.folder)
    assert [one.name for one in journal.people.all()] == ["Ola Other"]
    assert len(list(journal.store.objects.keys())) == 4
    with journal.store.reading() as connection:
        assert connection.execute(select(chore)).all() == []


def test_who_brings_their_own_export_back_stays(pair: Home, tmp_path: Path) -> None:
    journal = pair.open()
    export_person(journal, journal.people.find("Mia Muster"), tmp_path / "mia.zip", now=NOW)
    for opened in (journal, put_back(pair)):
        if opened is journal:
            erase_person(journal.store, journal.people.find("Mia Muster"), now=NOW)
            continue
        import_person(opened, tmp_path / "mia.zip", now=NOW)
    pair.close()
    assert [one.name for one in pair.open().people.all()] == ["Mia Muster", "Ola Other"]


def test_photos_that_were_taken_back_are_deleted_from_an_older_copy(pair: Home) -> None:
    journal = pair.open()
    journal.consents.withdraw(journal.people.find("Mia Muster"), "photos", now=LATER)
    journal = put_back(pair)
    mia = journal.people.find("Mia Muster")
    assert not journal.consents.allows(mia, "photos")
    assert journal.consents.current(mia)["photos"].at == LATER
    assert [photo.kept for photo in journal.visits.all(mia)[0].photos] == [False, False]
    assert len(list(journal.store.objects.keys())) == 4
    assert journal.consents.allows(journal.people.find("Ola Other"), "photos")

    journal.consents.grant(mia, "photos", now=LATER)
    pair.close()
    assert pair.open().consents.allows(mia, "photos")


def test_photos_that_were_taken_back_are_deleted_from_an_older_backup(pair: Home, tmp_path: Path) -> None:
    journal = pair.open()
    backup(journal.store, tmp_path / "old", now=NOW)
    mia = journal.people.find("Mia Muster")
    journal.consents.withdraw(mia, "photos", now=LATER)
    backup(journal.store, tmp_path / "new", now=LATER)
    for name, again in (("old", 1), ("new", 0)):
        there = Home(folder=tmp_path / f"there {name}", key_file=pair.key_file, url=None)
        report = restore(there.folder, tmp_path / name, key_file=pair.key_file, now=LATER)
        assert (report.photos_deleted_again, report.erased_again) == (again, 0)
        assert len(list((there.folder / "objects").glob("*/*"))) == 4
        assert not there.open().consents.allows(mia, "photos")
        there.close()


def test_the_list_of_photos_taken_back_tells_when_and_names_nobody(pair: Home) -> None:
    journal = pair.open()
    mia = journal.people.find("Mia Muster")
    journal.consents.withdraw(mia, "photos", now=LATER)
    journal.consents.withdraw(mia, "photos", now=LATER + timedelta(days=1))  # nothing was left to take back
    (entry,) = read_entries(pair.key_file, WITHDRAWN)
    assert instant_of(entry) == LATER
    assert list_of(pair.key_file, WITHDRAWN).stat().st_mode & 0o777 == 0o600
    assert mia.person.id[:8] not in entry


def test_a_damaged_row_stops_no_opening(pair: Home) -> None:
    journal = pair.open()
    journal.consents.withdraw(journal.people.find("Mia Muster"), "photos", now=LATER)
    pair.close()
    shutil.rmtree(pair.folder)
    shutil.copytree(copy_of(pair), pair.folder)
    withdrawn, list_path = read_entries(pair.key_file, WITHDRAWN), list_of(pair.key_file, WITHDRAWN)
    list_path.unlink()
    journal = pair.open()
    with journal.store.writing() as connection:
        connection.execute(person.update().where(person.c.pk == 1).values(sealed=b"nonsense"))
        decisions = connection.execute(select(consent)).all()
    list_path.write_text("\n".join(withdrawn))
    journal = pair.open()
    assert len(list(journal.store.objects.keys())) == 4
    with journal.store.reading() as connection:
        assert connection.execute(select(consent)).all() == decisions


def test_entries_of_other_journals_are_read_once(sqlite_home: Home) -> None:
    sqlite_home.open()
    list_of(sqlite_home.key_file).write_text("\n" + "a" * 32 + "\n" + "a" * 31 + "\n" + "b" * 33 + "\nnonsense\n")
    for _ in range(2):
        journal = sqlite_home.open()
        with journal.store.reading() as connection:
            assert sorted(connection.scalars(select(facts.c.name))) == ["a" * 32, "key_proof"]


def test_a_list_that_cannot_be_read_stops_the_opening(sqlite_home: Home) -> None:
    list_of(sqlite_home.key_file, ERASED).mkdir(parents=True)
    with pytest.raises(JournalUnreachable, match="list of what is erased"):
        sqlite_home.open()


def test_the_list_lies_beside_the_key_itself(sqlite_home: Home, tmp_path: Path) -> None:
    sqlite_home.open()
    sqlite_home.close()
    real = tmp_path / "real" / "master.key"
    real.parent.mkdir()
    sqlite_home.key_file.rename(real)
    sqlite_home.key_file.symlink_to(real)
    journal = sqlite_home.open()
    erase_person(journal.store, making.make_owner(journal, "Mia Muster"), now=NOW)
    assert list_of(real).is_file()
    assert list(sqlite_home.key_file.parent.iterdir()) == [sqlite_home.key_file]


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("delete", "../../x"),
        ("delete", None),
        ("unfinished", "A" * 32),
        ("remember", "not an entry; rm"),
        ("take back", "a" * 31 + "\n"),
        ("haunt", "a" * 32),
    ],
)
def test_a_chore_that_makes_no_sense_stops_no_opening(home: Home, kind: str, key: str | None) -> None:
    journal = home.open()
    making.make_owner(journal, "Mia Muster")
    with journal.store.writing() as connection:
        connection.execute(insert(chore).values(kind=kind, object_key=key))
    again = home.open()
    assert [one.name for one in again.people.all()] == ["Mia Muster"]
    with again.store.reading() as connection:
        assert connection.execute(select(chore)).all() == []
    assert read_entries(home.key_file) == read_entries(home.key_file, WITHDRAWN) == frozenset()
