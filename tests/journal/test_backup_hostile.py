"""A backup that somebody with the key has put together: refused, or restored, and the journal opens afterwards."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.journal import making
from tests.journal.homes import Home, home_at

from skincast.errors import BackupRefused
from skincast.journal.backup import restore
from skincast.journal.backup.contents import ABOUT, END, dump_rows
from skincast.journal.backup.header import new_header
from skincast.journal.backup.stream import SealedWriter
from skincast.journal.backup.write import _Members
from skincast.journal.erased import read_entries
from skincast.journal.keys import MasterKey, create_key
from skincast.journal.migrate import newest_revision

Parts = Sequence[tuple[str, bytes]]
PERSON = ["pk", "id", "added_at", "name_digest", "wrapped_key", "sealed"]
FIRST: dict[str, object] = {
    "made_at": making.NOW.isoformat(),
    "revision": newest_revision(),
    "erased": [],
    "withdrawn": [],
    "key_locked": False,
}


def about(**changes: object) -> bytes:
    return json.dumps(FIRST | changes).encode()


def craft(path: Path, master: MasterKey, parts: Parts, *, end: bytes | None = None) -> None:
    """Write a backup that is whole and sealed, whatever is in it."""
    header, key = new_header(master, None)
    with path.open("wb") as file:
        file.write(header.line)
        sealed = SealedWriter(file, key, about=header.digest)
        with tarfile.open(fileobj=sealed, mode="w|") as tar:
            members = _Members(tar)
            for name, content in parts:
                members.add(name, content)
            members.add(END, members.tally.to_json(missing=0) if end is None else end)
        sealed.finish()


def rows(table: str, columns: list[str], *values: list[object]) -> tuple[str, bytes]:
    return f"rows/{table}/00000000.jsonl", dump_rows(columns, list(values))


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Home]:
    """A key, and no journal."""
    with home_at(tmp_path) as home:
        create_key(home.key_file)
        yield home


def refuse(home: Home, parts: Parts, *, end: bytes | None = None) -> None:
    """Whatever is refused leaves a journal that opens and holds nothing."""
    file = home.folder.with_name("crafted")
    home.open()
    master = home.open().store.master
    home.close()
    craft(file, master, parts, end=end)
    with pytest.raises(BackupRefused):
        restore(home.folder, file, key_file=home.key_file, now=making.NOW)
    journal = home.open()
    assert journal.people.all() == []
    assert [path for path in (home.folder / "objects").rglob("*") if path.is_file()] == []
    making.make_owner(journal, "Mia Muster")


FULL = (ABOUT, about())


@pytest.mark.parametrize(
    "part",
    [
        ("objects/../../../evil", b"x"),
        ("objects/zz", b"x"),
        ("objects/" + "A" * 32, b"x"),
        ("anything", b"x"),
        ("rows/note/0.jsonl", b'["pk"]\n'),
        rows("chore", ["pk", "kind", "object_key"], [1, "delete", "../x"]),
        rows("chore", ["pk", "kind", "object_key"], [1, "remember", "not an entry; rm"]),
        rows("sqlite_master", ["name"], ["x"]),
        rows("alembic_version", ["version_num"], ["x"]),
        rows("note", ["evil"], [1]),
        rows("person", PERSON, [5, 5, "x", 1, 2, 3]),
        rows("person", PERSON, [1, "a" * 32, making.NOW, b"1", 2, 3]),
        rows("person", PERSON[:3], [1, "a" * 32, making.NOW]),
        rows("maker", ["fingerprint", "made_by"], ["a", "{}"], ["a", "{}"]),
        rows("photo", ["pk", "person_pk", "visit_pk", "digest", "object_key"], [1, 1, 1, b"", "../../../x"]),
        rows("photo", ["pk", "person_pk", "visit_pk", "digest", "object_key"], [1, 1, 1, b"", 7]),
        ("rows/note/00000000.jsonl", b"[\n{\n"),
        ("rows/note/00000000.jsonl", b""),
        ("rows/note/00000000.jsonl", b"[" * 100_000 + b"\n1\n"),
        ("rows/note/00000000.jsonl", b'["pk"]\n[{"bytes": 1, "at": 2}]\n'),
        ("rows/note/00000000.jsonl", b'["pk"]\n[1, 2]\n'),
        ("rows/note/00000000.jsonl", b'["pk"]\n7\n'),
        ("rows/day/00000000.jsonl", b'["day"]\n[{"on": "soon"}]\n'),
    ],
    ids=lambda part: f"{part[0][:24]} {part[1][:24]!r}",
)
def test_what_no_backup_holds_is_refused(bare: Home, part: tuple[str, bytes]) -> None:
    refuse(bare, [FULL, part])


@pytest.mark.parametrize(
    "first",
    [
        b"{}",
        b"[]",
        b"no JSON",
        b"\xff",
        about(erased=["x\ny" * 3]),
        about(erased=["a" * 31 + "\n"]),
        about(withdrawn=[7]),
        about(erased=7),
        about(made_at="soon"),
        about(made_at=None),
    ],
)
def test_what_a_backup_says_of_itself_is_checked(bare: Home, first: bytes) -> None:
    refuse(bare, [(ABOUT, first)])
    assert read_entries(bare.key_file) == frozenset()


@pytest.mark.parametrize("end", [b"", b"[]", b"{}", b'{"rows": 7, "missing": 0}', b'{"rows": {}, "missing": "x"}'])
def test_what_a_backup_says_at_its_end_is_checked(bare: Home, end: bytes) -> None:
    refuse(bare, [FULL], end=end)
