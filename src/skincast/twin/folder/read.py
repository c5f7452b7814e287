"""One person of a folder in the backtest format, read row by row, so that a large folder costs no memory."""

from __future__ import annotations

import csv
import gzip
import json
import math
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from skincast.errors import PersonUnknown, TwinFolderUnreadable
from skincast.twin.folder.order import ORDER_FILE, open_order
from skincast.twin.folder.selfies import SELFIES

HEADS = {
    "observations.csv": ["person_id", "date", "concern", "value", "sd"],
    "exposures.csv": ["person_id", "date", "factor", "value", "planned"],
    "people.csv": ["person_id", "role"],
}
PLAIN_NAME = re.compile(r"\w[\w.-]*", re.ASCII)
"""Names that may be the name of a folder of selfies."""
MOST_NAMED = 5
FORMAT_HINT = "Name a folder that `skincast twin --out` has made, or one in the same format: docs/twin.md."

Values = dict[date, dict[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One score as the folder tells it."""

    value: float
    sd: float | None
    """None: not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a folder tells about one person; nothing of the truth behind it is read."""

    name: str
    """In the folder."""
    made_by: str
    """World and law of a twin; empty for a folder that Skincast did not make."""
    happened: Values = field(default_factory=dict)
    """Day -> factor or product -> value, as it was."""
    planned: Values = field(default_factory=dict)
    """The same as it was known beforehand."""
    observed: dict[date, dict[str, Measured]] = field(default_factory=dict)
    """Day -> concern -> score."""
    selfies: dict[date, Path] = field(default_factory=dict)
    """Day -> photo, in order."""
    concerns: Mapping[str, Mapping[str, Any]]
    """Facts of `meta.json` by concern."""
    factors: Mapping[str, Mapping[str, Any]]
    """Facts of `meta.json` by factor or product."""


def read_record(folder: Path, name: str | None = None) -> Record:
    """Read one person of a folder.

    Args:
        folder: made by `skincast twin`, or by anybody in the backtest format; files may be gzipped.
        name: of the person in the folder; None where there is only one.

    Raises:
        TwinFolderUnreadable: it is not such a folder, not finished, or a row of it cannot be read.
        PersonUnknown: nobody of that name is in it, or there are several and none is named.
    """
    made_by = _maker(folder)
    found = _choose([row[0] for _, row in _rows(folder, "people.csv")], name)
    meta = _read_meta(folder)
    happened: Values = {}
    planned: Values = {}
    for where, row in _rows(folder, "exposures.csv", found):
        values = {"0": happened, "1": planned}.get(row[4])
        if values is None:
            raise _broken(where, f"planned is {row[4]!r}, not 0 or 1")
        values.setdefault(_day(row[1], where), {})[row[2]] = _number(row[3], where)
    observed: dict[date, dict[str, Measured]] = {}
    for where, row in _rows(folder, "observations.csv", found):
        measured = Measured(value=_number(row[3], where), sd=_number(row[4], where) if row[4] else None)
        observed.setdefault(_day(row[1], where), {})[row[2]] = measured
    return Record(
        name=found,
        made_by=made_by,
        happened=happened,
        planned=planned,
        observed=observed,
        selfies=_selfies(folder, found),
        **meta,
    )


def _maker(folder: Path) -> str:
    if not (folder / ORDER_FILE).exists():
        return ""
    order = open_order(folder)
    return f"{order.world}@{order.law}"


def _choose(names: list[str], name: str | None) -> str:
    """The name that is meant.

    Raises:
        PersonUnknown: none, or no single one.
    """
    if name in names or (name is None and len(names) == 1):
        return name or names[0]
    some = ", ".join(names[:MOST_NAMED]) + (" and others" if len(names) > MOST_NAMED else "")
    said = "The folder holds several people." if name is None else f"Nobody in the folder is called {name!r}."
    raise PersonUnknown(said, hint=f"Say which one with --as; there are {some or 'none'}.")


def _rows(folder: Path, file: str, name: str | None = None) -> Iterator[tuple[str, list[str]]]:
    """Rows of a file, of one person where one is named, each with the place where it stands.

    Raises:
        TwinFolderUnreadable: no such file, another head, or a row of another length.
    """
    begins = ("",) if name is None else (f"{name},", f'"{name}",')
    try:
        with _open(folder, file) as lines:
            if next(csv.reader([next(lines, "")]), []) != HEADS[file]:
                raise _broken(file, f"its first line is not {','.join(HEADS[file])}")
            for number, line in enumerate(lines, start=2):
                if line.startswith(begins) and line.strip():
                    row = next(csv.reader([line]))
                    if len(row) != len(HEADS[file]):
                        raise _broken(f"{file}, line {number}", f"{len(row)} cells, not {len(HEADS[file])}")
                    yield f"{file}, line {number}", row
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise _broken(file, "it is missing or damaged") from error


def _open(folder: Path, file: str) -> TextIO:
    packed = folder / f"{file}.gz"
    if packed.exists():
        return gzip.open(packed, "rt", encoding="utf-8-sig", newline="")
    return (folder / file).open(encoding="utf-8-sig", newline="")


def _read_meta(folder: Path) -> dict[str, Any]:
    try:
        with _open(folder, "meta.json") as file:
            content = json.load(file)
        parts = {name: dict(content[name]) for name in ("concerns", "factors")}
        return {name: {key: dict(facts) for key, facts in part.items()} for name, part in parts.items()}
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise _broken("meta.json", "it is missing, or names no concerns and factors") from error


def _selfies(folder: Path, name: str) -> dict[date, Path]:
    """Photos by their days; a name that is no plain word has none, so that no path leads out of the folder."""
    if not PLAIN_NAME.fullmatch(name):
        return {}
    return {_day(file.stem, file.name): file for file in sorted((folder / SELFIES / name).glob("*.jpg"))}


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _broken(where, f"{text!r} is no day") from error


def _number(text: str, where: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise _broken(where, f"{text!r} is no number") from error
    if not math.isfinite(value):
        raise _broken(where, f"{text!r} is no number")
    return value


def _broken(where: str, why: str) -> TwinFolderUnreadable:
    return TwinFolderUnreadable(f"{where}: {why}.", hint=FORMAT_HINT)
