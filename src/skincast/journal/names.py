"""Names and words as people type them."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

from skincast.errors import ValueRefused

LONGEST_NAME = 100
LONGEST_NOTE = 10_000


def clean_name(name: str, *, may_be_empty: bool = False) -> str:
    """Return a name on one line, single spaces between its words.

    Raises:
        ValueRefused: empty, overlong, or with characters that cannot be read.
    """
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if (not plain and not may_be_empty) or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise ValueRefused(
            f"A name has 1 to {LONGEST_NAME} characters that can be read.", hint="Any name that you recognize will do."
        )
    return plain


def clean_text(text: str) -> str:
    """Return a text without spaces around it; its lines stay as they are.

    Raises:
        ValueRefused: empty, overlong, or with characters that cannot be read.
    """
    plain = unicodedata.normalize("NFC", text).strip()
    if not plain or len(plain) > LONGEST_NOTE or not plain.replace("\n", "").replace("\t", "").isprintable():
        raise ValueRefused(
            f"A note has 1 to {LONGEST_NOTE} characters that can be read.", hint="Split a longer one into several."
        )
    return plain


def fold(name: str) -> str:
    """Return what two spellings of one name share: case, spaces and dashes do not count."""
    return "_".join(unicodedata.normalize("NFKC", name).casefold().replace("-", " ").replace("_", " ").split())


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a sentence that names what may have been meant; empty where nothing is alike."""
    close = difflib.get_close_matches(fold(name), list(known), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""
