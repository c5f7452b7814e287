"""Lesions on the flattened face: their shape tells what became of them, their place where they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from skincast.report.change import words
from skincast.report.wording import name_finding, name_region

if TYPE_CHECKING:
    from skincast.report.change.pictures import Cut
    from skincast.types import Lesion, LesionMatch

RADIUS_PX = 11.0
"""In shown pixels: large enough to be seen on a phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LesionMark:
    """One lesion on one of the two pictures."""

    number: int
    """Of its row in the list."""
    x: float
    y: float
    fate: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LesionLine:
    """One lesion as text."""

    number: int
    fate: str
    fate_words: str
    words: str
    place: str
    sure_percent: int


def mark_lesions(lesions: Iterable[LesionMatch], cut: Cut, *, after: bool) -> tuple[LesionMark, ...]:
    """Mark the lesions of one visit.

    The second picture is aligned to the first, so that what both visits show has its first place in both.

    Args:
        lesions: what became of each.
        cut: what is shown.
        after: True for the second visit.
    """
    marks = []
    for number, match in _number(lesions):
        one = _seen(match, after=after)
        if one is None:
            continue
        at = match.before if match.before is not None else one
        x, y = cut.place(at.x_mm, at.y_mm)
        if 0 <= x <= cut.size_px[0] and 0 <= y <= cut.size_px[1]:
            marks.append(LesionMark(number=number, x=x, y=y, fate=match.fate, words=_say(one, match.fate)))
    return tuple(marks)


def list_lesions(lesions: Iterable[LesionMatch], *, mapped: bool) -> list[LesionLine]:
    """Tell every lesion as text.

    Args:
        lesions: what became of each.
        mapped: True where the pictures of both visits bear it out.
    """
    lines = []
    for number, match in _number(lesions):
        one = match.after if match.after is not None else match.before
        if one is not None:
            lines.append(
                LesionLine(
                    number=number,
                    fate=match.fate,
                    fate_words=words.name_fate(match.fate, mapped=mapped),
                    words=_types(match),
                    place=name_region(one.region),
                    sure_percent=round(100 * one.confidence),
                )
            )
    return lines


def _number(lesions: Iterable[LesionMatch]) -> Iterator[tuple[int, LesionMatch]]:
    """Count from one what a visit found."""
    return enumerate((one for one in lesions if one.before is not None or one.after is not None), start=1)


def _seen(match: LesionMatch, *, after: bool) -> Lesion | None:
    """What a visit shows of it; the mark of a lesion stands where the lesion was, also where no finding tells it."""
    if after and match.fate == "mark_left" and match.after is None:
        return match.before
    return match.after if after else match.before


def _say(lesion: Lesion, fate: str) -> str:
    size = f", {lesion.size_mm:.1f} mm"
    return f"{name_finding(lesion.type)}, {name_region(lesion.region)}{size}: {words.name_fate(fate)}"


def _types(match: LesionMatch) -> str:
    """What it looks like, and what it looked like before where that differs."""
    names = [name_finding(one.type) for one in (match.before, match.after) if one is not None]
    return " → ".join(dict.fromkeys(names))
