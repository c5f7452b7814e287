"""Places: never finer than some ten kilometers."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from tests.journal import making

from skincast.errors import PlaceMissing, ValueRefused
from skincast.journal import Journal, Owner
from skincast.journal.places import _round
from skincast.journal.schema import place as table
from skincast.types import Place

MARCH, MAY = date(2026, 3, 1), date(2026, 5, 1)


def test_is_rounded_before_it_is_kept(journal: Journal, owner: Owner) -> None:
    kept = journal.places.move(owner, latitude_deg=52.5163, longitude_deg=13.3777, since=MARCH, label=" Home ")
    assert kept == Place(since=MARCH, latitude_deg=52.5, longitude_deg=13.4, label="Home")
    assert journal.places.all(owner) == (kept,)
    with journal.store.reading() as connection:
        sealed = connection.scalars(select(table.c.sealed)).one()
    plain = owner.cipher.open(sealed, about="place|sealed")
    assert b"52.5," in plain
    assert b"52.51" not in plain
    assert b"13.37" not in plain


@given(st.floats(-180, 180))
def test_rounding_drops_what_is_finer(degrees: float) -> None:
    rounded = _round(degrees)
    assert abs(rounded - degrees) <= 0.05 + 1e-9
    assert rounded == float(f"{rounded:.1f}")
    assert math.copysign(1, rounded) == 1 or rounded < 0


def test_places_come_in_the_order_of_time(journal: Journal, owner: Owner) -> None:
    later = journal.places.move(owner, latitude_deg=-33.9, longitude_deg=151.2, since=MAY)
    first = journal.places.move(owner, latitude_deg=52.5, longitude_deg=13.4, since=MARCH)
    assert journal.places.all(owner) == (first, later)


def test_the_same_day_is_corrected(journal: Journal, owner: Owner) -> None:
    journal.places.move(owner, latitude_deg=52.5, longitude_deg=13.4, since=MARCH)
    right = journal.places.move(owner, latitude_deg=48.1, longitude_deg=11.6, since=MARCH)
    assert journal.places.all(owner) == (right,)


def test_is_forgotten(journal: Journal, owner: Owner) -> None:
    other = making.make_owner(journal, "Ben")
    for one in (owner, other):
        journal.places.move(one, latitude_deg=52.5, longitude_deg=13.4, since=MARCH)
    journal.places.forget(owner, since=MARCH)
    assert journal.places.all(owner) == ()
    assert len(journal.places.all(other)) == 1
    with pytest.raises(PlaceMissing, match="2026-03-01"):
        journal.places.forget(owner, since=MARCH)


def test_what_is_nowhere_is_refused(journal: Journal, owner: Owner) -> None:
    for latitude, longitude in ((90.1, 0), (-90.1, 0), (0, 180.1), (0, -180.1), (math.nan, 0), (0, math.inf)):
        with pytest.raises(ValueRefused, match="no such place"):
            journal.places.move(owner, latitude_deg=latitude, longitude_deg=longitude, since=MARCH)
    assert journal.places.all(owner) == ()
