"""Places: where a person lived from which day on, never finer than some ten kilometers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, delete, insert, select, update

from skincast.errors import PlaceMissing, ValueRefused
from skincast.journal.chores import attempt_chores
from skincast.journal.consents import require
from skincast.journal.keeping import forget_rows
from skincast.journal.names import clean_name
from skincast.journal.payload import about, seal, unseal
from skincast.journal.people import Owner
from skincast.journal.schema import place as table
from skincast.journal.store import Store
from skincast.journal.turns import writing_for
from skincast.types import Place

DIGITS = 1
"""0.1 degree; what is finer is dropped before anything else happens with it."""


class Places:
    """Keeps places; each counts from its day until the next one."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def move(self, owner: Owner, *, latitude_deg: float, longitude_deg: float, since: date, label: str = "") -> Place:
        """Live somewhere from a day on; another place that was told for the same day is replaced.

        Args:
            owner: who moves.
            latitude_deg: -90 to 90, north positive.
            longitude_deg: -180 to 180, east positive.
            since: first day there.
            label: as the person calls it.

        Returns:
            The place as it is kept: rounded to 0.1 degree.

        Raises:
            ConsentMissing: the person did not agree to a journal.
            ValueRefused: no such place, or a label that cannot be read.
        """
        if not (-90 <= latitude_deg <= 90 and -180 <= longitude_deg <= 180):
            raise ValueRefused(
                "There is no such place.",
                hint="Latitude is -90 to 90 degrees, north positive; longitude -180 to 180 degrees, east positive.",
            )
        place = Place(
            since=since,
            latitude_deg=_round(latitude_deg),
            longitude_deg=_round(longitude_deg),
            label=clean_name(label, may_be_empty=True),
        )
        with writing_for(self._store, owner) as connection:
            require(connection, owner)
            old = _find(connection, owner, since)
            if old is None:
                insert_place(connection, owner, place)
            else:
                connection.execute(update(table).where(table.c.pk == old).values(sealed=_seal(owner, place)))
        return place

    def forget(self, owner: Owner, *, since: date) -> None:
        """Delete the place of a day on which the person moved.

        Raises:
            PlaceMissing: they did not move on that day.
        """
        with writing_for(self._store, owner) as connection:
            old = _find(connection, owner, since)
            if old is None:
                raise PlaceMissing(
                    f"No place begins on {since}.", hint="See all of them with `skincast place list PERSON`."
                )
            connection.execute(delete(table).where(table.c.pk == old))
            forget_rows(connection)
        attempt_chores(self._store, patient=False)

    def all(self, owner: Owner) -> tuple[Place, ...]:
        """Return every place, in the order of time."""
        with self._store.reading() as connection:
            return read_places(connection, owner)


def read_places(connection: Connection, owner: Owner) -> tuple[Place, ...]:
    """See `Places.all`; within a transaction."""
    return tuple(sorted(_read(connection, owner).values(), key=lambda one: one.since))


def insert_place(connection: Connection, owner: Owner, place: Place) -> None:
    """Insert a place as it is."""
    connection.execute(insert(table).values(person_pk=owner.pk, sealed=_seal(owner, place)))


def _find(connection: Connection, owner: Owner, since: date) -> int | None:
    """Return the row of the place that begins on a day."""
    return next((pk for pk, place in _read(connection, owner).items() if place.since == since), None)


def _read(connection: Connection, owner: Owner) -> dict[int, Place]:
    rows = connection.execute(select(table.c.pk, table.c.sealed).where(table.c.person_pk == owner.pk))
    return {row.pk: _open(owner, row.sealed) for row in rows}


def _seal(owner: Owner, place: Place) -> bytes:
    facts = [place.since.isoformat(), place.latitude_deg, place.longitude_deg, place.label]
    return seal(owner.cipher, facts, about=about("place"))


def _open(owner: Owner, sealed: bytes) -> Place:
    since, latitude_deg, longitude_deg, label = unseal(owner.cipher, sealed, about=about("place"))
    return Place(since=date.fromisoformat(since), latitude_deg=latitude_deg, longitude_deg=longitude_deg, label=label)


def _round(degrees: float) -> float:
    """Round, with one zero for both sides of it."""
    return round(float(degrees), DIGITS) + 0.0
