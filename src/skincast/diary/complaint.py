"""What is told about one line that could not be taken, while the rest of its file is kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Code = Literal[
    "column_missing",
    "column_unknown",
    "damaged",
    "date_future",
    "date_malformed",
    "date_too_early",
    "encoding_wrong",
    "photo_duplicate",
    "photo_undated",
    "photo_unreadable",
    "photo_unsupported",
    "row_broken",
    "row_duplicate",
    "time_never_was",
    "unit_unknown",
    "value_impossible",
    "value_malformed",
]
"""Every kind of complaint; docs/import.md explains each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One refused line of a file, or one refused photo of a folder.

    Complaints are results, not errors: they are shown to the person whose file it is, and are never logged.
    """

    line: int
    """Line of the file, from 1; 0 where the complaint is about a photo."""
    code: Code
    message: str
    """One sentence that says what is wrong and, where something can be done, what."""
    path: Path | None = None
    """The photo."""


class Refused(Exception):
    """Why one record, cell or photo cannot be taken; whoever knows its line makes a `Complaint` of it."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
