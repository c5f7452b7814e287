"""What somebody uses, as far as gappy logs tell it: rates, and what stands in the bathroom today."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skincast.twin.life.population import mean
from skincast.twin.life.products import FULL_SHARE, start_use
from skincast.twin.life.world import PRODUCTS, Array, Table
from skincast.twin.oracle.learner.record import Record

RATE_DAYS = 8.0
"""Logs that a rate of use remembers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cabinet:
    """Each field (len(PRODUCTS),)."""

    rate: Array
    """Share of a full daily use on an ordinary day of late."""
    unused_logs: Array
    """Logs since the last use was written down."""
    age_days: Array
    """Since the first use."""


def first_cabinet(long_used: Array) -> Cabinet:
    """Evening before the first day.

    Args:
        long_used: (len(PRODUCTS),) 0 or 1.
    """
    rate = long_used * mean("adherence") * mean("adherence_floor") * FULL_SHARE
    return Cabinet(rate=rate, unused_logs=np.where(long_used > 0, 0.0, 99.0), age_days=long_used * 400.0)


def look_in(cabinet: Cabinet, record: Record, day: int, nights: Array) -> tuple[Cabinet, Array]:
    """One day more.

    Args:
        cabinet: of yesterday.
        record: of the person; only this day is read, and what had been planned for it.
        day: of the life.
        nights: (len(PRODUCTS),) share of days on which each is due.

    Returns:
        The cabinet of today and the share of use to be expected of today, (len(PRODUCTS),).
    """
    rate = _planned(cabinet.rate, record, day, nights)
    logged = record.products[day]
    if not record.wrote(day):
        age = np.where(rate > 0, cabinet.age_days + 1, 0.0)
        return Cabinet(rate=rate, unused_logs=cabinet.unused_logs, age_days=age), rate
    missed = (1 - mean("product_logged_share")) * rate
    used = np.where(logged > 0, logged, missed)
    fresh = (logged > 0) & (cabinet.unused_logs > _patience(nights))
    after = np.where(fresh, np.maximum(0.75 * nights, rate), rate + (used - rate) / RATE_DAYS)
    unused = np.where(logged > 0, 0.0, cabinet.unused_logs + 1)
    after = np.where(unused > _patience(nights), 0.0, after)
    age = np.where(fresh, 0.0, np.where(after > 0, cabinet.age_days + 1, 0.0))
    return Cabinet(rate=after, unused_logs=unused, age_days=age), used


def use_of(cabinet: Cabinet, routines: Table, scores: Array) -> tuple[Table, Table]:
    """Routines and use of imagined people who have this cabinet.

    Args:
        cabinet: of today.
        routines: of the imagined, n rows.
        scores: (n, c) of today: what they see in the mirror.

    Returns:
        Routines with the diligence that the rates tell, and a state of use as by `start_use`.
    """
    on = cabinet.rate > 0
    judged = on & (np.arange(len(PRODUCTS)) != PRODUCTS.index("uv_filter"))
    floor = mean("adherence_floor")
    fading = floor + (1 - floor) * np.exp(-cabinet.age_days / 120.0)
    due = routines["nights"] * fading * FULL_SHARE
    if judged.any():
        told = np.clip(cabinet.rate[judged].sum() / due[:, judged].sum(axis=1), 0.3, 1.0)
        routines = {**routines, "diligence": 0.8 * told + 0.2 * routines["diligence"]}
    n = len(scores)
    return routines, {
        **start_use(routines),
        "on": np.repeat(on[None].astype(float), n, axis=0),
        "age_days": np.repeat((cabinet.age_days * on)[None], n, axis=0),
        "score_then": np.full((n, len(PRODUCTS)), 0.0),
        "of_late": scores.copy(),
        "ordinary": scores.copy(),
    }


def _planned(rate: Array, record: Record, day: int, nights: Array) -> Array:
    """Begin and end what had been planned on the first day."""
    ahead = record.planned.any(axis=0) & ~record.planned[:5].any(axis=0)
    rate = rate.copy()
    for column in np.nonzero(ahead)[0]:
        days = np.nonzero(record.planned[:, column])[0]
        if day == days[0]:
            rate[column] = max(rate[column], 0.7 * nights[column])
        if day == days[-1] + 1:
            rate[column] = 0.0
    return rate


def _patience(nights: Array) -> Array:
    """Logs without a use after which a product is taken for stopped."""
    return np.asarray(4.0 + 4.0 / np.maximum(nights, 0.1))
