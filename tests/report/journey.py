"""A made-up person's journal and two of their visits, for the tests of what is drawn from them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np

from skincast.catalog import concerns
from skincast.types import (
    Change,
    Day,
    DayValue,
    FloatMap,
    History,
    Ingredient,
    Lesion,
    LesionMatch,
    Mask,
    Note,
    Person,
    Place,
    Product,
    RegionScore,
    Score,
    ScoreChange,
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


def make_change(*, kept: bool = True, closeup: bool = False) -> Change:
    """The first and the last visit of the journey: redness rose on the right cheek, melanin fell on the chin."""
    visits = make_visits(label="demo: perturbed copy")
    change = Change(
        before=visits[0],
        after=visits[-1],
        scores={name: _move(visits[0].scores[name], visits[-1].scores[name]) for name in concerns()},
        lesions=make_matches(),
    )
    if not kept or closeup:
        return dataclasses.replace(change, maps_missing_because="closeup" if closeup else "photos_not_kept")
    comparable = oval(0.8)
    maps = {
        "hemoglobin": np.where(comparable, blob(*RED_MM, 0.3), 0).astype(np.float32),
        "melanin": np.where(comparable, -blob(*BROWN_MM, 0.2), 0).astype(np.float32),
    }
    face = np.where(oval(1.0)[..., None], np.array([205, 160, 135]), 0).astype(np.uint8)
    return dataclasses.replace(
        change,
        maps=maps,
        noise_od={"hemoglobin": 0.02, "melanin": 0.015},
        comparable=comparable,
        pictures=(face, np.roll(face, 1, axis=1)),
    )


RED_MM, BROWN_MM = (95.0, 120.0), (128.0, 170.0)
"""Places of the two changes."""


def make_matches() -> tuple[LesionMatch, ...]:
    """One lesion of each fate."""
    return (
        LesionMatch(fate="new", before=None, after=make_lesion(x_mm=95.0), distance_mm=None),
        LesionMatch(
            fate="persisting",
            before=make_lesion(x_mm=150.0),
            after=make_lesion("pustule", x_mm=151.0, y_mm=121.0),
            distance_mm=1.4,
        ),
        LesionMatch(fate="gone", before=make_lesion(x_mm=128.0, y_mm=70.0), after=None, distance_mm=None),
        LesionMatch(
            fate="mark_left",
            before=make_lesion(x_mm=110.0, y_mm=80.0),
            after=make_lesion("mark_brown", x_mm=110.5, y_mm=80.0),
            distance_mm=0.5,
        ),
        LesionMatch(fate="unseen", before=make_lesion("nodule", x_mm=175.0), after=None, distance_mm=None),
    )


def make_regions() -> dict[str, Mask]:
    """Two regions, one on each change, and one that nobody saw."""
    down, right = np.mgrid[0 : SHAPE[0], 0 : SHAPE[1]]
    return {
        "cheek_right": (abs(right - 2 * RED_MM[0]) < 20) & (abs(down - 2 * RED_MM[1]) < 20),
        "chin": (abs(right - 2 * BROWN_MM[0]) < 20) & (abs(down - 2 * BROWN_MM[1]) < 20),
        "temple_left": right < 20,
    }


def oval(size: float) -> Mask:
    """A face on the atlas."""
    down, right = np.mgrid[0 : SHAPE[0], 0 : SHAPE[1]]
    return np.asarray(np.hypot((right - 255.5) / 200, (down - 223.5) / 205) < size)


def blob(x_mm: float, y_mm: float, height: float) -> FloatMap:
    """A soft hill of one centimeter."""
    down, right = np.mgrid[0 : SHAPE[0], 0 : SHAPE[1]].astype(np.float32)
    far = np.hypot(right - 2 * x_mm, down - 2 * y_mm) / 16
    return np.asarray(height * np.exp(-(far**2)), np.float32)


def _move(before: Score, after: Score) -> ScoreChange:
    if before.value is None or after.value is None or before.sd is None or after.sd is None:
        return ScoreChange(
            concern=before.concern,
            before=before.value,
            after=after.value,
            change=None,
            sd=None,
            mdc95=None,
            real=None,
        )
    sd = math.hypot(before.sd, after.sd)
    change = after.value - before.value
    return ScoreChange(
        concern=before.concern,
        before=before.value,
        after=after.value,
        change=change,
        sd=sd,
        mdc95=1.96 * sd,
        real=abs(change) > 1.96 * sd,
    )
