"""History -> the document of the contract, rounded to what the numbers can bear and in the order of the catalogs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from skincast.catalog import concerns, factors
from skincast.noise import known_error
from skincast.report.document import to_json
from skincast.report.history import contract
from skincast.report.history.moves import follow_all, shows_face
from skincast.report.precision import fixed, one_decimal, range80
from skincast.report.when import day_there, write_instant

if TYPE_CHECKING:
    from skincast.types import Day, History, Lesion, Product, Score, SeenPhoto, Visit

SURE = 0.5
"""Confidence from which a lesion is counted as sure."""

_Row = TypeVar("_Row")


def describe_history(history: History) -> contract.HistoryDocument:
    """Turn a journal into its document.

    Args:
        history: of one person, in the order of time.
    """
    person = history.person
    return contract.HistoryDocument(
        schema=contract.HISTORY_SCHEMA,
        person=contract.PersonFacts(
            id=person.id,
            name=person.name,
            birth_year=person.birth_year,
            zone=person.zone,
            added_at=write_instant(person.added_at),
        ),
        made_by=dict(sorted(history.made_by.items())),
        older=history.older,
        notices=_notices(history),
        concerns=follow_all(history.visits),
        visits=[describe_visit(visit) for visit in history.visits],
        factors=_factors(history.days),
        days=[_day(day) for day in history.days if day.values],
        products=[_product(product) for product in sorted(history.products, key=lambda one: one.opened_on)],
        places=[
            contract.PlaceRow(
                since=place.since.isoformat(),
                latitude_deg=fixed(place.latitude_deg, 1),
                longitude_deg=fixed(place.longitude_deg, 1),
                label=place.label,
            )
            for place in history.places
        ],
        notes=[contract.NoteRow(id=note.id, day=note.day.isoformat(), text=note.text) for note in history.notes],
    )


def history_json(history: History, *, indent: int | None = 2) -> str:
    """Return the document as JSON text; keys are in the order of the contract."""
    return to_json(describe_history(history), indent=indent)


def describe_visit(visit: Visit) -> contract.VisitRow:
    """Turn a visit into its part of a document."""
    return contract.VisitRow(
        id=visit.id,
        at=write_instant(visit.at),
        day=day_there(visit.at, visit.zone).isoformat(),
        zone=visit.zone,
        origin=visit.origin,
        label=visit.label,
        shows="face" if shows_face(visit) else "closeup",
        quality=max((fixed(photo.quality, 3) for photo in visit.photos), default=None),
        has_maps=bool(visit.has_maps),
        photos=[_photo(photo) for photo in visit.photos],
        scores={name: _score(score) for name, score in in_order(visit.scores, concerns())},
        lesions=_lesions(visit.lesions),
        made_by=dict(sorted(visit.made_by.items())),
    )


def in_order(rows: Mapping[str, _Row], catalog: Iterable[str]) -> list[tuple[str, _Row]]:
    """Sort rows as the catalog does; what it does not know comes last, by name."""
    known = [name for name in catalog if name in rows]
    return [(name, rows[name]) for name in [*known, *sorted(set(rows) - set(known))]]


def _notices(history: History) -> list[str]:
    """Name what a reader should know before the numbers."""
    faces = {shows_face(visit) for visit in history.visits}
    scores = [score for visit in history.visits for score in visit.scores.values() if score.value is not None]
    said = {
        "older_left_out": history.older > 0,
        "no_visits": not history.visits,
        "one_visit": len(history.visits) == 1,
        "closeups_apart": faces == {True, False},
        "error_unknown": any(known_error(score)[0] is None for score in scores),
    }
    return [code for code, holds in said.items() if holds]


def _photo(photo: SeenPhoto) -> contract.SeenPhotoRow:
    return contract.SeenPhotoRow(
        sha256=photo.sha256,
        view=photo.view,
        quality=fixed(photo.quality, 3),
        mm_per_px=None if photo.mm_per_px is None else fixed(photo.mm_per_px, 4),
        yaw_deg=one_decimal(photo.yaw_deg),
        kept=bool(photo.kept),
    )


def _score(score: Score) -> contract.VisitScore:
    sd = known_error(score)[0]
    low80, high80 = range80(score.value, sd)
    return contract.VisitScore(
        value=one_decimal(score.value),
        sd=one_decimal(sd),
        low80=low80,
        high80=high80,
        regions={
            name: contract.PlaceScore(
                value=one_decimal(region.value), sd=None if sd is None else one_decimal(region.sd)
            )
            for name, region in sorted(score.regions.items())
        },
    )


def _lesions(lesions: Iterable[Lesion]) -> list[contract.LesionCount]:
    counted = Counter((one.concern, one.type, one.confidence >= SURE) for one in lesions)
    kinds = sorted({(concern, kind) for concern, kind, _ in counted})
    return [
        contract.LesionCount(
            concern=concern, type=kind, sure=counted[concern, kind, True], unsure=counted[concern, kind, False]
        )
        for concern, kind in kinds
    ]


def _factors(days: Iterable[Day]) -> dict[str, contract.FactorFacts]:
    logged: dict[str, None] = {name: None for day in days for name in day.values}
    facts = {}
    for name, _ in in_order(logged, factors()):
        row = factors().get(name)
        words = name.replace("_", " ").capitalize()
        facts[name] = contract.FactorFacts(
            label=words if row is None else row.label,
            kind="lifestyle" if row is None else row.kind,
            unit="" if row is None else row.unit,
        )
    return facts


def _day(day: Day) -> contract.DayRow:
    return contract.DayRow(
        day=day.day.isoformat(),
        values={
            name: contract.ValueRow(value=_six_digits(one.value), source=one.source, planned=bool(one.planned))
            for name, one in in_order(day.values, factors())
        },
    )


def _product(product: Product) -> contract.ProductRow:
    return contract.ProductRow(
        id=product.id,
        name=product.name,
        ingredients=[
            contract.IngredientRow(active=one.active, percent=None if one.percent is None else fixed(one.percent, 3))
            for one in product.ingredients
        ],
        spf=None if product.spf is None else _six_digits(product.spf),
        times_per_week=_six_digits(product.times_per_week),
        opened_on=product.opened_on.isoformat(),
        stopped_on=None if product.stopped_on is None else product.stopped_on.isoformat(),
        adherence=None if product.adherence is None else fixed(product.adherence, 3),
    )


def _six_digits(value: float) -> float:
    """What a person typed comes back as typed."""
    return float(f"{value:.6g}") + 0.0
