"""Visits -> files of an archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from skincast.errors import JournalDamaged
from skincast.journal.archive import shape
from skincast.journal.archive.moment import Moment
from skincast.journal.archive.packing import ArchiveWriter
from skincast.journal.archive.shape import ArchivedAnalysis, ArchivedPhoto, ArchivedVisit
from skincast.journal.archive.tables import VisitTables
from skincast.journal.keeping import read_object
from skincast.journal.people import Owner
from skincast.journal.schema import analysis, visit
from skincast.journal.scorecards import read_photos
from skincast.journal.visit_parts import photo_keys, read_analyses
from skincast.journal.visit_rows import AnyRow, open_facts
from skincast.journal.when import day_of


def write_visits(archive: ArchiveWriter, moment: Moment, owner: Owner) -> Counter[str]:
    """Write every visit with its photos, maps and documents, then the tables of what was seen.

    Returns:
        How many `visits`, `photos` and `maps` were written, and how many photos and maps are `missing`.
    """
    writer = _VisitWriter(archive, moment, owner, numbers=_number_analyses(moment, owner))
    written, files = VisitTables(), []
    for stem, row, facts in _stems(moment, owner):
        described = shape.normal(shape.VISIT, writer.write(stem, row, facts))
        at = row.at.astimezone(ZoneInfo(facts["zone"]))
        files.append(archive.add(f"visits/{stem}.json", shape.dump(shape.VISIT, described), at=at))
        written.add(described)
    archive.add(shape.VISITS, shape.dump(shape.VISIT_FILES, tuple(files)))
    for name, content in written.files().items():
        archive.add(name, content)
    writer.count["visits"] = len(files)
    return writer.count


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numbered:
    """The place of an analysis among all of a person, and where its maps lie."""

    number: int
    maps_key: str | None


@dataclass(frozen=True, slots=True)
class _VisitWriter:
    """Writes the files of one visit after the other."""

    archive: ArchiveWriter
    moment: Moment
    owner: Owner
    numbers: dict[tuple[str, str], _Numbered] = field(kw_only=True)
    """By the visit's id and the analysis's fingerprint."""
    count: Counter[str] = field(default_factory=Counter)

    def write(self, stem: str, row: AnyRow, facts: dict[str, Any]) -> ArchivedVisit:
        """Write photos, maps and documents; return the visit as its own file describes it."""
        at = row.at.astimezone(ZoneInfo(facts["zone"]))
        return ArchivedVisit(
            id=row.id,
            at=row.at,
            zone=facts["zone"],
            origin=row.origin,
            label=facts["label"],
            photos=self._write_photos(stem, row, facts, at=at),
            analyses=tuple(self._write_analyses(stem, row, at=at)),
        )

    def _write_photos(
        self, stem: str, row: AnyRow, facts: dict[str, Any], *, at: datetime
    ) -> tuple[ArchivedPhoto, ...]:
        keys = photo_keys(self.moment.connection, row.pk)
        photos = []
        known = read_photos(facts["photos"], kept=[False] * len(keys))
        for number, (seen, key) in enumerate(zip(known, keys, strict=True), 1):
            content = self._read(key, "photos")
            name = None if content is None else f"photos/{stem}-{number}.{_ending(content)}"
            if name is not None and content is not None:
                self.archive.add(name, content, at=at)
            photos.append(ArchivedPhoto(seen=replace(seen, kept=name is not None), file=name))
        return tuple(photos)

    def _write_analyses(self, stem: str, row: AnyRow, *, at: datetime) -> Iterator[ArchivedAnalysis]:
        for kept in read_analyses(self.moment, self.owner, row.id):
            numbered = self.numbers[row.id, kept.fingerprint]
            base = f"{stem}-v{numbered.number}"
            maps = self._read(numbered.maps_key, "maps")
            documents = [
                self.archive.add(f"documents/{base}-{number}.json", text.encode(), at=at)
                for number, text in enumerate(kept.sitting.documents, 1)
            ]
            yield ArchivedAnalysis(
                number=numbered.number,
                made_at=kept.made_at,
                made_by=kept.sitting.made_by,
                scores=kept.sitting.scores,
                lesions=kept.sitting.lesions,
                documents=tuple(documents),
                maps=None if maps is None else self.archive.add(f"atlas/{base}.skinmap", maps, at=at),
            )

    def _read(self, key: str | None, kind: str) -> bytes | None:
        """A photo or maps; None where they were not kept, or are lost."""
        if key is None:
            return None
        try:
            content = read_object(self.moment, self.owner, key)
        except JournalDamaged:
            self.count["missing"] += 1
            return None
        self.count[kind] += 1
        return content


def _stems(moment: Moment, owner: Owner) -> Iterator[tuple[str, AnyRow, dict[str, Any]]]:
    """Every visit in the order of time, with what its files are called: by its day, numbered from the second on."""
    used: Counter[str] = Counter()
    mine = select(visit).where(visit.c.person_pk == owner.pk).order_by(visit.c.at, visit.c.pk)
    for row in moment.connection.execute(mine).all():
        facts = open_facts(owner, row)
        day = day_of(row.at, facts["zone"]).isoformat()
        used[day] += 1
        yield day if used[day] == 1 else f"{day}-no{used[day]}", row, facts


def _number_analyses(moment: Moment, owner: Owner) -> dict[tuple[str, str], _Numbered]:
    """Number the analyses as they were made: of two that were made at once, the later row counts as the newer."""
    query = (
        select(visit.c.id, analysis.c.fingerprint, analysis.c.maps_key)
        .select_from(analysis.join(visit, analysis.c.visit_pk == visit.c.pk))
        .where(analysis.c.person_pk == owner.pk)
        .order_by(analysis.c.made_at, analysis.c.pk)
    )
    rows = moment.connection.execute(query).all()
    return {
        (row.id, row.fingerprint): _Numbered(number=number, maps_key=row.maps_key) for number, row in enumerate(rows, 1)
    }


def _ending(photo: bytes) -> str:
    if photo.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if photo.startswith(b"\x89PNG"):
        return "png"
    if photo.startswith(b"RIFF"):
        return "webp"
    return "heic" if photo[4:8] == b"ftyp" else "bin"
