"""Every word that the history adds: what was seen and logged, how sure, and never why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skincast.catalog import factors
from skincast.report.lettering import printable
from skincast.report.wording import ERROR_SOURCE, NOT_SURE, give_or_take, say_direction

if TYPE_CHECKING:
    from skincast.report.history.contract import LongMove, Move

DISCLAIMER = (
    "This page describes how skin looked in photos over time. "
    "It is not a diagnosis and does not replace the advice of a doctor."
)

HOW_TO_BELIEVE = (
    "The change of a score is named only if it stands out among all that were compared: noise alone makes any of them "
    "stand out in one comparison of twenty at most."
)

HOW_TO_READ = (
    "From 0 to 100, higher means less to see. Each mark is one visit. “70 ± 4”: in 8 of 10 photos the score lies "
    f"within 4 of what many photos would average, as the bar behind the mark shows. {ERROR_SOURCE}"
)

HOW_TO_LOOK = (
    "The dashed line is the level of the beginning: of the first good visit, or the mean of the first ones where means "
    "are compared. Thin lines only join neighboring visits: what happened between "
    "them is not known. Every row shows as many points from bottom to top, so that a step looks equally large in all."
)

NO_CAUSE = "Things that happened at the same time need not belong together: this page shows when, not why."

PICTURE_NOTE = (
    "From 0 to 100, higher means less to see. Bars: 80 % range of the true average. Hollow: close-up or poor photo. "
    "Dashed: level of the beginning."
)

BANDS_NOTE = {
    "begun": "a product was begun",
    "period": "period days",
}
"""What lies behind the scores."""

FROM_ONE = frozenset({"cycle_day"})
"""Factors that count from zero in the journal, and from one for people."""

PICTURE_DISCLAIMER = "How skin looked in photos, not a diagnosis. Things at the same time need not belong together."

UNKNOWN_CHANGES = "The error of these scores is not known, so nobody can say which changes noise alone made."

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
    "error_unknown": "The error of some scores is not known, so nobody can say which changes noise alone made.",
    "nothing_judged": "No visit could be judged yet: what stood in the way is told with each photo.",
    "no_visits": "No visit yet: the first photo begins the history.",
    "one_visit": "One visit shows where things stand; a second one shows what changed.",
}

TRUE_NOTICE = (
    "This person does not exist: a simulator made the life, drew the photos, and so knows what is true on every day."
)

TRUE_KEY = "true (known only because this person does not exist)"

TRUE_SCALE = (
    "The true scale is the simulator's own, with its numbers at the right edge; the photos' scores are on ours, at the "
    "left. The two differ in height and in step, so each curve is moved up or down as a whole to meet the visits: "
    "compare when it rises and falls, not how high it stands."
)

KEYS = {
    "face": "a visit, with the 80 % range of the true average",
    "hollow": "close-up or poor photo",
    "first": "level of the beginning",
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
    "twin": "a simulator",
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


def say_change(name: str, change: float | None, stands_out: bool | None) -> str:
    """Return a change and what it means: +12, less to see; −3, cannot be told from noise."""
    if change is None:
        return "other places were judged"
    if stands_out is None:
        return f"{signed(change)}, error unknown"
    return f"{signed(change)}, {say_direction(name, change) if stands_out else NOT_SURE}"


def say_short(name: str, move: Move | LongMove | None) -> str:
    """Return how a score moved in the fewest words: +12 less to see; (−3) where it cannot be told from noise."""
    if move is None or move.change is None:
        return "-"
    if move.stands_out is None:
        return f"{signed(move.change)} unsure"
    return (
        f"{signed(move.change)} {say_direction(name, move.change)}" if move.stands_out else f"({signed(move.change)})"
    )


def say_move(name: str, move: Move | LongMove | None) -> str:
    """Return how a score moved; an empty text where there was nothing before."""
    return "" if move is None else say_change(name, move.change, move.stands_out)


def say_headline(name: str, label: str, before: float, after: float) -> str:
    """Return a change that stands out, with both scores: Redness 54 → 70: less to see."""
    return f"{label} {int(before + 0.5)} → {int(after + 0.5)}: {say_direction(name, after - before)}"


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


def say_value(factor: str, value: float) -> str:
    """Return a logged value as people say it: the word of a scale, the day of the cycle from one on, or a number."""
    row = factors().get(factor)
    if row is not None and row.labels:
        return row.labels[max(0, min(len(row.labels) - 1, round(value - row.low)))]
    return say_number(value + 1 if factor in FROM_ONE else value)


def has_unit(factor: str, unit: str) -> bool:
    """False where a unit would say nothing: for words, days of the cycle, and yes or no."""
    row = factors().get(factor)
    return unit not in {"", "yes or no"} and factor not in FROM_ONE and (row is None or not row.labels)


def say_number(value: float) -> str:
    """Return a logged value with three digits and never an exponent."""
    return f"{value:,.0f}".replace(",", "\u202f") if abs(value) >= 1000 else f"{value:.3g}"
