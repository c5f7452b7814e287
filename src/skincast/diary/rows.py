"""A text file of somebody's table -> rows of cells, and complaints about lines that are no row.

Lines are read one by one, so that an open quotation mark or a stray byte costs its own line and not the rest.
"""

from __future__ import annotations

import codecs
import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skincast.diary.complaint import Complaint
from skincast.errors import FileRefused, FileTooLarge, FileUnreadable

_MOST_BYTES: Final = 200_000_000
_LONGEST_LINE: Final = 1_000_000
_MOST_LINES_IN_A_CELL: Final = 50
_UNDECODED: Final = "\N{REPLACEMENT CHARACTER}"
_SAVE_AS: Final = "Save the table as CSV in UTF-8 (Excel: CSV UTF-8; Numbers: Export to CSV, text encoding UTF-8)."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the file, without its end."""

    number: int
    text: str

    @property
    def is_decoded(self) -> bool:
        """Whether every byte of it meant a character."""
        return _UNDECODED not in self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of one row."""

    line: int
    """Line at which it begins."""
    cells: tuple[str, ...]


def read_lines(path: Path, *, encoding: str) -> Iterator[Line]:
    """Yield the lines of a text file; what the bytes at its beginning say of its encoding rules over `encoding`.

    Raises:
        FileUnreadable: No such file, or no permission.
        FileTooLarge: More bytes than any table of days has.
        FileRefused: No text.
    """
    try:
        if not path.is_file():
            raise FileUnreadable("There is no such file.", hint="Name the table itself.")
        if path.stat().st_size > _MOST_BYTES:
            raise FileTooLarge("The table is larger than 200 MB.", hint="Import it year by year.")
        with path.open("rb") as file:
            encoding = _sniff(file.read(4096), encoding)
        with path.open("r", encoding=encoding, errors="replace") as text:
            yield from _split(iter(lambda: text.readline(_LONGEST_LINE), ""))
    except UnicodeError as error:
        raise FileRefused("This is no text in the encoding that the mapping names.", hint=_SAVE_AS) from error
    except (OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or "this is no valid path"
        message = f"The table cannot be read: {words}."
        raise FileUnreadable(message, hint="Check the path, and that you may read the file.") from error


def _split(texts: Iterable[str]) -> Iterator[Line]:
    for number, text in enumerate(texts, start=1):
        if len(text) >= _LONGEST_LINE:
            raise FileRefused(f"Line {number} is longer than any row.", hint=_SAVE_AS)
        yield Line(number=number, text=text.rstrip("\n"))


def _sniff(head: bytes, encoding: str) -> str:
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FileRefused("This is a spreadsheet, not a table in text.", hint=_SAVE_AS)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(codecs.BOM_UTF8) or encoding.lower().replace("_", "-") in {"utf-8", "utf8"}:
        encoding = "utf-8-sig"
    if b"\0" in head and not encoding.lower().startswith(("utf-16", "utf-32", "utf_16", "utf_32")):
        raise FileRefused("This is no text in UTF-8.", hint=_SAVE_AS)
    return encoding


def split_cells(text: str, delimiter: str) -> tuple[str, ...] | None:
    """Split one row; None where a quotation mark stays open or stands where none can."""
    try:
        rows = list(csv.reader(text.split("\n"), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return tuple(rows[0]) if len(rows) == 1 else None


def read_rows(lines: Iterator[Line], *, delimiter: str, width: int) -> Iterator[Row | Complaint]:
    """Split lines into rows of `width` cells; blank lines are rows without any.

    Args:
        lines: What follows the header.
        delimiter: One character.
        width: Cells of the header.
    """
    ahead: deque[Line] = deque()
    while line := (ahead.popleft() if ahead else next(lines, None)):
        if not line.text.strip(f" {delimiter}"):
            yield Row(line=line.number, cells=())
        elif not line.is_decoded:
            message = f"This line holds bytes that are no text in the table's encoding and was not read. {_SAVE_AS}"
            yield Complaint(line=line.number, code="encoding_wrong", message=message)
        else:
            yield _read_row(line, lines, ahead, delimiter=delimiter, width=width)


def _read_row(line: Line, lines: Iterator[Line], ahead: deque[Line], *, delimiter: str, width: int) -> Row | Complaint:
    """Read a row that may go on over further lines inside quotation marks; if it does not end, they are rows."""
    text, used = line.text, 0
    cells = split_cells(text, delimiter)
    while cells is None and text.count('"') % 2 and used < _MOST_LINES_IN_A_CELL:
        if used == len(ahead):
            following = next(lines, None)
            if following is None:
                break
            ahead.append(following)
        text = f"{text}\n{ahead[used].text}"
        used += 1
        cells = split_cells(text, delimiter)
    if cells is None:
        return Complaint(line=line.number, code="row_broken", message="A quotation mark in this row is never closed.")
    surplus = cells[width:]
    if len(cells) < width or any(cell.strip() for cell in surplus):
        message = f"This row has {len(cells)} cells where the header has {width}."
        return Complaint(line=line.number, code="row_broken", message=message)
    for _ in range(used):
        ahead.popleft()
    return Row(line=line.number, cells=cells[:width])
