"""What a number can bear: its digits, its error and its range."""

from __future__ import annotations

from skincast.report.wording import Z80


def range80(value: float | None, sd: float | None) -> tuple[float | None, float | None]:
    """Both ends of the 80 % range of the true average, cut at 0 and 100; None where the error is unknown.

    The true average is what many photos of the same skin would average: 8 of 10 such ranges hold it.
    """
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
