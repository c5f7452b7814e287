"""Hours become days on the clocks where a person lives."""

from __future__ import annotations

from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from skincast.environment.hours import HOUR_S, Hours, Quantity
from skincast.environment.sun import Numbers, day_bounds_s, sun_elevation_deg
from skincast.types import Place

LEAST_HOURS: Final = 18
"""Of a day, whatever its length: with fewer its mean could be that of a night."""
LEAST_SHARE: Final = 0.75
"""Of the hours of daylight."""
OZONE_HOURS: Final = 8
LEAST_OZONE_HOURS: Final = 6
_MEANS: Final[tuple[Quantity, ...]] = ("temperature_c", "humidity_percent", "wind_m_s", "pm2_5_ug_m3", "no2_ug_m3")


def summarize_day(hours: Hours, day: date, *, place: Place, zone: ZoneInfo) -> dict[Quantity, float]:
    """Return what is known of one day.

    Temperature, humidity, wind, fine dust and nitrogen dioxide are means over the day; clouds over its daylight; ozone
    is the highest mean of eight hours that end on the day; the UV index is the highest of the day.

    Args:
        hours: From the evening before to the end of the day at least; what lies outside counts as unknown.
        day: A day on the clocks of `zone`, 23 to 25 hours long.
        place: For the height of the sun.
        zone: Where those clocks hang.

    Returns:
        Value by quantity; a quantity that is known for fewer than 18 hours is left out.

    Source: European Union, Directive 2008/50/EC, annexes VII and XI, for ozone and for three quarters of the hours.
    """
    start_s, end_s = day_bounds_s(day, zone)
    first_hour, after = int(-(-start_s // HOUR_S)), int(-(-end_s // HOUR_S))
    today = hours.cut(first_hour, after - first_hour)
    elevation = sun_elevation_deg(today.instants_s(), place)
    values: dict[Quantity, float | None] = {name: _mean(today.of(name)) for name in _MEANS}
    values["cloud_percent"] = _daylight_mean(today.of("cloud_percent"), elevation)
    values["uv_index_max"] = _highest(today.of("uv_index_max"), elevation)
    values["o3_ug_m3"] = _ozone(hours.cut(first_hour - OZONE_HOURS + 1, today.count + OZONE_HOURS - 1))
    return {name: value for name, value in values.items() if value is not None}


def cloud_course(hours: Hours, day: date, *, place: Place, zone: ZoneInfo) -> tuple[Numbers, Numbers] | None:
    """Return the known clouds of a day, instants and percent; None: too little is known to reckon with them."""
    start_s, end_s = day_bounds_s(day, zone)
    first_hour, after = int(-(-start_s // HOUR_S)), int(-(-end_s // HOUR_S))
    today = hours.cut(first_hour, after - first_hour)
    at_s, cloud = today.instants_s(), today.of("cloud_percent")
    if _daylight_mean(cloud, sun_elevation_deg(at_s, place)) is None:
        return None
    known = ~np.isnan(cloud)
    return at_s[known], cloud[known]


def _mean(values: Numbers) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size >= LEAST_HOURS else None


def _daylight_mean(values: Numbers, elevation: Numbers) -> float | None:
    by_day, known = elevation > 0.0, ~np.isnan(values)
    seen = by_day & known
    if known.sum() < LEAST_HOURS or not by_day.any() or seen.sum() < LEAST_SHARE * by_day.sum():
        return None
    return float(values[seen].mean())


def _highest(values: Numbers, elevation: Numbers) -> float | None:
    """The maximum, if the hour of the highest sun is among the known ones."""
    known = ~np.isnan(values)
    if known.sum() < LEAST_HOURS or not known[elevation.argmax()]:
        return None
    return float(values[known].max())


def _ozone(hours: Hours) -> float | None:
    values = hours.of("o3_ug_m3")
    if values.size < OZONE_HOURS:
        return None
    windows = np.lib.stride_tricks.sliding_window_view(values, OZONE_HOURS)
    known = ~np.isnan(windows)
    enough = known.sum(axis=1) >= LEAST_OZONE_HOURS
    if enough.sum() < LEAST_HOURS:
        return None
    sums, counts = np.where(known, windows, 0.0).sum(axis=1)[enough], known.sum(axis=1)[enough]
    return float((sums / counts).max())
