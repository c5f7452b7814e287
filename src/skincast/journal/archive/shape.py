"""What stands in the JSON files of an archive, `skincast.archive/1`."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from skincast.errors import FileRefused
from skincast.types import Consent, Lesion, Note, Person, Place, Product, Reading, Score, SeenPhoto

FORMAT = "skincast.archive/1"
LARGEST_JSON_BYTES = 64 * 1024 * 1024
"""Of one file: read, it takes many times as much memory, and no life has so many days."""
MANIFEST, README = "manifest.json", "README.txt"
PERSON, CONSENTS, DAYS, PRODUCTS = "person.json", "consents.json", "days.json", "products.json"
PLACES, NOTES, FORECASTS, VISITS = "places.json", "notes.json", "forecasts.json", "visits.json"

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedPhoto:
    """One photo of a visit; `file` is None where it was not kept."""

    seen: SeenPhoto
    file: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedAnalysis:
    """What one version saw at a visit."""

    number: int
    """In the order in which all analyses of the person were made."""
    made_at: datetime
    made_by: dict[str, str]
    scores: dict[str, Score]
    lesions: tuple[Lesion, ...]
    documents: tuple[str, ...]
    """Files with the JSON of each photo, `skincast.analysis/1`."""
    maps: str | None
    """File with the maps of the face; None where they were not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedVisit:
    """A visit with everything that every version saw."""

    id: str
    at: datetime
    zone: str
    origin: Literal["taken", "imported"]
    label: str
    photos: tuple[ArchivedPhoto, ...]
    analyses: tuple[ArchivedAnalysis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedForecast:
    """A forecast as it was issued."""

    id: str
    made_at: datetime
    made_by: dict[str, str]
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How a file of the archive must be."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What is in the archive. Only `exported_at` differs between two archives of the same journal."""

    format: str
    exported_at: datetime
    missing: int
    """Photos and maps that the journal had lost."""
    files: dict[str, Entry]


PEOPLE = TypeAdapter(Person)
MANIFESTS = TypeAdapter(Manifest)
VISIT = TypeAdapter(ArchivedVisit)
VISIT_FILES = TypeAdapter(tuple[str, ...])
CONSENT_LIST = TypeAdapter(tuple[Consent, ...])
READINGS = TypeAdapter(tuple[Reading, ...])
PRODUCT_LIST = TypeAdapter(tuple[Product, ...])
PLACE_LIST = TypeAdapter(tuple[Place, ...])
NOTE_LIST = TypeAdapter(tuple[Note, ...])
FORECAST_LIST = TypeAdapter(tuple[ArchivedForecast, ...])


def normal(adapter: TypeAdapter[Value], value: Value) -> Value:
    """Return a value as it will come back from JSON: a whole number where a fraction may stand becomes one."""
    return adapter.validate_json(adapter.dump_json(value))


def dump(adapter: TypeAdapter[Any], value: object) -> bytes:
    """Write JSON: always the same for the same value."""
    return adapter.dump_json(value, indent=2) + b"\n"


def load(adapter: TypeAdapter[Value], text: bytes, *, file: str) -> Value:
    """Read JSON of that shape; numbers are finite and instants know their zone.

    Raises:
        FileRefused: it is none. The message tells the place, never the value: that is somebody's.
    """
    if len(text) > LARGEST_JSON_BYTES:
        raise refused(f"{file} is far too large.")
    try:
        plain = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
        return adapter.validate_python(plain)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise refused(f"{file}: {place or 'the whole'}: {first['msg']}.") from None
    except (ValueError, RecursionError) as error:
        raise refused(f"{file} is no JSON.") from error


def refused(message: str) -> FileRefused:
    """Return the error for an archive that is not what it should be."""
    return FileRefused(
        f"The archive cannot be taken in: {message}",
        hint="Export it again, and do not change what is inside; nothing was taken in.",
    )


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _refuse_constant(text: str) -> float:
    raise ValueError(text)
