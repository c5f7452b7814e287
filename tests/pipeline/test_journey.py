"""The demo: somebody who does not exist, kept by the real path; the truth stays apart from the journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from skincast import analyze
from skincast.errors import JournalNotEmpty
from skincast.journal import open_journal
from skincast.pipeline import journey as demo
from skincast.pipeline.demo_life import (
    BEGUN_DAYS,
    CLEARING,
    DAYS,
    LEAST_LOGGED_DAYS,
    REMEDIES,
    TONES,
    DemoLife,
    choose_person,
    live_demo,
)
from skincast.pipeline.journey import PHOTO_DAYS, Journey, make_journey
from skincast.pipeline.twin_import import PICTURED
from skincast.twin.life.world import CONCERNS

DAY = date(2026, 6, 1)
FEW = (PHOTO_DAYS[1], PHOTO_DAYS[-1])


@cache
def life() -> DemoLife:
    return live_demo(today=DAY)


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    """The demo with two photos, made once."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "PHOTO_DAYS", FEW)
        made = make_journey(folder, today=DAY)
    yield made
    made.journal.store.engine.dispose()


class TestLife:
    def test_a_selfie_a_week_for_ninety_days(self) -> None:
        assert len(PHOTO_DAYS) == 13
        assert set(np.diff(PHOTO_DAYS)) == {7}
        assert PHOTO_DAYS[-1] == DAYS - 1

    def test_the_story_is_worth_seeing(self) -> None:
        people, person = life().chunk.lives.people, life().person
        assert TONES[0] <= people.tone[person] <= TONES[1]
        scores = life().truth().scores
        assert max(max(scores[name]) - min(scores[name]) for name in CLEARING) > 25
        assert sum(np.mean(scores[name][-21:]) - np.mean(scores[name][:21]) for name in CLEARING) > 20

    def test_a_remedy_is_begun_after_some_weeks(self) -> None:
        logged = life().logged()
        uses = {name: [day for day, row in logged.items() if row.get(name)] for name in REMEDIES}
        numbers = [(min(days) - life().first_day).days for days in uses.values() if days]
        assert any(BEGUN_DAYS[0] <= number <= BEGUN_DAYS[1] + 3 for number in numbers)

    def test_the_diary_has_gaps(self) -> None:
        told = [row for row in life().logged().values() if "azelaic_acid" in row]
        assert LEAST_LOGGED_DAYS <= len(told) < DAYS
        assert max(life().logged()) <= DAY

    def test_the_life_ends_today(self) -> None:
        truth = life().truth()
        assert (truth.days[0], truth.days[-1], len(truth.days)) == (DAY - timedelta(days=DAYS - 1), DAY, DAYS)
        assert set(truth.scores) == set(CONCERNS)
        assert all(len(curve) == DAYS and 0 <= min(curve) <= max(curve) <= 100 for curve in truth.scores.values())

    def test_the_same_life_on_any_day(self) -> None:
        other = live_demo(today=DAY + timedelta(days=1))
        assert other.person == life().person == choose_person(life().chunk)
        assert other.truth().scores == life().truth().scores


@pytest.mark.slow
class TestJourney:
    def test_every_selfie_is_a_visit_that_says_what_it_is(self, journey: Journey) -> None:
        assert [visit.at.date() for visit in journey.history.visits] == [life().day(number) for number in FEW]
        assert {visit.label for visit in journey.history.visits} == {PICTURED}
        assert all(visit.photos[0].kept for visit in journey.history.visits)

    def test_the_photos_lie_beside_the_journal(self, journey: Journey) -> None:
        assert [file.name for file in journey.selfies] == [f"{life().day(number)}.jpg" for number in FEW]
        score = analyze(journey.selfies[-1]).scores["redness"].value
        assert journey.history.visits[-1].scores["redness"].value == pytest.approx(score)

    def test_days_and_products_are_logged(self, journey: Journey) -> None:
        assert len([day for day in journey.history.days if len(day.values) > 3]) >= LEAST_LOGGED_DAYS
        assert {value.source for day in journey.history.days for value in day.values.values()} <= {"twin", "computed"}
        actives = {one.active for product in journey.history.products for one in product.ingredients}
        assert actives & set(REMEDIES)

    def test_the_first_and_the_last_visit_are_compared(self, journey: Journey) -> None:
        assert journey.change.before.at < journey.change.after.at
        assert journey.change.maps.keys() == {"melanin", "hemoglobin"}

    def test_the_truth_is_not_in_the_journal(self, journey: Journey) -> None:
        for visit in journey.history.visits:
            at = journey.truth.days.index(visit.at.date())
            kept = {name: score.value for name, score in visit.scores.items() if name in journey.truth.scores}
            assert len(kept) == len(CONCERNS)
            assert all(abs(value - journey.truth.scores[name][at]) > 1e-3 for name, value in kept.items() if value)

    def test_a_second_demo_replaces_the_first_and_nothing_else(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(demo, "PHOTO_DAYS", (1, 2))
        monkeypatch.setattr(demo, "_keep_selfies", _only_write)
        monkeypatch.setattr(demo, "compare_days", lambda *_: None)
        for today in (DAY, DAY + timedelta(days=30)):
            with pytest.raises(IndexError):
                make_journey(tmp_path, today=today)
            (tmp_path / "selfies" / "mine.jpg").touch()
        names = {file.name for file in (tmp_path / "selfies").iterdir()}
        assert names == {"mine.jpg", "2026-04-04.jpg", "2026-04-05.jpg"}

    def test_a_journal_of_somebody_is_left_alone(self, tmp_path: Path) -> None:
        open_journal(tmp_path / "journal", key_file=tmp_path / "other.key").store.engine.dispose()
        with pytest.raises(JournalNotEmpty):
            make_journey(tmp_path, today=DAY)
        assert (tmp_path / "journal" / "journal.sqlite").exists()

    def test_a_folder_that_no_demo_made_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "journal").mkdir()
        (tmp_path / "journal" / "diary.txt").write_text("mine")
        with pytest.raises(JournalNotEmpty):
            make_journey(tmp_path, today=DAY)
        assert (tmp_path / "journal" / "diary.txt").read_text() == "mine"


def _only_write(_journal: object, _owner: object, _life: object, files: dict[int, Path], **_: object) -> None:
    for file in files.values():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
