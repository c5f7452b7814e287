"""How far a score moves when only the photo changes: the measured table of `repeatability.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

MDC95_FACTOR = 1.96 * np.sqrt(2.0)
"""Two photos differ by more than this many SDs in one case of twenty."""


def score_sd(concern: str, *, native_mm_per_px: float, quality: float) -> float:
    """SD of a whole-face score over repeated photos of one face.

    Args:
        concern: its name.
        native_mm_per_px: of the photo; coarser photos repeat worse.
        quality: 0-1, the photo's quality score.

    Returns:
        Points of the score, from the nearest measured resolutions and widened for poor quality.

    Source: `benchmarks/repeatability.py`; the conditions stand in the table itself.
    """
    row = _table()["concern"][concern]
    sd = float(np.interp(np.log(native_mm_per_px), np.log(row["mm_per_px"]), row["sd"]))
    return sd * (float(row["low_quality_factor"]) if quality < _table()["low_quality_below"] else 1.0)


def region_ratio(concern: str) -> float:
    """How much less a region's score repeats than the whole face's."""
    return float(_table()["concern"][concern]["region_ratio"])


def sd_source() -> str:
    """Where the SDs come from: script, version and date of the measured table."""
    table = _table()
    return f"repeatability.toml ({table['date']}, {table['n_faces']} faces, {table['n_photos']} photos)"


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files("skincast.score").joinpath("repeatability.toml").read_text("utf-8"))
