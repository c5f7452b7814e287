"""Every command that a page tells to type exists, with its options."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.docs import pages
from tests.docs.commands import unknown_parts, walk
from typer.core import TyperGroup

from skincast.settings import CHECKOUT_DIR

TARGET = re.compile(r"\bmake ([a-z][\w-]*)")


def targets() -> set[str]:
    """Targets of the Makefile."""
    return set(re.findall(r"^([a-z][\w-]*):", pages.read(CHECKOUT_DIR / "Makefile"), re.MULTILINE))


@pytest.mark.parametrize("page", pages.pages(), ids=pages.name_of)
def test_every_make_target_exists(page: Path) -> None:
    named = {name for code in pages.snippets(pages.read(page)) for name in TARGET.findall(code)}
    assert named - targets() == set()


@pytest.mark.parametrize("page", pages.pages(), ids=pages.name_of)
def test_every_command_and_option_exists(page: Path) -> None:
    assert [part for code in pages.snippets(pages.read(page)) for part in unknown_parts(code)] == []


def test_an_unknown_command_or_option_is_seen() -> None:
    assert unknown_parts("skincast forecast me") == ["forecast"]
    assert unknown_parts(".venv/bin/skincast check a.jpg --out DIR") == ["--out"]
    assert unknown_parts("skincast analyze a.jpg --out DIR --json") == []
    assert unknown_parts("skincast --version") == []


def test_commands_of_a_group_are_followed() -> None:
    assert unknown_parts("skincast person add NAME --born YEAR") == []
    assert unknown_parts("skincast --journal DIR person list --json") == []
    assert unknown_parts("skincast person remove NAME") == ["remove"]
    assert unknown_parts("skincast person list --born YEAR") == ["--born"]
    assert unknown_parts("skincast --nonsense person list") == ["--nonsense"]
    assert unknown_parts("skincast person --debug") == []
    assert unknown_parts("skincast history Anna --json | less --wide") == []


def test_the_pages_for_people_name_every_command() -> None:
    text = pages.read(CHECKOUT_DIR / "README.md") + pages.read(pages.DOCS_DIR / "guide.md")
    named = [" ".join(["skincast", *path]) for path, command in walk() if path and not isinstance(command, TyperGroup)]
    assert {name for name in named if name not in text} == set()
