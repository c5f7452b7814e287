"""SQLite's locks outlast whatever this program does beside it: nothing acknowledged is lost to another program."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.journal import making
from tests.journal.homes import Home

from skincast.journal import Journal, held
from skincast.journal.erase import erase_person
from skincast.journal.held import create_held, read_held
from skincast.journal.store import DATABASE

OTHER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM note").fetchone()
connection.close()
"""
"""What any other program does: the last one that closes a database takes its log away."""


def come_and_go(home: Home) -> None:
    subprocess.run([sys.executable, "-c", OTHER, str(home.folder / DATABASE)], check=True)


def erase_somebody(home: Home, journal: Journal) -> None:
    assert home.is_sqlite
    assert erase_person(journal.store, journal.people.find("Mia Muster"), now=making.NOW).complete


def open_again(home: Home, _: Journal) -> None:
    home.open()


@pytest.mark.parametrize("act", [erase_somebody, open_again])
def test_what_is_acknowledged_afterwards_is_not_lost(
    sqlite_home: Home, act: Callable[[Home, Journal], None], tmp_path: Path
) -> None:
    journal = sqlite_home.open()
    making.make_owner(journal, "Mia Muster")
    ben = making.make_owner(journal, "Ben Beispiel")
    with journal.store.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        act(sqlite_home, journal)
        come_and_go(sqlite_home)
        assert (sqlite_home.folder / f"{DATABASE}-wal").exists()
        for number in range(5):
            journal.notes.add(ben, f"note {number}", day=making.NOW.date())
        copy = tmp_path / "as the next program finds it"
        copy.mkdir()
        files = [str(sqlite_home.folder / name) for name in (DATABASE, f"{DATABASE}-wal")]
        subprocess.run(["cp", *files, str(copy)], check=True)
    found = sqlite3.connect(copy / DATABASE)
    assert found.execute("SELECT count(*) FROM note").fetchone() == (5,)
    assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    found.close()


def test_a_file_that_is_there_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert create_held(path)
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(b"something")
    assert not create_held(path)
    assert b"".join(read_held(path, chunk_bytes=4)) == b"something"


def test_one_descriptor_a_file_and_none_for_what_is_deleted(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"something")
    os.link(path, tmp_path / "another name")
    before = set(held._handles)
    for name in ("file", "another name", "file"):
        assert b"".join(read_held(tmp_path / name, chunk_bytes=100)) == b"something"
    assert len(set(held._handles) - before) == 1
    path.unlink()
    (tmp_path / "another name").unlink()
    (tmp_path / "next").touch()
    list(read_held(tmp_path / "next", chunk_bytes=100))
    identity = held.identify(tmp_path / "next")
    assert set(held._handles) - before <= {identity}
