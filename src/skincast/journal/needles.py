"""Everything by which a person could be known in the bytes of a journal."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select, text

from skincast.catalog import purposes
from skincast.errors import JournalDamaged
from skincast.journal.people import Owner
from skincast.journal.schema import analysis, forecast, note, person, photo, product, visit
from skincast.journal.search import SHORTEST_BYTES, Needle
from skincast.journal.visit_rows import open_facts

ID, NAME, KEY, WRAPPED_KEY = "id", "name", "key", "wrapped key"
PHOTO_HASH, PHOTO_DIGEST, NAME_DIGEST = "photo hash", "digest of a photo", "digest of the name"
ENTRY_ID, OBJECT_NAME, SEALED_NAME = "id of an entry", "name of a kept photo or map", "encrypted name"
OUR_WORDS = (
    "SQLite format 3 taken imported unfinished delete remember take back scrub rewrite erased withdrawn"
    " journal.sqlite-wal-shm objects.lock key_proof skincast measures rules face_detector face_mesh canonical_face"
)
"""Never what stands in a row: whoever can write a row could say there what must not be looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What to look for, and what it would be no use to look for, with the reason."""

    needles: tuple[Needle, ...]
    not_sought: tuple[str, ...]


def gather_needles(connection: Connection, owner: Owner) -> Sought:
    """Collect what must not be found once the person is erased; only before that is it known.

    Damaged rows hold nobody's erasure up: what cannot be read is named in `not_sought`.
    """
    names, not_sought = _name_needles(owner.person.name, _plain_words(connection))
    hashes, unreadable = _photo_hashes(connection, owner)
    if unreadable:
        not_sought += (f"photo hash of {unreadable} visits: their rows are damaged and could not be read",)
    needles = [*_person_needles(connection, owner), *names, *_entry_needles(connection, owner), *hashes]
    return Sought(needles=tuple(dict.fromkeys(needles)), not_sought=not_sought)


def _person_needles(connection: Connection, owner: Owner) -> Iterator[Needle]:
    row = connection.execute(select(person).where(person.c.pk == owner.pk)).one()
    yield from _hex_needles(ID, bytes.fromhex(owner.person.id))
    yield from _hex_needles(KEY, owner.key)
    yield from _hex_needles(WRAPPED_KEY, row.wrapped_key)
    yield from _hex_needles(NAME_DIGEST, row.name_digest)
    yield Needle(what=SEALED_NAME, value=row.sealed)
    for secret, what in ((owner.key, KEY), (row.wrapped_key, WRAPPED_KEY)):
        yield Needle(what=what, value=base64.b64encode(secret).rstrip(b"="))
        yield Needle(what=what, value=base64.urlsafe_b64encode(secret).rstrip(b"="))


def _entry_needles(connection: Connection, owner: Owner) -> Iterator[Needle]:
    for table in (visit, product, note, forecast):
        for entry in connection.scalars(select(table.c.id).where(table.c.person_pk == owner.pk)):
            yield Needle(what=ENTRY_ID, value=entry.encode())
    for row in connection.execute(select(photo.c.digest, photo.c.object_key).where(photo.c.person_pk == owner.pk)):
        yield from _hex_needles(PHOTO_DIGEST, row.digest)
        if row.object_key is not None:
            yield Needle(what=OBJECT_NAME, value=row.object_key.encode())
    for key in connection.scalars(select(analysis.c.maps_key).where(analysis.c.person_pk == owner.pk)):
        if key is not None:
            yield Needle(what=OBJECT_NAME, value=key.encode())


def _photo_hashes(connection: Connection, owner: Owner) -> tuple[list[Needle], int]:
    needles, unreadable = [], 0
    for row in connection.execute(select(visit).where(visit.c.person_pk == owner.pk)).all():
        try:
            facts = open_facts(owner, row)
        except JournalDamaged:
            unreadable += 1
            continue
        for photo_facts in facts["photos"]:
            needles += _hex_needles(PHOTO_HASH, bytes.fromhex(photo_facts[0]))
    return needles, unreadable


def _name_needles(name: str, plain_words: str) -> tuple[list[Needle], tuple[str, ...]]:
    """A name in every form in which a careless program might have written it."""
    spellings = dict.fromkeys((name, name.casefold(), json.dumps(name)[1:-1]))
    if any(_is_long(spelling.encode()) and spelling in plain_words for spelling in spellings):
        return [], ("name: it is a word that the database itself is made of",)
    forms = [spelling.encode(code) for spelling in spellings for code in ("utf-8", "utf-16-le", "utf-16-be")]
    needles = [Needle(what=NAME, value=form) for form in forms if _is_long(form)]
    if _is_long(name.encode()):
        return needles, ()
    return needles, (f"name as UTF-8: with {len(name.encode())} bytes it would be found by chance",)


def _is_long(form: bytes) -> bool:
    return len(form) >= SHORTEST_BYTES


def _plain_words(connection: Connection) -> str:
    """Text that stands in every journal, whoever keeps it."""
    words: list[Iterable[str | None]] = [
        (OUR_WORDS, *purposes()),
    ]
    if connection.dialect.name == "sqlite":
        words.append(connection.scalars(text("SELECT sql FROM sqlite_master")))
    return "\n".join(word for some in words for word in some if word)


def _hex_needles(what: str, value: bytes) -> list[Needle]:
    return [Needle(what=what, value=value), Needle(what=what, value=value.hex().encode())]
