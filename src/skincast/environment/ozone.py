"""How much ozone usually lies above a place: it takes most of the sun's burning light away."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib import resources

import numpy as np

from skincast.environment.sun import Numbers

MONTH_DAYS = 365.25 / 12


def usual_ozone_du(day: date, latitude_deg: float) -> float:
    """Return the mean total ozone of a day of the year at a latitude.

    A single day differs from it, little in the tropics and much in a northern spring, and every percent of ozone moves
    the UV index by 1.2 % the other way.

    Args:
        day: Its month and day of the month count.
        latitude_deg: North positive.

    Returns:
        Dobson units.

    Source: NOAA SBUV/2 monthly zonal means of 2001-2015, averaged by us (`ozone.csv`); straight lines between middles.
    """
    latitudes, table = _table()
    month = (day.timetuple().tm_yday - 0.5) / MONTH_DAYS - 0.5
    before, share = int(np.floor(month)), month - np.floor(month)
    of_both = (1.0 - share) * table[before % 12] + share * table[(before + 1) % 12]
    return float(np.interp(latitude_deg, latitudes, of_both))


@cache
def _table() -> tuple[Numbers, Numbers]:
    """Latitudes, (18,), and ozone, (12, 18)."""
    text = resources.files("skincast.environment").joinpath("ozone.csv").read_text("utf-8")
    head, *months = csv.reader(line for line in text.splitlines() if not line.startswith("#"))
    return np.array(head[1:], float), np.array([row[1:] for row in months], float)
