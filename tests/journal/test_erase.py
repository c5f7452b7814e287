"""Erasing a person: nothing of them is left, everything of everybody else is, whatever happens in between."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import pytest
from sqlalchemy import insert, select, update
from tests.journal import lives, making
from tests.journal.homes import Home

from skincast.errors import ErasureIncomplete, JournalBusy, PersonUnknown
from skincast.journal import Journal, Owner, chores, erase, scrub
from skincast.journal.erase import erase_person
from skincast.journal.erased import add_entries, list_of, read_entries
from skincast.journal.keeping import laid_down
from skincast.journal.keys import MasterKey
from skincast.journal.proof import ErasureProof, require_complete, verify_proof
from skincast.journal.schema import chore, maker, person, visit
from skincast.journal.search import search_folder
from skincast.journal.store import DATABASE
from skincast.journal.turns import writing_for

NOW = making.NOW


def photo_traces(seed: int) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for index, data in enumerate(making.make_photos(100 * seed, 2)):
        digest = hashlib.sha256(data)
        found |= {f"photo {index}": digest.hexdigest().encode(), f"raw photo {index}": digest.digest()}
    return found


def traces(journal: Journal, owner: Owner, *, seed: int) -> dict[str, bytes]:
    """What must not be found afterwards, put together without the code under test."""
    with journal.store.reading() as connection:
        row = connection.execute(select(person).where(person.c.pk == owner.pk)).one()
    return photo_traces(seed) | {
        "id": owner.person.id.encode(),
        "raw id": bytes.fromhex(owner.person.id),
        "name": owner.person.name.encode(),
        "wide name": owner.person.name.encode("utf-16-le"),
        "key": owner.key,
        "written key": owner.key.hex().encode(),
        "wrapped key": row.wrapped_key,
        "digest of the name": row.name_digest,
    }


def left(home: Home, needles: dict[str, bytes]) -> set[str]:
    data = lives.bytes_below(home.folder)
    return {what for what, value in needles.items() if value in data}


def waiting(journal: Journal) -> list[str]:
    with journal.store.reading() as connection:
        return list(connection.scalars(select(chore.c.kind)))


def test_no_byte_is_left(home: Home) -> None:
    journal = home.open()
    lives.live(journal, "Ola Other", seed=2)
    mia = lives.live(journal, "Mia Muster", seed=1)
    needles = traces(journal, mia, seed=1)
    if home.is_sqlite:
        assert {"id", "wrapped key", "digest of the name"} <= left(home, needles)

    proof = erase_person(journal.store, mia, now=NOW)

    assert left(home, needles) == set()
    assert proof.complete
    assert proof.rows_left == 0
    assert proof.deleted.rows["visit"] == 2
    assert proof.deleted.objects == 8
    assert {one.what for one in proof.looked_for} >= {"id", "name", "key", "wrapped key", "photo hash"}
    assert all(one.found == 0 and one.needles for one in proof.looked_for)
    assert proof.bytes_searched == sum(path.stat().st_size for path in home.folder.rglob("*") if path.is_file())
    with pytest.raises(PersonUnknown):
        journal.people.find("Mia Muster")
    assert waiting(journal) == []


def test_nobody_else_loses_anything(home: Home) -> None:
    journal = home.open()
    mia, ola, ben = (lives.live(journal, name, seed=seed) for seed, name in enumerate(["Mia Muster", "Ola", "Ben"], 1))
    before = {other.pk: journal.history(other, detail=True) for other in (ola, ben)}
    photos = {other.pk: journal.visits.photos(other, before[other.pk].visits[0].id) for other in (ola, ben)}

    erase_person(journal.store, mia, now=NOW)

    again = home.open()
    for other, seed in ((ola, 2), (ben, 3)):
        history = again.history(again.people.find(other.person.name), detail=True)
        assert history == before[other.pk]
        assert again.visits.photos(other, history.visits[0].id) == photos[other.pk]
        assert photos[other.pk] == making.make_photos(100 * seed, 2)
    assert len(list(again.store.objects.keys())) == 16


def test_nothing_is_left_of_many(sqlite_home: Home) -> None:
    journal = sqlite_home.open()
    names = [f"Somebody {index}" for index in range(20)]
    owners = [making.make_owner(journal, name) for name in names]
    for index, owner in enumerate(owners):
        sitting = making.make_sitting(index, 2, maps=False)
        journal.visits.keep(owner, sitting, at=NOW, zone="UTC", origin="taken", now=NOW)
    gone = owners[::2]
    needles = {str(index): one for index, owner in enumerate(gone) for one in traces(journal, owner, seed=0).values()}
    for owner in gone:
        assert erase_person(journal.store, owner, now=NOW).complete
    assert left(sqlite_home, needles) == set()
    assert [one.name for one in journal.people.all()] == sorted(names[1::2])


def test_bytes_that_sqlite_left_in_the_middle_of_a_page_go_too(sqlite_home: Home) -> None:
    """As after a row was moved to another page: no row holds them, and `secure_delete` does not see them."""
    mia = lives.live(sqlite_home.open(), "Mia Muster", seed=1)
    sqlite_home.close()
    path = sqlite_home.folder / DATABASE
    data = bytearray(path.read_bytes())
    page = next(start for start in range(4096, len(data), 4096) if data[start] == 13)  # a leaf of a table
    gap = page + 8 + 2 * int.from_bytes(data[page + 3 : page + 5], "big")
    content = page + int.from_bytes(data[page + 5 : page + 7], "big")
    assert content - gap > 32
    data[content - 32 : content] = mia.person.id.encode()
    path.write_bytes(data)

    journal = sqlite_home.open()
    proof = erase_person(journal.store, journal.people.find("Mia Muster"), now=NOW)

    assert proof.complete
    assert mia.person.id.encode() not in lives.bytes_below(sqlite_home.folder)


Kill = Callable[[ModuleType, str], tuple[Home, dict[str, bytes]]]


class KilledError(BaseException):
    """The program ends here."""


@pytest.fixture
def kill(home: Home, tmp_path: Path) -> Iterator[Kill]:
    """Erase somebody and die in a step; what is there afterwards is what the disk had at that moment."""
    copy = replace(home, folder=tmp_path / "copy", opened=[])

    def erase_and_die(module: ModuleType, step: str) -> tuple[Home, dict[str, bytes]]:
        journal = home.open()
        mia = lives.live(journal, "Mia Muster", seed=1)
        lives.live(journal, "Ola Other", seed=2)
        needles = traces(journal, mia, seed=1)
        whole = getattr(module, step)

        def die(*args: Any, **options: Any) -> NoReturn:
            if step == "delete_everything":
                whole(*args, **options)
            shutil.copytree(home.folder, copy.folder)
            raise KilledError

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, step, die)
            with pytest.raises(KilledError):
                erase_person(journal.store, mia, now=NOW)
        return copy, needles

    yield erase_and_die
    copy.close()


def test_a_crash_before_the_commit_leaves_everything(kill: Kill) -> None:
    home, _ = kill(erase, "delete_everything")
    journal = home.open()
    mia = journal.people.find("Mia Muster")
    history = journal.history(mia, detail=True)
    assert len(history.visits) == 2
    assert journal.visits.photos(mia, history.visits[0].id) == making.make_photos(100, 2)
    assert waiting(journal) == []
    assert read_entries(home.key_file) == frozenset()


@pytest.mark.parametrize("step", ["_delete_objects", "add_entries", "rewrite", "_strike_out"])
def test_a_crash_after_the_commit_leaves_nothing(kill: Kill, step: str) -> None:
    home, needles = kill(chores, step)
    journal = home.open()
    with pytest.raises(PersonUnknown):
        journal.people.find("Mia Muster")
    assert waiting(journal) == []
    assert left(home, needles) == set()
    assert len(list(journal.store.objects.keys())) == 8
    assert len(read_entries(home.key_file)) == 1
    assert len(journal.history(journal.people.find("Ola Other")).visits) == 2


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for longer than a moment."""
    monkeypatch.setattr(scrub, "BUSY_MS", 50)


@pytest.mark.usefixtures("impatient")
def test_a_reader_of_an_older_state_makes_the_proof_incomplete(home: Home) -> None:
    journal, other = home.open(), home.open()
    mia = lives.live(journal, "Mia Muster", seed=1)
    needles = traces(journal, mia, seed=1)
    with other.store.reading() as connection:
        connection.execute(select(visit)).all()
        proof = erase_person(journal.store, mia, now=NOW)
        third = home.open()  # is not held up
        assert waiting(third) == ["rewrite"]
        with pytest.raises(JournalBusy):
            chores.do_chores(third.store)
    assert not proof.complete
    assert len(proof.left_to_do) == 1
    with pytest.raises(ErasureIncomplete, match="reads an older state"):
        require_complete(proof)

    assert waiting(home.open()) == []
    assert left(home, needles) == set()


def test_a_file_that_names_the_person_makes_the_proof_incomplete(sqlite_home: Home) -> None:
    journal = sqlite_home.open()
    mia = lives.live(journal, "Mia Muster", seed=1)
    (sqlite_home.folder / "thumbnails").mkdir()
    (sqlite_home.folder / "thumbnails" / "cache").write_bytes(b"\0" * 5000 + "Mia Muster".encode("utf-16-be"))
    (sqlite_home.folder / f"{mia.person.id}.log").touch()
    proof = erase_person(journal.store, mia, now=NOW)
    assert {(one.what, one.file, one.times) for one in proof.found} == {
        ("name", "thumbnails/cache", 1),
        ("id", "(names of files)", 1),
    }
    with pytest.raises(ErasureIncomplete, match="thumbnails/cache"):
        require_complete(proof)


def move_behind_a_link(home: Home, *names: str) -> Path:
    """Another disk, as people make room."""
    disk = home.folder.with_name("disk")
    disk.mkdir()
    for name in names:
        shutil.move(home.folder / name, disk / name)
        (home.folder / name).symlink_to(disk / name)
    return disk


def test_what_lies_behind_links_of_ours_is_searched(sqlite_home: Home) -> None:
    lives.live(sqlite_home.open(), "Mia Muster", seed=1)
    sqlite_home.close()
    disk = move_behind_a_link(sqlite_home, DATABASE, "objects")
    (disk / "objects" / "zz").mkdir()
    (disk / "objects" / "zz" / "leak").write_bytes(b"Mia Muster")
    journal = sqlite_home.open()
    proof = erase_person(journal.store, journal.people.find("Mia Muster"), now=NOW)
    assert [(one.what, one.file) for one in proof.found] == [("name", "objects/zz/leak")]
    files = [path for path in disk.rglob("*") if path.is_file()]
    assert proof.bytes_searched == sum(path.stat().st_size for path in files)
    assert (disk / DATABASE) in files


def test_what_is_not_searched_makes_the_proof_incomplete(sqlite_home: Home, tmp_path: Path) -> None:
    journal = sqlite_home.open()
    mia = lives.live(journal, "Mia Muster", seed=1)
    (sqlite_home.folder / "more").symlink_to(tmp_path)
    (sqlite_home.folder / "harmless").symlink_to(sqlite_home.folder / DATABASE)
    proof = erase_person(journal.store, mia, now=NOW)
    assert not proof.complete
    assert [words.split()[0] for words in proof.left_to_do] == ["more"]


def test_a_database_that_is_not_where_it_belongs_makes_the_proof_incomplete(tmp_path: Path) -> None:
    assert search_folder(tmp_path, [], database=tmp_path / DATABASE).closed == (DATABASE,)


def test_a_name_that_stands_among_versions_is_looked_for(sqlite_home: Home) -> None:
    journal = sqlite_home.open()
    mia = lives.live(journal, "Mia Muster", seed=1)
    with journal.store.writing() as connection:
        connection.execute(insert(maker).values(fingerprint="0" * 32, made_by="Mia Muster lives in Berlin"))
    proof = erase_person(journal.store, mia, now=NOW)
    assert proof.complete
    assert proof.not_looked_for == ()
    assert b"lives in Berlin" not in lives.bytes_below(sqlite_home.folder)


def test_photos_that_another_program_is_keeping_make_the_proof_incomplete(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chores, "PATIENCE_S", 0)
    journal, other = home.open(), home.open()
    mia = making.make_owner(journal, "Mia Muster")
    with pytest.raises(PersonUnknown), laid_down(other.store, mia, [b"a face" * 100]):  # noqa: PT012
        proof = erase_person(journal.store, mia, now=NOW)
        assert not proof.complete
        assert "Another program is keeping photos" in proof.left_to_do[0]
        with writing_for(other.store, mia):
            pytest.fail("nobody writes for somebody who was erased")
    assert list(journal.store.objects.keys()) == []
    assert waiting(journal) == []


def test_caches_are_cleared_before_and_after(sqlite_home: Home) -> None:
    journal = sqlite_home.open()
    mia = lives.live(journal, "Mia Muster", seed=1)
    seen = []

    def clear() -> None:
        seen.append([one.name for one in journal.people.all()])

    require_complete(erase_person(journal.store, mia, now=NOW, clear_caches=clear))
    assert seen == [["Mia Muster"], []]


@pytest.mark.parametrize(
    ("name", "searched", "why"),
    [
        ("Mia", True, ("name as UTF-8: with 3 bytes it would be found by chance",)),
        ("Li", False, ("name as UTF-8: with 2 bytes it would be found by chance",)),
        ("person", False, ("name: it is a word that the database itself is made of",)),
        ("Zoë Größe", True, ()),
    ],
)
def test_what_cannot_be_searched_is_said(sqlite_home: Home, name: str, *, searched: bool, why: tuple[str, ...]) -> None:
    journal = sqlite_home.open()
    proof = erase_person(journal.store, making.make_owner(journal, name), now=NOW)
    assert proof.complete
    assert proof.not_looked_for == why
    assert ("name" in {one.what for one in proof.looked_for}) is searched


def test_a_damaged_visit_holds_no_erasure_up(sqlite_home: Home) -> None:
    journal = sqlite_home.open()
    mia = lives.live(journal, "Mia Muster", seed=1)
    with journal.store.writing() as connection:
        first = connection.scalars(select(visit.c.pk).limit(1)).one()
        connection.execute(update(visit).where(visit.c.pk == first).values(sealed=b"\x01 nonsense"))
    proof = erase_person(journal.store, mia, now=NOW)
    assert proof.complete
    assert proof.not_looked_for == ("photo hash of 1 visits: their rows are damaged and could not be read",)


def test_erasing_twice_is_refused(home: Home) -> None:
    journal = home.open()
    mia = making.make_owner(journal, "Mia Muster")
    erase_person(journal.store, mia, now=NOW)
    with pytest.raises(PersonUnknown):
        erase_person(journal.store, mia, now=NOW)


def test_the_list_of_the_erased_names_nobody(sqlite_home: Home) -> None:
    journal = sqlite_home.open()
    for name in ("Mia Muster", "Ola Other"):
        mia = making.make_owner(journal, name)
        erase_person(journal.store, mia, now=NOW)
    path = list_of(sqlite_home.key_file)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(read_entries(sqlite_home.key_file)) == 2
    assert len(path.read_text("ascii").split()) == 2
    assert mia.person.id not in path.read_text("ascii")


def test_a_list_that_cannot_be_written_is_written_later(sqlite_home: Home) -> None:
    journal = sqlite_home.open()
    mia = lives.live(journal, "Mia Muster", seed=1)
    needles = traces(journal, mia, seed=1)
    list_of(sqlite_home.key_file).mkdir()
    proof = erase_person(journal.store, mia, now=NOW)
    assert not proof.complete
    assert "older backup" in proof.left_to_do[0]
    assert left(sqlite_home, needles) == set()

    list_of(sqlite_home.key_file).rmdir()
    assert waiting(sqlite_home.open()) == []
    assert len(read_entries(sqlite_home.key_file)) == 1


def test_a_half_written_line_of_the_list_counts_for_nothing(tmp_path: Path) -> None:
    list_of(tmp_path / "key").write_text("\n" + "a" * 32 + "\n\nbbbb")
    add_entries(tmp_path / "key", ["c" * 32, "a" * 32])
    assert read_entries(tmp_path / "key") == {"a" * 32, "c" * 32}
    assert list_of(tmp_path / "key").read_text().count("a" * 32) == 1


@pytest.fixture
def lone_journal(sqlite_home: Home) -> Journal:
    """A journal on SQLite."""
    return sqlite_home.open()


@pytest.fixture
def proof(lone_journal: Journal) -> ErasureProof:
    """Of somebody with a known id."""
    lone_journal.people.add("Mia Muster", birth_year=1990, zone="UTC", now=NOW, id="12" * 16)
    return erase_person(lone_journal.store, lone_journal.people.find("Mia Muster"), now=NOW)


def test_a_proof_can_be_verified(lone_journal: Journal, proof: ErasureProof) -> None:
    text = proof.to_json()
    assert verify_proof(lone_journal.store.master, text)
    assert verify_proof(lone_journal.store.master, text, person_id="12" * 16)
    assert not verify_proof(lone_journal.store.master, text, person_id="13" * 16)
    assert not verify_proof(MasterKey(bytes(32)), text)
    assert "12" * 16 not in text
    assert "Mia" not in text


@pytest.mark.parametrize("change", [{"complete": False}, {"rows_left": 1}, {"signature": ""}, {"format": "other"}])
def test_a_changed_proof_is_no_proof(lone_journal: Journal, proof: ErasureProof, change: dict[str, object]) -> None:
    fields = json.loads(proof.to_json())
    assert not verify_proof(lone_journal.store.master, json.dumps(fields | change))


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "{}"])
def test_what_is_no_proof_is_refused(lone_journal: Journal, text: str) -> None:
    assert not verify_proof(lone_journal.store.master, text)
