"""Whole lives for tests: everything that a journal can hold about somebody, and what is left of it in bytes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from tests.journal import making

from skincast.journal import Journal, Owner
from skincast.types import ENVIRONMENT, PERSON, Ingredient, Reading

TODAY = making.NOW.date()
OLDER = {**making.MADE_BY, "measures": "rules@0.9.0"}
FORECAST = '{"schema": "skincast.forecast/1", "days": [1, 2, 3]}'


def live(journal: Journal, name: str, *, seed: int, visits: int = 2) -> Owner:
    """Somebody with visits, photos, maps, days, products, places, notes and a forecast."""
    owner = making.make_owner(journal, name)
    for index in range(visits):
        _visit(journal, owner, seed=100 * seed + index, days_ago=30 - 7 * index)
    _log(journal, owner, seed)
    retinoid = Ingredient(active="tretinoin", percent=0.025)
    journal.products.add(
        owner, "=Night cream", [retinoid], times_per_week=3, opened_on=_day(60), today=TODAY, adherence=0.8
    )
    journal.products.add(
        owner, "Sun lotion", [], times_per_week=7, opened_on=_day(90), stopped_on=_day(10), today=TODAY, spf=50
    )
    journal.places.move(owner, latitude_deg=52.52, longitude_deg=13.4, since=_day(400), label="Berlin, +home")
    journal.places.move(owner, latitude_deg=-33.9, longitude_deg=151.2, since=_day(20))
    journal.notes.add(owner, f"Slept badly, number {seed}.\n=cmd|' /C calc'!A0", day=_day(3))
    journal.notes.add(owner, "Wind; sun, \"snow\" and 'fog'", day=_day(3))
    journal.forecasts.keep(owner, FORECAST, making.MADE_BY, now=making.NOW)
    return owner


def _visit(journal: Journal, owner: Owner, *, seed: int, days_ago: int) -> None:
    """Two photos, measured by two versions."""
    sitting = making.make_sitting(seed, 2, maps=False)
    at = making.NOW - timedelta(days=days_ago)
    kept = journal.visits.keep(
        owner,
        making.make_sitting(seed, 2, maps=False, made_by=OLDER),
        at=at,
        zone="Europe/Berlin",
        origin="taken",
        now=at,
        photos=making.make_photos(seed, 2),
        maps=b"maps %d" % seed * 50,
        label="demo",
    )
    journal.visits.add_analysis(owner, kept.id, sitting, now=making.NOW, maps=b"newer maps %d" % seed * 50)


def _log(journal: Journal, owner: Owner, seed: int) -> None:
    """Some days with several sources, a period, and a plan."""
    readings = [
        Reading(factor="sleep_hours", day=_day(ago), value=7 + (seed + ago) % 3 / 3, source=PERSON) for ago in range(20)
    ]
    readings += [Reading(factor="sleep_hours", day=_day(ago), value=6.5, source="apple_health") for ago in range(5, 15)]
    readings += [Reading(factor="menstrual_flow", day=_day(12 + ago), value=2, source=PERSON) for ago in range(4)]
    readings += [
        Reading(factor="temperature_c", day=TODAY + timedelta(days=3), value=21.1, source=ENVIRONMENT, planned=True)
    ]
    logged = journal.days.log(owner, readings, today=TODAY)
    assert not logged.refused


def _day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def everything(journal: Journal) -> list[object]:
    """All that can be read of all people, pictures included."""
    return [all_of(journal, journal.people.find(one.id)) for one in journal.people.all()]


def all_of(journal: Journal, owner: Owner) -> list[object]:
    """All that can be read of one person."""
    visits = journal.visits.all(owner, detail=True)
    return [
        journal.history(owner, detail=True),
        journal.consents.all(owner),
        journal.days.readings(owner),
        journal.forecasts.all(owner),
        [journal.visits.analyses(owner, visit.id) for visit in visits],
        [journal.visits.photos(owner, visit.id) for visit in visits if visit.photos[0].kept],
        [journal.visits.maps(owner, visit.id) for visit in visits if visit.has_maps],
    ]


def bytes_below(folder: Path) -> bytes:
    """Every byte of every file below a folder, and the names of all files."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    names = "\n".join(str(path.relative_to(folder)) for path in folder.rglob("*"))
    return b"\0".join([names.encode(), *(path.read_bytes() for path in files)])
