"""What a backup holds, and what is told about it.

In the sealed chunks lies a tar archive: `about.json`, `rows/TABLE/NUMBER.jsonl`, `objects/KEY`, `end.json`. A value of
a row is as JSON has it; bytes, instants and days stand in an object that names their kind, so that a later version
reads them without knowing the table.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from skincast.journal.erased import ENTRY
from skincast.journal.schema import PERSONAL, maker, person
from skincast.journal.schema import store as facts

ABOUT, END, ROWS, OBJECTS = "about.json", "end.json", "rows/", "objects/"
TABLES = frozenset(table.name for table in (facts, maker, person, *PERSONAL))
"""What has rows in a backup. Chores stay behind: they are about one folder's files."""
MEMBER = re.compile(r"about\.json|end\.json|rows/(?P<table>[a-z]+)/[0-9]{8}\.jsonl|objects/[0-9a-f]{32}")
NONSENSE = (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError)
"""What reading JSON raises that is not what it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupReport:
    """A backup that was read back whole."""

    rows: int
    people: int
    objects: int
    """Photos and maps."""
    missing: int
    """Photos and maps that were lost from the journal before and are not in the backup."""
    bytes: int
    sha256: str
    """Of the file."""
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreReport:
    """What a restored journal holds."""

    rows: int
    people: int
    objects: int
    missing: int
    """Photos and maps that were lost before the backup was made."""
    erased_again: int
    """People who were erased after the backup was made, and were left out."""
    photos_deleted_again: int
    """People who took back their photos after the backup was made: these photos were deleted again."""
    made_at: datetime
    """When the backup was made: everything after that is not in it."""
    restored_at: datetime
    key_written: bool
    """True where the master key came out of the backup and was written to its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The first member."""

    made_at: datetime
    revision: str
    """Shape of the tables."""
    erased: tuple[str, ...]
    """Entries of the list of erased people at that time: who was erased later is not brought back."""
    withdrawn: tuple[str, ...] = ()
    """The same of the list of people who took back their photos."""
    key_locked: bool
    """Whether the master key's file was locked with a passphrase."""

    def to_json(self) -> bytes:
        """As it lies in the archive."""
        fields = {
            "made_at": self.made_at.isoformat(),
            "revision": self.revision,
            "erased": self.erased,
            "withdrawn": self.withdrawn,
            "key_locked": self.key_locked,
        }
        return json.dumps(fields).encode()


def read_about(text: bytes) -> About:
    """The value of `About.to_json`."""
    fields = json.loads(text)
    return About(
        made_at=datetime.fromisoformat(fields["made_at"]),
        revision=fields["revision"],
        erased=_entries(fields["erased"]),
        withdrawn=_entries(fields.get("withdrawn", [])),
        key_locked=fields["key_locked"],
    )


def _entries(words: Sequence[str]) -> tuple[str, ...]:
    if not all(ENTRY.fullmatch(word) for word in words):
        raise ValueError("no list of entries")
    return tuple(words)


class Tally:
    """Counts and digests members as they pass; writer, verifier and restorer must agree on it."""

    def __init__(self) -> None:
        self.rows: Counter[str] = Counter()
        self.objects = 0
        self._digest = hashlib.sha256()

    def add(self, name: str, content: bytes) -> None:
        """Take one member in."""
        self._digest.update(f"{len(name)} {name} {len(content)} ".encode())
        self._digest.update(content)
        if name.startswith(ROWS):
            self.rows[table_of(name)] += content.count(b"\n") - 1
        elif name.startswith(OBJECTS):
            self.objects += 1

    def to_json(self, *, missing: int) -> bytes:
        """The last member: what came before it, and how many objects are missing."""
        fields = {"rows": self.rows, "objects": self.objects, "missing": missing, "sha256": self._digest.hexdigest()}
        return json.dumps(fields, sort_keys=True).encode()


def table_of(name: str) -> str:
    """The table whose rows a member holds."""
    return name.split("/")[1]


def is_ours(name: str) -> bool:
    """Tell whether a backup can have a member of that name."""
    found = MEMBER.fullmatch(name)
    return found is not None and (found["table"] is None or found["table"] in TABLES)


def dump_rows(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """Rows as JSON lines; the first line names the columns."""
    lines = [list(columns), *([_dump(value) for value in row] for row in rows)]
    return "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines).encode()


def load_rows(content: bytes) -> Iterator[dict[str, Any]]:
    """The rows of `dump_rows` by column; instants come without their zone, as databases keep them."""
    lines = content.splitlines()
    columns = json.loads(lines[0])
    for line in lines[1:]:
        yield dict(zip(columns, map(_load, json.loads(line)), strict=True))


def _dump(value: object) -> object:
    match value:
        case bytes():
            return {"bytes": base64.b64encode(value).decode()}
        case datetime():
            return {"at": value.astimezone(UTC).isoformat()}
        case date():
            return {"on": value.isoformat()}
        case None | bool() | int() | float() | str():
            return value
    msg = f"a row holds what no backup can: {type(value)}"
    raise TypeError(msg)


def _load(value: Mapping[str, str] | str | float | None) -> object:
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    if kind == "bytes":
        return base64.b64decode(text)
    return datetime.fromisoformat(text).replace(tzinfo=None) if kind == "at" else date.fromisoformat(text)
