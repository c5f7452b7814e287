"""Values of factors as people type them, and as they are shown back."""

from __future__ import annotations

import math

from skincast.catalog import Factor
from skincast.errors import ValueRefused

YES = {"yes": 1.0, "y": 1.0, "true": 1.0, "on": 1.0, "no": 0.0, "n": 0.0, "false": 0.0, "off": 0.0}
COUNTED = {"cigarettes", "days", "drinks", "points", "servings"}
"""Units of which there may be one."""


def read_value(factor: Factor, words: str) -> float:
    """Return the value that somebody means: a number, with its unit or without, yes or no, or a word of the scale.

    Raises:
        ValueRefused: none of these.
    """
    plain = " ".join(words.casefold().replace("_", " ").split())
    scale = {label.casefold(): factor.low + place for place, label in enumerate(factor.labels)}
    if plain in scale:
        return scale[plain]
    if factor.asked == "yes_no" and plain in YES:
        return YES[plain]
    number = plain.removesuffix(factor.unit.casefold()).strip()
    try:
        value = float(number.replace(",", ".") if number.count(",") == 1 and "." not in number else number)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueRefused(
            f"{words!r} is no value for {factor.label}: {say_range(factor)}.",
            hint="Give a number like 7.5, yes or no, or a word of the scale; `skincast factors` lists them.",
        )
    return value


def say_value(factor: Factor, value: float) -> str:
    """A value with its unit or its word: `7.5 h`, `yes`, `4 (well)`."""
    if factor.asked == "yes_no":
        return "yes" if value else "no"
    place = value - factor.low
    if factor.labels and place == int(place) and 0 <= place < len(factor.labels):
        return f"{value:g} ({factor.labels[int(place)]})"
    unit = factor.unit.removesuffix("s") if value == 1 and factor.unit in COUNTED else factor.unit
    return f"{_plain(value)} {unit}"


def say_range(factor: Factor) -> str:
    """What a day can have, for people: `0 to 24 h`, `yes or no`, `1 (very badly) to 5 (very well)`."""
    if factor.asked == "yes_no":
        return "yes or no"
    if factor.labels:
        return f"{factor.low:g} ({factor.labels[0]}) to {factor.high:g} ({factor.labels[-1]})"
    return f"{_plain(factor.low)} to {_plain(factor.high)} {factor.unit}"


def _plain(value: float) -> str:
    """A number without an exponent."""
    return f"{value:.6f}".rstrip("0").rstrip(".")
