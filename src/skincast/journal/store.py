"""The opened store: one database, one folder of objects, one master key."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from skincast.errors import ExtraMissing, JournalBusy, JournalDamaged, JournalUnreachable, SkincastError
from skincast.journal.keys import MasterKey
from skincast.journal.objects import ObjectStore

DATABASE = "journal.sqlite"
BUSY_MS = 20_000
"""How long a writer waits for another one."""
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # what was acknowledged survives a power cut
    "PRAGMA secure_delete=ON",  # what is deleted is overwritten
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",  # nothing personal in temporary files
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """What every part of the journal works on."""

    folder: Path
    engine: Engine
    objects: ObjectStore
    master: MasterKey

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store and writes nothing."""
        with said_plainly(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on the disk when it ends, whole or not at all.

        Raises:
            JournalBusy: another program held the store for too long.
            JournalUnreachable: no room on the disk, or the database is gone.
        """
        with said_plainly(), self.engine.execution_options(writes=True).begin() as connection:
            yield connection

    @contextmanager
    def keeping_objects(self) -> Iterator[None]:
        """Hold off the sweeping of unfinished objects while this program writes some."""
        with self._lock_file().open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            yield

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Tell whether nobody is writing objects, and hold others off meanwhile."""
        with self._lock_file().open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    @property
    def is_sqlite(self) -> bool:
        """True for the one-file store."""
        return self.engine.dialect.name == "sqlite"

    def _lock_file(self) -> Path:
        return self.folder / "objects.lock"


def open_engine(folder: Path, url: str | None) -> Engine:
    """Open the database: the SQLite file of the folder, or PostgreSQL by its URL.

    Raises:
        ExtraMissing: the PostgreSQL driver is not installed.
        JournalUnreachable: no database of that kind.
    """
    if url is None:
        return _open_sqlite(folder / DATABASE)
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "postgresql":
            raise _unreachable("SKINCAST_JOURNAL_URL names no PostgreSQL database.")
        return create_engine(parsed.set(drivername="postgresql+psycopg"), isolation_level="REPEATABLE READ")
    except (ArgumentError, NoSuchModuleError) as error:
        raise _unreachable("SKINCAST_JOURNAL_URL is no database address.") from error
    except ModuleNotFoundError as error:
        raise ExtraMissing(
            "PostgreSQL needs its driver.", hint="Install it: pip install 'skincast[postgres]'."
        ) from error


def _open_sqlite(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_MS / 1000})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    connection.isolation_level = None  # the driver must not begin and commit on its own
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    """A writer takes its place at once: a reader that turns writer halfway could be refused."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn what a database says into what a person can do."""
    try:
        yield
    except OperationalError as error:
        raise _plain(str(error.orig)) from error
    except DatabaseError as error:
        if "malformed" in str(error.orig) or "not a database" in str(error.orig):
            raise _plain(str(error.orig)) from error
        raise


def _plain(words: str) -> SkincastError:
    if "locked" in words or "busy" in words:
        return JournalBusy("Another program is writing to the journal.", hint="Wait until it is done, then try again.")
    if "full" in words or "space" in words:
        return _unreachable("There is no room left on the disk for the journal.")
    if "malformed" in words or "not a database" in words:
        return JournalDamaged(
            "The journal's database is damaged.",
            hint="Restore the latest backup with `skincast restore`; nothing was overwritten.",
        )
    return _unreachable(f"The journal's database cannot be used: {words.splitlines()[0][:200]}.")


def _unreachable(message: str) -> JournalUnreachable:
    return JournalUnreachable(
        message, hint="Check the disk, the folder's permissions and SKINCAST_JOURNAL_URL, then try again."
    )
