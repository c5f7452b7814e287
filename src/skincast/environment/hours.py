"""What is known hour by hour: weather and air as a service tells them, all in UTC."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final, Literal, get_args

import numpy as np

from skincast.environment.sun import Numbers
from skincast.types import Place

HOUR_S: Final = 3600
Quantity = Literal[
    "temperature_c",
    "humidity_percent",
    "wind_m_s",
    "cloud_percent",
    "uv_index_max",
    "pm2_5_ug_m3",
    "no2_ug_m3",
    "o3_ug_m3",
]
"""Named after the factor that its day becomes."""
QUANTITIES: Final[tuple[Quantity, ...]] = get_args(Quantity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Some consecutive hours."""

    first_hour: int
    """Hours since 1970 UTC."""
    count: int
    values: dict[Quantity, Numbers]
    """(count,) each; NaN: unknown. A quantity that nobody was asked for is left out."""

    def cut(self, first_hour: int, count: int) -> Hours:
        """Return other hours of the same: unknown where they reach beyond."""
        values: dict[Quantity, Numbers] = {name: np.full(count, np.nan) for name in self.values}
        start, end = max(first_hour, self.first_hour), min(first_hour + count, self.first_hour + self.count)
        if start < end:
            for name, known in self.values.items():
                values[name][start - first_hour : end - first_hour] = known[
                    start - self.first_hour : end - self.first_hour
                ]
        return Hours(first_hour=first_hour, count=count, values=values)

    def of(self, quantity: Quantity) -> Numbers:
        """Return one quantity, (count,); all unknown where nobody was asked."""
        return self.values.get(quantity, np.full(self.count, np.nan))

    def instants_s(self) -> Numbers:
        """Return when each hour strikes, seconds since 1970 UTC."""
        return np.arange(self.first_hour, self.first_hour + self.count, dtype=np.float64) * HOUR_S


def join_hours(parts: Iterable[Hours], *, first_hour: int, count: int) -> Hours:
    """Return one stretch of hours from several: where two know a value, the earlier part is right."""
    values: dict[Quantity, Numbers] = {}
    for part in parts:
        for name, new in part.cut(first_hour, count).values.items():
            known = values.setdefault(name, new)
            missing = np.isnan(known)
            known[missing] = new[missing]
    return Hours(first_hour=first_hour, count=count, values=values)


def first_hour_of(day: date) -> int:
    """Return the hour that begins a day in UTC, hours since 1970."""
    return int(datetime.combine(day, time(), UTC).timestamp()) // HOUR_S


def round_place(place: Place) -> tuple[float, float]:
    """Return latitude and longitude rounded to 0.1 degree: nothing finer is ever asked about or computed with.

    Raises:
        ValueError: the place is not on Earth.
    """
    if not (abs(place.latitude_deg) <= 90.0 and abs(place.longitude_deg) <= 180.0):
        raise ValueError("latitude is -90 to 90, longitude -180 to 180 degrees")
    return round(place.latitude_deg, 1) + 0.0, round(place.longitude_deg, 1) + 0.0
