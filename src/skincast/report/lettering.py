"""People's own words on a picture, a page or a terminal: what they typed must not draw, move or command anything."""

from __future__ import annotations

import unicodedata

_UNSHOWN = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Kinds of character that show nothing and that pictures or terminals take as commands or refuse."""
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of the words around them."""
_NARROW, _WIDE = 0.56, 1.0
"""Width of a letter as a share of the font's size, of Latin and of East Asian writing; ours, a little generous."""


def printable(text: str) -> str:
    """Return the text on one line, without characters that terminals and pictures obey rather than show."""
    shown = (" " if one in "\n\r\t" else one for one in text if one in "\n\r\t" or _shows(one))
    return " ".join("".join(shown).split())


def fit(text: str, *, width_px: float, size_px: float) -> str:
    """Cut a text where it would leave its room on a picture, and say so by an ellipsis.

    Args:
        text: printable.
        width_px: the room.
        size_px: of the font.
    """
    room = width_px / size_px
    if _width(text) <= room:
        return text
    used, kept = _NARROW, ""
    for one in text:
        used += _width(one)
        if used > room:
            break
        kept += one
    return kept.rstrip() + "…" if kept else ""


def wrap(text: str, *, width_px: float, size_px: float) -> tuple[str, ...]:
    """Break a text into lines that fit their room; a word longer than that is cut.

    Args:
        text: printable.
        width_px: the room.
        size_px: of the font.
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer) <= width_px / size_px:
            lines[-1] = longer
        else:
            lines.append(fit(word, width_px=width_px, size_px=size_px))
    return tuple(lines)


def _width(text: str) -> float:
    return sum(_WIDE if unicodedata.east_asian_width(one) in "WF" else _NARROW for one in text)


def _shows(one: str) -> bool:
    return unicodedata.category(one) not in _UNSHOWN and one not in _TURNING
