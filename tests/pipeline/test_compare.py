"""Two days of a journal side by side; the demo's painted story is found again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from skincast.errors import HistoryMissing, JournalNotEmpty
from skincast.journal import Journal, Owner, open_journal
from skincast.pipeline.compare import compare_days
from skincast.pipeline.journey import Journey, make_journey
from skincast.pipeline.visit import keep_visit, see_visit

DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """The demo, made once."""
    return make_journey(tmp_path_factory.mktemp("demo"), today=DAY)


@pytest.mark.slow
class TestJourney:
    def test_it_keeps_every_copy_and_day_under_a_label(self, journey: Journey) -> None:
        assert len(journey.history.visits) == 9
        assert {visit.label for visit in journey.history.visits} == {"demo: copy of the portrait with painted spots"}
        assert len(journey.history.days) > 80
        assert journey.history.products[0].ingredients[0].active == "azelaic_acid"

    def test_the_painted_redness_that_faded_shows_on_both_cheeks(self, journey: Journey) -> None:
        change, noise = journey.change.maps["hemoglobin"], journey.change.noise_od["hemoglobin"]
        fell = change < -2 * noise
        left, right = fell[:, : fell.shape[1] // 2], fell[:, fell.shape[1] // 2 :]
        assert min(np.count_nonzero(left), np.count_nonzero(right)) > 1000
        assert np.count_nonzero(change > 2 * noise) < 0.1 * np.count_nonzero(fell)
        redness = journey.change.scores["redness"]
        assert redness.change is not None
        assert redness.change > 0

    def test_painted_lesions_are_followed(self, journey: Journey) -> None:
        fates = {(match.fate, (match.after or match.before).region) for match in journey.change.lesions}  # type: ignore[union-attr]
        assert ("new", "chin") in fates
        assert ("mark_left", "forehead") in fates

    def test_a_second_demo_replaces_the_first_and_nothing_else(self, tmp_path: Path) -> None:
        open_journal(tmp_path / "journal", key_file=tmp_path / "other.key").store.engine.dispose()
        with pytest.raises(JournalNotEmpty):
            make_journey(tmp_path, today=DAY)
        assert (tmp_path / "journal" / "journal.sqlite").exists()


def test_the_same_skin_twice_shows_no_real_change(
    journal: Journal, photos_kept: Owner, selfie: bytes, other_selfie: bytes, now: datetime
) -> None:
    keep_visit(journal, photos_kept, see_visit([selfie]), at=now - timedelta(days=30), now=now)
    keep_visit(journal, photos_kept, see_visit([other_selfie]), at=now, now=now)
    change = compare_days(journal, photos_kept, now.date(), (now - timedelta(days=30)).date())
    assert change.before.at < change.after.at
    assert not [name for name, score in change.scores.items() if score.real]
    assert change.maps.keys() == {"melanin", "hemoglobin"}
    for name, values in change.maps.items():
        # A retake leaves broad light behind that no pixel noise explains: a few percent of the skin, never a tenth.
        assert np.mean(np.abs(values[change.comparable]) > 3 * change.noise_od[name]) < 0.05


def test_without_kept_photos_the_reason_is_told(
    journal: Journal, owner: Owner, selfie: bytes, other_selfie: bytes, now: datetime
) -> None:
    keep_visit(journal, owner, see_visit([selfie]), at=now - timedelta(days=30), now=now)
    keep_visit(journal, owner, see_visit([other_selfie]), at=now, now=now)
    change = compare_days(journal, owner, (now - timedelta(days=30)).date(), now.date())
    assert change.maps_missing_because == "photos_not_kept"
    assert change.maps == {}
    assert change.scores["redness"].change is not None


def test_a_day_without_a_visit_names_the_nearest(journal: Journal, owner: Owner, selfie: bytes, now: datetime) -> None:
    keep_visit(journal, owner, see_visit([selfie]), at=now, now=now)
    with pytest.raises(HistoryMissing) as refusal:
        compare_days(journal, owner, date(2026, 5, 1), now.date())
    assert "2026-06-01" in refusal.value.hint
    with pytest.raises(HistoryMissing, match="same visit"):
        compare_days(journal, owner, now.date(), now.date())
