"""Forecasts as the backtest format has them: eleven quantiles and the probability of getting worse."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
LEVELS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
"""Probabilities of the quantiles."""
BOUNDS = (0.0, 100.0)
WORSE_MARGIN = 5.0
"""Points by which a score must fall to count as worse, as in the folder's `meta.json`."""
LEVEL_FROM = 3
"""Latest observations whose mean is the level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasts:
    """Of n people at one origin each, for h horizons and c concerns."""

    horizons_days: tuple[int, ...]
    quantiles: Array
    """(n, h, c, len(LEVELS)) within the bounds, rising."""
    p_worse: Array
    """(n, h, c) probability that the measured value lies more than the margin below the level."""


def from_samples(
    samples: Array, level: Array, *, horizons_days: tuple[int, ...], margin: float = WORSE_MARGIN
) -> Forecasts:
    """Forecasts of equally likely futures.

    Args:
        samples: (n, h, c, m) values that would be measured.
        level: (n, c) as by `levels`; NaN without an observation: the median of the forecast stands for it.
        horizons_days: of the second axis.
        margin: points below the level that count as worse.
    """
    quantiles = np.moveaxis(np.quantile(np.clip(samples, *BOUNDS), LEVELS, axis=-1, method="weibull"), 0, -1)
    known = np.where(np.isnan(level)[:, None], quantiles[..., LEVELS.index(0.5)], level[:, None])
    return Forecasts(
        horizons_days=horizons_days,
        quantiles=quantiles,
        p_worse=(samples < known[..., None] - margin).mean(axis=-1),
    )


def levels(measured: NDArray[np.floating], day: int) -> Array:
    """Mean of the up to three latest observations of each person and concern.

    Args:
        measured: (n, days, c); NaN without a photo.
        day: of the origin; later days are not looked at.

    Returns:
        (n, c); NaN without any observation.
    """
    seen = measured[:, day::-1].astype(np.float64)
    there = ~np.isnan(seen)
    latest = there & (there.cumsum(axis=1) <= LEVEL_FROM)
    count = latest.sum(axis=1)
    total = np.where(latest, seen, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
