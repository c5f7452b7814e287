"""Visits: what photos told, and the photos themselves where the person agreed to it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, delete, select

from skincast.errors import HistoryMissing
from skincast.journal.chores import attempt_chores, do_chores, settle
from skincast.journal.consents import PHOTOS, allows, require
from skincast.journal.fingerprint import fingerprint as fingerprint_of
from skincast.journal.keeping import forget_rows, laid_down
from skincast.journal.names import clean_name
from skincast.journal.people import Owner
from skincast.journal.schema import analysis, visit
from skincast.journal.store import Store
from skincast.journal.turns import writing_for
from skincast.journal.visit_parts import (
    KeptAnalysis,
    find_visit_row,
    no_such_visit,
    photo_keys,
    read_analyses,
    read_documents,
    read_maps,
    read_pictures,
)
from skincast.journal.visit_rows import Found, Wanted, find_visits
from skincast.journal.visit_writing import (
    NewVisit,
    ObjectKeys,
    Origin,
    digest_photo,
    known_digests,
    require_new,
    require_sound,
    write_analysis,
    write_visit,
)
from skincast.journal.when import day_of
from skincast.types import Sitting, Visit


class Visits:
    """Keeps visits and finds them again."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(
        self,
        owner: Owner,
        sitting: Sitting,
        *,
        at: datetime,
        zone: str,
        origin: Origin,
        now: datetime,
        photos: Sequence[bytes] | None = None,
        maps: bytes | None = None,
        label: str = "",
        id: str | None = None,  # noqa: A002 - as everywhere
    ) -> Visit:
        """Keep a visit: whole, or not at all.

        Args:
            owner: whose it is.
            sitting: what its photos told; its `maps` are not looked at.
            at: when the photos were taken.
            zone: IANA name of the zone in which the person was then.
            origin: whether the photos are of now, or of an older collection.
            now: this moment: when the analysis was made.
            photos: the photos, as they are to be kept, in the order of the sitting. Dropped without the consent
                `photos`.
            maps: the maps of the face as bytes. Dropped without the consent `photos`.
            label: what a person or a program calls the visit.
            id: of a visit that comes from another journal; random unless told.

        Raises:
            ConsentMissing: the person did not agree to a journal.
            VisitExists: one of the photos belongs to a visit already.
            DateRefused: `at` lies in the future, or before the person was born.
            ValueRefused: a photo that was given twice, or a label that cannot be read.
            ZoneUnknown: no such zone.
            JournalUnreachable: no room on the disk.
        """
        if photos is not None and len(photos) != len(sitting.photos):
            raise ValueError(f"{len(photos)} photos given for a sitting of {len(sitting.photos)}")
        label = clean_name(label, may_be_empty=True)
        new = NewVisit(id=id or secrets.token_hex(16), sitting=sitting, at=at, zone=zone, origin=origin, label=label)
        require_sound(owner, new, now=now)
        self._insert(owner, new, now=now, photos=photos, maps=maps)
        return self.find(owner, new.id)

    def add_analysis(
        self, owner: Owner, visit_id: str, sitting: Sitting, *, now: datetime, maps: bytes | None = None
    ) -> Visit:
        """Keep what other versions saw at a visit beside what was seen before; nothing happens where it is there.

        Returns:
            The visit as these versions see it.

        Raises:
            ConsentMissing: the person did not agree to a journal.
            HistoryMissing: no such visit.
        """
        fingerprint = fingerprint_of(sitting.made_by)
        with self._store.reading() as connection:
            require(connection, owner)
            seen = self._has_analysis(connection, find_visit_row(connection, owner, visit_id).pk, fingerprint)
            bodies = [maps] if maps is not None and not seen and allows(connection, owner, PHOTOS) else []
        if not seen:
            with laid_down(self._store, owner, bodies) as keys:
                self._insert_analysis(owner, visit_id, sitting, now=now, keys=keys)
        return self.find(owner, visit_id, fingerprint=fingerprint)

    def all(self, owner: Owner, *, detail: bool = False, fingerprint: str | None = None) -> tuple[Visit, ...]:
        """Return all visits, oldest first.

        Args:
            owner: whose they are.
            detail: scores of regions and lesions too.
            fingerprint: only visits that these versions have measured; None: every visit as it was measured last, so
                that not all of them need be comparable.
        """
        return self._find(owner, Wanted(detail=detail, fingerprint=fingerprint)).visits

    def find(self, owner: Owner, visit_id: str, *, fingerprint: str | None = None) -> Visit:
        """Return one visit with regions and lesions, as these versions, or the last ones, measured it.

        Raises:
            HistoryMissing: no such visit, or not measured by these versions.
        """
        found = self._find(owner, Wanted(visit_id=visit_id, detail=True, fingerprint=fingerprint)).visits
        if not found:
            raise no_such_visit()
        return found[0]

    def on(self, owner: Owner, day: date, *, fingerprint: str | None = None) -> Visit:
        """Return the visit of a day with regions and lesions; of several the last one.

        The day is that of the clocks where the person was then.

        Raises:
            HistoryMissing: there was none; the hint names the nearest days.
        """
        found = self._find(owner, Wanted(first=day, last=day, detail=True, fingerprint=fingerprint))
        if found.visits:
            return found.visits[-1]
        if found.older:
            raise no_such_visit()
        raise HistoryMissing(
            f"There is no visit on {day}.",
            hint=f"{self._nearest_days(owner, day)} See all of them with `skincast history PERSON`.",
        )

    def photos(self, owner: Owner, visit_id: str) -> list[bytes]:
        """Return the kept photos of a visit, in the order in which they were given.

        Raises:
            PhotosNotKept: they were not kept, or deleted when the consent was withdrawn.
            HistoryMissing: no such visit.
        """
        return read_pictures(self._store, owner, visit_id)

    def maps(self, owner: Owner, visit_id: str, *, fingerprint: str | None = None) -> bytes:
        """Return the kept maps of a visit, of these versions or of the last ones.

        Raises:
            PhotosNotKept: there are none.
            HistoryMissing: no such visit, or not measured by these versions.
        """
        return read_maps(self._store, owner, visit_id, fingerprint)

    def documents(self, owner: Owner, visit_id: str, *, fingerprint: str | None = None) -> tuple[str, ...]:
        """Return the JSON of each photo of a visit, by these versions or the last ones.

        Raises:
            HistoryMissing: no such visit, or not measured by these versions.
        """
        return read_documents(self._store, owner, visit_id, fingerprint)

    def analyses(self, owner: Owner, visit_id: str) -> tuple[KeptAnalysis, ...]:
        """Return what each version saw at a visit, in the order in which they looked.

        Raises:
            HistoryMissing: no such visit.
        """
        return read_analyses(self._store, owner, visit_id)

    def knows(self, owner: Owner, sha256s: Iterable[str]) -> set[str]:
        """Return those photos that belong to a visit already, by their SHA-256."""
        with self._store.reading() as connection:
            known = known_digests(connection, owner)
        return {one for one in sha256s if digest_photo(self._store.master, owner, one) in known}

    def remove(self, owner: Owner, visit_id: str) -> None:
        """Delete a visit with all that belongs to it: photos, maps, every analysis.

        Raises:
            HistoryMissing: no such visit.
        """
        with writing_for(self._store, owner) as connection:
            visit_pk = find_visit_row(connection, owner, visit_id).pk
            maps = connection.scalars(select(analysis.c.maps_key).where(analysis.c.visit_pk == visit_pk)).all()
            forget_rows(connection, [*photo_keys(connection, visit_pk), *maps])
            connection.execute(delete(visit).where(visit.c.pk == visit_pk))
        do_chores(self._store)

    def _insert(
        self, owner: Owner, new: NewVisit, *, now: datetime, photos: Sequence[bytes] | None, maps: bytes | None
    ) -> None:
        """Lay down what may be kept, then write all rows at once; both are checked again among the rows."""
        digests = [digest_photo(self._store.master, owner, one.sha256) for one in new.sitting.photos]
        with self._store.reading() as connection:
            require(connection, owner)
            require_new(connection, owner, new.id, digests)
            may_keep = allows(connection, owner, PHOTOS)
        bodies = [*(photos or ()), *(() if maps is None else (maps,))] if may_keep else []
        with laid_down(self._store, owner, bodies) as laid, writing_for(self._store, owner) as connection:
            require(connection, owner)
            require_new(connection, owner, new.id, digests)
            keys = laid if allows(connection, owner, PHOTOS) else []
            places = _place(keys, photos=photos, maps=maps, sitting=new.sitting)
            visit_pk = write_visit(connection, owner, new, digests=digests, keys=places)
            write_analysis(
                connection,
                owner,
                new.sitting,
                visit_pk=visit_pk,
                visit_id=new.id,
                now=now,
                maps_key=places.maps,
            )
            settle(connection, keys)
        if keys != laid:
            attempt_chores(self._store, patient=False)

    def _insert_analysis(
        self, owner: Owner, visit_id: str, sitting: Sitting, *, now: datetime, keys: list[str]
    ) -> None:
        with writing_for(self._store, owner) as connection:
            require(connection, owner)
            visit_pk = find_visit_row(connection, owner, visit_id).pk
            if self._has_analysis(connection, visit_pk, fingerprint_of(sitting.made_by)):
                return
            taken = keys if allows(connection, owner, PHOTOS) else []
            write_analysis(
                connection,
                owner,
                sitting,
                visit_pk=visit_pk,
                visit_id=visit_id,
                now=now,
                maps_key=taken[0] if taken else None,
            )
            settle(connection, taken)

    @staticmethod
    def _has_analysis(connection: Connection, visit_pk: int, fingerprint: str) -> bool:
        query = select(analysis.c.pk).where(analysis.c.visit_pk == visit_pk, analysis.c.fingerprint == fingerprint)
        return connection.scalar(query) is not None

    def _find(self, owner: Owner, wanted: Wanted) -> Found:
        with self._store.reading() as connection:
            return find_visits(connection, owner, wanted)

    def _nearest_days(self, owner: Owner, day: date) -> str:
        days = {day_of(one.at, one.zone) for one in self.all(owner)}
        near = [
            max((one for one in days if one < day), default=None),
            min((one for one in days if one > day), default=None),
        ]
        words = [str(one) for one in near if one is not None]
        return f"The nearest are on {' and '.join(words)}." if words else "There is none on any other day."


def _place(keys: list[str], *, photos: Sequence[bytes] | None, maps: bytes | None, sitting: Sitting) -> ObjectKeys:
    """Tell photos from maps among the keys: the photos come first."""
    if not keys:
        return ObjectKeys(photos=(None,) * len(sitting.photos), maps=None)
    of_photos = tuple(keys[: len(sitting.photos)]) if photos is not None else (None,) * len(sitting.photos)
    return ObjectKeys(photos=of_photos, maps=keys[-1] if maps is not None else None)
