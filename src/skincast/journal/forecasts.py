"""Forecasts as they were issued: nothing changes one afterwards, so that it can be scored when its day comes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select

from skincast.journal.consents import require
from skincast.journal.fingerprint import OWN_VERSION, full_made_by, keep_maker, read_makers
from skincast.journal.payload import about, seal, unseal
from skincast.journal.people import Owner
from skincast.journal.schema import forecast as table
from skincast.journal.store import Store
from skincast.journal.turns import writing_for
from skincast.types import ForecastMade


class Forecasts:
    """Keeps forecasts; none is ever changed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(
        self,
        owner: Owner,
        document: str,
        made_by: Mapping[str, str],
        *,
        now: datetime,
        id: str | None = None,  # noqa: A002 - as everywhere
    ) -> ForecastMade:
        """Keep a forecast.

        Args:
            owner: whose skin it is about.
            document: JSON text, `skincast.forecast/1`.
            made_by: versions of everything that had a part in it.
            now: when it was issued.
            id: of a forecast that comes from another journal; random unless told.

        Raises:
            ConsentMissing: the person did not agree to a journal.
        """
        made = ForecastMade(id=id or secrets.token_hex(16), made_at=now, made_by=dict(made_by), document=document)
        with writing_for(self._store, owner) as connection:
            require(connection, owner)
            insert_forecast(connection, owner, made)
        return made

    def all(self, owner: Owner) -> tuple[ForecastMade, ...]:
        """Return every forecast, in the order in which they were issued."""
        query = select(table).where(table.c.person_pk == owner.pk).order_by(table.c.made_at, table.c.pk)
        with self._store.reading() as connection:
            rows = connection.execute(query).all()
            makers = read_makers(connection, [row.fingerprint for row in rows])
        forecasts = []
        for row in rows:
            place = about("forecast", row.id, row.made_at, row.fingerprint)
            version, document = unseal(owner.cipher, row.sealed, about=place, packed=True)
            made_by = full_made_by(makers[row.fingerprint], version)
            forecasts.append(ForecastMade(id=row.id, made_at=row.made_at, made_by=made_by, document=document))
        return tuple(forecasts)


def insert_forecast(connection: Connection, owner: Owner, made: ForecastMade) -> None:
    """Insert a forecast as it is."""
    fingerprint = keep_maker(connection, made.made_by)
    place = about("forecast", made.id, made.made_at, fingerprint)
    row = {
        "id": made.id,
        "person_pk": owner.pk,
        "made_at": made.made_at,
        "fingerprint": fingerprint,
        "sealed": seal(owner.cipher, [made.made_by.get(OWN_VERSION), made.document], about=place, packed=True),
    }
    connection.execute(insert(table).values(row))
