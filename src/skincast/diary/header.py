"""Which row of a table is its header, what splits it, and which of its columns are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from skincast.catalog import Factor
from skincast.diary.complaint import Complaint
from skincast.diary.mapping import Mapping, ValueColumn
from skincast.diary.mapping_file import factor_names, find_factor, nearest
from skincast.diary.rows import Line, split_cells
from skincast.errors import FileRefused

_DELIMITERS: Final = (",", ";", "\t", "|")
_MOST_SHOWN: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadColumn:
    """A column that is read, and the factor in it."""

    place: int
    factor: Factor
    column: ValueColumn


@dataclass(slots=True, kw_only=True)
class Header:
    """The header of a table as a mapping sees it."""

    line: int
    names: tuple[str, ...]
    """Plain: without spaces around them, small letters."""
    delimiter: str
    date_place: int
    columns: list[ReadColumn] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)


def find_header(lines: Iterator[Line], mapping: Mapping) -> Header:
    """Read on to the first row that has the mapping's columns: some exports put titles or other tables above it.

    Raises:
        FileRefused: There is none.
    """
    first: Line | None = None
    nearly: Header | None = None
    for line in lines:
        first = first or (line if line.text.strip() else None)
        header = _try(line, mapping)
        if header and header.columns:
            return header
        nearly = nearly or header
    raise _refusal(first, nearly, mapping)


def plain(name: str) -> str:
    """Return the name of a column as it is compared."""
    return " ".join(name.split()).casefold()


def _try(line: Line, mapping: Mapping) -> Header | None:
    for delimiter in mapping.delimiter or _DELIMITERS:
        cells = split_cells(line.text, delimiter) or ()
        names = tuple(plain(cell) for cell in cells)
        place = _place(mapping.date.names, names)
        if place is not None:
            header = Header(line=line.number, names=names, delimiter=delimiter, date_place=place)
            _map_columns(header, mapping)
            if mapping.factor_columns:
                _add_factor_columns(header, cells)
            return header
    return None


def _map_columns(header: Header, mapping: Mapping) -> None:
    for column in mapping.columns:
        place, factor = _place(column.names, header.names), find_factor(column.factor)
        if factor is not None and place is not None:
            header.columns.append(ReadColumn(place=place, factor=factor, column=column))
        else:
            message = f"The table has no column {column.names[0]!r}, so nothing is read of {column.factor}."
            header.complaints.append(Complaint(line=header.line, code="column_missing", message=message))


def _add_factor_columns(header: Header, cells: Sequence[str]) -> None:
    taken = {header.date_place, *(read.place for read in header.columns)}
    for place, cell in enumerate(cells):
        factor = find_factor(cell)
        if place in taken or not cell.strip():
            continue
        if factor is not None:
            column = ValueColumn(names=(cell,), factor=factor.name)
            header.columns.append(ReadColumn(place=place, factor=factor, column=column))
        else:
            message = f"The column {cell[:40]!r} is no factor and is not read.{nearest(cell, factor_names())}"
            header.complaints.append(Complaint(line=header.line, code="column_unknown", message=message))


def _place(wanted: Sequence[str], names: Sequence[str]) -> int | None:
    """Find the first of the wanted names; a name that two columns have is refused."""
    for name in map(plain, wanted):
        if name in names:
            if names.count(name) > 1:
                raise FileRefused(f"Two columns are called {name!r}.", hint="Rename one of them in the table.")
            return names.index(name)
    return None


def _refusal(first: Line | None, nearly: Header | None, mapping: Mapping) -> FileRefused:
    if first is None:
        return FileRefused("The table is empty.", hint="Export it again.")
    if not first.is_decoded:
        message = f"Line {first.number} holds bytes that are no text in {mapping.encoding}."
        return FileRefused(message, hint="Save the table as UTF-8, or set `encoding` in the mapping.")
    if nearly is None:
        missing = f"no column {' or '.join(repr(name) for name in mapping.date.names)}"
    elif mapping.columns:
        missing = f"none of the columns {', '.join(repr(column.names[0]) for column in mapping.columns)}"
    else:
        missing = "no column that is named like a factor"
    shown = ", ".join(first.text.split(nearly.delimiter if nearly else ",")[:_MOST_SHOWN])[:400]
    hint = f"The table begins with: {shown}. Choose another mapping, or write one; docs/import.md says how."
    return FileRefused(f"The table has {missing}, which the mapping {mapping.name!r} reads.", hint=hint)
