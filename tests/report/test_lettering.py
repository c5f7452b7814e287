"""What people typed is shown and never obeyed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from tests.report.journey import HOSTILE

from skincast.report.lettering import fit, printable, wrap


def test_commands_and_turned_directions_are_taken_out() -> None:
    assert printable("a\x1b[31mb\x00c\u202ed\ne\tf") == "a[31mbcd e f"
    assert "<script>" in printable(HOSTILE), "markup is escaped where it is written, not eaten here"


def test_every_script_and_sign_of_people_stays() -> None:
    for text in ("Größe & Łódź", "日本語", "שלום", "crème 10 %", "🙂"):
        assert printable(text) == text


@given(st.text())
def test_whatever_is_left_is_legal_on_a_picture(text: str) -> None:
    shown = printable(text)

    assert printable(shown) == shown
    assert "\n" not in shown
    root = ET.fromstring("<t>" + shown.replace("&", "&amp;").replace("<", "&lt;") + "</t>")  # noqa: S314 - our own text
    assert (root.text or "") == shown


def test_a_long_text_is_cut_where_its_room_ends() -> None:
    assert fit("short", width_px=200, size_px=12) == "short"
    cut = fit("a very long name of a product that nobody reads to its end", width_px=100, size_px=12)
    assert cut.endswith("…")
    assert len(cut) * 12 * 0.56 <= 100
    assert fit("日本語の長い名前がここにある", width_px=60, size_px=12) == "日本語の…"
    assert fit("anything", width_px=1, size_px=12) == ""


def test_words_are_broken_to_fit_and_only_a_word_too_long_is_cut() -> None:
    lines = wrap("a line that is longer than its room incomprehensibilities", width_px=60, size_px=10)

    assert " ".join(lines[:-1]) == "a line that is longer than its room"
    assert lines[-1].endswith("…")
    assert all(fit(line, width_px=60, size_px=10) == line for line in lines)
    assert wrap("", width_px=60, size_px=10) == ()
