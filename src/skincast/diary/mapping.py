"""Which column of somebody's table is which factor: what a mapping may say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, ConfigDict, Field

CLOCK: Final = "h:mm"
"""Unit of durations written like `7:30` or `7:30:15`."""

Names = Annotated[tuple[str, ...], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]
"""One name or several, of which the first that is there counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateColumn:
    """Where a row says which day it is about."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    names: Names
    formats: Names = ("iso",)
    """`iso`, `unix_s`, `unix_ms`, or directions such as `%d.%m.%Y`; the first that fits counts."""
    zone: str | None = None
    """Where the clock hung that wrote times without a zone; None: where the person is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueColumn:
    """A column that holds a factor."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    names: Names
    factor: str
    unit: str | None = None
    """Unit of the column; None: that of the factor."""
    scale: Annotated[float, Field(allow_inf_nan=False)] = 1.0
    """Each number is multiplied by this, after its unit was converted."""
    offset: Annotated[float, Field(allow_inf_nan=False)] = 0.0
    """Added after that."""
    words: dict[str, Annotated[float, Field(allow_inf_nan=False)]] = field(default_factory=dict)
    """Values of words, in the factor's unit; case does not matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """How to read one kind of table."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    name: str
    """Source of the readings: the name of its file."""
    label: str
    date: DateColumn
    columns: Annotated[tuple[ValueColumn, ...], Field(alias="column")] = ()
    factor_columns: bool = False
    """True: every other column that is named like a factor is read as well."""
    delimiter: Annotated[str, Field(max_length=1)] = ""
    """Empty: whichever of comma, semicolon, tab and bar the header is split by."""
    decimal: Literal[".", ","] = "."
    grouping: Literal["", ",", ".", " ", "'"] = ""
    """What stands between thousands, as in `1,234`."""
    encoding: str = "utf-8"
    skip: tuple[str, ...] = ("", "-", "--", "NA", "N/A", "NaN", "null", "None")
    """What stands in a cell without a value."""
    rows_per_day: Literal["one", "many"] = "one"
    """`many`: rows of one day are joined as the factor's row in the catalog says; `one`: the second is refused."""
    ends_at_blank_line: bool = False
    """True: what stands behind the first blank line after the header is another table."""
