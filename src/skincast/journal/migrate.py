"""Bringing a store to the shape that this version works with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from skincast.errors import JournalNewer
from skincast.journal.store import Store

MIGRATIONS = Path(__file__).parent / "migrations"


def bring_up(store: Store, *, revision: str = "head") -> None:
    """Migrate the store forward, whole or not at all.

    Raises:
        JournalNewer: the store has a shape that this version does not know.
    """
    with store.reshaping() as connection:
        found = revision_of(connection)
        if found is not None and found not in known_revisions():
            raise JournalNewer(
                "The journal was written by a newer Skincast.",
                hint="Update Skincast; nothing was changed.",
            )
        command.upgrade(_config(connection), revision)


def bring_down(store: Store, *, revision: str) -> None:
    """Migrate the store back to an older shape; what only the newer shape can hold is dropped."""
    with store.reshaping() as connection:
        command.downgrade(_config(connection), revision)


def lay_out(connection: Connection, *, revision: str) -> None:
    """Make the tables anew in the shape of a revision, within a transaction; whatever was in them is dropped."""
    if revision_of(connection) is not None:
        command.downgrade(_config(connection), "base")
    command.upgrade(_config(connection), revision)


def revision_of(connection: Connection) -> str | None:
    """The shape that the store has; None for an empty database."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def newest_revision() -> str | None:
    """The shape that this version works with."""
    return _script().get_current_head()


@cache
def known_revisions() -> frozenset[str]:
    """Every shape that this version can start from."""
    return frozenset(script.revision for script in _script().walk_revisions())


def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
