"""A person's journal -> an archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from skincast.journal.archive import shape, tables
from skincast.journal.archive.moment import Moment, one_moment
from skincast.journal.archive.packing import ArchiveWriter
from skincast.journal.archive.readme import TEXT
from skincast.journal.archive.shape import ArchivedForecast
from skincast.journal.archive.visit_files import write_visits
from skincast.journal.consents import Consents
from skincast.journal.days import Days
from skincast.journal.forecasts import Forecasts
from skincast.journal.notes import read_notes
from skincast.journal.outfile import whole_file
from skincast.journal.people import Owner, People
from skincast.journal.places import read_places
from skincast.journal.products import read_products
from skincast.journal.when import day_of

if TYPE_CHECKING:
    from skincast.journal.journal import Journal


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveReport:
    """What an archive holds."""

    visits: int
    photos: int
    maps: int
    missing: int
    """Photos and maps that the journal had lost."""
    files: int
    bytes: int


def export_person(journal: Journal, owner: Owner, file: Path, *, now: datetime) -> ArchiveReport:
    """Write everything about a person into a zip that can be read without Skincast.

    It is of one moment, whoever else is writing, and the same journal always gives the same bytes, but for the moment
    of export in `manifest.json`. It is not encrypted.

    Args:
        journal: where the person keeps their journal.
        owner: the person.
        file: where to; nothing may be there yet.
        now: this moment.

    Raises:
        OutputUnwritable: something is there already, no permission or no room, or it is in the journal's folder.
        PersonUnknown: the person was erased meanwhile.
        JournalDamaged: a row was changed outside. A photo that was lost is counted in `missing` and left out.
    """
    with whole_file(file, journal=journal.store.folder) as part, one_moment(journal.store) as moment:
        People(moment).find(owner.person.id)  # may have been erased meanwhile
        with ArchiveWriter(part, dated=owner.person.added_at) as archive:
            archive.add(shape.README, TEXT.encode())
            archive.add(shape.PERSON, shape.dump(shape.PEOPLE, owner.person))
            _write_life(archive, moment, owner)
            _write_forecasts(archive, moment, owner)
            count = write_visits(archive, moment, owner)
            archive.finish(exported_at=now, missing=count["missing"])
        return ArchiveReport(
            visits=count["visits"],
            photos=count["photos"],
            maps=count["maps"],
            missing=count["missing"],
            files=len(archive.entries),
            bytes=part.stat().st_size,
        )


def _write_life(archive: ArchiveWriter, moment: Moment, owner: Owner) -> None:
    """Write consents, days, products, places and notes, each for machines and for spreadsheets."""
    consents = shape.normal(shape.CONSENT_LIST, Consents(moment).all(owner))
    archive.add(shape.CONSENTS, shape.dump(shape.CONSENT_LIST, consents))
    archive.add("consents.csv", tables.write_consents(consents))
    readings = shape.normal(shape.READINGS, Days(moment).readings(owner))
    archive.add(shape.DAYS, shape.dump(shape.READINGS, readings))
    archive.add("days.csv", tables.write_days(readings))
    products = shape.normal(shape.PRODUCT_LIST, read_products(moment.connection, owner))
    archive.add(shape.PRODUCTS, shape.dump(shape.PRODUCT_LIST, products))
    archive.add("products.csv", tables.write_products(products))
    places = shape.normal(shape.PLACE_LIST, read_places(moment.connection, owner))
    archive.add(shape.PLACES, shape.dump(shape.PLACE_LIST, places))
    archive.add("places.csv", tables.write_places(places))
    notes = read_notes(moment.connection, owner)
    archive.add(shape.NOTES, shape.dump(shape.NOTE_LIST, notes))
    archive.add("notes.csv", tables.write_notes(notes))


def _write_forecasts(archive: ArchiveWriter, moment: Moment, owner: Owner) -> None:
    rows = []
    for number, one in enumerate(Forecasts(moment).all(owner), 1):
        name = f"forecasts/{day_of(one.made_at, owner.person.zone)}-{number}.json"
        archive.add(name, one.document.encode(), at=one.made_at)
        rows.append(ArchivedForecast(id=one.id, made_at=one.made_at, made_by=one.made_by, file=name))
    archive.add(shape.FORECASTS, shape.dump(shape.FORECAST_LIST, tuple(rows)))
