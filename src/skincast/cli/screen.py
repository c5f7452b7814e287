"""What a person sees: results on stdout, everything else on stderr."""

from __future__ import annotations

import traceback
from pathlib import Path

from rich.console import Console
from rich.text import Text

from skincast.errors import SkincastError

MOST_OF_A_BUG = 300
"""Characters: one line in a bug report is enough."""

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


def stdout() -> Console:
    """The screen for results."""
    return Console(highlight=False)


def stderr() -> Console:
    """The screen for everything else."""
    return Console(stderr=True, highlight=False)
