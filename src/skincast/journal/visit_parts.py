"""The parts of one visit that histories do not read: its photos, maps, documents, and what each version saw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from skincast.errors import HistoryMissing, PhotosNotKept
from skincast.journal.fingerprint import full_made_by, read_makers
from skincast.journal.keeping import read_object
from skincast.journal.payload import about, unseal
from skincast.journal.people import Owner
from skincast.journal.schema import analysis, document, photo, visit
from skincast.journal.scorecards import read_photos
from skincast.journal.store import Store
from skincast.journal.visit_rows import AnyRow, open_detail, open_facts, open_scores
from skincast.types import SeenPhoto, Sitting


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnalysis:
    """What one version saw at a visit, whole: for a copy that can be taken in again."""

    fingerprint: str
    made_at: datetime
    sitting: Sitting
    """Without `maps`: they are read apart, and only where kept."""
    has_maps: bool


def read_pictures(store: Store, owner: Owner, visit_id: str) -> list[bytes]:
    """See `Visits.photos`."""
    with store.reading() as connection:
        keys = photo_keys(connection, find_visit_row(connection, owner, visit_id).pk)
    if not keys or None in keys:
        raise PhotosNotKept(
            "The photos of this visit were not kept.",
            hint="Photos are kept from the moment that `skincast consent grant PERSON photos` is agreed to.",
        )
    return [read_object(store, owner, key) for key in keys if key]


def read_maps(store: Store, owner: Owner, visit_id: str, fingerprint: str | None) -> bytes:
    """See `Visits.maps`."""
    with store.reading() as connection:
        key = _find_analysis(connection, owner, visit_id, fingerprint).maps_key
    if key is None:
        raise PhotosNotKept(
            "No maps of the face were kept of this visit.",
            hint="Maps are kept of faces, from the moment that `skincast consent grant PERSON photos` is agreed to.",
        )
    return read_object(store, owner, key)


def read_documents(store: Store, owner: Owner, visit_id: str, fingerprint: str | None) -> tuple[str, ...]:
    """See `Visits.documents`."""
    with store.reading() as connection:
        row = _find_analysis(connection, owner, visit_id, fingerprint)
        return _open_documents(connection, owner, row)


def read_analyses(store: Store, owner: Owner, visit_id: str) -> tuple[KeptAnalysis, ...]:
    """See `Visits.analyses`."""
    with store.reading() as connection:
        found = find_visit_row(connection, owner, visit_id)
        keys = photo_keys(connection, found.pk)
        rows = connection.execute(_analyses(owner, visit_id).order_by(analysis.c.made_at, analysis.c.pk)).all()
        makers = read_makers(connection, [row.fingerprint for row in rows])
        facts = open_facts(owner, found)
        photos = read_photos(facts["photos"], kept=[key is not None for key in keys])
        return tuple(
            KeptAnalysis(
                fingerprint=row.fingerprint,
                made_at=row.made_at,
                sitting=_read_sitting(connection, owner, row, photos=photos, made_by=makers[row.fingerprint]),
                has_maps=row.maps_key is not None,
            )
            for row in rows
        )


def find_visit_row(connection: Connection, owner: Owner, visit_id: str) -> AnyRow:
    """Return the row of a visit.

    Raises:
        HistoryMissing: the person has no such visit.
    """
    row = connection.execute(select(visit).where(visit.c.person_pk == owner.pk, visit.c.id == visit_id)).one_or_none()
    if row is None:
        raise no_such_visit()
    return row


def photo_keys(connection: Connection, visit_pk: int) -> list[str | None]:
    """Return where each photo of a visit lies, in the order in which they were given."""
    query = select(photo.c.object_key).where(photo.c.visit_pk == visit_pk).order_by(photo.c.pk)
    return list(connection.scalars(query))


def no_such_visit() -> HistoryMissing:
    """Return the error for a visit that is not there, or not by these versions."""
    return HistoryMissing(
        "There is no such visit, or these versions have not measured it.",
        hint="See what there is with `skincast history PERSON`; `skincast remeasure PERSON` looks at kept photos anew.",
    )


def _find_analysis(connection: Connection, owner: Owner, visit_id: str, fingerprint: str | None) -> AnyRow:
    """The analysis of these versions, or the one that was made last."""
    query = _analyses(owner, visit_id)
    if fingerprint is not None:
        query = query.where(analysis.c.fingerprint == fingerprint)
    row = connection.execute(query.order_by(analysis.c.made_at.desc(), analysis.c.pk.desc()).limit(1)).one_or_none()
    if row is None:
        raise no_such_visit()
    return row


def _analyses(owner: Owner, visit_id: str) -> Select[Any]:
    joined = visit.join(analysis, analysis.c.visit_pk == visit.c.pk)
    mine = (visit.c.person_pk == owner.pk, visit.c.id == visit_id)
    return select(visit.c.id, *analysis.c).select_from(joined).where(*mine)


def _read_sitting(
    connection: Connection, owner: Owner, row: AnyRow, *, photos: tuple[SeenPhoto, ...], made_by: dict[str, str]
) -> Sitting:
    regions, lesions = open_detail(owner, row)
    scores, release = open_scores(owner, row, regions)
    return Sitting(
        photos=photos,
        scores=scores,
        lesions=lesions,
        maps=None,
        documents=_open_documents(connection, owner, row),
        made_by=full_made_by(made_by, release),
    )


def _open_documents(connection: Connection, owner: Owner, row: AnyRow) -> tuple[str, ...]:
    sealed = connection.scalars(select(document.c.sealed).where(document.c.analysis_pk == row.pk)).one()
    place = about("document", row.id, row.fingerprint)
    return tuple(unseal(owner.cipher, sealed, about=place, packed=True))
