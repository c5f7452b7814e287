"""A place and a period -> readings: the door of this room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from skincast.environment.cache import Cache
from skincast.environment.days import OZONE_HOURS, cloud_course, summarize_day
from skincast.environment.gather import gather_hours
from skincast.environment.hours import HOUR_S, Hours, round_place
from skincast.environment.service import WeatherService
from skincast.environment.sun import day_bounds_s
from skincast.environment.uv import compute_uv_day
from skincast.types import ENVIRONMENT, Place, Reading

COMPUTED: Final = "computed"
"""Source of what follows from the height of the sun."""
DECIMALS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentResult:
    """What is known of the surroundings of some days."""

    readings: tuple[Reading, ...]
    """By day, then factor. An unknown value has no reading."""
    notices: tuple[str, ...]
    """What people should know about them, a sentence each."""


def read_environment(
    place: Place,
    first_day: date,
    last_day: date,
    *,
    zone: ZoneInfo,
    now: datetime,
    service: WeatherService | None = None,
    cache: Cache | None = None,
) -> EnvironmentResult:
    """Return weather, air and UV of some days at a place.

    Without a service, kept answers are used and nothing is asked. Where no service tells the UV index it is computed
    from the height of the sun, and from the clouds where these are known; the source is then `computed`.

    Args:
        place: Where; rounded to 0.1 degree before anything else.
        first_day: First day on the clocks of `zone`.
        last_day: Last day.
        zone: Where those clocks hang. It stays here: the service is asked about days in UTC.
        now: Aware. Later days than today are planned, and recent answers grow old.
        service: Asked for what is not kept. Pass it only for people who agreed.
        cache: Keeps answers.

    Raises:
        ValueError: the days are in the wrong order, or the place is not on Earth.
        EnvironmentUnreachable: The service failed and nothing is kept of these days.
    """
    if last_day < first_day:
        raise ValueError("the last day is before the first")
    latitude_deg, longitude_deg = round_place(place)
    place = replace(place, latitude_deg=latitude_deg, longitude_deg=longitude_deg)
    hours, notices = _hours(place, first_day, last_day, zone=zone, now=now, service=service, cache=cache)
    today = now.astimezone(zone).date()
    readings: list[Reading] = []
    cloudless_days = 0
    for day in (first_day + timedelta(days=ahead) for ahead in range((last_day - first_day).days + 1)):
        values, sources, is_cloudless = _day(hours, day, place=place, zone=zone)
        cloudless_days += is_cloudless
        readings += [
            Reading(
                factor=name, day=day, value=values[name], source=sources.get(name, ENVIRONMENT), planned=day > today
            )
            for name in sorted(values)
        ]
    if cloudless_days:
        notices = (*notices, f"UV is that of a clear sky on {cloudless_days} days: their clouds are not known.")
    return EnvironmentResult(readings=tuple(readings), notices=notices)


def _hours(
    place: Place,
    first_day: date,
    last_day: date,
    *,
    zone: ZoneInfo,
    now: datetime,
    service: WeatherService | None,
    cache: Cache | None,
) -> tuple[Hours, tuple[str, ...]]:
    """Every hour of the days, and of the evening before for the means of eight hours."""
    start_s = day_bounds_s(first_day, zone)[0] - OZONE_HOURS * HOUR_S
    first, last = (datetime.fromtimestamp(at_s, UTC).date() for at_s in (start_s, day_bounds_s(last_day, zone)[1]))
    return gather_hours(
        (place.latitude_deg, place.longitude_deg), first, last, now=now.astimezone(UTC), service=service, cache=cache
    )


def _day(hours: Hours, day: date, *, place: Place, zone: ZoneInfo) -> tuple[dict[str, float], dict[str, str], bool]:
    """Values of a day, sources other than the service, and whether its UV had to be computed without clouds."""
    start_s, end_s = day_bounds_s(day, zone)
    if start_s == end_s:
        return {}, {}, False
    told = summarize_day(hours, day, place=place, zone=zone)
    values = {str(name): round(value, DECIMALS) + 0.0 for name, value in told.items()}
    if "uv_index_max" in values:
        return values, {}, False
    cloud = cloud_course(hours, day, place=place, zone=zone)
    computed = compute_uv_day(place, day, zone, cloud=cloud)
    values["uv_index_max"] = round(computed.index_max, DECIMALS)
    return values, {"uv_index_max": COMPUTED}, cloud is None and computed.index_max > 0.0
