"""Units that other people's records come in, and how they become the units of the catalog of factors."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

_TIMES: Final = {"ms": "0.001", "s": "1", "sec": "1", "min": "60", "h": "3600", "hr": "3600", "d": "86400"}
_VOLUMES: Final = {
    "ml": "1",
    "cl": "10",
    "dl": "100",
    "l": "1000",
    "fl_oz_us": "29.5735295625",
    "fl_oz_imp": "28.4130625",
    "cup_us": "236.5882365",
    "cup_imp": "284.130625",
    "pt_us": "473.176473",
    "pt_imp": "568.26125",
}
_SPEEDS: Final = {"m/s": "3.6", "km/h": "1", "mph": "1.609344", "kn": "1.852"}
_SHARES: Final = {"%": "0.01", "share": "1"}
_DENSITIES: Final = {"µg/m³": "1", "ug/m3": "1", "mg/m3": "1000"}
_KINDS: Final = (_TIMES, _VOLUMES, _SPEEDS, _SHARES, _DENSITIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """`value * scale + offset` turns one unit into another."""

    scale: float = 1.0
    offset: float = 0.0

    def apply(self, value: float) -> float:
        """Convert one value."""
        return value * self.scale + self.offset


@lru_cache(maxsize=256)
def find_conversion(unit: str, to_unit: str) -> Conversion | None:
    """Return what turns `unit` into `to_unit`, or None where nothing does; case does not matter."""
    given, wanted = unit.strip().casefold(), to_unit.casefold()
    if given == wanted:
        return Conversion()
    if wanted == "°c" and given in {"°f", "f", "degf"}:
        return Conversion(scale=5 / 9, offset=-160 / 9)
    if wanted == "°c" and given in {"c", "degc"}:
        return Conversion()
    for kind in _KINDS:
        if given in kind and wanted in kind:
            return Conversion(scale=float(Fraction(kind[given]) / Fraction(kind[wanted])))
    return None


def units_for(to_unit: str) -> tuple[str, ...]:
    """Return the units that `find_conversion` turns into `to_unit`."""
    wanted = to_unit.casefold()
    kind = next((kind for kind in _KINDS if wanted in kind), None)
    if kind is not None:
        return tuple(kind)
    return ("°C", "°F") if wanted == "°c" else (to_unit,)
