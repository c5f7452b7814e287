"""A made-up person's journal and two of their visits, for the tests of what is drawn from them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from skincast.catalog import concerns
from skincast.types import (
    Day,
    DayValue,
    History,
    Ingredient,
    Lesion,
    Note,
    Person,
    Place,
    Product,
    RegionScore,
    Score,
    SeenPhoto,
    Visit,
)

MADE_BY = {"skincast": "0.1.0", "scales": "scales@1"}
ZONE = "Europe/Berlin"
FIRST = datetime(2026, 1, 3, 6, 40, tzinfo=UTC)
DAYS_BETWEEN = (0, 9, 21, 24, 41, 63, 64, 150, 171, 190, 228, 260)
"""Irregular, with a gap of almost three months."""
HOSTILE = "<script>alert('x')</script> & \"quotes\" ]]> {{ 7 * 7 }} \u202egnol\u202c [bold]\x1b[31m\x00"
"""Markup of five kinds, a turned direction and commands of a terminal."""
SHAPE = (448, 512)


def make_score(name: str, value: float | None, *, sd: float = 3.2, faces: int = 154) -> Score:
    """A score with its regions."""
    regions = {
        region: RegionScore(value=None if value is None else max(0.0, value - 2 * i), sd=None if value is None else sd)
        for i, region in enumerate(concerns()[name].sided_regions)
    }
    known = None if value is None else sd
    mdc95 = None if known is None else 1.96 * math.sqrt(2) * known
    return Score(
        concern=name,
        value=value,
        sd=known,
        mdc95=mdc95,
        regions=regions,
        sd_source=f"table ({faces} faces)",
    )


def make_lesion(kind: str = "papule", *, x_mm: float = 60.0, y_mm: float = 120.0, confidence: float = 0.8) -> Lesion:
    """A lesion on the right cheek."""
    return Lesion(
        concern="acne", type=kind, region="cheek_right", x_mm=x_mm, y_mm=y_mm, size_mm=3.1, confidence=confidence
    )


def make_visit(number: int, at: datetime, values: dict[str, float | None], *, label: str = "", **rest: object) -> Visit:
    """A visit of one front photo."""
    photo = SeenPhoto(sha256=f"{number:064x}", view="front", quality=0.82, mm_per_px=0.31, yaw_deg=-1.2, kept=True)
    visit = Visit(
        id=f"v{number:03}",
        at=at,
        zone=ZONE,
        origin="taken",
        photos=(photo,),
        scores={name: make_score(name, value) for name, value in values.items()},
        lesions=(make_lesion(), make_lesion("pustule", x_mm=70.0), make_lesion("papule", x_mm=90.0, confidence=0.3)),
        made_by=MADE_BY,
        has_maps=True,
        label=label,
    )
    return dataclasses.replace(visit, **rest)  # type: ignore[arg-type]


def make_visits(days: Sequence[float] = DAYS_BETWEEN, *, label: str = "") -> tuple[Visit, ...]:
    """Visits on these days: redness gets better, pigmentation worse, pores are never judged, the rest wobbles."""
    last = max(days) or 1.0
    visits = []
    for number, day in enumerate(days):
        share = day / last
        values: dict[str, float | None] = {}
        for index, name in enumerate(concerns()):
            wobble = 2.4 * math.sin(1.7 * number + index)
            drift = {"redness": 17.0, "pigmentation": -14.0, "acne": 9.5}.get(name, 0.0)
            values[name] = round(48 + 3.6 * index + drift * share + wobble, 2)
        values["pores"] = None
        values["texture"] = None if number in (4, 5) else values["texture"]
        visits.append(make_visit(number, FIRST + timedelta(days=day, hours=(number * 5) % 13), values, label=label))
    if len(visits) > 6:
        visits[3] = _closeup(visits[3])
        visits[6] = dataclasses.replace(visits[6], photos=(dataclasses.replace(visits[6].photos[0], quality=0.31),))
    return tuple(visits)


def make_days(count: int = 200, *, first: date = date(2026, 1, 20)) -> tuple[Day, ...]:
    """Days with sleep, stress, UV, cycle and weather, with holes; the last five are planned."""
    days = []
    for number in range(count):
        if 60 <= number < 85 or number % 17 == 3:
            continue
        planned = number >= count - 5
        values: dict[str, DayValue] = {
            "uv_index_max": DayValue(
                value=round(4 - 3.5 * math.cos(number / 58), 1), source="environment", planned=planned
            ),
            "temperature_c": DayValue(value=round(9 + 11 * math.sin(number / 60), 1), source="environment"),
        }
        if not planned:
            values["sleep_hours"] = DayValue(value=round(7 + 1.3 * math.sin(number), 1), source="apple_health")
            values["stress"] = DayValue(value=float(number * 7 % 11), source="person")
            values["menstrual_flow"] = DayValue(value=float(max(0, 3 - number % 28)), source="person")
        days.append(Day(day=first + timedelta(days=number), values=values))
    return tuple(days)


def make_products() -> tuple[Product, ...]:
    """One that was used before, one that was stopped, one still in use."""
    return (
        Product(
            id="p1",
            name="Mild cleanser",
            ingredients=(),
            times_per_week=14.0,
            opened_on=date(2025, 4, 1),
            stopped_on=None,
            adherence=None,
        ),
        Product(
            id="p2",
            name="Azelaic cream",
            ingredients=(Ingredient(active="azelaic_acid", percent=10.0),),
            times_per_week=7.0,
            opened_on=date(2026, 2, 10),
            stopped_on=date(2026, 6, 2),
            adherence=0.8,
        ),
        Product(
            id="p3",
            name="Sun fluid",
            ingredients=(),
            times_per_week=7.0,
            opened_on=date(2026, 5, 20),
            stopped_on=None,
            adherence=0.5,
            spf=50.0,
        ),
    )


def make_history(
    days: Sequence[float] = DAYS_BETWEEN, *, label: str = "demo: perturbed copy", hostile: bool = False
) -> History:
    """A journey of nine months."""
    name = HOSTILE if hostile else "Ada"
    products = make_products()
    return History(
        person=Person(id="p_01", name=name, birth_year=1990, zone=ZONE, added_at=FIRST),
        visits=make_visits(days, label=f"{label}{HOSTILE}" if hostile else label),
        days=make_days(),
        products=tuple(dataclasses.replace(one, name=HOSTILE + one.name) for one in products) if hostile else products,
        places=(
            Place(since=date(2026, 1, 1), latitude_deg=52.5, longitude_deg=13.4, label="Berlin"),
            Place(
                since=date(2026, 5, 2), latitude_deg=38.7, longitude_deg=-9.1, label=HOSTILE if hostile else "Lisbon"
            ),
        ),
        notes=(
            Note(id="n1", day=date(2026, 2, 12), text=HOSTILE if hostile else "New pillow case."),
            Note(id="n2", day=date(2026, 2, 14), text="Long flight, little sleep."),
            Note(id="n3", day=date(2026, 7, 1), text="Sunburn on the nose after a day at the sea."),
        ),
        made_by=MADE_BY,
        older=2,
    )


def make_empty() -> History:
    """A journal that was just begun."""
    person = Person(id="p_01", name="Ada", birth_year=1990, zone=ZONE, added_at=FIRST)
    return History(person=person, visits=(), days=(), products=(), places=(), notes=(), made_by={})


def _closeup(visit: Visit) -> Visit:
    photo = dataclasses.replace(visit.photos[0], view="closeup", mm_per_px=None, yaw_deg=None)
    return dataclasses.replace(visit, photos=(photo,), has_maps=False)
