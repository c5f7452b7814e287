"""What a number can bear: its digits, its error and its range."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from skincast.report.wording import Z80

if TYPE_CHECKING:
    from skincast.types import Score

_NO_FACES = re.compile(r"\b0 faces")
"""In `sd_source`: no face was measured twice, so that the SD beside it is a stand-in."""


def known_error(score: Score) -> tuple[float | None, float | None]:
    """SD and smallest real change of a score; unknown where no face stands behind them."""
    return (None, None) if _NO_FACES.search(score.sd_source) else (score.sd, score.mdc95)


def range80(value: float | None, sd: float | None) -> tuple[float | None, float | None]:
    """Both ends of the range that holds 80 % of repeated photos, cut at 0 and 100; None where the error is unknown."""
    if value is None or sd is None:
        return None, None
    return one_decimal(max(0.0, value - Z80 * sd)), one_decimal(min(100.0, value + Z80 * sd))


def one_decimal(value: float | None) -> float | None:
    """One decimal: scores and degrees bear no more."""
    return None if value is None else fixed(value, 1)


def fixed(value: float, digits: int) -> float:
    """Round, without a negative zero and without a number type of NumPy."""
    return round(float(value), digits) + 0.0


def four_digits(value: float) -> float:
    """Four digits: raw quantities span many sizes."""
    return float(f"{value:.4g}") + 0.0
