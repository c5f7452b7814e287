"""A history: all of a person's journal at one moment, by comparable versions, and nothing of it in plain."""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from tests.journal import making
from tests.journal.homes import Home

from skincast.journal import Journal, Owner
from skincast.journal.fingerprint import fingerprint
from skincast.journal.schema import metadata
from skincast.types import PERSON, Day, DayValue, History, Ingredient, Reading, Visit

TODAY = making.NOW.date()
NEWER = making.MADE_BY | {"skincast": "0.2.0", "measures": "rules@2.0.0"}


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def keep(journal: Journal, owner: Owner, seed: int, *, days_ago: int = 0, zone: str = "Europe/Berlin") -> Visit:
    return journal.visits.keep(
        owner,
        making.make_sitting(seed, maps=False),
        at=making.NOW - timedelta(days=days_ago),
        zone=zone,
        origin="taken",
        now=making.NOW,
        photos=making.make_photos(seed),
        maps=b"maps",
    )


def live(journal: Journal, owner: Owner) -> None:
    """Some of everything."""
    for k in (30, 20, 10):
        keep(journal, owner, k, days_ago=k)
        journal.days.log(owner, [Reading(factor="stress", day=ago(k), value=k / 10, source=PERSON)], today=TODAY)
        journal.notes.add(owner, f"Note {k}.", day=ago(k))
        journal.places.move(owner, latitude_deg=k, longitude_deg=k, since=ago(k))
    told = [Ingredient(active="retinol", percent=0.3)]
    for name, opened, stopped in (("Old", 30, 25), ("Mid", 28, 12), ("New", 5, None)):
        journal.products.add(
            owner,
            name,
            told,
            times_per_week=7,
            opened_on=ago(opened),
            stopped_on=None if stopped is None else ago(stopped),
            today=TODAY,
        )


def test_of_nothing_is_empty(journal: Journal, owner: Owner) -> None:
    assert journal.history(owner) == History(
        person=owner.person, visits=(), days=(), products=(), places=(), notes=(), made_by={}
    )


def test_holds_everything(home: Home, journal: Journal, owner: Owner) -> None:
    live(journal, owner)
    found = journal.history(owner, detail=True)
    assert found == History(
        person=owner.person,
        visits=journal.visits.all(owner, detail=True),
        days=journal.days.between(owner),
        products=journal.products.all(owner),
        places=journal.places.all(owner),
        notes=journal.notes.all(owner),
        made_by=making.MADE_BY,
    )
    assert [len(part) for part in (found.visits, found.days, found.products, found.places, found.notes)] == [3] * 5
    assert journal.history(owner).visits == journal.visits.all(owner)
    again = home.open()
    assert again.history(again.people.find(owner.person.id), detail=True) == found


def test_of_some_days(journal: Journal, owner: Owner) -> None:
    live(journal, owner)
    found = journal.history(owner, since=ago(20), until=ago(11))
    assert [one.at for one in found.visits] == [making.NOW - timedelta(days=20)]
    assert [one.day for one in found.days] == [ago(20)]
    assert [one.text for one in found.notes] == ["Note 20."]
    assert [one.name for one in found.products] == ["Mid"]
    assert [one.since for one in found.places] == [ago(30), ago(20)]
    assert journal.history(owner, since=ago(30), until=ago(0)) == journal.history(owner)
    assert journal.history(owner, since=date.min, until=date.max) == journal.history(owner)
    assert journal.history(owner, until=ago(31)).made_by == {}


def test_ends_with_the_day_of_the_clocks_there(journal: Journal, owner: Owner) -> None:
    late = datetime(2026, 6, 10, 20, tzinfo=UTC)  # the 11th in Tokyo
    journal.visits.keep(
        owner, making.make_sitting(1, maps=False), at=late, zone="Asia/Tokyo", origin="taken", now=making.NOW
    )
    assert journal.history(owner, until=date(2026, 6, 10)).visits == ()
    assert len(journal.history(owner, since=date(2026, 6, 11), until=date(2026, 6, 11)).visits) == 1
    assert journal.history(owner, since=date(2026, 6, 12)).visits == ()


def test_numbers_of_other_versions_are_left_out_and_counted(journal: Journal, owner: Owner) -> None:
    visits = [keep(journal, owner, k, days_ago=k) for k in (30, 20, 10)]
    newer = making.make_sitting(50, maps=False, made_by=NEWER)
    journal.visits.add_analysis(owner, visits[1].id, newer, now=making.NOW + timedelta(days=1))
    found = journal.history(owner, detail=True)
    assert [one.id for one in found.visits] == [visits[1].id]
    assert found.visits[0].scores == newer.scores
    assert (found.older, found.made_by) == (2, NEWER)
    assert journal.history(owner, since=ago(20)).older == 1
    assert journal.history(owner, since=ago(5)).older == 0
    for k in (0, 2):
        measured = replace(newer, scores=visits[k].scores)
        journal.visits.add_analysis(owner, visits[k].id, measured, now=making.NOW + timedelta(days=2))
    complete = journal.history(owner)
    assert (len(complete.visits), complete.older) == (3, 0)
    assert {fingerprint(one.made_by) for one in complete.visits} == {fingerprint(NEWER)}


def test_a_release_alone_leaves_nothing_out(journal: Journal, owner: Owner) -> None:
    keep(journal, owner, 1, days_ago=1)
    journal.visits.keep(
        owner,
        making.make_sitting(2, maps=False, made_by=making.MADE_BY | {"skincast": "0.3.0"}),
        at=making.NOW,
        zone="Europe/Berlin",
        origin="taken",
        now=making.NOW + timedelta(days=1),
    )
    found = journal.history(owner)
    assert [one.made_by["skincast"] for one in found.visits] == ["0.1.0", "0.3.0"]
    assert (found.older, found.made_by["skincast"]) == (0, "0.3.0")


def test_the_cycle_is_known_on_the_day_of_a_visit(journal: Journal, owner: Owner) -> None:
    journal.days.log(owner, [Reading(factor="period", day=ago(12), value=3, source=PERSON)], today=TODAY)
    assert len(journal.history(owner).days) == 1
    keep(journal, owner, 1)
    assert journal.history(owner).days[-1] == Day(
        day=TODAY, values={"cycle_day": DayValue(value=12.0, source="computed")}
    )
    assert journal.history(owner, until=ago(3)).days[-1].values["cycle_day"].value == 9.0


def test_nobody_else_is_in_it(journal: Journal, owner: Owner) -> None:
    other = making.make_owner(journal, "Ben")
    live(journal, owner)
    before = journal.history(owner, detail=True)
    live(journal, other)
    journal.consents.withdraw(other, "photos", now=making.NOW)
    assert journal.history(owner, detail=True) == before


def test_garbage_is_collected_again_afterwards(journal: Journal, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    journal.history(owner)
    assert gc.isenabled()
    monkeypatch.setattr("skincast.journal.history.read_notes", None)
    with pytest.raises(TypeError):
        journal.history(owner)
    assert gc.isenabled()


def test_nothing_personal_stands_in_plain(journal: Journal, owner: Owner) -> None:
    marks = ("Xylophone", "Zanzibar", "retinol", "stress", "Berlin", "papule", "Muster", "redness")
    visit = journal.visits.keep(
        owner,
        making.make_sitting(1),
        at=making.NOW,
        zone="Europe/Berlin",
        origin="taken",
        now=making.NOW,
        label="Xylophone",
        photos=[b"Zanzibar, acne, a photo"],
        maps=b"Zanzibar, maps",
    )
    live(journal, owner)
    journal.notes.add(owner, "Zanzibar", day=TODAY)
    journal.places.move(owner, latitude_deg=51.3, longitude_deg=51.3, since=TODAY, label="Zanzibar")
    journal.forecasts.keep(owner, '{"acne": "Zanzibar"}', making.MADE_BY, now=making.NOW)
    with journal.store.reading() as connection:
        rows = [row for one in metadata.sorted_tables for row in connection.execute(select(one))]
    assert len(rows) > 30
    folder = journal.store.folder
    plain = repr(rows).encode() + b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for mark in (*marks, visit.photos[0].sha256):
        assert mark.encode() not in plain
