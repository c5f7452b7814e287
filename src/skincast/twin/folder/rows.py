"""Long tables of numbers as text, a block of people at a time.

Tens of millions of rows leave a simulation; a row at a time would take longer than the lives themselves. Every cell is
looked up in a small table of ready-made texts, rows are laid side by side in one array of bytes, and the filling falls
out at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
FILLING = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The numbers of one name: how they are rounded and written."""

    name: str
    step: float
    """Values are rounded to a whole number of steps: 0.1, 1, 10."""
    low: float
    high: float
    """Values beyond are written as these: catalogs and scores have bounds."""

    def texts(self) -> NDArray[np.bytes_]:
        """Every value that can be written, from `low` up."""
        decimals = max(0, -int(np.floor(np.log10(self.step) + 1e-9)))
        count = round((self.high - self.low) / self.step) + 1
        return np.array([_plain(self.low + k * self.step, decimals) for k in range(count)], np.bytes_)

    def index(self, values: NDArray[np.float64]) -> NDArray[np.int32]:
        """Where each value stands in `texts()`."""
        clipped = np.clip(np.nan_to_num(values, nan=self.low), self.low, self.high)
        return np.rint((clipped - self.low) / self.step).astype(np.int32)

    def rounded(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The values as a reader of the file will see them; NaN stays."""
        return np.where(np.isnan(values), np.nan, self.low + self.index(values) * self.step)


def date_texts(first: date, n_days: int) -> NDArray[np.bytes_]:
    """(n_days,) ISO dates."""
    return np.array([(first + timedelta(days=k)).isoformat() for k in range(n_days)], np.bytes_)


def long_rows(
    people: Sequence[str],
    dates: NDArray[np.bytes_],
    columns: Sequence[Column],
    values: NDArray[np.float64],
    *,
    endings: Sequence[NDArray[np.bytes_]],
) -> bytes:
    """Rows `person,date,name,value<ending>`, ordered by person, date and name.

    Args:
        people: n opaque names.
        dates: (d,) texts.
        columns: k names with their rounding.
        values: (n, d, k); NaN where there is no row.
        endings: k arrays, each one text for all rows of the name or `(n, d)` texts, line feed included.

    Returns:
        The rows as UTF-8.
    """
    shape = values.shape
    blocks = [_name_block(column, values[..., k], endings[k]) for k, column in enumerate(columns)]
    width = max(block.shape[-1] for block in blocks)
    rest = np.zeros((*shape, width), np.uint8)
    for k, block in enumerate(blocks):
        rest[:, :, k, : block.shape[-1]] = block
    known = ~np.isnan(values)
    who, when, _ = np.nonzero(known)
    first = _characters(np.array([f"{person}," for person in people], np.bytes_))[who]
    second = _characters(np.char.add(dates, b","))[when]
    rows = np.concatenate([first, second, rest[known]], axis=1)
    return bytes(rows[rows != FILLING].tobytes())


def _name_block(column: Column, values: NDArray[np.float64], ending: NDArray[np.bytes_]) -> Bytes:
    """(n, d, w) characters of `name,value<ending>`."""
    cells = _characters(np.char.add(f"{column.name},".encode(), column.texts()))[column.index(values)]
    tail = np.broadcast_to(_characters(np.atleast_1d(ending)), (*values.shape, np.asarray(ending).dtype.itemsize))
    return np.concatenate([cells, tail], axis=-1)


def _characters(texts: NDArray[np.bytes_]) -> Bytes:
    """Texts as one more axis of characters."""
    flat = np.ascontiguousarray(texts)
    return flat.view(np.uint8).reshape(*flat.shape, flat.dtype.itemsize)


def _plain(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text
