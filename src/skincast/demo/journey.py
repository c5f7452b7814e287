"""Twelve made-up weeks: when the copies were taken, what was painted on them, and the life that was logged beside."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from skincast.demo.copies import MELANIN, Copy, Spot
from skincast.types import Reading

DEMO_NAME = "Demo"
LABEL = "demo: copy of the portrait with painted spots"
SOURCE = "person"
VISIT_DAYS = (0, 6, 13, 24, 38, 45, 60, 73, 84)
"""Days since the first visit: as irregular as life is."""
CREAM_DAY = 24
"""The day on which the made-up cream is opened."""
FADING_DAYS = 21.0
"""The painted redness falls to a third within this time once the cream is used: a story, not a claim."""
SPOT_PX = 3.6
"""Radius: a spot of five millimeters on this portrait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoVisit:
    """One copy and its moment."""

    at: datetime
    copy: Copy


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lesion:
    """A painted lesion: red from one day to another, and brown after that where it leaves a mark."""

    x_px: float
    y_px: float
    first_day: int
    last_day: int
    leaves_mark: bool = False

    def on(self, day: int) -> Spot | None:
        """How it looks on a day; None where there is nothing to see."""
        if self.first_day <= day <= self.last_day:
            return Spot(x_px=self.x_px, y_px=self.y_px, radius_px=SPOT_PX, density=0.42)
        if self.leaves_mark and day > self.last_day:
            return Spot(x_px=self.x_px, y_px=self.y_px, radius_px=SPOT_PX, density=0.34, pigment=MELANIN)
        return None


_LESIONS = (
    _Lesion(x_px=242, y_px=151, first_day=0, last_day=20, leaves_mark=True),
    _Lesion(x_px=199, y_px=252, first_day=0, last_day=84),
    _Lesion(x_px=333, y_px=251, first_day=0, last_day=30),
    _Lesion(x_px=284, y_px=307, first_day=60, last_day=84),
)
_FLUSH_PX = ((206.0, 240.0), (328.0, 236.0))


def demo_visits(today: date) -> tuple[DemoVisit, ...]:
    """The copies of the journey that ends on `today`, each another light and framing; the same for the same day."""
    first = today - timedelta(days=VISIT_DAYS[-1])
    return tuple(
        DemoVisit(at=datetime.combine(first + timedelta(days=day), time(7, 30), tzinfo=UTC), copy=_copy_on(day, number))
        for number, day in enumerate(VISIT_DAYS)
    )


def demo_days(today: date) -> Iterator[Reading]:
    """Made-up readings of sleep, stress, sun and the cycle, with days missing as in every diary."""
    random = np.random.default_rng(7)
    first = today - timedelta(days=VISIT_DAYS[-1])
    for number in range(VISIT_DAYS[-1] + 1):
        day = first + timedelta(days=number)
        exams = math.exp(-(((number - 56) / 9) ** 2))
        values = {
            "sleep_hours": 7.4 - 1.6 * exams + random.normal(0, 0.6),
            "stress": 3 + 5 * exams + random.normal(0, 0.9),
            "uv_index_max": 4.5 - 3 * number / VISIT_DAYS[-1] + random.normal(0, 0.7),
            "menstrual_flow": float((3, 4, 3, 2, 1)[(number - 9) % 28]) if (number - 9) % 28 < 5 else 0.0,
        }
        for factor, value in values.items():
            if factor == "menstrual_flow" or random.random() > 0.12:
                low, high = (0.0, 10.0) if factor != "sleep_hours" else (3.0, 11.0)
                yield Reading(factor=factor, day=day, value=round(min(max(value, low), high), 1), source=SOURCE)


def cream_opened(today: date) -> date:
    """The day on which the made-up cream was opened."""
    return today - timedelta(days=VISIT_DAYS[-1] - CREAM_DAY)


def _copy_on(day: int, number: int) -> Copy:
    random = np.random.default_rng(1000 + number)
    flush = 0.6 * math.exp(-max(day - CREAM_DAY, 0) / FADING_DAYS)
    patches = [Spot(x_px=x, y_px=y, radius_px=24, density=flush, steepness=4.0) for x, y in _FLUSH_PX]
    lesions = [spot for spot in (lesion.on(day) for lesion in _LESIONS) if spot is not None]
    return Copy(
        exposure_ev=random.uniform(-0.2, 0.2),
        warmth=random.uniform(-0.02, 0.03),
        rotation_deg=random.uniform(-3, 3),
        scale=random.uniform(0.96, 1.04),
        noise_levels=random.uniform(0.5, 1.5),
        spots=(*patches, *lesions),
        seed=number,
    )
