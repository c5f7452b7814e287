"""A store that stands still: everything that is read from it is of one moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields

from sqlalchemy import Connection

from skincast.journal.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment(Store):
    """A store whose readers share one transaction; nothing is written through it."""

    connection: Connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give the shared transaction."""
        yield self.connection


@contextmanager
def one_moment(store: Store) -> Iterator[Moment]:
    """Open a transaction and give the store as it is then."""
    with store.reading() as connection:
        yield Moment(**{one.name: getattr(store, one.name) for one in fields(store)}, connection=connection)
