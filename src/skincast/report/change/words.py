"""Every word that the comparison adds: what looks different, how sure, and never why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from skincast.catalog import purposes
from skincast.report.history.words import (
    CANNOT,
    ESTIMATES,
    HOW_TO_BELIEVE,
    KEYS,
    join_names,
    say_change,
    say_headline,
    signed,
)
from skincast.report.notes import PAIRS
from skincast.report.wording import ERROR_SOURCE, NOT_SURE, name_region

if TYPE_CHECKING:
    from skincast.report.change.contract import PigmentChange, RegionChange, ScoreRow

__all__ = ["CANNOT", "ESTIMATES", "HOW_TO_BELIEVE", "join_names", "say_change", "say_headline", "signed"]

ESTIMATE = KEYS["estimate"]
NO_CAUSE = (
    "What changed between two days need not have changed because of anything that was done: it shows when, not why."
)

DISCLAIMER = (
    "This page compares how skin looked in photos of two days. "
    "It is not a diagnosis and does not replace the advice of a doctor."
)

NOISE = (
    "Noise: what a single unchanged score exceeds in one comparison of twenty; among so many scores it takes more to "
    "stand out."
)

HOW_TO_READ = f"From 0 to 100, higher means less to see. {NOISE} {ERROR_SOURCE}"

HOW_TO_LOOK = (
    "The face is drawn flat, as if unrolled, and your right side is on the left. Color shows only where the change is "
    "more than three times the noise of these two photos, in patches of at least 5 mm² that reach beyond the edge; "
    "the same color is the same change in every comparison. Each face is compared with its own middle: what changed "
    "everywhere at once, as after a day in the sun, is not seen here, and light that falls differently can look like "
    "a change."
)

HOW_TO_SUM = (
    "Mean change of optical density over the comparable skin of a region, against the middle of the face; "
    f"in brackets what {NOT_SURE}."
)

HOW_TO_FOLLOW = (
    "A spot is followed by its place. “Not clear” means that one of the photos does not show the place, "
    "or that the pictures do not bear out what was found."
)

MISSED_SPOTS = "Faint spots and spots within red areas are missed, and creases can look like spots."

NOTHING_REAL = "No change of a score can be told from noise."

PRIVACY = {
    True: "This file holds pictures of your face and your scores: share it as you would the photos. "
    "It loads nothing from elsewhere and sends nothing.",
    False: "This file holds your scores: share it as you would a diary. "
    "It loads nothing from elsewhere and sends nothing.",
}

UNMAPPED_FATES = {
    "new": "found only now",
    "gone": "no longer found",
    "mark_left": "no longer found, a mark is left",
}
"""Without pictures nobody can tell a spot that went from one that was missed."""

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

RETAKES_SHARE = 0.02
"""Two photos of unchanged skin differ on about as much of it: light falls otherwise each time (ours)."""
LEAST_PATCHED = 0.1
"""A region is named as changed only where at least this share of it lies beyond three times the noise (ours)."""
RETAKES = "two photos of the same skin show"

PLACES = {
    "glabella": "skin {}",
    "perioral": "skin {}",
    "under_eye": "skin {}",
}
"""Regions that are told by a place beside them."""

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


def name_fate(fate: str, *, mapped: bool = True) -> str:
    """Return the words for what became of a lesion.

    Args:
        fate: of the contract.
        mapped: True where the pictures of both visits bear it out.
    """
    names = FATES if mapped else {**FATES, **UNMAPPED_FATES}
    return names.get(fate, fate.replace("_", " "))


def say_why_no_maps(code: str) -> tuple[str, str]:
    """Return why there are no pictures of the change, and what to do about it; an empty text where nothing helps."""
    if code == "photos_not_kept":
        label = purposes()["photos"].label
        return NOT_KEPT, f"Photos are kept only from the day on which you agree to “{label}”"
    return REASONS.get(code, f"{code.replace('_', ' ').capitalize()}."), ""


def say_fates(fates: Mapping[str, int], *, mapped: bool) -> str:
    """Return how many spots have each fate; an empty text where there are none."""
    return "; ".join(f"{number} {name_fate(fate, mapped=mapped)}" for fate, number in fates.items() if number)


def say_row(name: str, row: ScoreRow) -> str:
    """Return how a score moved in words."""
    if row.before is None or row.after is None:
        missing = [when for when, score in (("before", row.before), ("after", row.after)) if score is None]
        return f"not judged {' and '.join(missing)}"
    return say_change(name, row.change, row.stands_out)


def say_pigment(pigment: str, change: PigmentChange) -> str:
    """Say how much of the comparable skin changed, and which regions did as a whole."""
    names = name_pigment(pigment)
    shares = ((change.more_share, names.more), (change.less_share, names.less))
    told = [f"{_percent(share)} of the comparable skin is {word}" for share, word in shares if share >= RETAKES_SHARE]
    quiet = " or ".join(word for share, word in shares if share < RETAKES_SHARE)
    said = [" and ".join(told)] if told else []
    said += [f"{quiet}: no more than {RETAKES}"] if quiet else []
    regions = [line for rise in (True, False) for line in say_regions(pigment, change, rise=rise)]
    parts = ["; ".join(said), *regions]
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in parts)


def say_regions(pigment: str, change: PigmentChange, *, rise: bool) -> list[str]:
    """Say which regions changed as a whole beyond noise: both cheeks look less red.

    Args:
        pigment: one of `ChangeDocument.maps`.
        change: its sums.
        rise: True for more of the pigment.

    Returns:
        One sentence without its dot, or none.
    """
    names = name_pigment(pigment)
    regions = [name for name, row in change.regions.items() if _changed(row, rise=rise)]
    look = "looks" if len(regions) == 1 else "look"
    return [f"{join_names(name_regions(regions))} {look} {names.more if rise else names.less}"] if regions else []


def _changed(row: RegionChange, *, rise: bool) -> bool:
    """True where the mean lies beyond noise, and so does a fair part of the skin: many regions are looked at."""
    if not row.real or row.change_od is None:
        return False
    share = row.more_share if rise else row.less_share
    return (row.change_od > 0) is rise and (share or 0.0) >= LEAST_PATCHED


def name_regions(regions: Sequence[str]) -> list[str]:
    """Name regions, both sides of one place as a pair: both cheeks."""
    names: dict[str, None] = {}
    for region in regions:
        base, _, side = region.rpartition("_")
        paired = base in PAIRS and f"{base}_{'left' if side == 'right' else 'right'}" in regions
        names[PAIRS[base] if paired else f"the {name_place(region)}"] = None
    return list(names)


def name_place(region: str) -> str:
    """Return the words for a region after `the`."""
    return PLACES.get(region.removesuffix("_left").removesuffix("_right"), "{}").format(name_region(region))


def say_region(row: RegionChange) -> str:
    """Return the mean change of a region: +0.031; (−0.004) where it cannot be told from noise."""
    if row.change_od is None:
        return "–"
    number = f"{row.change_od:+.3f}".replace("-", "−")
    return number if row.real else f"({number})"


def _percent(share: float) -> str:
    return "less than 1 %" if 0 < share < 0.01 else f"{100 * share:.0f} %"
