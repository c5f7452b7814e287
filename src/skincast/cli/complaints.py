"""What an import could not take, line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from skincast.cli.files import write_text
from skincast.cli.screen import tell

MOST_SAID = 20
"""Complaints on the screen; the rest is counted."""

ComplaintsFile = Annotated[
    Path | None,
    typer.Option("--complaints", metavar="FILE", help="Write all that was refused into a CSV file, with the reasons."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that was not taken."""

    place: str
    """`line 12` of a file, the name of a photo, or the day and factor of a value."""
    code: str
    message: str

    def as_row(self) -> dict[str, str]:
        """As machines read it."""
        return {"place": self.place, "code": self.code, "message": self.message}


def say_lines(lines: Sequence[Line], *, written: bool) -> None:
    """Say the first ones on stderr, and how many more there are."""
    for line in lines[:MOST_SAID]:
        tell(f"refused {line.place} [{line.code}]: {line.message}")
    more = len(lines) - MOST_SAID
    if more > 0:
        tell(f"and {more} more{'' if written else '; all of them: --complaints FILE'}")


def write_lines(path: Path, lines: Sequence[Line]) -> None:
    """Write all into a CSV file.

    Raises:
        OutputUnwritable: it cannot be written.
    """
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("place", "code", "message"))
    rows.writerows((line.place, line.code, line.message) for line in lines)
    write_text(path, text.getvalue())
    tell(f"Written: {path}, {len(lines)} lines")
