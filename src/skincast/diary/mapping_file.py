"""Mappings, shipped or a person's own, read from TOML and checked against the catalog of factors."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter, ValidationError

from skincast.catalog import Factor, factors
from skincast.diary.mapping import CLOCK, Mapping, ValueColumn
from skincast.diary.units import find_conversion, units_for
from skincast.errors import FactorUnknown, FileRefused, FileUnreadable, ZoneUnknown

_RESERVED: Final = frozenset({"person", "environment", "computed", "apple_health"})
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_HINT: Final = "See docs/import.md for what a mapping may say."


def mappings() -> dict[str, Mapping]:
    """Return every shipped mapping by its name."""
    folder = resources.files("skincast.diary").joinpath("mappings")
    names = sorted(one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml"))
    return {name: _shipped(name) for name in names}


def read_mapping(name_or_path: str | Path) -> Mapping:
    """Return a shipped mapping by its name, or read a person's own from its file.

    Raises:
        FileUnreadable: No such mapping, and no such file.
        FileRefused: The file is no mapping.
        FactorUnknown: It names a factor that the catalog does not have.
        ZoneUnknown: It names a time zone that does not exist.
    """
    if str(name_or_path) in mappings():
        return _shipped(str(name_or_path))
    path = Path(name_or_path)
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused("The mapping is not saved as UTF-8.", hint="Save it as UTF-8 in a text editor.") from error
    except (OSError, ValueError) as error:
        known = ", ".join(mappings())
        hint = f"Shipped mappings: {known}. Or name the file of your own mapping."
        raise FileUnreadable("There is no mapping of that name, and no such file.", hint=hint) from error
    return _parse(text, name=path.stem)


@cache
def _shipped(name: str) -> Mapping:
    return _parse(resources.files("skincast.diary").joinpath("mappings", f"{name}.toml").read_text("utf-8"), name=name)


def find_factor(name: str) -> Factor | None:
    """Return the factor of that name or alias, if it can be logged."""
    wanted = name.strip().casefold().replace(" ", "_")
    rows = (row for row in factors().values() if row.derived_from is None)
    return next((row for row in rows if wanted == row.name or wanted in row.aliases), None)


def nearest(name: str, names: Iterable[str]) -> str:
    """Return words that suggest what may have been meant, or nothing."""
    close = get_close_matches(name.strip().casefold(), names, n=1)
    return f" Did you mean {close[0]}?" if close else ""


def factor_names() -> list[str]:
    """Return every name under which a factor may be logged."""
    rows = [row for row in factors().values() if row.derived_from is None]
    return [row.name for row in rows] + [alias for row in rows for alias in row.aliases]


def _parse(text: str, *, name: str) -> Mapping:
    """Read a mapping and check all that can be checked without a table."""
    if not _NAME.fullmatch(name) or name in _RESERVED:
        message = f"A mapping cannot be called {name!r}."
        raise FileRefused(message, hint="Name its file with small letters, digits and _, for example my_sheet.toml.")
    try:
        content: dict[str, Any] = tomllib.loads(text)
        mapping = TypeAdapter(Mapping).validate_python({**content, "name": name})
    except tomllib.TOMLDecodeError as error:
        raise FileRefused(f"The mapping is no valid TOML: {error}.", hint=_HINT) from error
    except ValidationError as error:
        raise FileRefused(f"The mapping cannot be read: {_first_problem(error)}.", hint=_HINT) from error
    _check(mapping)
    return mapping


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
    return f"{place}: {first['msg'][:1].lower()}{first['msg'][1:]}"


def _check(mapping: Mapping) -> None:
    if not mapping.columns and not mapping.factor_columns:
        raise FileRefused("The mapping names no column with a factor.", hint=_HINT)
    _check_encoding(mapping.encoding)
    if mapping.date.zone is not None:
        find_zone(mapping.date.zone)
    for column in mapping.columns:
        factor = find_factor(column.factor)
        if factor is None:
            hint = f"docs/factors.md lists the factors.{nearest(column.factor, factor_names())}"
            raise FactorUnknown(f"The mapping names a factor {column.factor!r}, which cannot be logged.", hint=hint)
        _check_unit(column, factor)


def _check_encoding(name: str) -> None:
    try:
        "".encode(name)
    except LookupError as error:
        raise FileRefused(f"The mapping names an unknown encoding {name!r}.", hint="Most tables are utf-8.") from error


def _check_unit(column: ValueColumn, factor: Factor) -> None:
    unit = "h" if column.unit == CLOCK else column.unit
    if unit is not None and find_conversion(unit, factor.unit) is None:
        message = f"The mapping gives {factor.name} in {column.unit!r}, which cannot be turned into {factor.unit}."
        raise FileRefused(message, hint=f"Known units: {', '.join(units_for(factor.unit))}. Or use scale and offset.")


def find_zone(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name.

    Raises:
        ZoneUnknown: There is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ZoneUnknown(f"There is no time zone {name!r}.", hint="Use a name such as Europe/Berlin.") from error
