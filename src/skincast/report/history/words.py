"""Every word that the history adds: what was seen and logged, how sure, and never why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skincast.report.lettering import printable
from skincast.report.wording import give_or_take

if TYPE_CHECKING:
    from skincast.report.history.contract import Move

DISCLAIMER = (
    "This page describes how skin looked in photos over time. "
    "It is not a diagnosis and does not replace the advice of a doctor."
)

HOW_TO_READ = (
    "From 0 to 100, higher means less to see. Each mark is one visit, and the bar behind it holds 80 % of repeated "
    "photos. A change within noise means nothing. Noise alone calls one unchanged score in twenty a change, so among "
    "many concerns one may be called so by chance."
)

HOW_TO_LOOK = (
    "The dashed line is the level of the first visit. Thin lines only join neighboring visits: what happened between "
    "them is not known. Every row shows as many points from bottom to top, so that a step looks equally large in all."
)

NO_CAUSE = "Things that happened at the same time need not belong together: this page shows when, not why."

PICTURE_NOTE = (
    "From 0 to 100, higher means less to see. Bars: 80 % of repeated photos. Hollow: close-up or poor photo. "
    "Dashed: level of the first visit."
)

PICTURE_DISCLAIMER = "How skin looked in photos, not a diagnosis. Things at the same time need not belong together."

UNKNOWN_CHANGES = "The error of these scores is not known, so nobody can say which of their changes are real."

NO_DAYS = "No day was logged yet: sleep, sun or stress would stand here, below the scores."

PRIVACY = (
    "This file holds your name, scores, products, notes and what you logged: share it as you would a diary. "
    "It loads nothing from elsewhere and sends nothing."
)

CANNOT = (
    "A spot that changes, bleeds, itches or is new and dark; redness that hurts, feels hot or spreads; "
    "lumps that leave scars; anything at the eye: photos cannot tell. Please show it to a dermatologist."
)

ESTIMATES = "Appearance estimates tell only how the skin looked: water, oil, firmness or sensitivity no photo shows."

NOTICES = {
    "older_left_out": "Visits that only another version measured are left out: their scores do not compare with "
    "these. Measuring again brings in those whose photos were kept.",
    "closeups_apart": "Close-ups show other skin than a whole face and are not compared with faces.",
    "error_unknown": "The error of some scores is not known, so nobody can say which of their changes are real.",
    "nothing_judged": "No visit could be judged yet: what stood in the way is told with each photo.",
    "no_visits": "No visit yet: the first photo begins the history.",
    "one_visit": "One visit shows where things stand; a second one shows what changed.",
}

KEYS = {
    "face": "a visit, with 80 % of repeated photos",
    "hollow": "close-up or poor photo",
    "first": "level of the first visit",
    "missed": "visited, not judged",
    "planned": "known beforehand, not what happened",
    "estimate": "appearance estimate: a photo shows only the look of it",
}
"""What each sign of the plot means."""

SOURCES = {
    "person": "yourself",
    "environment": "weather service",
    "computed": "computed",
    "apple_health": "Apple Health",
}


def say_notice(code: str) -> str:
    """Return the words for a notice."""
    return NOTICES.get(code, f"{code.replace('_', ' ').capitalize()}.")


def name_source(source: str) -> str:
    """Return who said a value."""
    return SOURCES.get(source, source.replace("_", " "))


def signed(change: float) -> str:
    """Return a change in whole points with its sign: +12, −3, ±0."""
    points = int(abs(change) + 0.5)
    return "±0" if points == 0 else f"{'+' if change > 0 else '−'}{points}"


def say_change(change: float | None, real: bool | None) -> str:
    """Return a change and what it means: +12, less to see; −3, within noise."""
    if change is None:
        return "other places were judged"
    if real is None:
        return f"{signed(change)}, error unknown"
    if not real:
        return f"{signed(change)}, within noise"
    return f"{signed(change)}, {'less' if change > 0 else 'more'} to see"


def say_short(move: Move | None) -> str:
    """Return how a score moved in the fewest words: +12 less to see; −3 noise."""
    if move is None or move.change is None:
        return "-"
    if not move.real:
        return f"{signed(move.change)} {'noise' if move.real is False else 'unsure'}"
    return f"{signed(move.change)} {'less' if move.change > 0 else 'more'} to see"


def say_move(move: Move | None) -> str:
    """Return how a score moved; an empty text where there was nothing before."""
    return "" if move is None else say_change(move.change, move.real)


def say_score(value: float, sd: float | None) -> str:
    """Return a score with its error: 61 ± 4."""
    return f"{int(value + 0.5)} ± {'?' if sd is None else give_or_take(sd)}"


def join_names(names: list[str]) -> str:
    """Return names as one phrase: a, b and c."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: 1 visit, 12 visits."""
    return f"{number:,} {one if number == 1 else many or one + 's'}".replace(",", "\u202f")


def say_label(label: str) -> str:
    """Return what a visit is called, safe to show."""
    return printable(label) or "unnamed"


def say_number(value: float) -> str:
    """Return a logged value with three digits and never an exponent."""
    return f"{value:,.0f}".replace(",", "\u202f") if abs(value) >= 1000 else f"{value:.3g}"
