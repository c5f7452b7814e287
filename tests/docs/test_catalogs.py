"""The pages name all that the code has: errors, concerns, public names, rooms."""

from __future__ import annotations

import re

import pytest
from tests.docs import drawn, pages

import skincast
from skincast.catalog import concerns, early_signs
from skincast.settings import CHECKOUT_DIR, PACKAGE_DIR


@pytest.mark.parametrize("page", drawn.PARTS)
def test_the_drawn_part_is_what_the_code_says(page: str) -> None:
    assert drawn.redraw(page) == pages.read(pages.DOCS_DIR / page), drawn.REFRESH


def test_every_error_stands_on_its_page_with_its_numbers() -> None:
    rows = [
        line.split(" | ") for line in pages.read(pages.DOCS_DIR / "errors.md").splitlines() if line.startswith("| `")
    ]
    found = {row[0].strip("|` "): (int(row[2]), int(row[3])) for row in rows}
    assert found == {one.code: (one.exit_code, one.http_status) for one in drawn.error_classes()}


def test_error_codes_are_stable_words_and_all_different() -> None:
    codes = [one.code for one in drawn.error_classes()]
    assert len(codes) == len(set(codes)) > 10
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)+", code) for code in codes)


def test_every_concern_and_early_sign_has_its_place() -> None:
    text = pages.read(pages.DOCS_DIR / "measures.md")
    assert {name for name in [*concerns(), *early_signs()] if f"`{name}`" not in text} == set()


def test_every_public_name_is_explained() -> None:
    text = pages.read(pages.DOCS_DIR / "library.md")
    assert {name for name in skincast.__all__ if f"`{name}`" not in text} == set()


def test_the_readme_and_the_architecture_show_every_room() -> None:
    folders = {path.parent.name for path in PACKAGE_DIR.glob("*/__init__.py")}
    beside = {"types", "errors", "catalog", "pipeline", "cli"}
    rooms = folders - beside
    tree = pages.read(CHECKOUT_DIR / "README.md")
    table = pages.read(pages.DOCS_DIR / "architecture.md")
    assert len(rooms) >= 7
    assert {folder for folder in beside if f"{folder}/" not in tree or f"| `{folder}/` |" not in table} == set()
    assert {room for room in rooms if f"\n  {room}/ " not in tree or f"| `{room}` |" not in table} == set()
