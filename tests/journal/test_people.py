"""Who keeps a journal here, and who may not."""

from __future__ import annotations

from datetime import datetime

from skincast.journal import Journal


def test_found(journal: Journal, now: datetime) -> None:
    added = journal.people.add("Mia", birth_year=1990, zone="Europe/Berlin", now=now)
    assert journal.people.find("mia").person == added
