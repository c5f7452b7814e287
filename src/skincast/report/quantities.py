"""Raw quantities in words: what a person reads in place of `comedone_open_count`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LABELS = {
    "inflammatory_count": "Inflamed spots",
    "comedone_count": "Comedones",
    "mark_count": "Marks",
    "load_per_100_cm2": "Spots for the area",
    "comedone_open_count": "Open comedones",
    "comedone_closed_count": "Closed comedones",
    "papule_count": "Raised red spots",
    "pustule_count": "Spots with a pale top",
    "nodule_count": "Large deep spots",
    "mark_red_count": "Red marks",
    "mark_brown_count": "Brown marks",
    "area_percent": "Share of the skin",
    "excess_od": "Redness above calm skin",
    "spot_count": "Brown spots",
    "spot_area_mm2": "Area of brown spots",
    "patch_area_percent": "Brown patches, share of the skin",
    "contrast_od": "How much darker they are",
    "pore_count": "Pores",
    "density_per_cm2": "Pores for the area",
    "mean_diameter_mm": "Usual width",
    "mean_depth_od": "Usual depth",
    "roughness_od": "Roughness",
    "noise_od": "Grain of the photo",
    "line_count": "Lines",
    "total_length_mm": "Length of all lines",
    "fine_length_mm": "Length of fine lines",
    "deep_length_mm": "Length of deep lines",
    "fold_depth_od": "Depth of the mouth folds",
    "jaw_unevenness_od": "Unevenness of the jaw line",
    "flake_height_od": "Brightness of flakes",
    "shine_area_percent": "Shining share of the skin",
    "mirrored_light_percent": "Mirrored light",
    "diffuse_redness_od": "Diffuse redness",
    "fine_redness_od": "Fine redness",
    "pigment_od": "Brown below the eyes",
    "vessel_od": "Red and blue below the eyes",
    "hollow_od": "Shadow below the eyes",
    "relief_od": "Relief below the eyes",
    "tone_unevenness_delta_e": "Unevenness of color",
}
"""A quantity without a row here is told by its own name."""

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

WEIGHTED = {
    "inflammatory_count": ("papule", "pustule", "nodule"),
    "comedone_count": ("comedone_open", "comedone_closed"),
    "mark_count": ("mark_red", "mark_brown"),
    "comedone_open_count": ("comedone_open",),
    "comedone_closed_count": ("comedone_closed",),
    "papule_count": ("papule",),
    "pustule_count": ("pustule",),
    "nodule_count": ("nodule",),
    "mark_red_count": ("mark_red",),
    "mark_brown_count": ("mark_brown",),
    "spot_count": ("freckle", "lentigo"),
}
"""Counts in which a candidate weighs as much as it is sure, and the types of finding that they sum."""

LENGTHS = ("_mm", "_mm2", "_cm2")
"""Endings of quantities that mean nothing where the scale is a guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A raw quantity in words."""

    words: str
    value: str


def needs_scale(name: str) -> bool:
    """True for a quantity in real lengths or areas."""
    return name.endswith(LENGTHS)


def say_quantity(name: str, value: float, *, found: Mapping[str, int]) -> Quantity:
    """Put a raw quantity into words.

    Args:
        name: its key, whose last part is the unit.
        value: in that unit.
        found: how many findings there are of each type.
    """
    words, unit = name_quantity(name)
    if name in WEIGHTED:
        return Quantity(
            words=words, value=say_count(value, candidates=sum(found.get(kind, 0) for kind in WEIGHTED[name]))
        )
    number = f"{value:.0f}" if name.endswith("_count") or abs(value) >= 1000 else f"{value:.3g}"
    return Quantity(words=words, value=f"{number} {unit}".rstrip())


def name_quantity(name: str) -> tuple[str, str]:
    """Split a raw quantity's name into words and unit: `spot_area_mm2` is `("Area of brown spots", "mm²")`."""
    for ending, unit in UNITS.items():
        words = name.removesuffix(f"_{ending}")
        if words != name:
            return LABELS.get(name, words.replace("_", " ").capitalize()), unit
    return LABELS.get(name, name.replace("_", " ").capitalize()), ""


def say_count(weighted: float, *, candidates: int) -> str:
    """Tell a weighted count in whole things: about 22 (43 candidates)."""
    if candidates == 0:
        return f"about {weighted:.0f}"
    return f"about {weighted:.0f} ({candidates} candidate{'' if candidates == 1 else 's'})"
