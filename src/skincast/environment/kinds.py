"""What an Open-Meteo-compatible service can be asked: three kinds of questions, each with its address and its days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from skincast.environment.hours import Quantity

SETTLED_DAYS: Final = 7
"""After so many days a day's weather is final: it reaches the archive within five (Open-Meteo, Historical API)."""
MICROGRAMS: Final = frozenset({"μg/m³", "µg/m³"})
"""Written with the Greek letter (as Open-Meteo does) or with the micro sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One variable of the service."""

    name: str
    quantity: Quantity
    units: frozenset[str]
    """The unit that its values must have, in all its spellings."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kind:
    """One kind of question."""

    name: str
    label: str
    """As people read it, at the head of a sentence."""
    path: str
    variables: tuple[Variable, ...]
    units: dict[str, str] = field(default_factory=dict)
    """Parameters that ask for units."""
    earliest: date = date(1940, 1, 1)
    first_day_ahead: int | None = None
    """First day that it tells, counted from today; None: from `earliest` on."""
    last_day_ahead: int = 0
    """Last day that it tells, counted from today; a day less than documented, in case its clock and ours differ."""

    def days(self, today: date) -> tuple[date, date]:
        """Return the first and the last day that can be asked about today (UTC)."""
        first = self.earliest if self.first_day_ahead is None else today + timedelta(days=self.first_day_ahead)
        return first, today + timedelta(days=self.last_day_ahead)


_WEATHER: Final = (
    Variable(name="temperature_2m", quantity="temperature_c", units=frozenset({"°C"})),
    Variable(name="relative_humidity_2m", quantity="humidity_percent", units=frozenset({"%"})),
    Variable(name="wind_speed_10m", quantity="wind_m_s", units=frozenset({"m/s"})),
    Variable(name="cloud_cover", quantity="cloud_percent", units=frozenset({"%"})),
)
_UV: Final = Variable(name="uv_index", quantity="uv_index_max", units=frozenset({""}))

HISTORY: Final = Kind(
    name="history",
    label="Past weather",
    path="/v1/archive",
    variables=_WEATHER,
    units={"wind_speed_unit": "ms"},
    last_day_ahead=-SETTLED_DAYS,
)
FORECAST: Final = Kind(
    name="forecast",
    label="Recent and coming weather",
    path="/v1/forecast",
    variables=(*_WEATHER, _UV),
    units={"wind_speed_unit": "ms"},
    first_day_ahead=1 - SETTLED_DAYS,
    last_day_ahead=14,
)
AIR: Final = Kind(
    name="air",
    label="Air",
    path="/v1/air-quality",
    variables=(
        Variable(name="pm2_5", quantity="pm2_5_ug_m3", units=MICROGRAMS),
        Variable(name="nitrogen_dioxide", quantity="no2_ug_m3", units=MICROGRAMS),
        Variable(name="ozone", quantity="o3_ug_m3", units=MICROGRAMS),
        _UV,
    ),
    earliest=date(2013, 1, 1),
    last_day_ahead=5,
)
KINDS: Final = (AIR, HISTORY, FORECAST)
"""In the order of trust: the air service's UV index knows dust and smoke, the forecast's does not."""
