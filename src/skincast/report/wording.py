"""Every word that the page adds to the catalog. What is said is an appearance, with its error, and never a verdict."""

from __future__ import annotations

from skincast.catalog import SIDED

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

UNITS = {
    "per_100_cm2": "per 100 cm²",
    "per_cm2": "per cm²",
    "delta_e": "CIE Delta E",
    "count": "",
    "mm": "mm",
    "mm2": "mm²",
    "cm2": "cm²",
    "percent": "%",
    "od": "optical density",
    "deg": "°",
    "index": "",
}

SCALE_SOURCES = {
    "iris_and_face": "from the size of the iris and of the face",
    "face": "from the size of the face",
    "assumed": "assumed",
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


def name_quantity(name: str) -> tuple[str, str]:
    """Split a raw quantity's name into words and unit: `spot_area_mm2` is `("spot area", "mm²")`."""
    for ending, unit in UNITS.items():
        words = name.removesuffix(f"_{ending}")
        if words != name:
            return words.replace("_", " ") + (" (number)" if ending == "count" else ""), unit
    return name.replace("_", " "), ""


def say_score(score: float, sd: float | None, mdc95: float | None) -> tuple[str, str]:
    """Return the number and how far to trust it: 72, give or take 4; changes under 9 points are within noise."""
    number = f"{int(score + 0.5)}"
    if sd is None or mdc95 is None:
        return number, "; how far it may be off is not known"
    noise = max(1, round(mdc95))
    points = "1 point" if noise == 1 else f"{noise} points"
    return number, f", give or take {max(1, round(1.2816 * sd))}; changes under {points} are within noise"
