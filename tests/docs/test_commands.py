"""Every command that a page tells to type exists, with its options."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from tests.docs import pages
from typer.core import TyperGroup

from skincast.cli import app
from skincast.settings import CHECKOUT_DIR

TARGET = re.compile(r"\bmake ([a-z][\w-]*)")
COMMAND = re.compile(r"(?:^|[/\s])skincast (-{0,2}[a-z][\w-]*)(?=\s|$)(.*)")
OPTION = re.compile(r"(?<!\S)--[a-z][\w-]*")
EVERYWHERE = {"--help"}


def targets() -> set[str]:
    """Targets of the Makefile."""
    return set(re.findall(r"^([a-z][\w-]*):", pages.read(CHECKOUT_DIR / "Makefile"), re.MULTILINE))


def group() -> TyperGroup:
    """The command line as it is."""
    command = typer.main.get_command(app)
    assert isinstance(command, TyperGroup)
    return command


def options_of(name: str | None) -> set[str]:
    """Options of one command, or of `skincast` itself."""
    command = group() if name is None else group().commands[name]
    return {option for parameter in command.params for option in parameter.opts} | EVERYWHERE


def unknown_parts(snippet: str) -> list[str]:
    """What a line of code asks of `skincast` that is not there."""
    unknown = []
    for name, rest in COMMAND.findall(snippet):
        top = options_of(None)
        if name.startswith("-"):
            unknown += [] if name in top else [name]
        elif name not in group().commands:
            unknown.append(name)
        else:
            unknown += sorted(set(OPTION.findall(rest)) - options_of(name) - top)
    return unknown


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


def test_the_pages_for_people_name_every_command() -> None:
    text = pages.read(CHECKOUT_DIR / "README.md") + pages.read(pages.DOCS_DIR / "guide.md")
    assert {name for name in group().commands if f"skincast {name}" not in text} == set()
