"""Who keeps a journal here."""

from __future__ import annotations

import json
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import ColumnElement, Connection, Row, insert, or_, select

from skincast.errors import JournalDamaged, PersonExists, PersonUnderage, PersonUnknown, ValueRefused, ZoneUnknown
from skincast.journal.cipher import Cipher, new_key
from skincast.journal.schema import person
from skincast.journal.store import Store
from skincast.types import Person

ADULT_YEARS = 18
OLDEST_YEARS = 120
LONGEST_NAME = 100
ID_DIGITS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A person as the store knows them: the row's number and the cipher of everything that is theirs."""

    pk: int
    person: Person
    cipher: Cipher
    key: bytes = field(repr=False)
    """The person's own key, unwrapped: for the proof that nothing of it is left."""


class People:
    """Adds and finds people."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, name: str, *, birth_year: int, zone: str, now: datetime, id: str | None = None) -> Person:  # noqa: A002
        """Begin a journal.

        Args:
            name: as people are told apart here; no two are alike, whatever the case.
            birth_year: only the year is asked. Whoever might still be 17 is refused.
            zone: IANA name of the person's time zone.
            now: this moment.
            id: of a person who comes from another journal; random unless told.

        Raises:
            PersonUnderage: not surely 18 yet.
            PersonExists: the name or the id is taken.
            ValueRefused: an empty or overlong name, a year that cannot be, or an id that is none.
            ZoneUnknown: no such zone.
        """
        known = secrets.token_hex(ID_DIGITS // 2) if id is None else _require_id(id)
        added = Person(id=known, name=_clean(name), birth_year=birth_year, zone=zone, added_at=now)
        require_sound(added, now=now)
        with self._store.writing() as connection:
            self.insert(connection, added, new_key())
        return added

    def insert(self, connection: Connection, added: Person, key: bytes) -> Owner:
        """Insert a person as they are, with a key that may have sealed their photos already; within a transaction.

        Raises:
            PersonExists: the name or the id is taken.
        """
        self.require_free(connection, added)
        facts = json.dumps({"name": added.name, "birth_year": added.birth_year, "zone": added.zone}).encode()
        row = {
            "id": added.id,
            "added_at": added.added_at,
            "name_digest": self._digest(added.name),
            "wrapped_key": self._store.master.cipher("wrap").seal(key, about=f"key|{added.id}"),
            "sealed": Cipher(key).seal(facts, about=f"person|{added.id}"),
        }
        pk: int = connection.execute(insert(person).values(row).returning(person.c.pk)).scalar_one()
        return Owner(pk=pk, person=added, cipher=Cipher(key), key=key)

    def find(self, name_or_id: str) -> Owner:
        """Find one person by their name, their id, or the beginning of it (8 characters or more).

        Raises:
            PersonUnknown: nobody, or several.
            JournalDamaged: the row was changed outside.
        """
        with self._store.reading() as connection:
            for matches in self._ways(name_or_id):
                rows = connection.execute(select(person).where(matches).limit(2)).all()
                if len(rows) == 1:
                    return self._require_named(self._owner(rows[0]), rows[0])
        raise PersonUnknown(
            f"Nobody called {name_or_id!r} keeps a journal here.",
            hint="See who does with `skincast person list`, or begin one with `skincast person add`.",
        )

    def all(self) -> list[Person]:
        """Everybody, in the order of their names."""
        with self._store.reading() as connection:
            rows = connection.execute(select(person)).all()
        return sorted((self._owner(row).person for row in rows), key=lambda one: (one.name.casefold(), one.id))

    def _ways(self, name_or_id: str) -> Iterator[ColumnElement[bool]]:
        """How somebody is found, the surest way first: a name may look like the beginning of an id."""
        if _looks_like_id(name_or_id):
            yield person.c.id == name_or_id
        yield person.c.name_digest == self._digest(name_or_id)
        if _looks_like_id(name_or_id):
            yield person.c.id.startswith(name_or_id, autoescape=True)

    def _owner(self, row: Row[tuple[object, ...]]) -> Owner:
        key = self._store.master.cipher("wrap").open(row.wrapped_key, about=f"key|{row.id}")
        cipher = Cipher(key)
        facts = json.loads(cipher.open(row.sealed, about=f"person|{row.id}"))
        return Owner(pk=row.pk, person=Person(id=row.id, added_at=row.added_at, **facts), cipher=cipher, key=key)

    def _require_named(self, owner: Owner, row: Row[tuple[object, ...]]) -> Owner:
        """Refuse a row that says it is somebody else: what finds a name lies beside what is sealed."""
        if row.name_digest != self._digest(owner.person.name):
            raise JournalDamaged(
                "The journal's list of names was changed: it finds one person under the name of another.",
                hint="Restore the latest backup with `skincast restore`; nothing was overwritten.",
            )
        return owner

    def require_free(self, connection: Connection, added: Person) -> None:
        """Refuse a name or an id that somebody has; within a transaction.

        Raises:
            PersonExists: it is taken.
        """
        taken = select(person.c.pk).where(
            or_(person.c.name_digest == self._digest(added.name), person.c.id == added.id)
        )
        if connection.scalar(taken) is not None:
            raise PersonExists(
                f"Somebody called {added.name!r}, or with the same id, keeps a journal here already.",
                hint="Choose another name, or go on with the journal that is there.",
            )

    def _digest(self, name: str) -> bytes:
        """Equal for names that a person would call the same: case, spacing and ways of writing an accent apart."""
        alike = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
        return self._store.master.digest("names", " ".join(alike.split()))


def require_sound(added: Person, *, now: datetime) -> None:
    """Refuse somebody who may not keep a journal, or whose facts cannot be.

    Raises:
        PersonUnderage: not surely 18 yet.
        ValueRefused: a name or a year that cannot be, or an id that is none.
        ZoneUnknown: no such zone.
    """
    _require_id(added.id)
    _clean(added.name)
    _require_adult(added.birth_year, now)
    require_zone(added.zone)


def require_zone(zone: str) -> ZoneInfo:
    """The zone of that name.

    Raises:
        ZoneUnknown: there is none.
    """
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ZoneUnknown(
            f"There is no time zone called {zone!r}.",
            hint="Use an IANA name such as Europe/Berlin or America/New_York.",
        ) from error


def _require_id(id: str) -> str:  # noqa: A002
    if len(id) != ID_DIGITS or not _looks_like_id(id):
        raise ValueRefused(
            f"The id of a person has {ID_DIGITS} digits from 0 to f.", hint="Leave it out to get a new one."
        )
    return id


def _looks_like_id(text: str) -> bool:
    return 8 <= len(text) <= ID_DIGITS and set(text) <= set("0123456789abcdef")


def _clean(name: str) -> str:
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise ValueRefused(
            f"A name has 1 to {LONGEST_NAME} characters that can be read.", hint="Any name that you recognize will do."
        )
    return plain


def _require_adult(birth_year: int, now: datetime) -> None:
    """Whoever turns 18 this year may still be 17."""
    if birth_year > now.year or birth_year < now.year - OLDEST_YEARS:
        raise ValueRefused(f"{birth_year} is no year of birth.", hint="Give the year with four digits.")
    if now.year - birth_year <= ADULT_YEARS:
        raise PersonUnderage(
            "Skincast is for adults, and somebody born in that year may not be 18 yet.",
            hint="Come back next year, or when you are 18 for certain.",
        )
