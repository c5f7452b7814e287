"""Every word that the comparison adds: what looks different, how sure, and never why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from skincast.catalog import purposes
from skincast.report.history.words import CANNOT, ESTIMATES, KEYS, join_names, say_change, signed
from skincast.report.wording import name_region

if TYPE_CHECKING:
    from skincast.report.change.contract import PigmentChange, RegionChange, ScoreRow

__all__ = ["CANNOT", "ESTIMATES", "join_names", "say_change", "signed"]

ESTIMATE = KEYS["estimate"]
NO_CAUSE = (
    "What changed between two days need not have changed because of anything that was done: it shows when, not why."
)

DISCLAIMER = (
    "This page compares how skin looked in photos of two days. "
    "It is not a diagnosis and does not replace the advice of a doctor."
)

HOW_TO_READ = (
    "From 0 to 100, higher means less to see. A change within noise means nothing. Noise alone calls one unchanged "
    "score in twenty a change, so among many concerns one may be called so by chance."
)

HOW_TO_LOOK = (
    "The face is drawn flat, as if unrolled, and your right side is on the left. Color shows only where the change is "
    "more than three times the noise of these two photos. Each face is compared with its own middle: what changed "
    "everywhere at once, as after a day in the sun, is not seen here, and light that falls differently can look like "
    "a change."
)

HOW_TO_SUM = (
    "Mean change of optical density over the comparable skin of a region, against the middle of the face; "
    "in brackets what noise explains."
)

HOW_TO_FOLLOW = (
    "A spot is followed by its place. “Not clear” means that one of the photos does not show the place, "
    "or that the pictures do not bear out what was found."
)

NOTHING_REAL = "No score changed beyond noise."

PRIVACY = {
    True: "This file holds pictures of your face and your scores: share it as you would the photos. "
    "It loads nothing from elsewhere and sends nothing.",
    False: "This file holds your scores: share it as you would a diary. "
    "It loads nothing from elsewhere and sends nothing.",
}

FATES = {
    "new": "new",
    "persisting": "still there",
    "gone": "gone",
    "mark_left": "gone, a mark is left",
    "unseen": "not clear",
}

NOT_KEPT = (
    "There are no pictures to compare, because the photos of one or both of these visits were not kept. "
    "Scores and spots are compared without them."
)
AGREE = "skincast consent grant PERSON photos"
"""How a person agrees to it, as a command."""

REASONS = {
    "closeup": "A close-up shows no whole face, so there are no pictures to lay over each other.",
    "nothing_in_common": "The photos of the two visits show too little of the same skin to lay them over each other.",
}

PICTURE_DISCLAIMER = "how skin looked in photos, not a diagnosis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pigment:
    """How people call a pigment and its changes."""

    title: str
    more: str
    less: str


PIGMENTS = {
    "hemoglobin": Pigment(title="Redness", more="redder", less="less red"),
    "melanin": Pigment(title="Pigment", more="darker brown", less="less brown"),
}


def name_pigment(pigment: str) -> Pigment:
    """Return the words for a pigment."""
    title = pigment.replace("_", " ").capitalize()
    return PIGMENTS.get(pigment, Pigment(title=title, more=f"more {title.lower()}", less=f"less {title.lower()}"))


def name_fate(fate: str) -> str:
    """Return the words for what became of a lesion."""
    return FATES.get(fate, fate.replace("_", " "))


def say_why_no_maps(code: str) -> tuple[str, str]:
    """Return why there are no pictures of the change, and what to do about it; an empty text where nothing helps."""
    if code == "photos_not_kept":
        label = purposes()["photos"].label
        return NOT_KEPT, f"Photos are kept only from the day on which you agree to “{label}”"
    return REASONS.get(code, f"{code.replace('_', ' ').capitalize()}."), ""


def say_fates(fates: Mapping[str, int]) -> str:
    """Return how many spots have each fate; an empty text where there are none."""
    return "; ".join(f"{number} {name_fate(fate)}" for fate, number in fates.items() if number)


def say_row(row: ScoreRow) -> str:
    """Return how a score moved in words."""
    if row.before is None or row.after is None:
        missing = [when for when, score in (("before", row.before), ("after", row.after)) if score is None]
        return f"not judged {' and '.join(missing)}"
    return say_change(row.change, row.real)


def say_pigment(pigment: str, change: PigmentChange) -> str:
    """Say how much of the comparable skin changed, and in which regions most of it did."""
    names = name_pigment(pigment)
    more_share, less_share = _percent(change.more_share), _percent(change.less_share)
    said = f"{more_share} of the comparable skin is {names.more}, {less_share} {names.less}"
    real = [(name, row.change_od) for name, row in change.regions.items() if row.real and row.change_od is not None]
    more = [name_region(name) for name, od in real if od > 0]
    less = [name_region(name) for name, od in real if od < 0]
    parts = [f"{names.more} as a whole: {join_names(more)}"] if more else []
    parts += [f"{names.less} as a whole: {join_names(less)}"] if less else []
    return ". ".join(part[0].upper() + part[1:] for part in (said, *parts)) + "."


def say_region(row: RegionChange) -> str:
    """Return the mean change of a region: +0.031; (−0.004) within noise."""
    if row.change_od is None:
        return "–"
    number = f"{row.change_od:+.3f}".replace("-", "−")
    return number if row.real else f"({number})"


def _percent(share: float) -> str:
    return "less than 1 %" if 0 < share < 0.01 else f"{100 * share:.0f} %"
