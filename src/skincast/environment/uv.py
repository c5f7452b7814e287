"""UV from the height of the sun, the usual ozone and the clouds, for days that no service tells of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from skincast.environment.ozone import usual_ozone_du
from skincast.environment.sun import Numbers, day_bounds_s, sun_distance_au, sun_elevation_deg
from skincast.types import Place

STEP_S: Final = 600.0
"""Ten minutes: the day's maximum is missed by less than 0.1 %."""
INDEX_W_M2: Final = 0.025
"""Skin-reddening power of UV index 1 (WHO, WMO, UNEP, ICNIRP: Global Solar UV Index, 2002)."""
SED_J_M2: Final = 100.0
"""Standard erythemal dose (ISO/CIE 17166)."""
ORDINARY_AIR: Final = 0.88
"""Share that the haze of ordinary air lets through, against the clean air of the formula. Ours: the mean ratio to
published clear-sky values (docs/environment.md)."""
CLOUD_PERCENT: Final = (0.0, 44.0, 75.0, 100.0)
CLOUD_LETS_THROUGH: Final = (1.0, 0.89, 0.73, 0.31)


@dataclass(frozen=True, slots=True, kw_only=True)
class UvDay:
    """The UV of one day on level ground under the open sky."""

    day: date
    index_max: float
    dose_sed: float
    """Of the whole day, in standard erythemal doses: 100 J/m2, weighted by how it reddens skin."""
    daylight_min: float
    """Minutes with the sun above the horizon."""


def clear_sky_uv_index(elevation_deg: Numbers, ozone_du: float, distance_au: Numbers) -> Numbers:
    """Return the UV index under a cloudless sky with ordinary air, over dark ground at sea level.

    Args:
        elevation_deg: Height of the sun.
        ozone_du: Total ozone, Dobson units.
        distance_au: Distance of the sun: the formula holds for 1.

    Returns:
        UV index, 0 where the sun is down.

    Source: Madronich 2007, Photochem. Photobiol. 83:1537, for clean air. Ours: the distance, and `ORDINARY_AIR`. Snow
    and mountains give more (some 6 % a kilometer), dust and smoke less; neither is known here.
    """
    height = np.clip(np.sin(np.radians(elevation_deg)), 0.0, None)
    index: Numbers = ORDINARY_AIR * 12.5 * height**2.42 * (ozone_du / 300.0) ** -1.23 / distance_au**2
    return index


def cloud_factor(cloud_percent: Numbers) -> Numbers:
    """Return the share of the UV of a clear sky that clouds let through on average; single hours differ widely.

    Args:
        cloud_percent: Covered share of the sky, 0-100.

    Returns:
        0.31 to 1.

    Source: the factors of the United States' UV index for scattered, broken and overcast skies (EPA, Calculating the UV
    Index). Ours: that they stand for 3.5, 6 and 8 eighths, and the straight lines between.
    """
    return np.interp(cloud_percent, CLOUD_PERCENT, CLOUD_LETS_THROUGH)


def compute_uv_day(place: Place, day: date, zone: ZoneInfo, *, cloud: tuple[Numbers, Numbers] | None = None) -> UvDay:
    """Return the UV of a day, from the sun alone or from sun and clouds.

    Args:
        place: Where.
        day: A day on the clocks of `zone`.
        zone: Where those clocks hang.
        cloud: Instants (seconds since 1970 UTC, rising) and the clouds at them (percent, all known); None: a clear sky,
            which makes the result an upper bound.
    """
    at_s, index, is_day = _clear_sky(place, day, zone)
    if cloud is not None and cloud[0].size:
        index = index * cloud_factor(np.interp(at_s, *cloud))
    return UvDay(
        day=day,
        index_max=float(index.max(initial=0.0)),
        dose_sed=float(index.sum()) * STEP_S * INDEX_W_M2 / SED_J_M2,
        daylight_min=float(is_day.sum()) * STEP_S / 60.0,
    )


def dose_outdoors_sed(place: Place, day: date, zone: ZoneInfo, *, uv_index_max: float, outdoors_min: float) -> float:
    """Return the UV dose of a person's time outdoors, before shade, hat and sunscreen.

    Nobody tells at which hours they were out, so that the minutes are spread evenly over the daylight: at noon it is
    more than this, in the evening less.

    Args:
        place: Where.
        day: A day on the clocks of `zone`.
        zone: Where those clocks hang.
        uv_index_max: Highest UV index of the day, from a service or computed.
        outdoors_min: Minutes in the open; more than the daylight has count as all of it.

    Returns:
        Standard erythemal doses, 100 J/m2.

    Source: ours, untested: the course of a clear day, scaled to the given maximum.
    """
    clear = compute_uv_day(place, day, zone)
    if clear.index_max <= 0.0:
        return 0.0
    share = min(outdoors_min / clear.daylight_min, 1.0)
    return clear.dose_sed * share * uv_index_max / clear.index_max


def _clear_sky(place: Place, day: date, zone: ZoneInfo) -> tuple[Numbers, Numbers, Numbers]:
    """The middles of a day's steps, the UV index at them and whether the sun is up, 0 or 1."""
    start_s, end_s = day_bounds_s(day, zone)
    at_s = np.arange(start_s + STEP_S / 2, end_s, STEP_S)
    elevation = sun_elevation_deg(at_s, place)
    ozone = usual_ozone_du(day, place.latitude_deg)
    return at_s, clear_sky_uv_index(elevation, ozone, sun_distance_au(at_s)), (elevation > 0.0).astype(np.float64)
