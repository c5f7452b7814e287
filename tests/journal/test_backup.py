"""A backup holds one moment of the whole journal, for nobody without the key, and gives all of it back anywhere."""

from __future__ import annotations

import hashlib
import io
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tests.journal import lives, making
from tests.journal.homes import PASSPHRASE, Home, database, home_at

from skincast.errors import (
    BackupRefused,
    FileUnreadable,
    JournalBusy,
    JournalNewer,
    JournalNotEmpty,
    KeyMissing,
    KeyRefused,
    OutputUnwritable,
)
from skincast.journal import Journal, keys
from skincast.journal.backup import BackupReport, backup, filling, restore, restore_key, restoring, verify_backup, write
from skincast.journal.backup import stream as stream_module
from skincast.journal.backup.stream import SealedReader, SealedWriter
from skincast.journal.erase import erase_person
from skincast.journal.keys import is_locked
from skincast.journal.objects import FolderObjects
from skincast.journal.schema import chore

NOW = making.NOW
NAMES = ("Mia Muster", "Ola Other")


def make(journal: Journal, file: Path, *, passphrase: str | None = None) -> BackupReport:
    return backup(journal.store, file, now=NOW, passphrase=passphrase)


@pytest.fixture(autouse=True, scope="module")
def quick_passphrases() -> Iterator[None]:
    """Passphrases that are not worth guessing: making guesses slow would make tests slow."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "ARGON2", {"iterations": 1, "lanes": 1, "memory_cost": 64})
        yield


@pytest.fixture
def lived(home: Home) -> Home:
    """A journal with two people."""
    journal = home.open()
    for seed, name in enumerate(NAMES, 1):
        lives.live(journal, name, seed=seed, visits=1)
    return home


@pytest.fixture
def pair(sqlite_home: Home) -> Home:
    """A journal on SQLite with two people."""
    journal = sqlite_home.open()
    for seed, name in enumerate(NAMES, 1):
        lives.live(journal, name, seed=seed, visits=1)
    return sqlite_home


@pytest.fixture
def lone(sqlite_home: Home) -> Home:
    """A journal on SQLite with one person."""
    lives.live(sqlite_home.open(), NAMES[0], seed=1, visits=1)
    return sqlite_home


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the backup goes."""
    return tmp_path / "one.backup"


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Home]:
    """A machine without journal and key."""
    (tmp_path / "bare").mkdir()
    with home_at(tmp_path / "bare") as home:
        yield home


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    """Where nothing is yet, on either database."""
    (tmp_path / "elsewhere").mkdir()
    if request.param == "sqlite":
        with home_at(tmp_path / "elsewhere") as home:
            yield home
        return
    with database(request.getfixturevalue("postgres")) as url, home_at(tmp_path / "elsewhere", url=url) as home:
        yield home


def test_everything_comes_back_on_either_database(lived: Home, elsewhere: Home, file: Path) -> None:
    journal = lived.open()
    made = make(journal, file)
    report = restore(elsewhere.folder, file, key_file=lived.key_file, url=elsewhere.url, now=NOW)
    assert (report.people, report.objects, report.erased_again, report.missing) == (2, 8, 0, 0)
    assert report.rows == made.rows
    assert not report.key_written

    again = Home(folder=elsewhere.folder, key_file=lived.key_file, url=elsewhere.url, opened=elsewhere.opened).open()
    assert lives.everything(again) == lives.everything(journal)
    mia = again.people.find("Mia Muster")
    making.make_owner(again, "Newcomer")  # numbers of rows go on
    again.notes.add(mia, "Back again.", day=lives.TODAY)
    lives.live(again, "Another", seed=9, visits=1)
    assert len(again.history(mia).notes) == 3


def test_the_report_says_what_is_in_it(pair: Home, file: Path) -> None:
    journal = pair.open()
    report = make(journal, file)
    data = file.read_bytes()
    assert report.sha256 == hashlib.sha256(data).hexdigest()
    assert report.bytes == len(data)
    assert (report.people, report.objects, report.missing, report.made_at) == (2, 8, 0, NOW)
    assert verify_backup(file, key_file=pair.key_file) == report
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir() if "part" in path.name] == []


def test_nobody_can_be_read_out_of_it(pair: Home, file: Path) -> None:
    journal = pair.open()
    make(journal, file, passphrase=PASSPHRASE)
    data = file.read_bytes()
    mia = journal.people.find("Mia Muster")
    assert data.startswith(b'{"format":"skincast.backup/1"')
    for secret in (mia.person.id.encode(), b"Mia", mia.key, journal.store.master.secret, b"person", b"photos"):
        assert secret not in data


def test_a_bare_machine_needs_the_passphrase_only(lone: Home, bare: Home, file: Path) -> None:
    journal = lone.open()
    make(journal, file, passphrase=PASSPHRASE)
    for passphrase, error in ((None, KeyMissing), ("another one", BackupRefused)):
        with pytest.raises(error):
            restore(bare.folder, file, key_file=bare.key_file, passphrase=passphrase, now=NOW)
    assert not bare.folder.exists()
    assert not bare.key_file.exists()

    assert restore(bare.folder, file, key_file=bare.key_file, passphrase=PASSPHRASE, now=NOW).key_written
    assert bare.key_file.stat().st_mode & 0o777 == 0o600
    assert not is_locked(bare.key_file)
    assert lives.everything(bare.open()) == lives.everything(journal)


def test_a_locked_key_comes_back_locked(tmp_path: Path, bare: Home, file: Path) -> None:
    (tmp_path / "locked").mkdir()
    with home_at(tmp_path / "locked") as home:
        make(home.open(PASSPHRASE), file, passphrase=PASSPHRASE)
        restore(bare.folder, file, key_file=bare.key_file, passphrase=PASSPHRASE, now=NOW)
    assert is_locked(bare.key_file)
    assert bare.open(PASSPHRASE).people.all() == []


def test_the_key_alone_comes_back(lone: Home, file: Path) -> None:
    journal = lone.open()
    make(journal, file, passphrase=PASSPHRASE)
    with pytest.raises(KeyRefused):
        restore_key(file, key_file=lone.key_file, passphrase=PASSPHRASE)
    lone.key_file.unlink()
    with pytest.raises(KeyMissing):
        lone.open()
    restore_key(file, key_file=lone.key_file, passphrase=PASSPHRASE)
    assert lives.everything(lone.open()) == lives.everything(journal)


def test_without_passphrase_only_the_key_opens_it(lone: Home, bare: Home, file: Path) -> None:
    make(lone.open(), file)
    with pytest.raises(KeyMissing, match="without a passphrase"):
        verify_backup(file, key_file=bare.key_file, passphrase=PASSPHRASE)
    bare.open()
    with pytest.raises(BackupRefused, match="another master key"):
        verify_backup(file, key_file=bare.key_file)


def test_nothing_is_overwritten(lone: Home, file: Path) -> None:
    journal = lone.open()
    file.write_bytes(b"somebody's")
    with pytest.raises(OutputUnwritable):
        make(journal, file)
    assert file.read_bytes() == b"somebody's"
    for place in (lone.folder / "objects" / "x.backup", file.parent / "no such folder" / "x.backup"):
        with pytest.raises(OutputUnwritable):
            make(journal, place)


def test_a_journal_is_not_overwritten(lived: Home, file: Path) -> None:
    journal = lived.open()
    make(journal, file)
    before = lives.everything(journal)
    with pytest.raises(JournalNotEmpty):
        restore(lived.folder, file, key_file=lived.key_file, url=lived.url, now=NOW)
    assert lives.everything(lived.open()) == before


def test_photos_of_another_journal_are_not_overwritten(lone: Home, bare: Home, file: Path) -> None:
    make(lone.open(), file)
    (bare.folder / "objects" / "ab").mkdir(parents=True)
    (bare.folder / "objects" / "ab" / ("ab" * 16)).write_bytes(b"somebody's")
    with pytest.raises(JournalNotEmpty):
        restore(bare.folder, file, key_file=lone.key_file, now=NOW)
    assert (bare.folder / "objects" / "ab" / ("ab" * 16)).read_bytes() == b"somebody's"


def test_an_empty_journal_gives_way(lone: Home, elsewhere: Home, file: Path) -> None:
    """Also one with a key of its own, as after opening the wrong folder once."""
    journal = lone.open()
    make(journal, file, passphrase=PASSPHRASE)
    elsewhere.open()
    elsewhere.key_file.rename(elsewhere.key_file.with_name("other.key"))
    restore(elsewhere.folder, file, key_file=elsewhere.key_file, url=elsewhere.url, passphrase=PASSPHRASE, now=NOW)
    assert lives.everything(elsewhere.open()) == lives.everything(journal)


def test_what_is_no_backup_is_refused(lone: Home, file: Path) -> None:
    lone.open()
    with pytest.raises(FileUnreadable):
        verify_backup(file, key_file=lone.key_file)
    for data in (b"", b"{}\n", b"[]\n", b"\xff" * 100_000, b'{"format":"skincast.backup/9"}\n'):
        file.write_bytes(data)
        with pytest.raises(BackupRefused):
            verify_backup(file, key_file=lone.key_file)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, bytes]]:
    """A backup in many chunks, and the home that it is of."""
    place = tmp_path_factory.mktemp("made")
    with home_at(place) as home, pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream_module, "CHUNK_BYTES", 1000)
        journal = home.open()
        lives.live(journal, NAMES[0], seed=1, visits=1)
        make(journal, place / "file", passphrase=PASSPHRASE)
        yield home, (place / "file").read_bytes()


def refused(home: Home, data: bytes) -> bool:
    path = home.folder.parent / "changed"
    path.write_bytes(data)
    try:
        verify_backup(path, key_file=home.key_file)
    except BackupRefused:
        return True
    return False


def test_an_unchanged_backup_is_not_refused(made: tuple[Home, bytes]) -> None:
    assert not refused(*made)


@given(data=st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_flipped_bit_is_refused_wherever_it_is(made: tuple[Home, bytes], data: st.DataObject) -> None:
    home, backup_bytes = made
    changed = bytearray(backup_bytes)
    header = backup_bytes.index(b"\n") + 1
    position = data.draw(st.one_of(st.integers(0, header), st.integers(0, len(changed) - 1)))
    changed[position] ^= 1 << data.draw(st.integers(0, 7))
    assert refused(home, bytes(changed))


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_cut_backup_is_refused_wherever_it_is_cut(made: tuple[Home, bytes], data: st.DataObject) -> None:
    home, backup_bytes = made
    chunk = 1000 + stream_module.TAG_BYTES
    header = backup_bytes.index(b"\n") + 1
    n_chunks = (len(backup_bytes) - header) // chunk
    anywhere = st.integers(0, len(backup_bytes) - 1)
    between_chunks = st.integers(0, n_chunks).map(lambda number: header + number * chunk)
    assert refused(home, backup_bytes[: data.draw(st.one_of(anywhere, between_chunks))])


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_chunks_in_another_order_are_refused(made: tuple[Home, bytes], data: st.DataObject) -> None:
    home, backup_bytes = made
    size = 1000 + stream_module.TAG_BYTES
    header = backup_bytes.index(b"\n") + 1
    body = backup_bytes[header:]
    chunks = [body[start : start + size] for start in range(0, len(body), size)]
    first, second = (data.draw(st.integers(0, len(chunks) - 1)) for _ in range(2))
    changed = data.draw(st.sampled_from(["swap", "drop", "repeat"]))
    if changed == "swap":
        chunks[first], chunks[second] = chunks[second], chunks[first]
    elif changed == "drop":
        del chunks[first]
    else:
        chunks.insert(first, chunks[second])
    same = backup_bytes[:header] + b"".join(chunks)
    assert same == backup_bytes or refused(home, same)


def test_bytes_after_the_end_are_refused(made: tuple[Home, bytes]) -> None:
    home, data = made
    assert refused(home, data + b"\0")


def test_chunks_of_another_backup_are_refused(lone: Home, file: Path) -> None:
    journal = lone.open()
    make(journal, file)
    make(journal, file.with_name("two"))
    one, two = (path.read_bytes().split(b"\n", 1) for path in (file, file.with_name("two")))
    file.write_bytes(one[0] + b"\n" + two[1])
    with pytest.raises(BackupRefused):
        verify_backup(file, key_file=lone.key_file)


def test_a_damaged_backup_restores_nothing(lone: Home, bare: Home, file: Path) -> None:
    make(lone.open(), file)
    data = bytearray(file.read_bytes())
    data[-20] ^= 1
    file.write_bytes(data)
    with pytest.raises(BackupRefused):
        restore(bare.folder, file, key_file=lone.key_file, now=NOW)
    assert not bare.folder.exists()


def test_a_failing_disk_leaves_no_backup(lone: Home, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = write._write

    def fail(*args: object, **options: object) -> object:
        written = whole(*args, **options)  # type: ignore[arg-type]
        assert written is not None
        data = bytearray(written.file.read_bytes())
        data[len(data) // 2] ^= 1
        written.file.write_bytes(data)
        return written

    monkeypatch.setattr(write, "_write", fail)
    before = sorted(file.parent.iterdir())
    with pytest.raises(BackupRefused, match="read back"):
        make(lone.open(), file)
    assert sorted(file.parent.iterdir()) == before


def test_others_go_on_writing_meanwhile(lived: Home, bare: Home, file: Path) -> None:
    """Every visit of the backup has its photos, whenever it was taken."""
    journal, other = lived.open(), lived.open()
    mia = other.people.find("Mia Muster")
    begun, done, failed = threading.Event(), threading.Event(), []

    def live_on() -> None:
        seed = 5000
        try:
            while not done.is_set():
                sitting, photos = making.make_sitting(seed, 2, maps=False), making.make_photos(seed, 2)
                other.visits.keep(mia, sitting, at=NOW, zone="UTC", origin="taken", now=NOW, photos=photos)
                seed += 1
                begun.set()
        except Exception as error:  # noqa: BLE001 - whatever it was, the test fails
            failed.append(error)

    writer = threading.Thread(target=live_on)
    writer.start()
    try:
        assert begun.wait(timeout=60)
        reports = [make(journal, file.with_name(f"{number}.backup")) for number in range(3)]
    finally:
        done.set()
        writer.join()
    assert not failed
    assert reports[-1].objects > 8
    restore(bare.folder, file.with_name("2.backup"), key_file=lived.key_file, now=NOW)
    again = Home(folder=bare.folder, key_file=lived.key_file, url=None, opened=bare.opened).open()
    owner = again.people.find("Mia Muster")
    visits = again.visits.all(owner)
    assert len(visits) * 2 + 2 + 4 == reports[-1].objects
    for visit in visits:
        kept = [hashlib.sha256(photo).hexdigest() for photo in again.visits.photos(owner, visit.id)]
        assert kept == [photo.sha256 for photo in visit.photos]


def in_between(monkeypatch: pytest.MonkeyPatch, happen: list[object]) -> None:
    """Do something between the rows and the photos of a backup, once a call, as another program would."""
    whole = write._write_objects

    def write_objects(*args: object) -> int:
        if happen:
            happen.pop(0)()  # type: ignore[operator]
        return whole(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(write, "_write_objects", write_objects)


def test_who_is_erased_meanwhile_is_not_in_it(
    lived: Home, bare: Home, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, other = lived.open(), lived.open()
    mia = other.people.find("Mia Muster")
    in_between(monkeypatch, [lambda: erase_person(other.store, mia, now=NOW)])
    report = make(journal, file)
    assert (report.people, report.objects, report.missing) == (1, 4, 0)
    restore(bare.folder, file, key_file=lived.key_file, now=NOW)
    assert mia.person.id.encode() not in lives.bytes_below(bare.folder)


def test_photos_whose_consent_is_withdrawn_meanwhile_are_not_in_it(
    lone: Home, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, other = lone.open(), lone.open()
    mia = other.people.find("Mia Muster")
    in_between(monkeypatch, [lambda: other.consents.withdraw(mia, "photos", now=NOW)])
    report = make(journal, file)
    assert (report.people, report.objects, report.missing) == (1, 0, 0)


def test_endless_deleting_is_told(lone: Home, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "_something_is_gone", lambda *_: True)
    with pytest.raises(JournalBusy):
        make(lone.open(), file)
    assert not file.exists()


def test_a_lost_photo_stops_no_backup(lone: Home, bare: Home, file: Path) -> None:
    journal = lone.open()
    key = next(iter(journal.store.objects.keys()))
    journal.store.objects.delete(key)
    report = make(journal, file)
    assert (report.objects, report.missing) == (3, 1)
    assert restore(bare.folder, file, key_file=lone.key_file, now=NOW).missing == 1


def restored_names(home: Home, file: Path, place: Path) -> list[str]:
    """Who is there after restoring into a fresh folder with the same key."""
    place.mkdir()
    with home_at(place) as fresh:
        restore(fresh.folder, file, key_file=home.key_file, now=NOW)
        there = Home(folder=fresh.folder, key_file=home.key_file, url=None, opened=fresh.opened).open()
        visits = [there.history(there.people.find(one.id)).visits for one in there.people.all()]
        assert len(list(there.store.objects.keys())) == 4 * sum(map(len, visits))
        return [one.name for one in there.people.all()]


def test_who_was_erased_since_does_not_come_back(pair: Home, file: Path, tmp_path: Path) -> None:
    journal = pair.open()
    make(journal, file)
    mia = journal.people.find("Mia Muster")
    erase_person(journal.store, mia, now=NOW)
    assert restored_names(pair, file, tmp_path / "there") == ["Ola Other"]
    assert mia.person.id.encode() not in lives.bytes_below(tmp_path / "there")


def test_who_came_back_by_themselves_stays_until_erased_again(pair: Home, file: Path, tmp_path: Path) -> None:
    journal = pair.open()
    mia = journal.people.find("Mia Muster").person
    erase_person(journal.store, journal.people.find(mia.id), now=NOW)
    journal.people.add(mia.name, birth_year=mia.birth_year, zone=mia.zone, now=NOW, id=mia.id)
    make(journal, file)
    assert restored_names(pair, file, tmp_path / "back") == ["Mia Muster", "Ola Other"]
    erase_person(journal.store, journal.people.find(mia.id), now=NOW)
    assert restored_names(pair, file, tmp_path / "gone") == ["Ola Other"]


def test_the_list_of_the_erased_moves_with_the_backup(pair: Home, file: Path, bare: Home, tmp_path: Path) -> None:
    journal = pair.open()
    make(journal, file)
    erase_person(journal.store, journal.people.find("Mia Muster"), now=NOW)
    make(journal, file.with_name("newer"), passphrase=PASSPHRASE)
    restore(bare.folder, file.with_name("newer"), key_file=bare.key_file, passphrase=PASSPHRASE, now=NOW)
    assert restored_names(bare, file, tmp_path / "older") == ["Ola Other"]


class KilledError(BaseException):
    """The program ends here."""


@pytest.mark.parametrize("step", ["write_key", "_fill", "put", "finish", "bring_up"])
def test_a_restore_that_was_killed_can_be_done_again(
    lone: Home, elsewhere: Home, file: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = lone.open()
    make(journal, file, passphrase=PASSPHRASE)

    def die(*_args: object, **_options: object) -> NoReturn:
        raise KilledError

    def try_it() -> None:
        restore(elsewhere.folder, file, key_file=elsewhere.key_file, url=elsewhere.url, passphrase=PASSPHRASE, now=NOW)

    where = {"put": FolderObjects, "finish": filling.Filling}.get(step, restoring)
    with monkeypatch.context() as patch:
        patch.setattr(where, step, _after(3, die, FolderObjects.put) if step == "put" else die)
        with pytest.raises(KilledError):
            try_it()

    if step == "bring_up":  # everything was committed before
        with pytest.raises(JournalNotEmpty):
            try_it()
    else:
        try_it()
    again = elsewhere.open()
    assert lives.everything(again) == lives.everything(journal)
    assert waiting(again) == []


def test_an_interrupted_restore_leaves_an_empty_journal(lone: Home, bare: Home, file: Path) -> None:
    make(lone.open(), file, passphrase=PASSPHRASE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filling.Filling, "finish", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            restore(bare.folder, file, key_file=bare.key_file, passphrase=PASSPHRASE, now=NOW)
    assert [path for path in (bare.folder / "objects").rglob("*") if path.is_file()]
    journal = bare.open()
    assert journal.people.all() == []
    assert list(journal.store.objects.keys()) == []


def test_a_backup_of_an_older_shape_is_brought_up(
    lone: Home, elsewhere: Home, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = lone.open()
    mia = journal.people.find("Mia Muster")
    before = journal.history(mia, detail=True)
    with monkeypatch.context() as patch:
        patch.setattr(write, "revision_of", lambda _: "0001")
        patch.setattr(write, "TABLES", tuple(table for table in write.TABLES if table.name != "forecast"))
        make(journal, file)
    restore(elsewhere.folder, file, key_file=lone.key_file, url=elsewhere.url, now=NOW)
    again = Home(folder=elsewhere.folder, key_file=lone.key_file, url=elsewhere.url, opened=elsewhere.opened).open()
    owner = again.people.find("Mia Muster")
    assert again.history(owner, detail=True) == before
    assert again.forecasts.all(owner) == ()
    again.forecasts.keep(owner, lives.FORECAST, making.MADE_BY, now=NOW)


def test_a_backup_of_a_newer_version_is_named_so(lone: Home, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "revision_of", lambda _: "9999")
    monkeypatch.setattr(write, "_read_back", lambda _: None)
    make(lone.open(), file)
    with pytest.raises(JournalNewer):
        verify_backup(file, key_file=lone.key_file)


@given(parts=st.lists(st.binary(max_size=70), max_size=12), size=st.integers(1, 90), chunk=st.integers(1, 40))
@settings(max_examples=150, deadline=None)
def test_a_stream_gives_back_what_was_put_in(parts: list[bytes], size: int, chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream_module, "CHUNK_BYTES", chunk)
        file, key = io.BytesIO(), bytes(32)
        writer = SealedWriter(file, key, about=b"")
        for part in parts:
            writer.write(part)
        writer.finish()
        file.seek(0)
        reader = SealedReader(file, key, about=b"")
        read = b"".join(iter(lambda: reader.read(size), b""))
    assert read == b"".join(parts)


def waiting(journal: Journal) -> list[str]:
    with journal.store.reading() as connection:
        return list(connection.scalars(select(chore.c.kind)))


def _after(calls: int, die: Callable[..., NoReturn], whole: Callable[..., None]) -> Callable[..., None]:
    """Do as `whole` does so many times, then die."""
    left = iter(range(calls))

    def call(*args: object) -> None:
        die() if next(left, None) is None else whole(*args)

    return call
