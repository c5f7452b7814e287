"""A passphrase comes on and off the master key, and the journal stays what it was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.journal.homes import PASSPHRASE, Home
from tests.journal.making import NOW

from skincast.errors import KeyMissing, KeyRefused, ValueRefused
from skincast.journal import keys
from skincast.journal.keys import create_key, is_locked, read_key
from skincast.journal.passphrase import protect_key, unprotect_key

OTHER = "staple battery horse correct"


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that are not worth guessing: making guesses slow would make tests slow."""
    monkeypatch.setattr(keys, "ARGON2", {"iterations": 1, "lanes": 1, "memory_cost": 64})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A key without a passphrase."""
    create_key(tmp_path / "master.key")
    return tmp_path / "master.key"


def test_a_passphrase_comes_changes_and_goes(path: Path) -> None:
    key = read_key(path)
    protect_key(path, PASSPHRASE)
    assert is_locked(path)
    assert read_key(path, passphrase=PASSPHRASE) == key
    protect_key(path, OTHER, current=PASSPHRASE)
    with pytest.raises(KeyRefused):
        read_key(path, passphrase=PASSPHRASE)
    assert read_key(path, passphrase=OTHER) == key
    unprotect_key(path, OTHER)
    assert not is_locked(path)
    assert read_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["master.key"]


@pytest.mark.parametrize("current", [None, "wrong passphrase"])
def test_a_locked_key_needs_its_passphrase_to_change(path: Path, current: str | None) -> None:
    protect_key(path, PASSPHRASE)
    before = path.read_bytes()
    with pytest.raises(KeyRefused):
        protect_key(path, OTHER, current=current)
    with pytest.raises(KeyRefused):
        unprotect_key(path, OTHER)
    assert path.read_bytes() == before


@pytest.mark.parametrize("passphrase", ["", "1234567", "   1234   "])
def test_a_short_passphrase_is_refused(path: Path, passphrase: str) -> None:
    with pytest.raises(ValueRefused):
        protect_key(path, passphrase)
    assert not is_locked(path)


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing):
        protect_key(tmp_path / "nowhere", PASSPHRASE)
    assert list(tmp_path.iterdir()) == []


def test_the_bytes_of_the_open_key_are_overwritten(path: Path) -> None:
    with path.open("rb") as old:
        protect_key(path, PASSPHRASE)
        assert set(old.read()) == {0}


def test_a_second_name_of_the_key_keeps_it(path: Path) -> None:
    copy = path.with_name("copy.key")
    os.link(path, copy)
    key = read_key(path)
    protect_key(path, PASSPHRASE)
    assert read_key(copy) == key


def test_a_link_stays_a_link_and_the_key_behind_it_is_locked(path: Path) -> None:
    link = path.with_name("link.key")
    link.symlink_to(path)
    protect_key(link, PASSPHRASE)
    assert link.is_symlink()
    assert is_locked(path)


def test_a_failed_writing_leaves_the_key_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = read_key(path)

    def fail(*_args: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keys, "write_file", fail)
    with pytest.raises(KeyRefused):
        protect_key(path, PASSPHRASE)
    assert read_key(path) == key


def test_the_journal_opens_with_the_passphrase_only(sqlite_home: Home) -> None:
    sqlite_home.open().people.add("Mia", birth_year=1990, zone="UTC", now=NOW)
    protect_key(sqlite_home.key_file, PASSPHRASE)
    with pytest.raises(KeyRefused):
        sqlite_home.open()
    assert [one.name for one in sqlite_home.open(PASSPHRASE).people.all()] == ["Mia"]
