"""Visits of an archive -> rows and objects."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection

from skincast.errors import ValueRefused
from skincast.journal.archive import shape
from skincast.journal.archive.life import read_text, require_aware, require_id, said_of
from skincast.journal.archive.reading import ArchiveReader
from skincast.journal.archive.shape import ArchivedAnalysis, ArchivedVisit
from skincast.journal.chores import settle
from skincast.journal.fingerprint import require_versions
from skincast.journal.keeping import laid_down
from skincast.journal.names import clean_name
from skincast.journal.people import Owner
from skincast.journal.store import Store
from skincast.journal.visit_writing import (
    NewVisit,
    ObjectKeys,
    digest_photo,
    require_sound,
    write_analysis,
    write_visit,
)
from skincast.types import Sitting

SHA256 = re.compile(r"[0-9a-f]{64}")
AT_HAND = 4
"""Visits that are kept in memory at once."""


class VisitsIn:
    """Reads visits one at a time, several times over: a life of photos does not fit into memory."""

    def __init__(self, store: Store, archive: ArchiveReader, owner: Owner, *, now: datetime) -> None:
        self.count: Counter[str] = Counter()
        self._store, self._archive, self._owner, self._now = store, archive, owner, now
        self._files: tuple[str, ...] = ()
        self._order: list[tuple[int, str, int]] = []
        """Number of an analysis among all, file of its visit, and its place there."""
        self._keys: dict[str, str] = {}
        """File in the archive -> key of the object that holds it now."""
        self._visit = lru_cache(maxsize=AT_HAND)(self._read_visit)

    def check(self) -> None:
        """Read every visit once.

        Raises:
            FileRefused: something that cannot be, or a file that is not there.
        """
        self._files = shape.load(shape.VISIT_FILES, self._archive.read(shape.VISITS), file=shape.VISITS)
        for file in self._files:
            visit = self._visit(file)
            with said_of(file):
                self._check_one(visit)
            self._order += [(one.number, file, index) for index, one in enumerate(visit.analyses)]
            self.count["files"] += len(_pictures(visit))
        self.count["visits"] = len(self._files)

    def lay_down(self) -> None:
        """Seal photos and maps into objects that no row has taken yet."""
        for file in self._files:
            visit = self._visit(file)
            names = _pictures(visit)
            with laid_down(self._store, self._owner, [self._archive.read(name) for name in names]) as keys:
                self._keys |= dict(zip(names, keys, strict=True))
            self.count["photos"] += sum(one.file is not None for one in visit.photos)
            self.count["maps"] += sum(one.maps is not None for one in visit.analyses)

    def write(self, connection: Connection, owner: Owner) -> None:
        """Insert all rows: visits in the order of time, then what was seen in the order in which it was seen."""
        pks = {file: self._write_visit(connection, owner, self._visit(file)) for file in self._files}
        for _, file, index in sorted(self._order):
            visit = self._visit(file)
            one = visit.analyses[index]
            write_analysis(
                connection,
                owner,
                self._sitting(visit, one),
                visit_pk=pks[file],
                visit_id=visit.id,
                now=one.made_at,
                maps_key=self._key(one.maps),
            )
        settle(connection, self._keys.values())

    def _read_visit(self, file: str) -> ArchivedVisit:
        return shape.load(shape.VISIT, self._archive.read(file), file=file)

    def _check_one(self, visit: ArchivedVisit) -> None:
        require_id(visit.id)
        require_aware(visit.at)
        clean_name(visit.label, may_be_empty=True)
        if not visit.analyses or not all(SHA256.fullmatch(one.seen.sha256) for one in visit.photos):
            raise ValueRefused("A visit has photos, and analyses of them.", hint="Export the archive again.")
        require_sound(self._owner, _new(visit), now=self._now)
        for one in visit.analyses:
            require_aware(one.made_at)
            require_versions(one.made_by)
            for name in one.documents:
                read_text(self._archive, name)
        for name in _pictures(visit):
            self._archive.read(name)

    def _write_visit(self, connection: Connection, owner: Owner, visit: ArchivedVisit) -> int:
        digests = [digest_photo(self._store.master, owner, one.seen.sha256) for one in visit.photos]
        keys = ObjectKeys(photos=tuple(self._key(one.file) for one in visit.photos), maps=None)
        return write_visit(connection, owner, _new(visit), digests=digests, keys=keys)

    def _sitting(self, visit: ArchivedVisit, one: ArchivedAnalysis) -> Sitting:
        return Sitting(
            photos=tuple(photo.seen for photo in visit.photos),
            scores=one.scores,
            lesions=one.lesions,
            maps=None,
            documents=tuple(read_text(self._archive, file) for file in one.documents),
            made_by=one.made_by,
        )

    def _key(self, file: str | None) -> str | None:
        return None if file is None else self._keys.get(file)


def _new(visit: ArchivedVisit) -> NewVisit:
    """What all analyses of a visit share."""
    photos = tuple(one.seen for one in visit.photos)
    sitting = Sitting(photos=photos, scores={}, lesions=(), maps=None, documents=(), made_by={})
    return NewVisit(id=visit.id, sitting=sitting, at=visit.at, zone=visit.zone, origin=visit.origin, label=visit.label)


def _pictures(visit: ArchivedVisit) -> list[str]:
    """The files of a visit that show a face."""
    photos = [one.file for one in visit.photos]
    return [file for file in [*photos, *(one.maps for one in visit.analyses)] if file is not None]
