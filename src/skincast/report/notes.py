"""What is wrong with a photo, put together for reading: one note a code, all its regions in one sentence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from skincast.catalog import SIDED

if TYPE_CHECKING:
    from skincast.report.contract import ProblemRow, QualityFacts

PAIRS = {
    "temple": "both temples",
    "cheek": "both cheeks",
    "jaw": "both sides of the jaw",
    "nasolabial": "the folds beside both corners of the mouth",
    "under_eye": "the skin under both eyes",
    "crows_feet": "the outer corners of both eyes",
}

_PLACE = "the {region}"
_PLURALS = ((f"{_PLACE} is ", "{many} are "), (_PLACE, "{many}"), ("that its ", "that their "), ("on it.", "on them."))
_RESULT = re.compile(r"; [^;.]*\b(?:scored|described|left out)\b[^;.]*(?=\.)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Everything that one code says about a photo."""

    code: str
    message: str
    advice: str
    """Empty where an earlier note gave the same."""
    refuses: bool
    """True: the whole photo is not scored because of it."""
    left_out: bool
    """True: it does nothing but spoil regions."""


def gather_notes(quality: QualityFacts) -> tuple[Note, ...]:
    """Merge the problems of a photo by their code, what refuses it first.

    No sentence of advice is given twice, and a refused photo is not told that something was scored.
    """
    by_code: dict[str, list[ProblemRow]] = {}
    for problem in sorted(quality.problems, key=lambda row: (not _refuses_photo(row), not row.refuses)):
        by_code.setdefault(problem.code, []).append(problem)
    given: set[str] = set()
    return tuple(_note(code, rows, given, accepted=quality.accepted) for code, rows in by_code.items())


def leave_out_results(text: str) -> str:
    """Cut the clauses that tell what was scored all the same: nothing is, where a photo was refused."""
    return _RESULT.sub("", text)


def _note(code: str, problems: Sequence[ProblemRow], given: set[str], *, accepted: bool) -> Note:
    problems = sorted(problems, key=lambda row: row.region is not None)
    message = " ".join(_merge([(row.region, row.message) for row in problems]))
    advice = []
    for text in _merge([(row.region, row.advice) for row in problems]):
        fresh = [sentence for sentence in re.split(r"(?<=\.) ", text) if sentence not in given]
        given.update(fresh)
        advice += fresh
    return Note(
        code=code,
        message=message if accepted else leave_out_results(message),
        advice=" ".join(advice) if accepted else leave_out_results(" ".join(advice)),
        refuses=any(_refuses_photo(row) for row in problems),
        left_out=all(row.refuses and row.region is not None for row in problems),
    )


def _refuses_photo(problem: ProblemRow) -> bool:
    return problem.refuses and problem.region is None


def _merge(texts: Sequence[tuple[str | None, str]]) -> list[str]:
    """Say once what differs only in the region that it names."""
    groups: dict[str, list[str]] = {}
    first: dict[str, str] = {}
    for region, text in texts:
        pattern = _pattern(region, text)
        first.setdefault(pattern, text)
        groups.setdefault(pattern, []).extend([] if region is None else [region])
    return [
        _in_plural(pattern, regions) if len(set(regions)) > 1 and _PLACE in pattern.lower() else first[pattern]
        for pattern, regions in groups.items()
    ]


def _pattern(region: str | None, text: str) -> str:
    """The sentence with a gap where the region stands."""
    words = "" if region is None else _words().get(region, "")
    return re.sub(rf"\b([Tt]he) {re.escape(words)}\b", r"\1 {region}", text) if words else text


def _in_plural(pattern: str, regions: Sequence[str]) -> str:
    text = pattern.replace("The {region}", _PLACE)
    for one, several in _PLURALS:
        text = text.replace(one, several)
    text = text.replace("{many}", _name_all(list(dict.fromkeys(regions))))
    return text[0].upper() + text[1:]


def _name_all(regions: list[str]) -> str:
    """Name regions in one phrase; the two sides of one place are a pair."""
    names: list[str] = []
    for region in regions:
        base, _, side = region.rpartition("_")
        other = f"{base}_{'left' if side == 'right' else 'right'}"
        paired = base in SIDED and other in regions
        names.append(PAIRS[base] if paired else f"the {_words()[region]}")
    *most, last = dict.fromkeys(names)
    return f"{', '.join(most)} and {last}" if most else last


@cache
def _words() -> dict[str, str]:
    """Region name -> the words that the catalog of faults uses for it."""
    text = resources.files("skincast.quality").joinpath("problems.toml").read_text("utf-8")
    words: dict[str, str] = tomllib.loads(text)["words"]
    return words
