"""What is said about photos: why one was refused, and what to know about an accepted one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from skincast import report
from skincast.cli.screen import tell
from skincast.errors import FileUnreadable

if TYPE_CHECKING:
    from skincast.report.contract import QualityFacts


def require_photo(photo: Path) -> Path:
    """Tell a folder from a photo before anything is read.

    Raises:
        FileUnreadable: a folder.
    """
    if photo.is_dir():
        raise FileUnreadable("This is a folder.", hint="Name the photos, for example folder/*.jpg.")
    return photo


def as_given(photo: Path) -> str:
    """The path as it was given; bytes of a name that are no text become question marks."""
    return str(photo).encode("utf-8", "replace").decode()


def say_notices(quality: QualityFacts, notices: Iterable[str], *, photo: str) -> None:
    """Say what refused a photo and what else to know, or what to know about an accepted one."""
    for note in report.gather_notes(quality):
        other = "left out" if note.left_out and quality.accepted else "note" if quality.accepted else "also"
        word = "refused" if note.refuses else other
        advice = note.advice.replace("use the close-up mode", "use --closeup")
        tell(f"{word}{photo} [{note.code}]: {note.message} {advice}".rstrip())
    said = {problem.code for problem in quality.problems}
    for code in notices:
        if code not in said:
            tell(f"note{photo} [{code}]: {report.give_notice(code)}")
