"""A visit -> rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, insert, select

from skincast.errors import DateRefused, ValueRefused, VisitExists
from skincast.journal.fingerprint import keep_maker
from skincast.journal.keys import MasterKey
from skincast.journal.payload import about, about_analysis, about_visit, seal
from skincast.journal.people import Owner, require_zone
from skincast.journal.schema import analysis, document, photo, visit
from skincast.journal.scorecards import pack_detail, pack_scores, pack_visit
from skincast.journal.when import day_of
from skincast.types import Sitting

Origin = Literal["taken", "imported"]

AHEAD = timedelta(days=1)
"""A camera's clock may run ahead, or show another zone than it was told; more is a wrong date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVisit:
    """A visit on its way into the journal."""

    id: str
    sitting: Sitting
    at: datetime
    zone: str
    origin: Origin
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectKeys:
    """Under which keys the pictures of a visit lie; None: not kept."""

    photos: tuple[str | None, ...]
    maps: str | None


def require_sound(owner: Owner, new: NewVisit, *, now: datetime) -> None:
    """Refuse a visit that cannot have been.

    Raises:
        DateRefused: in the future, or before the person was born.
        ValueRefused: one photo was given twice.
        ZoneUnknown: no such zone.
    """
    require_zone(new.zone)
    day = day_of(new.at, new.zone)
    if new.at > now + AHEAD or day.year < owner.person.birth_year:
        raise DateRefused(
            f"A visit on {day} cannot be: it lies in the future, or before the person was born.",
            hint="Check the clock of the camera, or say when the photo was taken.",
        )
    sha256s = [one.sha256 for one in new.sitting.photos]
    if len(set(sha256s)) < len(sha256s):
        raise ValueRefused("One photo was given twice.", hint="Give each photo of a visit once.")


def digest_photo(master: MasterKey, owner: Owner, sha256: str) -> bytes:
    """Return what a photo is known by: the same photo of two people looks like two photos."""
    return master.digest("photos", owner.person.id + sha256)


def known_digests(connection: Connection, owner: Owner) -> set[bytes]:
    """Return what all photos of a person are known by."""
    return set(connection.scalars(select(photo.c.digest).where(photo.c.person_pk == owner.pk)))


def require_new(connection: Connection, owner: Owner, visit_id: str, digests: Iterable[bytes]) -> None:
    """Refuse photos, and an id, that belong to a visit already.

    Raises:
        VisitExists: they do.
    """
    taken = connection.scalar(select(visit.c.pk).where(visit.c.id == visit_id))
    if taken is not None or known_digests(connection, owner) & set(digests):
        raise VisitExists(
            "These photos belong to a visit already, or some of them do.",
            hint="Nothing needs to be done: `skincast history PERSON` shows it. A new visit takes new photos.",
        )


def write_visit(
    connection: Connection, owner: Owner, new: NewVisit, *, digests: Iterable[bytes], keys: ObjectKeys
) -> int:
    """Insert a visit and its photos; return the number of its row."""
    facts = pack_visit(new.sitting, zone=new.zone, label=new.label)
    row = {
        "id": new.id,
        "person_pk": owner.pk,
        "at": new.at,
        "origin": new.origin,
        "sealed": seal(owner.cipher, facts, about=about_visit(new.id, new.at, new.origin)),
    }
    visit_pk: int = connection.execute(insert(visit).values(row).returning(visit.c.pk)).scalar_one()
    photos = [
        {"person_pk": owner.pk, "visit_pk": visit_pk, "digest": digest, "object_key": key}
        for digest, key in zip(digests, keys.photos, strict=True)
    ]
    if photos:
        connection.execute(insert(photo), photos)
    return visit_pk


def write_analysis(
    connection: Connection,
    owner: Owner,
    sitting: Sitting,
    *,
    visit_pk: int,
    visit_id: str,
    now: datetime,
    maps_key: str | None,
) -> None:
    """Insert what one version saw at a visit."""
    fingerprint = keep_maker(connection, sitting.made_by)
    scores, detail = (about_analysis(visit_id, fingerprint, column) for column in ("scores", "detail"))
    row = {
        "person_pk": owner.pk,
        "visit_pk": visit_pk,
        "fingerprint": fingerprint,
        "made_at": now,
        "maps_key": maps_key,
        "scores": owner.cipher.seal(pack_scores(sitting), about=scores),
        "detail": seal(owner.cipher, pack_detail(sitting), about=detail, packed=True),
    }
    analysis_pk = connection.execute(insert(analysis).values(row).returning(analysis.c.pk)).scalar_one()
    documents = seal(owner.cipher, sitting.documents, about=about("document", visit_id, fingerprint), packed=True)
    connection.execute(insert(document).values(analysis_pk=analysis_pk, person_pk=owner.pk, sealed=documents))
