"""Every word that the page adds to the catalog. What is said is an appearance, with its error, and never a verdict."""

from __future__ import annotations

from skincast.catalog import SIDED

Z80 = 1.2816
"""In 8 of 10 photos a score lies within this many SDs of what many photos would average."""

REGIONS = {
    "forehead": "forehead",
    "glabella": "between brows",
    "temple": "temple",
    "nose": "nose",
    "cheek": "cheek",
    "jaw": "jaw",
    "chin": "chin",
    "perioral": "around mouth",
    "nasolabial": "mouth fold",
    "under_eye": "under eye",
    "crows_feet": "eye corner",
    "patch": "patch of skin",
}

KINDS = {
    "measured": "Seen in the photo",
    "appearance_estimate": "Appearance estimate",
}

EVIDENCE = {
    "rules": "hand-written rules on color and shape; not yet compared with experts on many faces",
}

FINDINGS = {
    "comedone_open": "open comedone look",
    "comedone_closed": "closed comedone look",
    "papule": "raised red spot",
    "pustule": "spot with a pale top",
    "nodule": "large deep spot",
    "mark_red": "red mark",
    "mark_brown": "brown mark",
    "freckle": "small brown spot",
    "lentigo": "flat brown spot",
    "patch": "brown patch",
    "red_area": "red area",
    "line_fine": "fine line",
    "line_moderate": "line",
    "line_deep": "deep line",
}

SCALES = {
    "hayashi": "the Hayashi grade",
    "gags_face": "the face's part of GAGS",
    "mmasi": "mMASI",
}

SHOWN = {
    "acne": "where spots may be",
    "redness": "where it is redder",
    "pigmentation": "where it is browner",
    "pores": "where pores show",
    "texture": "where it is rough",
    "wrinkles": "where lines run",
    "firmness": "where folds and the jaw line show",
    "dryness": "where flakes show",
    "oiliness": "where it shines",
    "sensitivity": "where diffuse redness lies",
    "dark_circles": "where it is darker below the eyes",
    "eye_bags": "where swelling and creases show below the eyes",
    "radiance": "where color is uneven",
}
"""What the blue of each concern marks."""

DIRECTIONS = {
    "firmness": ("firmer look", "less firm look"),
    "oiliness": ("less shine", "more shine"),
    "radiance": ("more even", "less even"),
}
"""What a higher and what a lower score means, where `LESS_OR_MORE` does not say it."""

LESS_OR_MORE = ("less to see", "more to see")

SCALE_SOURCES = {
    "iris_and_face": "from the size of the iris and of the face",
    "face": "from the size of the face",
}

REASONS = {
    "low_resolution": "The photo shows too little detail for this.",
    "blurred": "The photo is not sharp enough for this.",
    "noisy": "The photo is too grainy for this.",
    "occluded": "Too much of the skin is covered.",
    "pose_yaw": "Too much of the skin is turned away.",
    "too_dark": "The photo is too dark for this.",
    "too_bright": "The photo is too bright for this.",
    "color_cast": "The color of the light cannot be told well enough for this.",
    "scale_unknown": "Without a whole face the size of things is unknown.",
    "closeup": "A close-up does not show enough of the face for this.",
    "not_in_closeup": "This place is not in the close-up.",
    "not_measured": "This was not measured in this photo.",
}

NOTICES = {
    "low_resolution": "The photo shows less detail than a close selfie; fine things are left out.",
    "scale_unknown": "Without a whole face the size of things is a guess.",
    "regions_unknown": "Without a whole face it is unknown where on the face this skin lies.",
    "color_profile_ignored": "The color profile of the file could not be used; colors may be off.",
    "multiple_faces": "Several faces were seen; the largest one is described.",
}

DISCLAIMER = (
    "This page describes how skin looks in one photo. "
    "It is not a diagnosis and does not replace the advice of a doctor."
)

TRIAGE = (
    "A spot that changes, bleeds, itches or is new and dark; redness that hurts, feels hot or spreads; "
    "lumps that leave scars; anything at the eye: this photo cannot tell. Please show it to a dermatologist."
)

MINORS = "People under 18: leave the scores alone."

PRIVACY = (
    "This file holds your photo, the photo's file name and its fingerprint (SHA-256): share it as you would the photo. "
    "It loads nothing from elsewhere and sends nothing."
)

ESTIMATES = (
    "Appearance estimates tell only how the skin looks in this photo; "
    "what lies behind, as water, oil, firmness or sensitivity, it cannot show."
)

NOT_SURE = "cannot be told from noise"
"""What a change is that noise alone may have made: it may be there or not."""

ERROR_SOURCE = (
    "The errors come from repeated photos of generated faces with changed light, compression, distance, framing and "
    "noise. They leave out another pose, expression, camera or day: skin also varies from day to day."
)

HOW_TO_READ = (
    "From 0 to 100, higher means less to see. “72 ± 4 · noise 9”: in 8 of 10 photos the score lies within 4 of what "
    f"many photos would average, and a change of less than 9 {NOT_SURE}. {ERROR_SOURCE}"
)

HOW_TO_COUNT = (
    "Counts are weighted: a candidate of which the program is only half sure counts as half a spot, "
    "so “about 22 (43 candidates)” means 43 places to look at and 22 spots to expect."
)

BLOCKED = (
    "diagnos",
    "cure",
    "treat",
    "heal",
    "guarantee",
    "clinically proven",
    "dermatologist-approved",
    "medical grade",
    "medical-grade",
    "measured hydration",
    "melasma",
    "rosacea",
    "eczema",
    "psoriasis",
    "cancer",
    "melanoma",
    "disease",
)
"""Beginnings of words that no text for people may hold, `ALLOWED` sentences excepted."""

ALLOWED = (DISCLAIMER, "It never names melasma.")
"""Sentences that use a blocked word to say what this is not."""


def name_region(region: str) -> str:
    """Return the words for a region; `left` and `right` are the person's own."""
    base, _, side = region.rpartition("_")
    if side in {"left", "right"} and base in SIDED:
        return f"under {side} eye" if base == "under_eye" else f"{side} {REGIONS[base]}"
    return REGIONS.get(region, region.replace("_", " "))


def name_finding(kind: str) -> str:
    """Return the words for a finding's type."""
    return FINDINGS.get(kind, kind.replace("_", " "))


def name_scale(name: str) -> str:
    """Return the words for a published scale."""
    return SCALES.get(name, name)


def explain(code: str) -> str:
    """Return why something was not judged."""
    return REASONS.get(code, f"{code.replace('_', ' ').capitalize()}.")


def give_notice(code: str) -> str:
    """Return the words for a notice."""
    return NOTICES.get(code, f"{code.replace('_', ' ').capitalize()}.")


def say_shown(name: str) -> str:
    """Return what the overlay of a concern marks."""
    return SHOWN.get(name, "where there is more to see")


def say_direction(name: str, change: float) -> str:
    """Return what a change of a concern's score means: less to see; less even."""
    return DIRECTIONS.get(name, LESS_OR_MORE)[0 if change > 0 else 1]


def say_score(score: float, sd: float | None, mdc95: float | None) -> tuple[str, str]:
    """Return the number and how far to trust it: 72, give or take 4; a change under 9 cannot be told from noise."""
    number = f"{int(score + 0.5)}"
    if sd is None or mdc95 is None:
        return number, "; how far it may be off is not known"
    noise = max(1, round(mdc95))
    points = "1 point" if noise == 1 else f"{noise} points"
    return number, f", give or take {give_or_take(sd)}; changes under {points} {NOT_SURE}"


def say_error(sd: float | None, mdc95: float | None) -> str:
    """Return the error in short: ± 4 · noise 9."""
    return "error unknown" if sd is None or mdc95 is None else f"± {give_or_take(sd)} · noise {max(1, round(mdc95))}"


def give_or_take(sd: float) -> int:
    """Half of the 80 % range of the true average, in whole points and never none at all."""
    return max(1, round(Z80 * sd))
