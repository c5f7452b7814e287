"""Every shape up and down on a store with data, on both databases; the shapes are what the tables say."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, insert, inspect, text
from tests.journal import making
from tests.journal.homes import Home, home_at

from skincast.errors import JournalNewer
from skincast.journal import migrate
from skincast.journal.migrate import bring_down, bring_up, known_revisions, newest_revision, revision_of
from skincast.journal.schema import metadata
from skincast.journal.store import Store

Rows = dict[str, list[tuple[object, ...]]]
OWN = "alembic_version"
REVISIONS = ("0001", "0002")
"""In the order in which they came. A released one never changes."""


def rows_of(connection: Connection) -> Rows:
    """Every row of every table as the database holds it, bytes and all."""
    tables = [name for name in inspect(connection).get_table_names() if name != OWN]
    return {
        name: sorted((tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))), key=repr)  # noqa: S608
        for name in tables
    }


def all_rows(store: Store) -> Rows:
    with store.reading() as connection:
        return rows_of(connection)


def fill(store: Store, now: datetime) -> None:
    """One row, at least, in every table that there is."""
    with store.reading() as connection:
        there = set(inspect(connection).get_table_names())
    with store.writing() as connection:
        for number, table in enumerate(metadata.sorted_tables):
            if table.name in there:
                connection.execute(insert(table), [{c.name: value_of(c, number, now) for c in table.columns}])


def value_of(column: sa.Column[Any], number: int, now: datetime) -> object:
    if column.foreign_keys:
        return "f" * 32 if column.name == "fingerprint" else 1
    if column.name in {"pk", "granted"}:
        return 1
    if column.name == "fingerprint":
        return "f" * 32
    if isinstance(column.type, sa.Date):
        return now.date()
    width = getattr(column.type, "length", None) or 100
    if isinstance(column.type, sa.LargeBinary):
        return bytes(range(256)) + bytes([number])
    return now if "at" in column.name.split("_") else f"{number:032d}"[-width:]


@pytest.fixture
def filled(home: Home, now: datetime) -> Store:
    """A store of today's shape with a row in every table."""
    store = home.open().store
    fill(store, now)
    assert all(all_rows(store)[table.name] for table in metadata.sorted_tables)
    return store


def test_the_list_of_shapes_is_complete() -> None:
    assert known_revisions() == set(REVISIONS)
    assert newest_revision() == REVISIONS[-1]


def test_the_migrations_make_the_tables_of_the_schema(store: Store) -> None:
    with store.reading() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_foreign_keys_and_their_cascades_are_those_of_the_schema(store: Store) -> None:
    with store.reading() as connection:
        found = inspect(connection)
        for table in metadata.sorted_tables:
            there = {
                (key["constrained_columns"][0], key["referred_table"], key["options"].get("ondelete"))
                for key in found.get_foreign_keys(table.name)
            }
            assert there == {(key.parent.name, key.column.table.name, key.ondelete) for key in table.foreign_keys}


def test_days_lie_in_the_order_of_their_key(sqlite_home: Home) -> None:
    """What the comparison of tables does not see."""
    with sqlite_home.open().store.reading() as connection:
        made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'day'").scalar()
    assert str(made).strip().endswith("WITHOUT ROWID")


@pytest.mark.parametrize("revision", ["base", *REVISIONS])
def test_down_and_up_again_keeps_what_the_older_shape_can_hold(filled: Store, revision: str) -> None:
    before = all_rows(filled)
    bring_down(filled, revision=revision)
    below = all_rows(filled)
    bring_up(filled)
    after = all_rows(filled)
    assert after.keys() == before.keys()
    assert {name: rows for name, rows in before.items() if name in below} == below
    assert all(after[name] == (before[name] if name in below else []) for name in before)


def test_every_step_up_keeps_the_data_of_the_shape_before(home: Home, now: datetime) -> None:
    """The other way round: data written by an older version, then brought up step by step."""
    store = home.open().store
    bring_down(store, revision=REVISIONS[0])
    fill(store, now)
    before = all_rows(store)
    for revision in REVISIONS[1:]:
        bring_up(store, revision=revision)
        assert {name: rows for name, rows in all_rows(store).items() if name in before} == before
        with store.reading() as connection:
            assert revision_of(connection) == revision


def test_opening_brings_an_older_store_up(home: Home, now: datetime) -> None:
    journal = home.open()
    mia = making.make_owner(journal, "Mia", now=now)
    bring_down(journal.store, revision=REVISIONS[0])
    again = home.open()
    with again.store.reading() as connection:
        assert revision_of(connection) == newest_revision()
    assert again.people.find("Mia").person == mia.person


def test_a_store_from_the_future_is_refused_and_left_alone(home: Home, now: datetime) -> None:
    journal = home.open()
    making.make_owner(journal, "Mia", now=now)
    with journal.store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text("CREATE TABLE dream (night INTEGER)"))
    before = all_rows(journal.store)
    with pytest.raises(JournalNewer, match="newer Skincast"):
        home.open()
    assert all_rows(journal.store) == before


def test_an_empty_database_gets_every_shape(tmp_path: Path) -> None:
    with home_at(tmp_path) as home:
        journal = home.open()
        assert all_rows(journal.store).keys() == set(metadata.tables)


BROKEN = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "{revision}", "{down}"
def upgrade():
    op.create_table("half", sa.Column("pk", sa.Integer, primary_key=True))
    op.execute("UPDATE person SET id = 'changed'")
    op.execute("SELECT * FROM no_such_table")
"""
REBUILT = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "{revision}", "{down}"
def upgrade():
    with op.batch_alter_table("person", recreate="auto") as batch:
        batch.alter_column("id", type_=sa.String(64), nullable=False)
def downgrade():
    with op.batch_alter_table("person") as batch:
        batch.alter_column("id", type_=sa.String(32), nullable=False)
"""


@pytest.fixture
def next_shape(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Pretend that a next version has one more migration."""

    def pretend(source: str) -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(migrate.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        made = source.format(revision="9000", down=REVISIONS[-1])
        (folder / "versions" / "r9000_next.py").write_text(made)
        monkeypatch.setattr(migrate, "MIGRATIONS", folder)
        forget()

    def forget() -> None:
        newest_revision.cache_clear()
        known_revisions.cache_clear()

    yield pretend
    monkeypatch.undo()
    forget()


def test_a_migration_that_fails_changes_nothing(filled: Store, home: Home, next_shape: Any) -> None:
    before = all_rows(filled)
    next_shape(BROKEN)
    with pytest.raises(Exception, match="no_such_table"):
        home.open()
    assert all_rows(filled) == before
    with filled.reading() as connection:
        assert revision_of(connection) == REVISIONS[-1]


def test_rebuilding_the_table_of_people_takes_nobodys_journal_along(filled: Store, home: Home, next_shape: Any) -> None:
    """SQLite changes a column by dropping the table, and a dropped parent would take its children along."""
    before = all_rows(filled)
    next_shape(REBUILT)
    bring_up(filled)
    assert all_rows(filled) == before
    bring_down(filled, revision=REVISIONS[-1])
    assert all_rows(filled) == before
    with filled.reading() as connection:
        if home.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
