"""What an archive holds beside visits, read and checked: consents, days, products, places, notes, forecasts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from pydantic import TypeAdapter

from skincast.catalog import actives, purposes
from skincast.errors import DateRefused, FactorUnknown, ValueRefused, ZoneUnknown
from skincast.journal.archive import shape
from skincast.journal.archive.reading import ArchiveReader
from skincast.journal.archive.shape import ArchivedForecast, refused
from skincast.journal.daybook import check_reading
from skincast.journal.fingerprint import require_versions
from skincast.journal.names import clean_name, clean_text
from skincast.journal.people import Owner
from skincast.journal.products import require_possible
from skincast.types import Consent, ForecastMade, Note, Place, Product, Reading

ID = re.compile(r"[0-9a-f]{32}")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """Entries that may be written as they are."""

    consents: tuple[Consent, ...]
    readings: tuple[Reading, ...]
    products: tuple[Product, ...]
    places: tuple[Place, ...]
    notes: tuple[Note, ...]
    forecasts: tuple[ForecastMade, ...]


def read_life(archive: ArchiveReader, owner: Owner) -> Life:
    """Read everything but visits, checked as if the person said it today.

    Raises:
        FileRefused: something that cannot be.
    """
    birth_year = owner.person.birth_year
    read = _Reader(archive)
    return Life(
        consents=read.each(shape.CONSENTS, shape.CONSENT_LIST, _check_consent),
        readings=read.each(
            shape.DAYS, shape.READINGS, lambda one: check_reading(one, today=date.max, birth_year=birth_year)
        ),
        products=read.each(shape.PRODUCTS, shape.PRODUCT_LIST, lambda one: _check_product(one, owner)),
        places=read.each(shape.PLACES, shape.PLACE_LIST, _check_place),
        notes=read.each(shape.NOTES, shape.NOTE_LIST, _check_note),
        forecasts=read.each_forecast(),
    )


@contextmanager
def said_of(file: str) -> Iterator[None]:
    """Say in which file of the archive something cannot be."""
    try:
        yield
    except (ValueRefused, DateRefused, FactorUnknown, ZoneUnknown) as error:
        raise refused(f"{file}: {error.message}") from error


def require_id(id: str) -> None:  # noqa: A002 - as everywhere
    """Refuse an id that is none of ours.

    Raises:
        ValueRefused: not 32 digits from 0 to f.
    """
    if not ID.fullmatch(id):
        raise ValueRefused("An id has 32 digits from 0 to f.", hint="Export the archive again.")


def require_aware(at: datetime) -> None:
    """Refuse an instant without its zone.

    Raises:
        DateRefused: it has none.
    """
    if at.tzinfo is None:
        raise DateRefused("An instant needs its zone, for example +00:00.", hint="Export the archive again.")


class _Reader:
    """Reads lists of entries and checks each."""

    def __init__(self, archive: ArchiveReader) -> None:
        self._archive = archive

    def each(
        self, file: str, adapter: TypeAdapter[tuple[Value, ...]], check: Callable[[Value], Value]
    ) -> tuple[Value, ...]:
        """The entries of one file, as `check` gives them."""
        found = shape.load(adapter, self._archive.read(file), file=file)
        with said_of(file):
            return tuple(check(one) for one in found)

    def each_forecast(self) -> tuple[ForecastMade, ...]:
        """Forecasts with their documents, which lie in files of their own."""
        found = self.each(shape.FORECASTS, shape.FORECAST_LIST, _check_forecast)
        return tuple(
            ForecastMade(id=one.id, made_at=one.made_at, made_by=one.made_by, document=self.text(one.file))
            for one in found
        )

    def text(self, file: str) -> str:
        """A file as text."""
        return read_text(self._archive, file)


def read_text(archive: ArchiveReader, file: str) -> str:
    """Return a file as text.

    Raises:
        FileRefused: there is none, or it is no text.
    """
    try:
        return archive.read(file).decode()
    except UnicodeDecodeError as error:
        raise refused(f"{file} is no text.") from error


def _check_consent(one: Consent) -> Consent:
    require_aware(one.at)
    if one.purpose not in purposes():
        raise ValueRefused("Nothing of that name is asked.", hint="Update Skincast.")
    return one


def _check_product(one: Product, owner: Owner) -> Product:
    require_id(one.id)
    clean_name(one.name)
    require_possible(one, owner, today=date.max)
    if any(part.active not in actives() for part in one.ingredients):
        raise ValueRefused("It has an ingredient that this version does not know.", hint="Update Skincast.")
    return one


def _check_place(one: Place) -> Place:
    clean_name(one.label, may_be_empty=True)
    if not (abs(one.latitude_deg) <= 90 and abs(one.longitude_deg) <= 180):
        raise ValueRefused("There is no such place.", hint="Export the archive again.")
    return one


def _check_note(one: Note) -> Note:
    require_id(one.id)
    clean_text(one.text)
    return one


def _check_forecast(one: ArchivedForecast) -> ArchivedForecast:
    require_id(one.id)
    require_versions(one.made_by)
    require_aware(one.made_at)
    return one
