"""Forecasts stay what they were when they were issued."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from skincast.errors import JournalDamaged
from skincast.journal import Journal, Owner
from skincast.journal.fingerprint import fingerprint, keep_maker
from skincast.journal.forecasts import Forecasts
from skincast.journal.schema import forecast as table
from skincast.types import ForecastMade

MADE_BY = {"skincast": "0.1.0", "forecast": "ensemble@1"}
DOCUMENT = '{"schema": "skincast.forecast/1", "days": [1, 2.5]}'


def test_comes_back_as_issued(journal: Journal, owner: Owner, now: datetime) -> None:
    later = journal.forecasts.keep(owner, "{}", MADE_BY | {"skincast": "0.2.0"}, now=now + timedelta(days=1))
    first = journal.forecasts.keep(owner, DOCUMENT, MADE_BY, now=now)
    assert first == ForecastMade(id=first.id, made_at=now, made_by=MADE_BY, document=DOCUMENT)
    assert journal.forecasts.all(owner) == (first, later)


def test_there_is_no_way_to_change_one() -> None:
    assert {name for name in vars(Forecasts) if not name.startswith("_")} == {"keep", "all"}


def test_a_change_from_outside_is_noticed(journal: Journal, owner: Owner, now: datetime) -> None:
    journal.forecasts.keep(owner, DOCUMENT, MADE_BY, now=now)
    other = {"forecast": "ensemble@2"}
    for change in ({"made_at": now - timedelta(days=1)}, {"fingerprint": fingerprint(other)}):
        with journal.store.writing() as connection:
            keep_maker(connection, other)
            connection.execute(update(table).values(change))
        with pytest.raises(JournalDamaged):
            journal.forecasts.all(owner)
        with journal.store.writing() as connection:
            connection.execute(update(table).values(made_at=now, fingerprint=fingerprint(MADE_BY)))
    assert len(journal.forecasts.all(owner)) == 1
