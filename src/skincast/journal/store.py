"""The opened store: one database, one folder of objects, one master key."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from skincast.errors import ExtraMissing, JournalBusy, JournalDamaged, JournalUnreachable, SkincastError
from skincast.journal.disk import FILE_MODE
from skincast.journal.keys import MasterKey
from skincast.journal.objects import ObjectStore

DATABASE, OBJECTS, LOCK = "journal.sqlite", "objects", "objects.lock"
"""What lies in the journal's folder."""
BUSY_MS = 20_000
"""How long a writer waits for another one."""
POLL_S = 0.05
WRITER_LOCK = 7_215_339_104
"""Any number of our own: the lock by which writers to one PostgreSQL database take turns."""
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # what was acknowledged survives a power cut
    "PRAGMA secure_delete=ON",  # what is deleted is overwritten
    "PRAGMA temp_store=MEMORY",  # nothing personal in temporary files
    "PRAGMA cache_size=-65536",  # KiB: what a long history reads lies scattered among everybody's rows
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """What every part of the journal works on."""

    folder: Path
    engine: Engine
    objects: ObjectStore
    master: MasterKey
    key_file: Path | None = None
    """Where the master key lies: whom the journal has erased is written down beside it, see `erased.py`."""
    left_to_do: tuple[SkincastError, ...] = ()
    """Why something that was promised before could not be done when the store was opened."""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store and writes nothing."""
        with said_plainly(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on the disk when it ends, whole or not at all; one writer at a time.

        Raises:
            JournalBusy: another program held the store for too long.
            JournalUnreachable: no room on the disk, or the database is gone.
        """
        with self._writing() as connection:
            self._take_turn(connection)
            yield connection

    @contextmanager
    def writing_rows(self) -> Iterator[Connection]:
        """The same beside writers of other rows, where a database can: the caller locks the rows that it reads first.

        Raises:
            JournalBusy: another program held the rows for too long.
            JournalUnreachable: no room on the disk, or the database is gone.
        """
        with self._writing() as connection:
            yield connection

    @contextmanager
    def reshaping(self) -> Iterator[Connection]:
        """The same for changing tables: SQLite rebuilds a table by dropping it, which must not take its children along.

        Raises:
            JournalDamaged: rows would point at nothing afterwards.
        """
        with self._writing(reshapes=True) as connection:
            self._take_turn(connection)
            yield connection
            if self.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise _damaged()

    @contextmanager
    def _writing(self, **options: bool) -> Iterator[Connection]:
        with said_plainly(), self._writer().execution_options(**options).begin() as connection:
            if not self.is_sqlite:
                connection.execute(text(f"SET LOCAL lock_timeout = {BUSY_MS}"))
            yield connection

    def _take_turn(self, connection: Connection) -> None:
        if not self.is_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})"))

    def _writer(self) -> Engine:
        """What a writer reads must not be older than its turn: with PostgreSQL, a statement sees what is committed."""
        if self.is_sqlite:
            return self.engine.execution_options(writes=True)
        return self.engine.execution_options(isolation_level="READ COMMITTED")

    @contextmanager
    def keeping_objects(self) -> Iterator[None]:
        """Hold off the sweeping of unfinished objects while this program writes some."""
        with self._lock_file() as handle:
            fcntl.flock(handle, fcntl.LOCK_SH)
            yield

    @contextmanager
    def alone(self, *, wait_s: float = 0) -> Iterator[bool]:
        """Tell whether nobody is writing objects, waiting that long for it, and hold others off meanwhile."""
        deadline = time.monotonic() + wait_s
        with self._lock_file() as handle:
            while not (alone := _lock_alone(handle)) and time.monotonic() < deadline:
                time.sleep(POLL_S)
            yield alone

    @property
    def is_sqlite(self) -> bool:
        """True for the one-file store."""
        return self.engine.dialect.name == "sqlite"

    @property
    def database(self) -> Path | None:
        """The file of the one-file store."""
        return self.folder / DATABASE if self.is_sqlite else None

    @property
    def objects_folder(self) -> Path:
        """Where photos and maps lie."""
        return self.folder / OBJECTS

    @contextmanager
    def _lock_file(self) -> Iterator[int]:
        handle = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT, FILE_MODE)
        try:
            yield handle
        finally:
            os.close(handle)


def _lock_alone(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


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
        driven = parsed.set(drivername="postgresql+psycopg")
        return create_engine(driven, isolation_level="REPEATABLE READ", hide_parameters=True)
    except (ArgumentError, NoSuchModuleError) as error:
        raise _unreachable("SKINCAST_JOURNAL_URL is no database address.") from error
    except ModuleNotFoundError as error:
        raise ExtraMissing(
            "PostgreSQL needs its driver.", hint="Install it: pip install 'skincast[postgres]'."
        ) from error


def _open_sqlite(path: Path) -> Engine:
    address = URL.create("sqlite", database=str(path))
    engine = create_engine(address, connect_args={"timeout": BUSY_MS / 1000}, hide_parameters=True)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    connection.isolation_level = None  # the driver must not begin and commit on its own
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    """A writer takes its place at once: a reader that turns writer halfway could be refused."""
    options = connection.get_execution_options()
    connection.exec_driver_sql(f"PRAGMA foreign_keys={'OFF' if options.get('reshapes') else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


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
    if any(word in words for word in ("locked", "busy", "lock timeout", "deadlock", "serialize")):
        return JournalBusy("Another program is writing to the journal.", hint="Wait until it is done, then try again.")
    if "full" in words or "space" in words:
        return _unreachable("There is no room left on the disk for the journal.")
    if "malformed" in words or "not a database" in words:
        return _damaged()
    return _unreachable(f"The journal's database cannot be used: {words.splitlines()[0][:200]}.")


def _damaged() -> JournalDamaged:
    return JournalDamaged(
        "The journal's database is damaged.",
        hint="Restore the latest backup with `skincast restore`; nothing was overwritten.",
    )


def _unreachable(message: str) -> JournalUnreachable:
    return JournalUnreachable(
        message, hint="Check the disk, the folder's permissions and SKINCAST_JOURNAL_URL, then try again."
    )
