"""Where a journal lies in a test: a fresh folder and key, on SQLite or in a PostgreSQL database of its own."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from skincast.journal import Journal, open_journal
from skincast.journal.keys import MasterKey
from skincast.journal.migrate import bring_up, newest_revision
from skincast.journal.objects import FolderObjects
from skincast.journal.schema import metadata
from skincast.journal.store import DATABASE, Store, open_engine

DISCONNECT = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
PASSPHRASE = "correct horse battery staple"  # noqa: S105 - opens nothing but tests


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """One journal's places; whatever was opened through it is closed by `close`."""

    folder: Path
    key_file: Path
    url: str | None
    """A PostgreSQL database; None: SQLite in the folder."""
    opened: list[Store] = field(default_factory=list)

    @property
    def is_sqlite(self) -> bool:
        return self.url is None

    def open(self, passphrase: str | None = None) -> Journal:
        """Open the journal, once more if need be: as another program would."""
        journal = open_journal(self.folder, key_file=self.key_file, url=self.url, passphrase=passphrase)
        self.opened.append(journal.store)
        return journal

    def close(self) -> None:
        for store in self.opened:
            store.engine.dispose()
        self.opened.clear()


@contextmanager
def home_at(place: Path, *, url: str | None = None) -> Iterator[Home]:
    """A home in `place`: folder `journal`, key `keys/master.key`."""
    home = Home(folder=place / "journal", key_file=place / "keys" / "master.key", url=url)
    try:
        yield home
    finally:
        home.close()


def migrate_empty(folder: Path, *, url: str | None = None) -> None:
    """Bring an empty database to the newest shape, without a key: what every test's own one is copied from."""
    engine = open_engine(folder, url)
    bring_up(Store(folder=folder, engine=engine, objects=FolderObjects(folder), master=MasterKey(bytes(32))))
    engine.dispose()


def lay_template(home: Home, template: Path) -> None:
    """Begin with a copy of a migrated SQLite database: migrating takes longer than most tests."""
    home.folder.mkdir(mode=0o700)
    shutil.copy(template / DATABASE, home.folder / DATABASE)


@contextmanager
def database(admin_url: str, *, template: str | None = None) -> Iterator[str]:
    """A PostgreSQL database of its own, by URL; dropped afterwards, whoever is still connected."""
    name = f"skincast_{secrets.token_hex(6)}"
    copied = sql.SQL("") if template is None else sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    _administer(admin_url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + copied)
    try:
        yield make_url(admin_url).set(database=name).render_as_string(hide_password=False)
    finally:
        _administer(admin_url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def empty(url: str) -> bool:
    """Empty all tables of a database; False where they are not those of today, and a new one is needed."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(DISCONNECT)
        there = {name for (name,) in connection.execute(TABLES)}
        if there != {*metadata.tables, "alembic_version"}:
            return False
        if connection.execute("SELECT version_num FROM alembic_version").fetchall() != [(newest_revision(),)]:
            return False
        for table in reversed(metadata.sorted_tables):  # much quicker than to truncate what holds so little
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)))
    return True


def replace_database(admin_url: str, url: str, *, template: str) -> None:
    """Put a copy of `template` in the place of a database that a test has changed."""
    name = sql.Identifier(make_url(url).database or "")
    _administer(admin_url, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
    _administer(admin_url, sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, sql.Identifier(template)))


def _administer(admin_url: str, statement: sql.Composed) -> None:
    plain = make_url(admin_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement)
