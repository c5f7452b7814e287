"""All rows of a person on their way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select

from skincast.journal.chores import DELETE, REWRITE, promise
from skincast.journal.fingerprint import forget_makers
from skincast.journal.schema import PERSONAL, analysis, person, photo

TABLES = (*PERSONAL, person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """What an erasure deleted."""

    rows: Mapping[str, int]
    """Table -> rows."""
    objects: int
    """Photos and maps."""


def delete_everything(connection: Connection, person_pk: int) -> Deleted:
    """Delete all rows of a person and promise that their objects are deleted and their bytes overwritten."""
    keys = [
        key
        for column in (photo.c.object_key, analysis.c.maps_key)
        for key in connection.scalars(select(column).where(column.table.c.person_pk == person_pk))
        if key is not None
    ]
    rows = {table.name: connection.execute(delete(table).where(_of(table, person_pk))).rowcount for table in TABLES}
    forget_makers(connection)
    promise(connection, DELETE, keys)
    promise(connection, REWRITE, [None])
    return Deleted(rows=rows, objects=len(keys))


def count_rows(connection: Connection, person_pk: int) -> int:
    """Count all rows of a person."""
    return sum(
        connection.execute(select(func.count()).select_from(table).where(_of(table, person_pk))).scalar_one()
        for table in TABLES
    )


def _of(table: Table, person_pk: int) -> ColumnElement[bool]:
    return (table.c.pk if table is person else table.c.person_pk) == person_pk
