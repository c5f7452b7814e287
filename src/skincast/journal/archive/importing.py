"""An archive -> a person's journal, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from skincast.journal.archive import shape
from skincast.journal.archive.life import Life, read_life
from skincast.journal.archive.reading import open_archive
from skincast.journal.archive.visits_in import VisitsIn
from skincast.journal.chores import attempt_chores
from skincast.journal.cipher import Cipher, new_key
from skincast.journal.consents import PHOTOS, answer_anew, write_decision
from skincast.journal.days import write_readings
from skincast.journal.forecasts import insert_forecast
from skincast.journal.names import clean_name
from skincast.journal.notes import insert_note
from skincast.journal.people import Owner, People, require_sound
from skincast.journal.places import insert_place
from skincast.journal.products import insert_product
from skincast.journal.store import Store
from skincast.types import Person

if TYPE_CHECKING:
    from skincast.journal.journal import Journal


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an archive brought."""

    person: Person
    visits: int
    photos: int
    maps: int
    left_out: int
    """Photos and maps in the archive that were not taken in, because the person does not agree to keeping them."""


def import_person(
    journal: Journal, file: Path, *, now: datetime, name: str | None = None, agreed: Set[str] = frozenset()
) -> ImportReport:
    """Take a person in from an archive: the same ids, visits as every version saw them, every source, every consent.

    Everything is read and checked before anything is written; then photos and maps are laid down, and all rows come in
    one transaction. A program that dies halfway leaves nothing. What an archive says of consents is history: anybody
    can write it, so that it allows nothing but the journal itself. Where the person does not agree to something now, a
    refusal is written after a consent of before.

    Args:
        journal: where to.
        file: written by `export_person`.
        now: this moment.
        name: in place of the one in the archive, where somebody else here is called so.
        agreed: purposes that the person agrees to now, such as `photos`: only then photos and maps are taken in.

    Raises:
        FileUnreadable: no such file, or no permission.
        FileRefused: no archive, changed, of a newer version, or with things that cannot be.
        PersonExists: the person, or somebody of that name, is here already.
        PersonUnderage: not surely 18 yet.
        ConsentUnknown: no such purpose.
        JournalUnreachable: no room on the disk.
    """
    with open_archive(file) as archive:
        archive.check()
        person = shape.load(shape.PEOPLE, archive.read(shape.PERSON), file=shape.PERSON)
        person = replace(person, name=clean_name(person.name if name is None else name))
        require_sound(person, now=now)
        key = new_key()
        waiting = Owner(pk=0, person=person, cipher=Cipher(key), key=key)
        people = People(journal.store)
        with journal.store.reading() as connection:
            people.require_free(connection, person)
        life = read_life(archive, waiting)
        visits = VisitsIn(journal.store, archive, waiting, now=now)
        visits.check()
        with _all_or_nothing(journal.store):
            if PHOTOS in agreed:
                visits.lay_down()
            with journal.store.writing() as connection:
                owner = people.insert(connection, person, key)
                _write_life(connection, owner, life)
                answer_anew(connection, owner, agreed, now=now)
                visits.write(connection, owner)
    return ImportReport(
        person=person,
        visits=visits.count["visits"],
        photos=visits.count["photos"],
        maps=visits.count["maps"],
        left_out=visits.count["files"] - visits.count["photos"] - visits.count["maps"],
    )


@contextmanager
def _all_or_nothing(store: Store) -> Iterator[None]:
    """Hold off the sweeping of objects; where something goes wrong, sweep them at once."""
    try:
        with store.keeping_objects():
            yield
    except BaseException as error:
        attempt_chores(store, patient=False)
        if isinstance(error, IntegrityError):
            raise shape.refused("it says one thing twice, or holds entries that are here already.") from error
        raise


def _write_life(connection: Connection, owner: Owner, life: Life) -> None:
    for decision in life.consents:
        write_decision(connection, owner, decision)
    if life.readings:
        write_readings(connection, owner, life.readings)
    for product in life.products:
        insert_product(connection, owner, product)
    for place in life.places:
        insert_place(connection, owner, place)
    for note in life.notes:
        insert_note(connection, owner, note)
    for made in life.forecasts:
        insert_forecast(connection, owner, made)
