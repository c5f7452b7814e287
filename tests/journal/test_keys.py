"""The master key: made once, read by its owner, locked with a passphrase, never guessed and never overwritten."""

from __future__ import annotations

import base64
import json
import os
import stat
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.journal.homes import PASSPHRASE

from skincast.errors import KeyMissing, KeyRefused, SkincastError, ValueRefused
from skincast.journal import Journal, Owner, keys
from skincast.journal.keys import MasterKey, create_key, is_locked, read_key, write_key


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "master.key"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase is stretched for a moment, not for the real time."""
    monkeypatch.setattr(keys, "ARGON2", {"iterations": 1, "lanes": 1, "memory_cost": 64})


def locked_fields(path: Path) -> dict[str, Any]:
    create_key(path, passphrase=PASSPHRASE)
    fields: dict[str, Any] = json.loads(path.read_text())
    return fields


def test_is_read_as_it_was_made(path: Path) -> None:
    made = create_key(path)
    assert read_key(path) == made
    assert len(made.secret) == 32
    assert not is_locked(path)


def test_only_its_owner_may_read_it(path: Path) -> None:
    before = os.umask(0)
    try:
        create_key(path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_nothing_else_is_left_beside_it(path: Path) -> None:
    create_key(path)
    assert list(path.parent.iterdir()) == [path]


def test_a_passphrase_locks_it(path: Path) -> None:
    made = create_key(path, passphrase=PASSPHRASE)
    assert is_locked(path)
    assert base64.b64encode(made.secret).decode() not in path.read_text()
    assert read_key(path, passphrase=PASSPHRASE) == made


@pytest.mark.parametrize("given", [None, "", "wrong", PASSPHRASE + " ", PASSPHRASE.upper()])
def test_a_wrong_passphrase_is_refused(path: Path, given: str | None) -> None:
    create_key(path, passphrase=PASSPHRASE)
    with pytest.raises(KeyRefused):
        read_key(path, passphrase=given)


def test_a_missing_key_is_named(path: Path) -> None:
    with pytest.raises(KeyMissing, match="is not there"):
        read_key(path)
    assert not is_locked(path)


def test_is_never_overwritten(path: Path) -> None:
    made = create_key(path)
    with pytest.raises(KeyRefused, match="already"):
        create_key(path)
    assert read_key(path) == made
    assert list(path.parent.iterdir()) == [path]


def test_is_locked_later_in_its_place(path: Path) -> None:
    made = create_key(path)
    leftover = path.with_name(f".{path.name}.00c0ffee")
    leftover.write_bytes(path.read_bytes())  # of a program that was killed
    write_key(path, made, passphrase=PASSPHRASE, replace=True)
    assert read_key(path, passphrase=PASSPHRASE) == made
    assert list(path.parent.iterdir()) == [path]


def test_of_many_creators_at_once_one_wins(path: Path) -> None:
    def create(_: int) -> MasterKey | None:
        try:
            return create_key(path)
        except KeyRefused:
            return None

    with ThreadPoolExecutor(8) as pool:
        made = [key for key in pool.map(create, range(8)) if key is not None]
    assert made == [read_key(path)]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "master.key", tmp_path / "file" / "deeper" / "master.key"):
        with pytest.raises(KeyRefused, match="cannot be written"):
            create_key(path)


def test_a_full_disk_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KeyRefused, match="No space left"):
        create_key(path)
    assert not path.parent.exists() or not list(path.parent.iterdir())


PLAIN = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[]",
        "{}",
        "[" * 100_000,
        json.dumps({"format": "skincast.key/2", "key": PLAIN}),
        json.dumps({"format": "skincast.key/1"}),
        json.dumps({"format": "skincast.key/1", "key": PLAIN[:-8]}),
        json.dumps({"format": "skincast.key/1", "key": "not base64"}),
        json.dumps({"format": "skincast.key/1", "key": "schlüssel"}),
        json.dumps({"format": "skincast.key/1", "key": None}),
        "\x00",
    ],
)
def test_another_file_is_no_key(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    with pytest.raises(KeyRefused, match="no master key"):
        read_key(path)


def test_bytes_that_are_no_text_are_no_key(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"\xff\xfe\x00")
    for read in (read_key, is_locked):
        with pytest.raises(KeyRefused):
            read(path)


def test_a_folder_is_no_key(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(KeyRefused):
        read_key(path)


@pytest.mark.parametrize(
    "cost",
    [
        {"iterations": 10**9, "lanes": 1, "memory_cost": 64},
        {"iterations": 1, "lanes": 1, "memory_cost": 2**40},
        {"iterations": 1, "lanes": 10**6, "memory_cost": 64},
        {"iterations": 0, "lanes": 1, "memory_cost": 64},
        {"iterations": -1, "lanes": 1, "memory_cost": 64},
        {"iterations": 1.5, "lanes": 1, "memory_cost": 64},
        {"iterations": "1", "lanes": 1, "memory_cost": 64},
        {"iterations": 1, "lanes": 1},
        {"iterations": 1, "lanes": 1, "memory_cost": 1},
        {"iterations": True, "lanes": 1, "memory_cost": 64},
        {"iterations": 5, "lanes": 1, "memory_cost": 64},
        {"iterations": 1, "lanes": 1, "memory_cost": 5 * 64},
        [],
        None,
    ],
)
def test_a_hostile_cost_is_refused_at_once(path: Path, cost: object) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps(locked_fields(path.with_name("other")) | {"argon2id": cost}))
    path.chmod(0o600)
    with pytest.raises(KeyRefused):
        read_key(path, passphrase=PASSPHRASE)


@pytest.mark.parametrize("field", ["locked", "salt"])
@pytest.mark.parametrize("value", ["", "AAAA", "no base64!", "ü", None, 7])
def test_damaged_fields_are_refused(path: Path, field: str, value: object) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps(locked_fields(path.with_name("other")) | {field: value}))
    path.chmod(0o600)
    with pytest.raises(KeyRefused):
        read_key(path, passphrase=PASSPHRASE)


def test_nothing_of_the_key_is_told_in_an_error(path: Path) -> None:
    made = create_key(path, passphrase=PASSPHRASE)
    with pytest.raises(SkincastError) as raised:
        read_key(path, passphrase=PASSPHRASE[::-1])
    assert made.secret.hex() not in repr(raised.value)
    assert PASSPHRASE[::-1] not in raised.value.message


def test_purposes_share_no_bytes() -> None:
    master = MasterKey(bytes(32))
    assert master.derive("wrap") != master.derive("names")
    assert master.derive("wrap") == MasterKey(bytes(32)).derive("wrap")
    assert master.derive("wrap") != MasterKey(b"\1" * 32).derive("wrap")
    assert master.digest("names", "mia") != master.digest("photos", "mia")


def test_real_costs_are_those_of_the_rfc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert keys.ARGON2 == {"iterations": 3, "lanes": 4, "memory_cost": 65536}


def test_no_key_stands_in_a_traceback(owner: Owner, journal: Journal) -> None:
    said = repr(owner) + repr(journal)
    for key in (owner.key, journal.store.master.secret):
        assert repr(key) not in said
        assert key.hex() not in said


def test_files_of_the_user_beside_it_stay(path: Path) -> None:
    path.parent.mkdir()
    (path.parent / ".master.key.bak").write_text("my own copy")
    (path.parent / ".master.key.0000000g").write_text("mine too")
    (path.parent / ".masterxkey.00c0ffee").write_text("mine too")
    (path.parent / ".master.key.00c0ffee").mkdir()
    (path.parent / ".master.key.00c0fff0").symlink_to(path.parent / ".master.key.bak")
    before = set(path.parent.iterdir())
    create_key(path)
    assert set(path.parent.iterdir()) == before | {path}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_key_that_is_open_to_others_is_refused(path: Path, mode: int) -> None:
    create_key(path)
    path.chmod(mode)
    for read in (read_key, is_locked):
        with pytest.raises(KeyRefused, match="other users") as refused:
            read(path)
        assert "chmod 600" in refused.value.hint
    path.chmod(0o400)
    read_key(path)


@pytest.mark.parametrize("passphrase", ["", "a", "seven c", " " * 20])
def test_a_short_passphrase_locks_nothing(path: Path, passphrase: str) -> None:
    with pytest.raises(ValueRefused, match="at least 8"):
        create_key(path, passphrase=passphrase)
    assert not path.exists()


def test_a_passphrase_is_the_same_however_its_accents_are_typed(path: Path) -> None:
    composed, apart = (unicodedata.normalize(form, "Schl\u00fcsselbl\u00fcte") for form in ("NFC", "NFD"))
    assert composed != apart
    made = create_key(path, passphrase=apart)
    assert read_key(path, passphrase=composed) == read_key(path, passphrase=apart) == made
