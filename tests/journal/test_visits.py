"""Visits: kept whole or not at all, with photos only where the person agreed, and found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Column, Table, func, select, update
from tests.journal import making
from tests.journal.homes import Home

from skincast.errors import (
    DateRefused,
    HistoryMissing,
    JournalDamaged,
    JournalUnreachable,
    PhotosNotKept,
    ValueRefused,
    VisitExists,
    ZoneUnknown,
)
from skincast.journal import Journal, Owner, chores, visits
from skincast.journal.fingerprint import fingerprint
from skincast.journal.schema import analysis, chore, document, photo, visit
from skincast.types import Sitting, Visit

NEWER = making.MADE_BY | {"measures": "rules@2.0.0"}
MAPS = b"maps of a face"
MIDNIGHTS = (
    (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), "Europe/Berlin", date(2026, 3, 28)),
    (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), "Europe/Berlin", date(2026, 3, 29)),  # this day has 23 hours
    (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), "Europe/Berlin", date(2026, 3, 29)),
    (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), "Europe/Berlin", date(2026, 3, 30)),
    (datetime(2025, 10, 26, 22, 59, tzinfo=UTC), "Europe/Berlin", date(2025, 10, 26)),  # and this one 25
    (datetime(2026, 3, 29, 9, 59, tzinfo=UTC), "Pacific/Kiritimati", date(2026, 3, 29)),
    (datetime(2026, 3, 29, 10, 0, tzinfo=UTC), "Pacific/Kiritimati", date(2026, 3, 30)),
    (datetime(2026, 3, 30, 10, 59, tzinfo=UTC), "Pacific/Niue", date(2026, 3, 29)),
    (datetime(2026, 3, 30, 6, 59, tzinfo=UTC), "America/Los_Angeles", date(2026, 3, 29)),
)
"""Instants just before or after a midnight, and the day that it is there."""


def keep(journal: Journal, owner: Owner, seed: int = 1, n_photos: int = 2, **changes: Any) -> Visit:
    given: dict[str, Any] = {
        "sitting": making.make_sitting(seed, n_photos, maps=False),
        "at": making.NOW,
        "zone": "Europe/Berlin",
        "origin": "taken",
        "now": making.NOW,
        "photos": making.make_photos(seed, n_photos),
        "maps": MAPS,
    }
    return journal.visits.keep(owner, **{**given, **changes})


def objects(journal: Journal) -> list[str]:
    return list(journal.store.objects.keys())


def count(journal: Journal, table: Table) -> int:
    with journal.store.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_comes_back_as_it_was_kept(home: Home, journal: Journal, owner: Owner, now: datetime) -> None:
    sitting = making.make_sitting(1, 3, maps=False)
    kept = keep(journal, owner, 1, 3, at=now - timedelta(hours=2), label="  first   one ")
    found = home.open().visits.find(owner, kept.id)
    assert found == kept
    assert found == Visit(
        id=kept.id,
        at=now - timedelta(hours=2),
        zone="Europe/Berlin",
        origin="taken",
        photos=tuple(replace(one, kept=True) for one in sitting.photos),
        scores=sitting.scores,
        lesions=sitting.lesions,
        made_by=sitting.made_by,
        has_maps=True,
        label="first one",
    )
    assert found.at.tzinfo is UTC
    assert journal.visits.photos(owner, kept.id) == making.make_photos(1, 3)
    assert journal.visits.maps(owner, kept.id) == MAPS
    assert journal.visits.documents(owner, kept.id) == sitting.documents
    assert count(journal, chore) == 0


def test_without_detail_only_regions_and_lesions_are_missing(journal: Journal, owner: Owner) -> None:
    kept = keep(journal, owner)
    bare = {name: replace(score, regions={}) for name, score in kept.scores.items()}
    assert journal.visits.all(owner) == (replace(kept, scores=bare, lesions=()),)
    assert journal.visits.all(owner, detail=True) == (kept,)


def test_visits_come_in_the_order_of_time(journal: Journal, owner: Owner, now: datetime) -> None:
    for seed, days in enumerate((3, 400, 1)):
        keep(journal, owner, seed, at=now - timedelta(days=days))
    ats = [one.at for one in journal.visits.all(owner)]
    assert ats == [now - timedelta(days=days) for days in (400, 3, 1)]


def test_without_consent_no_picture_is_kept(journal: Journal, now: datetime) -> None:
    owner = making.make_owner(journal, "Ben", now=now, purposes=("journal",))
    kept = keep(journal, owner)
    assert objects(journal) == []
    assert not kept.has_maps
    assert [one.kept for one in kept.photos] == [False, False]
    with pytest.raises(PhotosNotKept, match="photos of this visit") as caught:
        journal.visits.photos(owner, kept.id)
    assert "skincast consent grant PERSON photos" in caught.value.hint
    with pytest.raises(PhotosNotKept, match="No maps"):
        journal.visits.maps(owner, kept.id)


def test_keeps_what_is_given(journal: Journal, owner: Owner) -> None:
    for seed, (photos, maps) in enumerate([(True, False), (False, True), (False, False)]):
        given = making.make_photos(seed, 2) if photos else None
        kept = keep(journal, owner, seed, photos=given, maps=MAPS if maps else None)
        assert [one.kept for one in kept.photos] == [photos] * 2
        assert kept.has_maps == maps
        assert len(objects(journal)) == 2 * photos + maps
        journal.visits.remove(owner, kept.id)


def test_a_consent_that_ends_meanwhile_counts(
    journal: Journal, owner: Owner, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = journal.store.objects.put

    def put_and_withdraw(key: str, data: bytes) -> None:
        put(key, data)
        journal.consents.withdraw(owner, "photos", now=now)

    monkeypatch.setattr(chores, "PATIENCE_S", 0)  # it would wait for itself
    monkeypatch.setattr(journal.store.objects, "put", put_and_withdraw)
    kept = keep(journal, owner)
    assert not kept.has_maps
    assert not any(one.kept for one in kept.photos)
    assert objects(journal) == []
    assert count(journal, chore) == 0


def test_no_room_for_a_photo_leaves_nothing(journal: Journal, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    put = journal.store.objects.put

    def put_two(key: str, data: bytes) -> None:
        if len(objects(journal)) == 2:
            raise JournalUnreachable("No room.", hint="Make room.")
        put(key, data)

    monkeypatch.setattr(journal.store.objects, "put", put_two)
    with pytest.raises(JournalUnreachable):
        keep(journal, owner)
    assert objects(journal) == []
    assert [count(journal, table) for table in (visit, photo, analysis, chore)] == [0, 0, 0, 0]
    monkeypatch.undo()
    assert keep(journal, owner).has_maps


def test_a_broken_write_leaves_nothing(journal: Journal, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(visits, "settle", break_off)
    with pytest.raises(RuntimeError):
        keep(journal, owner)
    assert objects(journal) == []
    assert [count(journal, table) for table in (visit, photo, analysis, document, chore)] == [0, 0, 0, 0, 0]


def test_the_same_photo_makes_no_second_visit(journal: Journal, owner: Owner, now: datetime) -> None:
    keep(journal, owner, 1, 2)
    mixed = making.make_sitting(2, 2, maps=False)
    mixed = replace(mixed, photos=(mixed.photos[0], making.make_sitting(1, 2, maps=False).photos[1]))
    with pytest.raises(VisitExists) as caught:
        keep(journal, owner, sitting=mixed, at=now - timedelta(days=1))
    assert "skincast history" in caught.value.hint
    assert count(journal, visit) == 1
    assert len(objects(journal)) == 3


def test_a_photo_may_be_of_two_people(journal: Journal, owner: Owner, now: datetime) -> None:
    other = making.make_owner(journal, "Ben", now=now)
    keep(journal, owner)
    keep(journal, other)
    with journal.store.reading() as connection:
        digests = connection.scalars(select(photo.c.digest)).all()
    assert len(set(digests)) == 4


def test_knows_photos_of_visits(journal: Journal, owner: Owner, now: datetime) -> None:
    mine, strange = ([one.sha256 for one in making.make_sitting(seed, 2).photos] for seed in (1, 2))
    other = making.make_owner(journal, "Ben", now=now)
    keep(journal, owner, 1)
    assert journal.visits.knows(owner, [*mine, *strange]) == set(mine)
    assert journal.visits.knows(other, mine) == set()


def test_an_id_from_another_journal_stays(journal: Journal, owner: Owner) -> None:
    kept = keep(journal, owner, id="0123456789abcdef" * 2)
    assert kept.id == "0123456789abcdef" * 2
    with pytest.raises(VisitExists):
        keep(journal, owner, 2, id=kept.id)


def test_what_cannot_be_is_refused(journal: Journal, owner: Owner) -> None:
    once = making.make_sitting(1, 2, maps=False)
    wrong: list[tuple[dict[str, Any], type[Exception]]] = [
        ({"at": making.NOW + timedelta(days=1, seconds=1)}, DateRefused),
        ({"at": datetime(1989, 12, 31, 12, tzinfo=UTC)}, DateRefused),
        ({"zone": "Mars/Olympus"}, ZoneUnknown),
        ({"label": "x" * 101}, ValueRefused),
        ({"photos": [b"only one"]}, ValueError),
        ({"sitting": replace(once, photos=(once.photos[0], once.photos[0]))}, ValueRefused),
    ]
    for changes, error in wrong:
        with pytest.raises(error):
            keep(journal, owner, **changes)
    assert count(journal, visit) == 0
    assert objects(journal) == []


def test_a_clock_may_run_a_little_ahead(journal: Journal, owner: Owner, now: datetime) -> None:
    assert keep(journal, owner, at=now + timedelta(days=1)).at == now + timedelta(days=1)


def test_a_day_is_that_of_the_clocks_there(journal: Journal, owner: Owner) -> None:
    for seed, (at, zone, day) in enumerate(MIDNIGHTS):
        kept = keep(journal, owner, seed, at=at, zone=zone)
        assert journal.visits.on(owner, day) == kept
        for other in (day - timedelta(days=1), day + timedelta(days=1)):
            with pytest.raises(HistoryMissing) as caught:
                journal.visits.on(owner, other)
            assert caught.value.hint.startswith(f"The nearest are on {day}.")
        journal.visits.remove(owner, kept.id)


def test_of_several_visits_a_day_the_last_counts(journal: Journal, owner: Owner, now: datetime) -> None:
    late = keep(journal, owner, 1, at=now)
    keep(journal, owner, 2, at=now - timedelta(hours=3))
    assert journal.visits.on(owner, now.date()).id == late.id


def test_a_day_without_a_visit_names_the_nearest(journal: Journal, owner: Owner) -> None:
    with pytest.raises(HistoryMissing, match=r"no visit on 2026-05-01\.$") as caught:
        journal.visits.on(owner, date(2026, 5, 1))
    assert caught.value.hint.startswith("There is none on any other day.")
    for number in (1, 3, 9, 12):
        keep(journal, owner, number, at=datetime(2026, 5, number, 8, tzinfo=UTC))
    for day, near in ((date(2026, 5, 5), "2026-05-03 and 2026-05-09."), (date(2026, 6, 1), "2026-05-12.")):
        with pytest.raises(HistoryMissing) as caught:
            journal.visits.on(owner, day)
        assert caught.value.hint.startswith(f"The nearest are on {near}")
    for day in (date.min, date.max):
        with pytest.raises(HistoryMissing):
            journal.visits.on(owner, day)


class TestAnalyses:
    """One visit as several versions see it."""

    @pytest.fixture
    def kept(self, journal: Journal, owner: Owner) -> Visit:
        return keep(journal, owner)

    @pytest.fixture
    def newer(self) -> Sitting:
        return replace(making.make_sitting(9, 2, maps=False), made_by=NEWER)

    def test_the_newest_counts_and_the_older_stays(
        self, journal: Journal, owner: Owner, kept: Visit, newer: Sitting, now: datetime
    ) -> None:
        added = journal.visits.add_analysis(owner, kept.id, newer, now=now + timedelta(days=1), maps=b"new maps")
        assert added == replace(kept, scores=newer.scores, lesions=newer.lesions, made_by=NEWER)
        assert journal.visits.find(owner, kept.id) == added
        assert journal.visits.all(owner, detail=True) == (added,)
        assert journal.visits.maps(owner, kept.id) == b"new maps"
        assert journal.visits.documents(owner, kept.id) == newer.documents
        old = fingerprint(making.MADE_BY)
        assert journal.visits.find(owner, kept.id, fingerprint=old) == kept
        assert journal.visits.all(owner, detail=True, fingerprint=old) == (kept,)
        assert journal.visits.on(owner, now.date(), fingerprint=old) == kept
        assert journal.visits.maps(owner, kept.id, fingerprint=old) == MAPS
        assert (
            journal.visits.documents(owner, kept.id, fingerprint=old) == making.make_sitting(1, 2, maps=False).documents
        )

    def test_repeating_changes_nothing(
        self, journal: Journal, owner: Owner, kept: Visit, newer: Sitting, now: datetime
    ) -> None:
        first = journal.visits.add_analysis(owner, kept.id, newer, now=now, maps=b"new maps")
        other = replace(making.make_sitting(5, 2, maps=False), made_by=NEWER | {"skincast": "9"})
        assert journal.visits.add_analysis(owner, kept.id, other, now=now, maps=b"other maps") == first
        assert count(journal, analysis) == count(journal, document) == 2
        assert len(objects(journal)) == 4
        assert count(journal, chore) == 0

    def test_a_second_program_may_have_been_quicker(
        self, journal: Journal, owner: Owner, newer: Sitting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept, now = keep(journal, owner), making.NOW
        put = journal.store.objects.put

        def put_late(key: str, data: bytes) -> None:
            put(key, data)
            monkeypatch.undo()
            journal.visits.add_analysis(owner, kept.id, newer, now=now)

        monkeypatch.setattr(journal.store.objects, "put", put_late)
        added = journal.visits.add_analysis(owner, kept.id, newer, now=now, maps=b"new maps")
        assert not added.has_maps
        assert count(journal, analysis) == 2

    def test_maps_need_consent(
        self, journal: Journal, owner: Owner, kept: Visit, newer: Sitting, now: datetime
    ) -> None:
        journal.consents.withdraw(owner, "photos", now=now)
        assert not journal.visits.add_analysis(owner, kept.id, newer, now=now, maps=b"new maps").has_maps
        assert objects(journal) == []

    def test_a_release_alone_is_no_other_version(
        self, journal: Journal, owner: Owner, kept: Visit, now: datetime
    ) -> None:
        again = making.make_sitting(3, 2, made_by=making.MADE_BY | {"skincast": "0.2.0"})
        assert journal.visits.add_analysis(owner, kept.id, again, now=now) == kept

    def test_all_are_there_for_a_copy(
        self, journal: Journal, owner: Owner, kept: Visit, newer: Sitting, now: datetime
    ) -> None:
        later = now + timedelta(days=1)
        journal.visits.add_analysis(owner, kept.id, newer, now=later)
        one, two = journal.visits.analyses(owner, kept.id)
        assert (one.made_at, one.fingerprint, one.has_maps) == (now, fingerprint(making.MADE_BY), True)
        assert (two.made_at, two.fingerprint, two.has_maps) == (later, fingerprint(NEWER), False)
        assert one.sitting == replace(making.make_sitting(1, 2, maps=False), photos=kept.photos)
        assert two.sitting == replace(newer, photos=kept.photos)

    def test_versions_that_did_not_look_are_told(
        self, journal: Journal, owner: Owner, kept: Visit, now: datetime
    ) -> None:
        strange = fingerprint({"measures": "rules@3"})
        for read in (journal.visits.find, journal.visits.maps, journal.visits.documents):
            with pytest.raises(HistoryMissing, match="have not measured"):
                read(owner, kept.id, fingerprint=strange)
        with pytest.raises(HistoryMissing, match="have not measured"):
            journal.visits.on(owner, now.date(), fingerprint=strange)
        assert journal.visits.all(owner, fingerprint=strange) == ()


def test_a_removed_visit_is_gone_with_its_pictures(journal: Journal, owner: Owner, now: datetime) -> None:
    gone = keep(journal, owner, 1)
    stays = keep(journal, owner, 2, at=now - timedelta(days=1))
    journal.visits.add_analysis(owner, gone.id, making.make_sitting(1, 2, made_by=NEWER), now=now, maps=b"more")
    assert len(objects(journal)) == 7
    journal.visits.remove(owner, gone.id)
    assert len(objects(journal)) == 3
    assert [count(journal, table) for table in (visit, photo, analysis, document, chore)] == [1, 2, 1, 1, 0]
    assert journal.visits.all(owner, detail=True) == (stays,)
    assert keep(journal, owner, 1).has_maps


def test_a_strange_visit_is_not_there(journal: Journal, owner: Owner, now: datetime) -> None:
    other = making.make_owner(journal, "Ben", now=now)
    theirs = keep(journal, other)
    for read in (
        journal.visits.find,
        journal.visits.photos,
        journal.visits.maps,
        journal.visits.documents,
        journal.visits.analyses,
        journal.visits.remove,
    ):
        with pytest.raises(HistoryMissing):
            read(owner, theirs.id)
    with pytest.raises(HistoryMissing):
        journal.visits.add_analysis(owner, theirs.id, making.make_sitting(1, 2), now=now)
    assert journal.visits.find(other, theirs.id) == theirs


@pytest.mark.parametrize("of_two_people", [True, False])
def test_swapped_bytes_are_noticed(journal: Journal, of_two_people: bool) -> None:
    for column in (visit.c.sealed, analysis.c.scores, analysis.c.detail, document.c.sealed, photo.c.object_key):
        owner = making.make_owner(journal, f"Mia {column}")
        other = making.make_owner(journal, f"Ben {column}") if of_two_people else owner
        mine = keep(journal, owner, 1, 1)
        keep(journal, other, 2, 1, at=making.NOW - timedelta(days=1))
        read_all(journal, owner, mine.id)
        swap(journal, column, owner, other)
        with pytest.raises(JournalDamaged):
            read_all(journal, owner, mine.id)


def test_a_date_that_was_changed_outside_is_noticed(journal: Journal) -> None:
    changes: list[dict[str, object]] = [{"at": making.NOW - timedelta(days=9)}, {"origin": "imported"}]
    for number, change in enumerate(changes):
        owner = making.make_owner(journal, f"Mia {number}")
        keep(journal, owner)
        with journal.store.writing() as connection:
            connection.execute(update(visit).where(visit.c.person_pk == owner.pk).values(change))
        with pytest.raises(JournalDamaged):
            journal.visits.all(owner)


def swap(journal: Journal, column: Column[Any], *owners: Owner) -> None:
    """Give each of two visits what the other one has."""
    table = column.table
    key = next(iter(table.primary_key))
    mine = select(key, column).where(table.c.person_pk.in_([one.pk for one in owners])).order_by(key)
    with journal.store.writing() as connection:
        (one, its), (two, others) = connection.execute(mine).all()
        if column.name == "object_key":
            path, source = (journal.store.folder / "objects" / name[:2] / name for name in (its, others))
            path.write_bytes(source.read_bytes())
        else:
            connection.execute(update(table).where(key == one).values({column.name: others}))
            connection.execute(update(table).where(key == two).values({column.name: its}))


def read_all(journal: Journal, owner: Owner, visit_id: str) -> None:
    journal.visits.find(owner, visit_id)
    journal.visits.documents(owner, visit_id)
    journal.visits.photos(owner, visit_id)
