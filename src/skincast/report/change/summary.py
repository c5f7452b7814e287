"""What changed between two visits, in sentences: scores that stand out, regions that the maps show, spots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skincast.report.change import words
from skincast.report.wording import NOT_SURE

if TYPE_CHECKING:
    from skincast.report.change.contract import ChangeDocument, PigmentChange, ScoreRow

CONCERNS = {"hemoglobin": "redness", "melanin": "pigmentation"}
"""The concern whose score a pigment moves."""
HIDDEN = ", though the whole-face score does not show it"


def say_summary(document: ChangeDocument) -> list[str]:
    """Say in sentences what changed: scores, then regions, then spots."""
    found = [(name, row) for name in order_scores(document) if (row := document.scores[name]).stands_out]
    changes = [
        words.say_headline(name, row.label, row.before, row.after)
        for name, row in found
        if row.before is not None and row.after is not None
    ]
    said = [f"{'; '.join(changes)}. All else {NOT_SURE}."] if changes else [words.NOTHING_REAL]
    said += _say_maps(document)
    told = words.say_fates(document.fates, mapped=bool(document.maps))
    return said + ([f"Spots: {told}."] if told else [])


def order_scores(document: ChangeDocument) -> list[str]:
    """Name the concerns that a visit judged: what stands out first, the largest first, then what one visit misses."""
    judged = [name for name, row in document.scores.items() if row.before is not None or row.after is not None]
    return sorted(judged, key=lambda name: _rank(document.scores[name]))


def _rank(row: ScoreRow) -> tuple[int, float]:
    if row.change is None:
        return 2, 0.0
    return (0 if row.stands_out else 1), -abs(row.change)


def _say_maps(document: ChangeDocument) -> list[str]:
    """What the maps show beyond noise by region, or that they show nothing of it."""
    said = [line for pigment, row in document.maps.items() for line in _say_pigment(document, pigment, row)]
    return said or ([f"The maps show no more change than {words.RETAKES}."] if document.maps else [])


def _say_pigment(document: ChangeDocument, pigment: str, row: PigmentChange) -> list[str]:
    lines = [
        f"{line[0].upper()}{line[1:]}{_hidden(document, pigment, rise=rise)}."
        for rise in (True, False)
        for line in words.say_regions(pigment, row, rise=rise)
    ]
    patches = max(row.more_share, row.less_share) >= words.RETAKES_SHARE
    return lines or ([words.say_pigment(pigment, row)] if patches else [])


def _hidden(document: ChangeDocument, pigment: str, *, rise: bool) -> str:
    """More of a pigment lowers its score: say so where the score of the whole face does not."""
    score = document.scores.get(CONCERNS.get(pigment, ""))
    if score is None or score.change is None:
        return ""
    return "" if score.stands_out and (score.change < 0) is rise else HIDDEN
