"""Rows of visits -> visits: one query for the visits, one for their photos."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias, cast

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, select

from skincast.journal.fingerprint import full_made_by, read_makers
from skincast.journal.payload import about_analysis, about_visit, unseal, unseal_all
from skincast.journal.people import Owner
from skincast.journal.schema import analysis, photo, visit
from skincast.journal.scorecards import Regions, read_lesions, read_photos, read_regions, read_scores
from skincast.journal.when import day_of, midnight, shift
from skincast.types import Lesion, Score, Visit

AnyRow: TypeAlias = Row[tuple[Any, ...]]

NO_DETAIL: tuple[Regions, tuple[Lesion, ...]] = ({}, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which visits, as which version measured them, and how much of each."""

    fingerprint: str | None = None
    """None: as measured last."""
    detail: bool = False
    """Regions and lesions too."""
    visit_id: str | None = None
    first: date | None = None
    last: date | None = None
    """Days, both inclusive, by the clocks where the person was at the visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Visits in the order of time, and how many more no wanted version has measured."""

    visits: tuple[Visit, ...]
    older: int


def newest_fingerprint(connection: Connection, owner: Owner) -> str | None:
    """Return the fingerprint of the analysis that was made last; None where there is none."""
    mine = select(analysis.c.fingerprint).where(analysis.c.person_pk == owner.pk)
    different = connection.scalars(mine.distinct().limit(2)).all()  # asks an index alone, and mostly there is one
    if len(different) < 2:
        return different[0] if different else None
    return connection.scalar(mine.order_by(analysis.c.made_at.desc(), analysis.c.pk.desc()).limit(1))


def find_visits(connection: Connection, owner: Owner, wanted: Wanted) -> Found:
    """Read visits, oldest first.

    Raises:
        JournalDamaged: a row was changed outside.
    """
    newest = {row.pk: row for row in connection.execute(_query(owner, wanted)).all()}
    opened = dict(zip(newest, unseal_all(owner.cipher, map(_sealed_facts, newest.values())), strict=True))
    whenever = wanted.first is None and wanted.last is None
    asked = [row for pk, row in newest.items() if whenever or _within(row.at, opened[pk]["zone"], wanted)]
    chosen = [row for row in asked if row.fingerprint is not None]
    makers = read_makers(connection, {row.fingerprint for row in chosen})
    kept = _read_kept(connection, owner, wanted, chosen)
    visits = [
        _read_visit(owner, row, facts=opened[row.pk], kept=kept[row.pk], made_by=makers[row.fingerprint], wanted=wanted)
        for row in chosen
    ]
    return Found(visits=tuple(visits), older=len(asked) - len(chosen))


def open_facts(owner: Owner, row: AnyRow) -> dict[str, Any]:
    """Open what all analyses of a visit share; `row` has `id`, `at`, `origin` and `sealed` of the visit."""
    (facts,) = unseal_all(owner.cipher, [_sealed_facts(row)])
    return cast("dict[str, Any]", facts)


def open_scores(owner: Owner, row: AnyRow, regions: Regions) -> tuple[dict[str, Score], str | None]:
    """Open scores; `row` has `id` of the visit, and `fingerprint` and `scores` of the analysis."""
    place = about_analysis(row.id, row.fingerprint, "scores")
    return read_scores(owner.cipher.open(row.scores, about=place), regions)


def open_detail(owner: Owner, row: AnyRow) -> tuple[Regions, tuple[Lesion, ...]]:
    """Open regions and lesions; `row` has `id` of the visit, and `fingerprint` and `detail` of the analysis."""
    place = about_analysis(row.id, row.fingerprint, "detail")
    packed = unseal(owner.cipher, row.detail, about=place, packed=True)
    return read_regions(packed), read_lesions(packed)


def _sealed_facts(row: AnyRow) -> tuple[bytes, str]:
    return row.sealed, about_visit(row.id, row.at, row.origin)


def _query(owner: Owner, wanted: Wanted) -> Select[Any]:
    """Join visits with their analyses, the newest one of each visit last."""
    joined = [analysis.c.visit_pk == visit.c.pk]
    if wanted.fingerprint is not None:
        joined.append(analysis.c.fingerprint == wanted.fingerprint)
    query = select(visit, analysis.c.fingerprint, analysis.c.maps_key, analysis.c.scores)
    if wanted.detail:
        query = query.add_columns(analysis.c.detail)
    query = query.select_from(visit.outerjoin(analysis, and_(*joined)))
    mine = query.where(visit.c.person_pk == owner.pk, *_bounds(wanted))
    return mine.order_by(visit.c.at, visit.c.pk, analysis.c.made_at, analysis.c.pk)


def _bounds(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Narrow a query down; a day begins up to 14 hours before and ends up to 12 hours after the day of UTC."""
    bounds: list[ColumnElement[bool]] = []
    if wanted.visit_id is not None:
        bounds.append(visit.c.id == wanted.visit_id)
    if wanted.first is not None:
        bounds.append(visit.c.at >= midnight(shift(wanted.first, -1)))
    if wanted.last is not None:
        bounds.append(visit.c.at < midnight(shift(wanted.last, 2)))
    return bounds


def _within(at: datetime, zone: str, wanted: Wanted) -> bool:
    day = day_of(at, zone)
    return (wanted.first or day) <= day <= (wanted.last or day)


def _read_kept(connection: Connection, owner: Owner, wanted: Wanted, chosen: list[AnyRow]) -> dict[int, list[bool]]:
    """For each visit, whether each of its photos is kept, in the order in which they were given."""
    query = select(photo.c.visit_pk, photo.c.object_key).where(photo.c.person_pk == owner.pk).order_by(photo.c.pk)
    if wanted.visit_id is not None:
        query = query.where(photo.c.visit_pk.in_([row.pk for row in chosen]))
    kept: dict[int, list[bool]] = defaultdict(list)
    for visit_pk, object_key in connection.execute(query).all():
        kept[visit_pk].append(object_key is not None)
    return kept


def _read_visit(
    owner: Owner, row: AnyRow, *, facts: dict[str, Any], kept: list[bool], made_by: dict[str, str], wanted: Wanted
) -> Visit:
    regions, lesions = open_detail(owner, row) if wanted.detail else NO_DETAIL
    scores, release = open_scores(owner, row, regions)
    return Visit(
        id=row.id,
        at=row.at,
        zone=facts["zone"],
        origin=row.origin,
        photos=read_photos(facts["photos"], kept=kept),
        scores=scores,
        lesions=lesions,
        made_by=full_made_by(made_by, release),
        has_maps=row.maps_key is not None,
        label=facts["label"],
    )
