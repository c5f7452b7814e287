"""The tables of an archive: CSV for spreadsheets. Nothing is read back from them; the JSON files are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from skincast.catalog import factors
from skincast.journal.archive.shape import ArchivedVisit
from skincast.journal.when import day_of
from skincast.types import Consent, Note, Place, Product, Reading

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
WHEN = ("visit_id", "visit_at", "zone", "day", "label", "analyzed_at", "made_by")

Cell = str | float | bool | None


class Table:
    """One CSV file that is being written."""

    def __init__(self, *columns: str) -> None:
        self._text = io.StringIO(newline="")
        self._writer = csv.writer(self._text)
        self._writer.writerow(columns)

    def add(self, *cells: Cell) -> None:
        """Add a row; a text that would be taken for a formula gets an apostrophe in front, numbers stay numbers."""
        self._writer.writerow([_safe(cell) for cell in cells])

    def to_bytes(self) -> bytes:
        """UTF-8 with a byte order mark, without which spreadsheets guess another encoding."""
        return self._text.getvalue().encode("utf-8-sig")


class VisitTables:
    """Scores, regions and lesions of all visits, one row a value."""

    def __init__(self) -> None:
        self._scores = Table(*WHEN, "concern", "value", "sd", "mdc95", "sd_source")
        self._regions = Table(*WHEN, "concern", "region", "value", "sd")
        self._lesions = Table(*WHEN, "concern", "type", "region", "x_mm", "y_mm", "size_mm", "confidence")

    def add(self, visit: ArchivedVisit) -> None:
        """Add what every version saw at a visit."""
        day = day_of(visit.at, visit.zone).isoformat()
        for analysis in visit.analyses:
            made_by = "; ".join(f"{name}={version}" for name, version in sorted(analysis.made_by.items()))
            at, made_at = visit.at.isoformat(), analysis.made_at.isoformat()
            when = (visit.id, at, visit.zone, day, visit.label, made_at, made_by)
            for score in analysis.scores.values():
                self._scores.add(*when, score.concern, score.value, score.sd, score.mdc95, score.sd_source)
                for region, one in score.regions.items():
                    self._regions.add(*when, score.concern, region, one.value, one.sd)
            for lesion in analysis.lesions:
                what = (lesion.concern, lesion.type, lesion.region)
                self._lesions.add(*when, *what, lesion.x_mm, lesion.y_mm, lesion.size_mm, lesion.confidence)

    def files(self) -> dict[str, bytes]:
        """Name -> content."""
        return {
            "scores.csv": self._scores.to_bytes(),
            "regions.csv": self._regions.to_bytes(),
            "lesions.csv": self._lesions.to_bytes(),
        }


def write_consents(consents: Iterable[Consent]) -> bytes:
    """Every decision with the words that were shown."""
    table = Table("purpose", "granted", "at", "text_version", "text")
    for one in consents:
        table.add(one.purpose, one.granted, one.at.isoformat(), one.text_version, one.text)
    return table.to_bytes()


def write_days(readings: Iterable[Reading]) -> bytes:
    """Everything that any source said about any day."""
    table = Table("day", "factor", "value", "unit", "source", "planned")
    known = factors()
    for one in readings:
        unit = known[one.factor].unit if one.factor in known else ""
        table.add(one.day.isoformat(), one.factor, one.value, unit, one.source, one.planned)
    return table.to_bytes()


def write_products(products: Sequence[Product]) -> bytes:
    """Products, one row an ingredient; a product without one has one row."""
    table = Table("id", "name", "active", "percent", "spf", "times_per_week", "opened_on", "stopped_on", "adherence")
    for one in products:
        stopped = None if one.stopped_on is None else one.stopped_on.isoformat()
        use = (one.spf, one.times_per_week, one.opened_on.isoformat(), stopped, one.adherence)
        actives: list[tuple[str | None, float | None]] = [(part.active, part.percent) for part in one.ingredients]
        for active, percent in actives or [(None, None)]:
            table.add(one.id, one.name, active, percent, *use)
    return table.to_bytes()


def write_places(places: Iterable[Place]) -> bytes:
    """Where the person lived from which day on."""
    table = Table("since", "latitude_deg", "longitude_deg", "label")
    for one in places:
        table.add(one.since.isoformat(), one.latitude_deg, one.longitude_deg, one.label)
    return table.to_bytes()


def write_notes(notes: Iterable[Note]) -> bytes:
    """The person's own words."""
    table = Table("id", "day", "text")
    for one in notes:
        table.add(one.id, one.day.isoformat(), one.text)
    return table.to_bytes()


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return str(cell).lower()
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
