"""Two days of a journal side by side."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from skincast.errors import HistoryMissing
from skincast.journal import Journal, Owner
from skincast.pipeline.compare import compare_days
from skincast.pipeline.visit import keep_visit, see_visit


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
