"""Who keeps a journal here, who may not, and how they are found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from tests.journal import making
from tests.journal.homes import Home

from skincast.errors import (
    JournalDamaged,
    PersonExists,
    PersonUnderage,
    PersonUnknown,
    ValueRefused,
    ZoneUnknown,
)
from skincast.journal import Journal
from skincast.journal.people import People, require_zone
from skincast.journal.schema import person
from skincast.journal.store import Store
from skincast.types import Person


@pytest.fixture
def people(journal: Journal) -> People:
    return journal.people


@pytest.fixture
def here(sqlite_home: Home) -> People:
    """People of a store where names are only looked at before any database is."""
    return sqlite_home.open().people


def add(people: People, name: str, *, now: datetime, id: str | None = None) -> Person:  # noqa: A002
    return people.add(name, birth_year=1990, zone="Europe/Berlin", now=now, id=id)


def test_is_found_by_name_by_id_and_by_the_beginning_of_it(people: People, now: datetime) -> None:
    mia, ben = add(people, "Mia", now=now), add(people, "Ben", now=now)
    for known in ("Mia", mia.id, mia.id[:8], mia.id[:20]):
        assert people.find(known).person == mia
    assert people.find("Ben").person == ben
    assert people.all() == [ben, mia]


def test_comes_back_as_added(people: People, now: datetime) -> None:
    here = now.astimezone(timezone(timedelta(hours=5, minutes=30)))
    added = people.add("Mia", birth_year=1990, zone="Asia/Kolkata", now=here)
    found = people.find("Mia").person
    assert found == replace(added, added_at=now)
    assert found.added_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Mia", "mia"),
        ("MIA", "  mia "),
        ("Mia  Muster", "mia muster"),
        ("Mia Muster", "Mia\t  Muster"),
        ("Straße", "STRASSE"),
        ("Zoë", "Zoe\u0308"),
        ("Ａｎｎａ", "anna"),
        ("Éloïse", "éLOÏSE"),
        ("Ὀδυσσεύς", "ὈΔΥΣΣΕΎΣ"),
        ("王小明", "王小明"),
        ("مريم", "مريم"),
    ],
)
def test_a_name_is_one_however_it_is_typed(here: People, now: datetime, name: str, typed: str) -> None:
    added = add(here, name, now=now)
    assert here.find(typed).person == added
    with pytest.raises(PersonExists):
        add(here, typed, now=now)
    assert len(here.all()) == 1


@pytest.mark.parametrize("name", ["Mia", "Mía", "Mia2", "M ia"])
def test_other_names_are_other_people(here: People, now: datetime, name: str) -> None:
    add(here, "Mia B", now=now)
    add(here, name, now=now)
    assert here.find(name).person.name == name


@pytest.mark.parametrize(
    "name", ["", "   ", "\n", "x" * 101, "a\x00b", "a\x1b[31mred", "\u202eevil", "\ud800", "a\u200bb", "\u2028"]
)
def test_a_name_that_cannot_be_read_is_refused(here: People, now: datetime, name: str) -> None:
    with pytest.raises(ValueRefused):
        add(here, name, now=now)
    assert here.all() == []


HOSTILE = [
    "Robert'); DROP TABLE person;--",
    "%",
    "_" * 10,
    '"quoted"',
    "<script>alert(1)</script>",
    "../../etc",
    "-rf",
    "{0}",
    "ﷺ" * 100,
    "x" * 100,
    "é" * 100,
]


def test_a_hostile_name_is_only_a_name(people: People, now: datetime) -> None:
    added = {name: add(people, name, now=now) for name in HOSTILE}
    assert {name: people.find(name).person for name in HOSTILE} == added
    assert len(people.all()) == len(HOSTILE)


def test_nobody_is_found_by_what_nobody_is_called(people: People, now: datetime) -> None:
    add(people, "Mia", now=now)
    for typed in ("", "%", "_" * 8, "\ud800", "a\x00b", "0" * 8, "0" * 32, "x" * 5000, "' OR 1=1 --"):
        with pytest.raises(PersonUnknown):
            people.find(typed)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(name=st.text(max_size=120))
def test_any_text_is_added_and_found_or_refused(people: People, now: datetime, name: str) -> None:
    try:
        added = add(people, name, now=now)
    except (ValueRefused, PersonExists):
        return
    assert people.find(name).person == added
    assert people.find(added.name).person == added


def test_too_short_a_beginning_of_an_id_finds_nobody(people: People, now: datetime) -> None:
    mia = add(people, "Mia", now=now)
    with pytest.raises(PersonUnknown):
        people.find(mia.id[:7])


def test_a_beginning_that_two_share_finds_nobody(people: People, now: datetime) -> None:
    one = add(people, "Mia", now=now, id="0123456789abcdef" * 2)
    add(people, "Ben", now=now, id="0123456789abcdef" + "f" * 16)
    with pytest.raises(PersonUnknown):
        people.find("0123456789abcdef")
    assert people.find("0123456789abcdef0").person == one


def test_an_id_goes_before_a_name_and_a_name_before_the_beginning_of_an_id(people: People, now: datetime) -> None:
    mia = add(people, "Mia", now=now)
    whole, beginning = add(people, mia.id, now=now), add(people, mia.id[:8], now=now)
    assert people.find(mia.id).person == mia
    assert people.find(mia.id[:8]).person == beginning
    assert people.find(whole.id).person == whole


@pytest.mark.parametrize("given_id", ["", "Mia", "0" * 31, "0" * 33, "A" * 32, "g" * 32, "0" * 31 + "'"])
def test_what_is_no_id_is_refused(here: People, now: datetime, given_id: str) -> None:
    with pytest.raises(ValueRefused):
        add(here, "Mia", now=now, id=given_id)


def test_an_id_is_taken_once(people: People, now: datetime) -> None:
    mia = add(people, "Mia", now=now)
    with pytest.raises(PersonExists):
        add(people, "Ben", now=now, id=mia.id)


@pytest.mark.parametrize(
    ("now", "birth_year", "adult"),
    [
        ((2026, 1, 1, 0, 0), 2007, True),
        ((2026, 1, 1, 0, 0), 2008, False),
        ((2026, 12, 31, 23, 59), 2008, False),
        ((2027, 1, 1, 0, 0), 2008, True),
        ((2026, 6, 15, 0, 0), 2009, False),
        ((2026, 6, 15, 0, 0), 2026, False),
    ],
)
def test_only_who_is_surely_18_is_let_in(
    here: People, now: tuple[int, int, int, int, int], birth_year: int, adult: bool
) -> None:
    when = datetime(*now, tzinfo=UTC)
    if adult:
        assert here.add("Mia", birth_year=birth_year, zone="UTC", now=when).birth_year == birth_year
    else:
        with pytest.raises(PersonUnderage):
            here.add("Mia", birth_year=birth_year, zone="UTC", now=when)
        assert here.all() == []


@pytest.mark.parametrize("birth_year", [2027, 1905, 0, -1990, 90, 19900])
def test_a_year_that_cannot_be_is_refused(here: People, now: datetime, birth_year: int) -> None:
    with pytest.raises(ValueRefused):
        here.add("Mia", birth_year=birth_year, zone="UTC", now=now)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Argentina/Ushuaia", "Pacific/Chatham", "UTC"])
def test_a_zone_is_known_by_its_name(zone: str) -> None:
    assert require_zone(zone).key == zone


@pytest.mark.parametrize(
    "zone",
    ["", "Berlin", "Europe", "europe/atlantis", "../../../etc/passwd", "/etc/localtime", "a\x00b", "\ud800", "+2"],
)
def test_another_zone_is_refused(here: People, now: datetime, zone: str) -> None:
    with pytest.raises(ZoneUnknown):
        here.add("Mia", birth_year=1990, zone=zone, now=now)


def test_nothing_of_a_person_stands_readable_in_the_store(people: People, store: Store, now: datetime) -> None:
    people.add("Mia Muster", birth_year=1987, zone="Europe/Berlin", now=now)
    with store.reading() as connection:
        row = connection.execute(select(person)).one()
    everything = b"|".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    for needle in (b"Mia", b"mia", b"Muster", b"1987", b"Berlin"):
        assert needle not in everything


def test_rows_swapped_between_people_do_not_open(people: People, store: Store, now: datetime) -> None:
    mia, ben = add(people, "Mia", now=now), add(people, "Ben", now=now)
    with store.writing() as connection:
        other = connection.execute(select(person).where(person.c.id == ben.id)).one()
        stolen = {"wrapped_key": other.wrapped_key, "sealed": other.sealed}
        connection.execute(update(person).where(person.c.id == mia.id).values(stolen))
    with pytest.raises(JournalDamaged):
        people.find("Mia")


def test_everybody_has_a_key_of_their_own(people: People, now: datetime) -> None:
    owners = [people.find(add(people, name, now=now).id) for name in ("Mia", "Ben")]
    assert owners[0].key != owners[1].key


def test_a_time_without_a_zone_is_refused(people: People) -> None:
    with pytest.raises(Exception, match="needs a zone"):
        add(people, "Mia", now=datetime(2026, 6, 15))  # noqa: DTZ001
    assert people.all() == []


def test_names_that_were_swapped_find_nobody(journal: Journal) -> None:
    mia, ben = (making.make_owner(journal, name) for name in ("Mia Muster", "Ben Beispiel"))
    with journal.store.writing() as connection:
        digests = {row.pk: row.name_digest for row in connection.execute(select(person))}
        for pk, digest in ((mia.pk, b"free"), (ben.pk, digests[mia.pk]), (mia.pk, digests[ben.pk])):
            connection.execute(update(person).where(person.c.pk == pk).values(name_digest=digest))
    for words in ("Mia Muster", "Ben Beispiel", mia.person.id):
        with pytest.raises(JournalDamaged, match="under the name of another"):
            journal.people.find(words)
