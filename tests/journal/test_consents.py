"""Nothing happens without consent, and taking one back does what its words say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, func, select, update
from tests.journal import making
from tests.journal.homes import Home

from skincast.catalog import purposes
from skincast.errors import ConsentMissing, ConsentUnknown, JournalDamaged, PersonUnknown, PhotosNotKept
from skincast.journal import Journal, Owner
from skincast.journal.schema import chore, consent, person
from skincast.types import PERSON, Consent, Reading, Visit


@pytest.fixture
def asked(journal: Journal, now: datetime) -> Owner:
    """Somebody who was not asked about anything yet."""
    return making.make_owner(journal, "Ben", now=now, purposes=())


def keep(journal: Journal, owner: Owner, seed: int, *, at: datetime = making.NOW) -> Visit:
    return journal.visits.keep(
        owner,
        making.make_sitting(seed, 2),
        at=at,
        zone="Europe/Berlin",
        origin="taken",
        now=making.NOW,
        photos=making.make_photos(seed, 2),
        maps=b"maps",
    )


def count_rows(journal: Journal) -> int:
    with journal.store.reading() as connection:
        return connection.execute(select(func.count()).select_from(consent)).scalar_one()


def test_keeps_the_very_words(journal: Journal, asked: Owner, now: datetime) -> None:
    words = purposes()["weather"]
    granted = journal.consents.grant(asked, "weather", now=now)
    assert granted == Consent(purpose="weather", granted=True, at=now, text_version=words.version, text=words.text)
    assert journal.consents.current(asked) == {"weather": granted}
    assert journal.consents.allows(asked, "weather")
    assert not journal.consents.allows(asked, "photos")


def test_agreeing_twice_is_agreeing_once(journal: Journal, asked: Owner, now: datetime) -> None:
    first = journal.consents.grant(asked, "journal", now=now)
    assert journal.consents.grant(asked, "journal", now=now + timedelta(days=1)) == first
    assert count_rows(journal) == 1


def test_every_decision_stays_and_the_latest_counts(journal: Journal, asked: Owner, now: datetime) -> None:
    for hours, act in enumerate([journal.consents.grant, journal.consents.withdraw, journal.consents.grant]):
        act(asked, "journal", now=now + timedelta(hours=hours))
    assert [one.granted for one in journal.consents.all(asked)] == [True, False, True]
    assert journal.consents.all(asked)[1].text == purposes()["journal"].withdrawn
    assert journal.consents.current(asked)["journal"].at == now + timedelta(hours=2)
    journal.consents.require(asked, "journal")


def test_what_was_never_granted_is_not_taken_back(journal: Journal, asked: Owner, now: datetime) -> None:
    done = journal.consents.withdraw(asked, "photos", now=now)
    assert (done.purpose, done.was_granted, done.photos, done.maps) == ("photos", False, 0, 0)
    assert journal.consents.all(asked) == ()


def test_changed_words_are_asked_again(journal: Journal, asked: Owner, now: datetime) -> None:
    journal.consents.record(asked, Consent(purpose="journal", granted=True, at=now, text_version=0, text="Old words."))
    assert not journal.consents.allows(asked, "journal")
    with pytest.raises(ConsentMissing, match="have changed") as caught:
        journal.consents.require(asked, "journal")
    assert "skincast consent grant" in caught.value.hint
    journal.consents.grant(asked, "journal", now=now)
    journal.consents.require(asked, "journal")
    assert [one.text for one in journal.consents.all(asked)] == ["Old words.", purposes()["journal"].text]


def test_a_consent_to_old_words_can_be_taken_back(journal: Journal, asked: Owner, now: datetime) -> None:
    journal.consents.record(asked, Consent(purpose="photos", granted=True, at=now, text_version=0, text="Old words."))
    assert journal.consents.withdraw(asked, "photos", now=now).was_granted
    assert not journal.consents.current(asked)["photos"].granted


def test_missing_consent_says_how_to_give_it(journal: Journal, asked: Owner) -> None:
    with pytest.raises(ConsentMissing, match="'weather'") as caught:
        journal.consents.require(asked, "weather")
    assert "`skincast consent grant PERSON PURPOSE`" in caught.value.hint


def test_unknown_purposes_are_refused(journal: Journal, asked: Owner, now: datetime) -> None:
    acts: list[Callable[[], object]] = [
        lambda: journal.consents.grant(asked, "marketing", now=now),
        lambda: journal.consents.withdraw(asked, "marketing", now=now),
        lambda: journal.consents.require(asked, "marketing"),
        lambda: journal.consents.allows(asked, "marketing"),
    ]
    for act in acts:
        with pytest.raises(ConsentUnknown, match="journal, photos, weather"):
            act()


def test_taking_back_photos_deletes_every_picture(home: Home, journal: Journal, owner: Owner, now: datetime) -> None:
    visits = [keep(journal, owner, seed, at=now - timedelta(days=seed)) for seed in (1, 2)]
    assert len(list(journal.store.objects.keys())) == 6
    done = journal.consents.withdraw(owner, "photos", now=now)
    assert (done.was_granted, done.photos, done.maps) == (True, 4, 2)
    assert list(journal.store.objects.keys()) == []
    assert not [path for path in (home.folder / "objects").rglob("*") if path.is_file()]
    with journal.store.reading() as connection:
        assert connection.execute(select(chore)).all() == []
    for visit in visits:
        again = journal.visits.find(owner, visit.id)
        assert again.scores == visit.scores
        assert again.lesions == visit.lesions
        assert not again.has_maps
        assert not any(photo.kept for photo in again.photos)
        with pytest.raises(PhotosNotKept):
            journal.visits.photos(owner, visit.id)
        with pytest.raises(PhotosNotKept):
            journal.visits.maps(owner, visit.id)


def test_pictures_of_others_stay(journal: Journal, owner: Owner, now: datetime) -> None:
    other = making.make_owner(journal, "Ben", now=now)
    theirs = keep(journal, other, 1)
    keep(journal, owner, 1)
    journal.consents.withdraw(owner, "photos", now=now)
    assert journal.visits.photos(other, theirs.id) == making.make_photos(1, 2)
    assert journal.visits.maps(other, theirs.id) == b"maps"


def test_nothing_is_added_without_a_journal(journal: Journal, owner: Owner, now: datetime) -> None:
    today = now.date()
    visit = keep(journal, owner, 1)
    note = journal.notes.add(owner, "Before.", day=today)
    journal.products.add(owner, "Cream", [], times_per_week=7, opened_on=today, today=today)
    journal.consents.withdraw(owner, "journal", now=now)
    other = making.make_sitting(1, 2, made_by={"measures": "rules@2"})
    reading = Reading(factor="stress", day=today, value=3, source=PERSON)
    adding: list[Callable[[], object]] = [
        lambda: keep(journal, owner, 2),
        lambda: journal.visits.add_analysis(owner, visit.id, other, now=now),
        lambda: journal.days.log(owner, [reading], today=today),
        lambda: journal.days.log_one(owner, reading, today=today),
        lambda: journal.products.add(owner, "Gel", [], times_per_week=7, opened_on=today, today=today),
        lambda: journal.products.change(owner, "Cream", on=today, today=today, times_per_week=3),
        lambda: journal.products.stop(owner, "Cream", on=today, today=today),
        lambda: journal.places.move(owner, latitude_deg=52.5, longitude_deg=13.4, since=today),
        lambda: journal.notes.add(owner, "After.", day=today),
        lambda: journal.forecasts.keep(owner, "{}", {"model": "1"}, now=now),
    ]
    before = journal.history(owner, detail=True)
    for add in adding:
        with pytest.raises(ConsentMissing, match="'journal'"):
            add()
    assert journal.history(owner, detail=True) == before
    journal.notes.remove(owner, note.id)
    journal.products.remove(owner, "Cream")
    journal.visits.remove(owner, visit.id)
    assert journal.history(owner).visits == ()


def test_a_decision_that_was_changed_outside_is_noticed(journal: Journal, asked: Owner, now: datetime) -> None:
    changes: list[dict[str, object]] = [{"granted": False}, {"purpose": "photos"}, {"at": now + timedelta(days=1)}]
    for change in changes:
        journal.consents.record(asked, Consent(purpose="journal", granted=True, at=now, text_version=1, text="Words."))
        with journal.store.writing() as connection:
            connection.execute(update(consent).values(change))
        with pytest.raises(JournalDamaged):
            journal.consents.current(asked)
        with journal.store.writing() as connection:
            connection.execute(delete(consent))


def test_an_erased_person_cannot_decide(journal: Journal, asked: Owner, now: datetime) -> None:
    with journal.store.writing() as connection:
        connection.execute(delete(person).where(person.c.pk == asked.pk))
    with pytest.raises(PersonUnknown):
        journal.consents.grant(asked, "journal", now=now)
    assert count_rows(journal) == 0
