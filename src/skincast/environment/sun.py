"""Where the sun stands: height above the horizon and distance, for any place and instant."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from skincast.types import Place

Numbers = NDArray[np.float64]
"""One number for each of some instants or hours; NaN: unknown."""

J2000_UNIX_S: Final = 946_728_000.0
"""2000-01-01 12:00 UTC."""
DAY_S: Final = 86_400.0


def sun_elevation_deg(at_s: Numbers, place: Place) -> Numbers:
    """Return how high the middle of the sun stands above the horizon, without the bending of light in the air.

    Bending lifts the sun by half a degree at the horizon and by nothing that matters where it burns skin.

    Args:
        at_s: Instants, seconds since 1970 UTC, any shape.
        place: Where.

    Returns:
        Degrees, -90 to 90, of the same shape.

    Source: Meeus, Astronomical Algorithms (1998), chapters 12, 13 and 25, low precision; 0.01 degree from 1950 to 2050.
    """
    days = (at_s - J2000_UNIX_S) / DAY_S
    right_ascension, declination = _equator_position(days / 36_525.0)
    sidereal = np.radians(280.46061837 + 360.98564736629 * days + place.longitude_deg)
    latitude = np.radians(place.latitude_deg)
    height = np.sin(latitude) * np.sin(declination)
    height += np.cos(latitude) * np.cos(declination) * np.cos(sidereal - right_ascension)
    elevation: Numbers = np.degrees(np.arcsin(np.clip(height, -1.0, 1.0)))
    return elevation


def sun_distance_au(at_s: Numbers) -> Numbers:
    """Return how far the sun is: its light is seven percent stronger in January than in July.

    Args:
        at_s: Instants, seconds since 1970 UTC, any shape.

    Returns:
        Astronomical units, 0.983 to 1.017.

    Source: Meeus, Astronomical Algorithms (1998), equation 25.5.
    """
    centuries = (at_s - J2000_UNIX_S) / DAY_S / 36_525.0
    eccentricity = 0.016708634 - 0.000042037 * centuries
    anomaly = np.radians(_mean_anomaly_deg(centuries) + _center_deg(centuries))
    return 1.000001018 * (1.0 - eccentricity**2) / (1.0 + eccentricity * np.cos(anomaly))


def day_bounds_s(day: date, zone: ZoneInfo) -> tuple[float, float]:
    """Return when a day begins and ends on the clocks of a zone, seconds since 1970 UTC.

    A day may have 23, 24 or 25 hours, and none at all where a zone skipped it.
    """
    start, end = (datetime.combine(each, time(), zone).timestamp() for each in (day, day + timedelta(days=1)))
    return start, max(start, end)


def _equator_position(centuries: Numbers) -> tuple[Numbers, Numbers]:
    """Right ascension and declination, radians."""
    node = np.radians(125.04 - 1934.136 * centuries)
    mean_longitude = 280.46646 + centuries * (36_000.76983 + 0.0003032 * centuries)
    longitude = np.radians(mean_longitude + _center_deg(centuries) - 0.00569 - 0.00478 * np.sin(node))
    tilt = np.radians(23.439291 - 0.013004 * centuries + 0.00256 * np.cos(node))
    right_ascension = np.arctan2(np.cos(tilt) * np.sin(longitude), np.cos(longitude))
    return right_ascension, np.arcsin(np.sin(tilt) * np.sin(longitude))


def _mean_anomaly_deg(centuries: Numbers) -> Numbers:
    return 357.52911 + centuries * (35_999.05029 - 0.0001537 * centuries)


def _center_deg(centuries: Numbers) -> Numbers:
    """How far the true sun runs ahead of the mean one."""
    anomaly = np.radians(_mean_anomaly_deg(centuries))
    center: Numbers = (1.914602 - centuries * (0.004817 + 0.000014 * centuries)) * np.sin(anomaly)
    center += (0.019993 - 0.000101 * centuries) * np.sin(2 * anomaly) + 0.000289 * np.sin(3 * anomaly)
    return center
