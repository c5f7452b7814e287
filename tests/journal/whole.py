"""Whether a journal is whole: nothing damaged, nothing half, nothing left over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import func, select

from skincast.errors import PhotosNotKept
from skincast.journal import Journal, Owner
from skincast.journal.objects import PART
from skincast.journal.schema import analysis, chore, document, photo, visit
from skincast.journal.store import Store

T = TypeVar("T")


def require_whole(journal: Journal) -> None:
    """Fail where anything of a just opened journal is damaged, half or left over."""
    _require_sound_database(journal.store)
    _require_all_objects(journal.store)
    _require_no_half_visits(journal.store)
    for person in journal.people.all():
        take_everything(journal, journal.people.find(person.id))


def take_everything(journal: Journal, owner: Owner) -> dict[str, Any]:
    """All that a journal holds of a person, opened to the last byte."""
    visits = {}
    for one in journal.visits.all(owner, detail=True):
        visits[one.id] = (
            one,
            _if_kept(journal.visits.photos, owner, one.id),
            _if_kept(journal.visits.maps, owner, one.id),
            journal.visits.documents(owner, one.id),
            len(journal.visits.analyses(owner, one.id)),
        )
        assert (visits[one.id][1] is not None) == all(photo.kept for photo in one.photos)
        assert (visits[one.id][2] is not None) == one.has_maps
    return {
        "history": journal.history(owner, detail=True),
        "visits": visits,
        "readings": journal.days.readings(owner),
        "forecasts": journal.forecasts.all(owner),
        "consents": journal.consents.all(owner),
    }


def _if_kept(read: Callable[[Owner, str], T], owner: Owner, visit_id: str) -> T | None:
    try:
        return read(owner, visit_id)
    except PhotosNotKept:
        return None


def _require_sound_database(store: Store) -> None:
    with store.reading() as connection:
        if store.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert connection.execute(select(chore)).all() == []


def _require_all_objects(store: Store) -> None:
    with store.reading() as connection:
        columns = (photo.c.object_key, analysis.c.maps_key)
        taken = [key for column in columns for key in connection.scalars(select(column).where(column.is_not(None)))]
    assert sorted(store.objects.keys()) == sorted(taken)
    assert not list(store.folder.rglob(f"*{PART}"))


def _require_no_half_visits(store: Store) -> None:
    with store.reading() as connection:
        for table in (photo, analysis):
            without = select(visit.c.pk).where(visit.c.pk.not_in(select(table.c.visit_pk)))
            assert connection.scalars(without).all() == []
        analyses, documents = (
            connection.scalar(select(func.count()).select_from(table)) for table in (analysis, document)
        )
    assert analyses == documents
