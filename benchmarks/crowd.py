"""A journal of many people, written in bulk: rows as the journal writes them, without doing it a million times.

Visits of all people take turns, as in life: what belongs to one person lies scattered over the whole database.
"""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, Table, insert

from skincast.catalog import concerns
from skincast.journal import Journal, Owner
from skincast.journal.fingerprint import keep_maker
from skincast.journal.payload import about
from skincast.journal.schema import analysis, day, document, photo, visit
from skincast.journal.scorecards import pack_detail, pack_scores, pack_visit
from skincast.types import Lesion, Reading, RegionScore, Score, SeenPhoto, Sitting

MADE_BY = {"skincast": "0.1.0", "measures": "rules@1.0.0", "face_detector": "face_detector@1.0.0"}
BEGUN = datetime(2023, 1, 1, 8, tzinfo=UTC)
NOW = BEGUN + timedelta(days=1100)
ZONE = "Europe/Berlin"
FACTORS = ("sleep_hours", "stress", "water_ml", "exercise_min", "temperature_c", "humidity_percent")
POOL = 50
"""Different visits; each is sealed anew for everybody."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """One visit before it is sealed."""

    facts: bytes
    scores: bytes
    detail: bytes
    documents: bytes


class Crowd:
    """Fills an empty journal."""

    def __init__(self, journal: Journal, *, people: int, visits: int, whole: int) -> None:
        """Prepare.

        Args:
            journal: an empty one.
            people: how many.
            visits: of each; as many days are logged.
            whole: how many people have everything; of the others regions, lesions and the documents of their photos
                are left out, which no history reads.
        """
        self._journal, self._visits, self._made = journal, visits, 0
        self._random = np.random.default_rng(people)
        self.owners = [self._add(f"Person {number}") for number in range(people)]
        chosen = self._random.choice(people, min(whole, people), replace=False)
        self.whole = [self.owners[number] for number in sorted(chosen)]
        self._plain = [_plain(self._random, full=True) for _ in range(POOL)]
        self._lean = [_plain(self._random, full=False) for _ in range(POOL)]

    def fill(self) -> None:
        """Write everything, a day of everybody at a time."""
        whole = {owner.pk for owner in self.whole}
        with self._journal.store.writing() as connection:
            fingerprint = keep_maker(connection, MADE_BY)
        for number in range(self._visits):
            pool = self._plain[number % POOL], self._lean[number % POOL]
            rows: dict[str, list[Row]] = {table.name: [] for table in (visit, photo, analysis, document, day)}
            for owner in self.owners:
                self._add_visit(rows, owner, number, pool[owner.pk not in whole], fingerprint)
                rows["day"].append(_day_row(owner, BEGUN.date() + timedelta(days=number), number))
            with self._journal.store.writing() as connection:
                _insert(connection, rows)

    def _add(self, name: str) -> Owner:
        added = self._journal.people.add(name, birth_year=1990, zone=ZONE, now=BEGUN)
        owner = self._journal.people.find(added.id)
        self._journal.consents.grant(owner, "journal", now=BEGUN)
        return owner

    def _add_visit(self, rows: dict[str, list[Row]], owner: Owner, number: int, plain: Plain, maker: str) -> None:
        self._made += 1
        pk, visit_id, at = self._made, secrets.token_hex(16), BEGUN + timedelta(days=number, minutes=owner.pk)
        seal = owner.cipher.seal
        common = {"person_pk": owner.pk}
        facts = seal(plain.facts, about=about("visit", visit_id, at, "taken"))
        rows["visit"].append({**common, "pk": pk, "id": visit_id, "at": at, "origin": "taken", "sealed": facts})
        rows["photo"].append({**common, "visit_pk": pk, "digest": secrets.token_bytes(32), "object_key": None})
        seen = {"pk": pk, "visit_pk": pk, "fingerprint": maker, "made_at": at, "maps_key": None}
        scores = seal(plain.scores, about=about("analysis", visit_id, maker, column="scores"))
        detail = seal(plain.detail, about=about("analysis", visit_id, maker, column="detail"))
        rows["analysis"].append({**common, **seen, "scores": scores, "detail": detail})
        if plain.documents:
            sealed = seal(plain.documents, about=about("document", visit_id, maker))
            rows["document"].append({**common, "analysis_pk": pk, "sealed": sealed})


def log_some(journal: Journal, owner: Owner) -> None:
    """What else a person tells: a note, and a word about today through the door that everybody uses."""
    today = NOW.date()
    journal.notes.add(owner, "Slept badly.", day=today)
    journal.days.log(owner, [Reading(factor="sleep_hours", day=today, value=6, source="person")], today=today)


def _insert(connection: Connection, rows: Mapping[str, list[Row]]) -> None:
    tables: tuple[Table, ...] = (visit, photo, analysis, document, day)
    for table in tables:
        if rows[table.name]:
            connection.execute(insert(table), rows[table.name])


def _day_row(owner: Owner, on: date, number: int) -> Row:
    said = {factor: {"person": float((number + index) % 5)} for index, factor in enumerate(FACTORS)}
    sealed = owner.cipher.seal(json.dumps(said, separators=(",", ":")).encode(), about=about("day", on))
    return {"person_pk": owner.pk, "day": on, "sealed": sealed}


def _plain(random: np.random.Generator, *, full: bool) -> Plain:
    sitting = _sitting(random)
    facts = json.dumps(pack_visit(sitting, zone=ZONE, label=""), separators=(",", ":")).encode()
    detail = pack_detail(sitting) if full else {"regions": {}, "lesions": []}
    return Plain(
        facts=facts,
        scores=pack_scores(sitting),
        detail=zlib.compress(json.dumps(detail, separators=(",", ":")).encode()),
        documents=zlib.compress(json.dumps(sitting.documents).encode()) if full else b"",
    )


def _sitting(random: np.random.Generator) -> Sitting:
    """One photo, every concern, a dozen lesions, and a document of the length that real ones have."""
    photo_seen = SeenPhoto(
        sha256=random.bytes(32).hex(), view="front", quality=random.random(), mm_per_px=random.random(), yaw_deg=1.5
    )
    lesions = (_lesion(random) for _ in range(12))
    numbers = [random.random() for _ in range(900)]
    return Sitting(
        photos=(photo_seen,),
        scores={name: _score(random, name) for name in concerns()},
        lesions=tuple(lesions),
        maps=None,
        documents=(json.dumps({"schema": "skincast.analysis/1", "numbers": numbers}),),
        made_by=MADE_BY,
    )


def _score(random: np.random.Generator, name: str) -> Score:
    value, sd = 100 * random.random(), 10 * random.random()
    regions = {region: RegionScore(value=100 * random.random(), sd=sd) for region in concerns()[name].sided_regions}
    source = "repeatability.toml (2026-11-23, 154 faces, 2096 photos)"
    return Score(concern=name, value=value, sd=sd, mdc95=2.77 * sd, regions=regions, sd_source=source)


def _lesion(random: np.random.Generator) -> Lesion:
    x_mm, y_mm, size_mm, confidence = (float(number) for number in random.random(4))
    return Lesion(
        concern="acne", type="papule", region="chin", x_mm=x_mm, y_mm=y_mm, size_mm=size_mm, confidence=confidence
    )


def batches(sizes: str) -> Iterator[int]:
    """Numbers of people from a list such as `1,10,100`."""
    return (int(size) for size in sizes.split(","))
