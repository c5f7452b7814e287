"""Values -> the sealed bytes of a column and back: compact JSON, bound to the row that it stands in."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from skincast.journal.cipher import Cipher

STEP, PACKED_STEP = 512, 4096
"""What is sealed is as long as what it hides: a day with a period would show by its length, and a face by its lesions.
So it is filled up to whole steps of so many bytes."""


def about(table: str, *identity: str | date | bool, column: str = "sealed") -> str:
    """Name a place in the store: what is sealed for it opens nowhere else.

    Args:
        table: name of the table.
        identity: what tells the row from all others, and plain columns that nobody may change unnoticed.
        column: name of the column.
    """
    return "|".join([table, *map(_word, identity), column])


def about_visit(visit_id: str, at: datetime, origin: str) -> str:
    """Name the place of what all analyses of a visit share; spelled out: histories do it often."""
    return f"visit|{visit_id}|{(at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat()}|{origin}|sealed"


def about_analysis(visit_id: str, fingerprint: str, column: str) -> str:
    """Name the place of a column of an analysis."""
    return f"analysis|{visit_id}|{fingerprint}|{column}"


def about_day(day: date) -> str:
    """Name the place of a day's document."""
    return f"day|{day.isoformat()}|sealed"


def seal(cipher: Cipher, value: object, *, about: str, packed: bool = False) -> bytes:
    """Seal a value that JSON can hold; `packed` compresses it first.

    Raises:
        ValueError: a number that is not finite.
    """
    plain = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    filled = _fill(zlib.compress(plain), PACKED_STEP, b"\0") if packed else _fill(plain, STEP, b" ")
    return cipher.seal(filled, about=about)


def unseal(cipher: Cipher, sealed: bytes, *, about: str, packed: bool = False) -> Any:  # noqa: ANN401 - what was sealed
    """Return the value of `seal`.

    Raises:
        JournalDamaged: bytes that were changed, or that belong elsewhere.
    """
    plain = cipher.open(sealed, about=about)
    return json.loads(zlib.decompressobj().decompress(plain) if packed else plain)


def unseal_all(cipher: Cipher, sealed: Iterable[tuple[bytes, str]]) -> list[Any]:
    """Return the values of many `seal`s, each with what it is about: parsed as one text, which takes half the time.

    Raises:
        JournalDamaged: bytes that were changed, or that belong elsewhere.
    """
    values: list[Any] = json.loads(b"[%s]" % b",".join(cipher.open(one, about=about) for one, about in sealed))
    return values


def _fill(plain: bytes, step: int, filler: bytes) -> bytes:
    """Lengthen to whole steps with what the reader passes over."""
    return plain + filler * (-len(plain) % step)


def _word(part: str | date | bool) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, datetime):
        return part.astimezone(UTC).isoformat()
    return part.isoformat() if isinstance(part, date) else str(part)
