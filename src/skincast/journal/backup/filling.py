"""Rows and objects of a backup -> an empty store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, MetaData, Table, delete, func, insert, select, text
from sqlalchemy.exc import OperationalError, StatementError

from skincast.errors import BackupRefused, JournalDamaged
from skincast.journal.backup.contents import NONSENSE, OBJECTS, ROWS, load_rows, table_of
from skincast.journal.backup.read import Contents
from skincast.journal.chores import KEY, settle
from skincast.journal.cipher import Cipher
from skincast.journal.erased import digest_of
from skincast.journal.opening import KEY_PROOF
from skincast.journal.schema import maker, person
from skincast.journal.schema import store as facts
from skincast.journal.store import Store


class Filling:
    """Rows and objects on their way into an empty store, without those of people who were erased."""

    def __init__(self, store: Store, connection: Connection, digests: set[str]) -> None:
        self.rows: Counter[str] = Counter()
        self.objects = 0
        self.erased: set[int] = set()
        self._store, self._connection, self._digests = store, connection, digests
        self._left_out: set[str] = set()
        self._tables = MetaData()
        connection.execute(delete(facts))
        connection.execute(delete(maker))

    def take(self, parts: Iterable[tuple[str, bytes]]) -> None:
        """Take every member of a backup: rows come before the objects that they name.

        Raises:
            BackupRefused: rows that no backup of ours holds; nothing was restored.
        """
        for name, content in parts:
            if name.startswith(ROWS):
                with _refusing(table_of(name)):
                    self._take_rows(table_of(name), load_rows(content))
            elif name.startswith(OBJECTS) and name.removeprefix(OBJECTS) not in self._left_out:
                self._store.objects.put(name.removeprefix(OBJECTS), content)
                self.objects += 1

    def finish(self, contents: Contents) -> None:
        """Compare what is there with what should be, and open what only the right key opens.

        Raises:
            BackupRefused: something is missing or cannot be opened; nothing was restored.
        """
        for name in contents.rows:
            found = self._connection.execute(select(func.count()).select_from(self._table(name))).scalar_one()
            if found != self.rows[name]:
                raise _unusable(f"{found} rows of {self.rows[name]} arrived in the table {name}")
        self._open_sample()
        if not self._store.is_sqlite:
            self._set_counters(contents.rows)
        settle(self._connection, contents.objects)

    def _take_rows(self, name: str, rows: Iterable[dict[str, Any]]) -> None:
        wanted = [row for row in rows if self._is_wanted(name, row)]
        table = self._table(name)
        if not all(row.keys() <= set(table.c.keys()) for row in wanted):
            raise ValueError("columns that no table has")
        if wanted:
            self._connection.execute(insert(table), wanted)
        self.rows[name] += len(wanted)

    def _is_wanted(self, name: str, row: dict[str, Any]) -> bool:
        keys = [row[column] for column in ("object_key", "maps_key") if row.get(column) is not None]
        if not all(KEY.fullmatch(key) for key in keys):
            raise ValueError("names of objects that no object has")
        if name == person.name:
            if digest_of(self._connection, self._store.master, row["id"]) not in self._digests:
                return True
            self.erased.add(row["pk"])
            return False
        if row.get("person_pk") not in self.erased:
            return True
        self._left_out.update(keys)
        return False

    def _table(self, name: str) -> Table:
        """The table as it is in the shape of the backup, which may be older than `schema.py`."""
        known = self._tables.tables.get(name)
        return Table(name, self._tables, autoload_with=self._connection, resolve_fks=False) if known is None else known

    def _open_sample(self) -> None:
        """Open the proof of the key, and of every person their key and their name."""
        master = self._store.master
        try:
            for proof in self._connection.scalars(select(facts.c.value).where(facts.c.name == KEY_PROOF)):
                master.cipher("proof").open(proof, about=KEY_PROOF)
            for row in self._connection.execute(select(person.c.id, person.c.wrapped_key, person.c.sealed)):
                key = master.cipher("wrap").open(row.wrapped_key, about=f"key|{row.id}")
                Cipher(key).open(row.sealed, about=f"person|{row.id}")
        except (JournalDamaged, TypeError) as error:
            raise _unusable("what the master key should open, it does not open") from error

    def _set_counters(self, names: Iterable[str]) -> None:
        """PostgreSQL does not notice numbers that it did not give itself."""
        for name in names:
            if "pk" in self._table(name).c:
                self._connection.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{name}', 'pk'), max(pk)) FROM \"{name}\""  # noqa: S608
                        " HAVING max(pk) IS NOT NULL"
                    )
                )


@contextmanager
def _refusing(table: str) -> Iterator[None]:
    """Say of rows that cannot be that they cannot be; what a full disk says stays what it is."""
    try:
        yield
    except OperationalError:
        raise
    except (*NONSENSE, StatementError) as error:
        raise _unusable(f"its table {table} holds what no backup of Skincast does") from error


def _unusable(what: str) -> BackupRefused:
    return BackupRefused(
        f"The backup could not be restored: {what}.", hint="Use an older backup; nothing was restored from this one."
    )
