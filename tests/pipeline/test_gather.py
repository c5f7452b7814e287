"""Files of other programs end in the journal once, however often they are read."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from skincast.diary import Complaint
from skincast.journal import Journal, Owner
from skincast.pipeline.gather import GatheredPhotos, gather_health, gather_selfies, gather_table

EXPORT = """<?xml version="1.0" encoding="UTF-8"?>
<HealthData locale="en_US">
 <Record type="HKQuantityTypeIdentifierDietaryWater" sourceName="App" unit="mL" startDate="2026-05-02 09:00:00 +0200"
  endDate="2026-05-02 09:00:00 +0200" value="500"/>
 <Record type="HKQuantityTypeIdentifierDietaryWater" sourceName="App" unit="mL" startDate="2026-05-02 19:00:00 +0200"
  endDate="2026-05-02 19:00:00 +0200" value="700"/>
 <Record type="HKQuantityTypeIdentifierDietaryWater" sourceName="App" unit="mL" startDate="2027-05-02 19:00:00 +0200"
  endDate="2027-05-02 19:00:00 +0200" value="700"/>
</HealthData>
"""


def test_a_health_export_is_taken_in_once(journal: Journal, owner: Owner, today: date, tmp_path: Path) -> None:
    file = tmp_path / "export.xml"
    file.write_text(EXPORT)
    first = gather_health(journal, owner, file, today=today)
    assert (first.added, first.changed, len(first.complaints)) == (1, 0, 1)
    second = gather_health(journal, owner, file, today=today)
    assert (second.added, second.changed, second.unchanged) == (0, 0, 1)
    (day,) = journal.days.between(owner)
    assert day.values["water_ml"].value == 1200
    assert day.values["water_ml"].source == "apple_health"


def test_a_table_is_taken_in_and_its_bad_lines_are_told(
    journal: Journal, owner: Owner, today: date, tmp_path: Path
) -> None:
    file = tmp_path / "sheet.csv"
    file.write_text("date,sleep_hours\n2026-05-01,7.5\n2026-05-02,30\n2026-05-03,6\n")
    gathered = gather_table(journal, owner, file, "own", today=today)
    assert gathered.added == 2
    assert [complaint.line for complaint in gathered.complaints] == [3]


@pytest.fixture
def old_photos(tmp_path: Path, selfie: bytes, other_selfie: bytes) -> Path:
    """A folder with two dated photos and one that nobody can date."""
    (tmp_path / "2025-03-01.jpg").write_bytes(selfie)
    (tmp_path / "2025-04-01.jpg").write_bytes(other_selfie)
    (tmp_path / "undated.jpg").write_bytes(other_selfie)
    return tmp_path


def test_old_selfies_become_visits_once(journal: Journal, owner: Owner, now: datetime, old_photos: Path) -> None:
    first = list(gather_selfies(journal, owner, old_photos, now=now))
    assert [one.code for one in first if isinstance(one, Complaint)] == ["photo_undated"]
    days = [one.visit.at.date() for one in first if isinstance(one, GatheredPhotos) and one.visit is not None]
    assert days == [date(2025, 3, 1), date(2025, 4, 1)]
    assert {visit.origin for visit in journal.visits.all(owner)} == {"imported"}

    again = [one for one in gather_selfies(journal, owner, old_photos, now=now) if isinstance(one, GatheredPhotos)]
    assert [one.visit for one in again] == [None, None]
    assert len(journal.visits.all(owner)) == 2
