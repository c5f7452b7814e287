"""A table of days in a text file -> readings, as a mapping says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from skincast.diary.cells import DayCell, ValueCell
from skincast.diary.complaint import Complaint, Refused
from skincast.diary.days import DayValues
from skincast.diary.header import Header, find_header, plain
from skincast.diary.mapping import Mapping
from skincast.diary.mapping_file import find_zone, read_mapping
from skincast.diary.rows import Row, read_lines, read_rows
from skincast.types import Reading


def read_table(
    path: Path | str, mapping: Mapping | str | Path, *, zone: ZoneInfo, today: date
) -> Iterator[Reading | Complaint]:
    """Read a table of days: an export of a ring or a watch, or a person's own sheet saved as CSV.

    Args:
        path: The text file.
        mapping: The mapping, the name of a shipped one, or the file of a person's own.
        zone: Where the person lives; times without a zone are of there unless the mapping says otherwise.
        today: Day of the reader, to tell what lies in the future.

    Yields:
        First the complaints about columns and lines, in the order of lines; then readings in the order of days, one for
        each day and factor, with the mapping's name as their source. Reading the same file again yields the same.

    Raises:
        FileUnreadable: No such file or mapping, or no permission; on the first step, as are all of these.
        FileRefused: No text, no header that fits the mapping, or a mapping that cannot be read.
        FileTooLarge: More bytes than any table of days has.
        FactorUnknown: The mapping names a factor that the catalog does not have.
        ZoneUnknown: The mapping names a time zone that does not exist.
    """
    found = mapping if isinstance(mapping, Mapping) else read_mapping(mapping)
    lines = read_lines(Path(path), encoding=found.encoding)
    header = find_header(lines, found)
    yield from header.complaints
    table = _Table(found, header, zone=find_zone(found.date.zone) if found.date.zone else zone, today=today)
    for row in read_rows(lines, delimiter=header.delimiter, width=len(header.names)):
        if isinstance(row, Complaint):
            yield row
        elif row.cells:
            yield from table.take(row)
        elif found.ends_at_blank_line:
            break
    yield from table.values.collect(found.name)


class _Table:
    """Takes row after row."""

    def __init__(self, mapping: Mapping, header: Header, *, zone: ZoneInfo, today: date) -> None:
        self.values = DayValues()
        self._mapping = mapping
        self._header = header
        self._day_cell = DayCell(formats=mapping.date.formats, zone=zone, today=today)
        self._value_cells = [
            (read.place, ValueCell(factor=read.factor, column=read.column, mapping=mapping)) for read in header.columns
        ]
        self._skip = {one.casefold() for one in mapping.skip}
        self._seen: dict[date | int, int] = {}

    def take(self, row: Row) -> Iterator[Complaint]:
        """Take one row; yield what is wrong with it."""
        if tuple(map(plain, row.cells)) == self._header.names:
            return
        try:
            day = self._day_cell.read(row.cells[self._header.date_place])
            self._refuse_repeated(row, day)
        except Refused as refused:
            yield Complaint(line=row.line, code=refused.code, message=refused.message)
            return
        for place, cell in self._value_cells:
            if row.cells[place].strip().casefold() in self._skip:
                continue
            try:
                value = cell.read(row.cells[place], day=day)
                self.values.add(cell.factor.name, day, value, line=row.line)
            except Refused as refused:
                yield Complaint(line=row.line, code=refused.code, message=refused.message)

    def _refuse_repeated(self, row: Row, day: date) -> None:
        """Refuse a second row of a day, or where days may have many, a row that stands there twice."""
        many = self._mapping.rows_per_day == "many"
        first = self._seen.setdefault(hash(row.cells) if many else day, row.line)
        if first != row.line:
            message = f"Line {first} says the same." if many else f"Line {first} is about {day} already."
            raise Refused("row_duplicate", f"{message} This row was not read.")
