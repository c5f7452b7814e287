"""A twin comes into a journal once, says everywhere that it is one, and never beside a real person's days."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest

from skincast import analyze
from skincast.errors import ConsentMissing, TwinMixed
from skincast.journal import Journal, Owner
from skincast.photo import strip_photo
from skincast.pipeline.photo import versions
from skincast.pipeline.twin_import import PICTURED, SIMULATED, Brought, import_twin
from skincast.pipeline.twins import make_twins
from skincast.pipeline.visit import keep_visit, see_visit
from skincast.twin.folder.read import read_record
from skincast.types import Reading

META = {
    "concerns": {
        "acne": {"bounds": [0, 100], "direction": "higher_is_better", "worse_margin": 5},
        "pores": {"bounds": [0, 10], "direction": "higher_is_better", "worse_margin": 1},
        "glow": {"bounds": [0, 100], "direction": "higher_is_better", "worse_margin": 5},
    },
    "factors": {
        "sleep_hours": {"kind": "lifestyle", "unit": "h"},
        "mood": {"kind": "lifestyle", "unit": "points"},
        "retinol": {"kind": "product", "unit": "share"},
    },
}


def bring(
    journal: Journal, owner: Owner, folder: Path, now: datetime, *, name: str | None = None, today: date | None = None
) -> Brought:
    return import_twin(
        journal, owner, folder, name=name, now=now, today=today or now.date(), progress=lambda _done, _total: None
    )


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six lives of a hundred days, without pictures."""
    folder = tmp_path_factory.mktemp("twins") / "t"
    silent = lambda _done, _total: None  # noqa: E731 - once
    make_twins(folder, people=6, days=100, selfies="none", world="linear", seed=3, workers=1, progress=silent)
    return folder


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """Somebody else's diary in the same format."""
    folder = tmp_path / "foreign"
    folder.mkdir()
    (folder / "people.csv").write_text("person_id,role\nada,fit\n")
    (folder / "meta.json").write_text(json.dumps(META))
    (folder / "observations.csv").write_text(
        "person_id,date,concern,value,sd\nada,2026-03-01,acne,71.5,3.2\nada,2026-03-01,pores,7,1\n"
        "ada,2026-03-01,glow,50,\nada,2026-03-08,acne,75,\nada,2030-01-01,acne,75,\n"
    )
    (folder / "exposures.csv").write_text(
        "person_id,date,factor,value,planned\nada,2026-03-01,sleep_hours,7.5,0\nada,2026-03-02,sleep_hours,70,0\n"
        "ada,2026-03-01,retinol,1,0\nada,2026-03-02,mood,3,0\n"
    )
    return folder


def test_a_life_is_taken_in_whole_and_once(journal: Journal, owner: Owner, twins: Path, now: datetime) -> None:
    record = read_record(twins, "t0000001")
    first = bring(journal, owner, twins, now, name="t0000001")
    assert (first.visits, first.visits_known, first.pictured) == (len(record.observed), 0, False)
    assert first.products > 0
    assert first.untaken == []
    second = bring(journal, owner, twins, now, name="t0000001")
    assert (second.visits, second.values, second.products) == (0, 0, 0)
    assert (second.visits_known, second.values_known, second.products_known) == (
        first.visits,
        first.values,
        first.products,
    )
    days = {day.day: day.values for day in journal.days.between(owner)}
    for day, values in record.happened.items():
        for name, value in values.items():
            if record.factors[name]["kind"] != "product":
                said = days[day]["cycle_day" if name == "cycle_phase" else name]
                assert (said.value, said.planned) == (value, False)
    assert {reading.source for reading in journal.days.readings(owner)} == {"twin"}


def test_simulated_scores_never_pass_for_analyzed_ones(
    journal: Journal, owner: Owner, twins: Path, now: datetime
) -> None:
    record = read_record(twins, "t0000002")
    bring(journal, owner, twins, now, name="t0000002")
    history = journal.history(owner)
    assert {visit.label for visit in history.visits} == {SIMULATED}
    assert all(visit.photos == () and visit.origin == "imported" for visit in history.visits)
    assert history.made_by["twin"] == record.made_by
    assert not set(versions()) & (set(history.made_by) - {"skincast"})
    for visit, (day, told) in zip(history.visits, sorted(record.observed.items()), strict=True):
        assert visit.at.date() == day
        assert {name: (score.value, score.sd) for name, score in visit.scores.items()} == {
            name: (one.value, one.sd) for name, one in told.items()
        }


def test_selfies_go_the_way_of_every_photo(
    journal: Journal, photos_kept: Owner, foreign: Path, selfie: bytes, now: datetime
) -> None:
    photos = foreign / "selfies" / "ada"
    photos.mkdir(parents=True)
    (photos / "2026-03-01.jpg").write_bytes(selfie)
    (photos / "2026-03-02.jpg").write_bytes(b"no photo")
    brought = bring(journal, photos_kept, foreign, now)
    assert (brought.visits, brought.pictured) == (1, True)
    assert ("2026-03-02", "photo_unreadable") in [(one.place, one.code) for one in brought.untaken]
    (visit,) = journal.visits.all(photos_kept)
    assert (visit.label, visit.at.date()) == (PICTURED, date(2026, 3, 1))
    assert visit.photos[0].kept
    expected = analyze(strip_photo(selfie)).scores["redness"].value
    assert visit.scores["redness"].value == pytest.approx(expected)
    assert bring(journal, photos_kept, foreign, now).visits_known == 1
    assert len(journal.visits.all(photos_kept)) == 1


def test_without_the_consent_no_photo_stays(
    journal: Journal, owner: Owner, foreign: Path, selfie: bytes, now: datetime
) -> None:
    (foreign / "selfies" / "ada").mkdir(parents=True)
    (foreign / "selfies" / "ada" / "2026-03-01.jpg").write_bytes(selfie)
    bring(journal, owner, foreign, now)
    assert not list(journal.store.objects.keys())


def test_a_photo_that_cannot_be_scored_is_told(journal: Journal, owner: Owner, foreign: Path, now: datetime) -> None:
    nobody = cv2.imencode(".jpg", np.full((300, 300, 3), 90, np.uint8))[1].tobytes()
    (foreign / "selfies" / "ada").mkdir(parents=True)
    (foreign / "selfies" / "ada" / "2026-03-01.jpg").write_bytes(nobody)
    brought = bring(journal, owner, foreign, now)
    assert brought.visits == 0
    assert ("2026-03-01.jpg", "no_face") in [(one.place, one.code) for one in brought.untaken]


def test_of_another_folder_all_is_taken_that_the_catalogs_know(
    journal: Journal, owner: Owner, foreign: Path, now: datetime
) -> None:
    brought = bring(journal, owner, foreign, now)
    assert (brought.name, brought.visits, brought.values, brought.products) == ("ada", 2, 1, 1)
    assert {(one.place, one.code) for one in brought.untaken} == {
        ("2026-03-02 sleep_hours", "value_refused"),
        ("mood", "factor_unknown"),
        ("2030-01-01", "date_refused"),
        ("glow", "concern_unknown"),
        ("pores", "concern_unknown"),
    }
    first, second = journal.visits.all(owner)
    assert {name: (score.value, score.sd) for name, score in first.scores.items()} == {"acne": (71.5, 3.2)}
    assert second.scores["acne"].sd is None
    assert first.made_by.keys() == {"skincast", "backtest_folder"}


def test_nobody_s_own_days_are_mixed_with_a_twin(journal: Journal, owner: Owner, foreign: Path, now: datetime) -> None:
    reading = Reading(factor="sleep_hours", day=now.date(), value=7, source="person")
    journal.days.log(owner, [reading], today=now.date())
    before = journal.history(owner)
    with pytest.raises(TwinMixed) as refusal:
        bring(journal, owner, foreign, now)
    assert "person add" in refusal.value.hint
    assert journal.history(owner) == before


def test_nobody_s_own_visits_are_mixed_with_a_twin(
    journal: Journal, owner: Owner, foreign: Path, selfie: bytes, now: datetime
) -> None:
    keep_visit(journal, owner, see_visit([selfie]), at=now - timedelta(days=1), now=now)
    with pytest.raises(TwinMixed):
        bring(journal, owner, foreign, now)
    assert len(journal.visits.all(owner)) == 1


def test_without_consent_nothing_is_taken_in(journal: Journal, foreign: Path, now: datetime) -> None:
    journal.people.add("Bo", birth_year=1980, zone="UTC", now=now)
    with pytest.raises(ConsentMissing):
        bring(journal, journal.people.find("Bo"), foreign, now)


def test_two_people_may_stand_for_the_same_twin(journal: Journal, owner: Owner, foreign: Path, now: datetime) -> None:
    journal.people.add("Bo", birth_year=1980, zone="UTC", now=now)
    other = journal.people.find("Bo")
    journal.consents.grant(other, "journal", now=now)
    assert bring(journal, owner, foreign, now).visits == bring(journal, other, foreign, now).visits == 2
