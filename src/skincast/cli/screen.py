"""What a person sees: results on stdout, everything else on stderr."""

from __future__ import annotations

import json
import shlex
import traceback
from collections.abc import Iterable, Mapping
from pathlib import Path

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from skincast.errors import SkincastError

MOST_OF_A_BUG = 300
"""Characters: one line in a bug report is enough."""

WIDEST_PARAGRAPH = 88
"""Columns: longer lines are hard to read."""

REPORT_IT = "Please report this line and what `skincast --version` says; --debug shows where it happened."


def say_error(error: SkincastError, *, photo: Path | None = None) -> None:
    """Say what a person can put right, and how."""
    where = "" if photo is None else f"{photo.name}: "
    tell(f"error [{error.code}]: {where}{error.message}", style="bold")
    tell(f"hint: {error.hint}")


def say_bug(error: Exception, *, debug: bool, photo: Path | None = None) -> None:
    """Say that it is our bug, in one line."""
    if debug:
        traceback.print_exception(error)
    where = "" if photo is None else f" with {photo.name}"
    tell(
        f"error [bug]: this is a bug of Skincast{where}, not your fault: {describe_bug(error)}. {REPORT_IT}",
        style="bold",
    )


def describe_bug(error: Exception) -> str:
    """One line of what an exception says."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:MOST_OF_A_BUG]


def tell(line: str, *, style: str = "") -> None:
    """Write a line to stderr."""
    stderr().print(Text(line, style=style), soft_wrap=True)


def tell_paragraph(words: str) -> None:
    """Write a paragraph to stderr, broken between words."""
    screen = stderr()
    screen.print(Text(words), width=min(screen.width, WIDEST_PARAGRAPH))


def print_json(content: Mapping[str, object]) -> None:
    """Write one object to stdout."""
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False))


def print_table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write rows to stdout, below each other where they are wide."""
    table = Table(*headings, box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in table.columns:
        column.overflow = "fold"
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    stdout().print(table)


def say_count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 photo, 12 photos."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def say_size(count: int) -> str:
    """A number of bytes in the unit that fits."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"


def as_typed(word: str) -> str:
    """A word as a person types it into a shell."""
    return shlex.quote(word)


def stdout() -> Console:
    """The screen for results."""
    return Console(highlight=False)


def stderr() -> Console:
    """The screen for everything else."""
    return Console(stderr=True, highlight=False)
