"""The command line as it is, by the words that name each command; `python tests/docs/commands.py` writes its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import typer
from typer.core import TyperCommand, TyperGroup
from typer.testing import CliRunner

from skincast.cli import app
from skincast.cli.app import Asked
from skincast.settings import CHECKOUT_DIR

PAGE = CHECKOUT_DIR / "docs" / "cli.md"
BEGIN, END = "<!-- commands:begin -->", "<!-- commands:end -->"
ANYWHERE = {"--help", "--debug"}
"""Options that every command takes."""
CALL = re.compile(r"(?:^|[/\s])skincast\s+(-{0,2}[a-z][^|&;]*)")
OPTION = re.compile(r"--[a-z][\w-]*")

Path = tuple[str, ...]


def whole() -> TyperGroup:
    """`skincast` itself."""
    command = typer.main.get_command(app)
    assert isinstance(command, TyperGroup)
    return command


def walk(command: TyperGroup | TyperCommand | None = None, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Every group and command, each with the words that name it."""
    here = whole() if command is None else command
    yield path, here
    if isinstance(here, TyperGroup):
        for name in here.list_commands(typer.Context(here)):
            below = here.commands[name]
            assert isinstance(below, TyperGroup | TyperCommand)
            yield from walk(below, (*path, name))


def draw_help(path: Path) -> str:
    """What a command says of itself, as the page shows it."""
    asked = [*path, "--help"]
    said = CliRunner().invoke(app, asked, prog_name="skincast", obj=Asked(), terminal_width=78).output
    return f"```console\n$ {' '.join(['skincast', *asked])}\n{said.strip()}\n```"


def redraw(text: str) -> str:
    """The page with the help of every command made anew between its markers."""
    before, _, rest = text.partition(BEGIN)
    helps = "\n\n".join(draw_help(path) for path, _ in walk())
    return f"{before}{BEGIN}\n\n{helps}\n\n{END}{rest.partition(END)[2]}"


def unknown_parts(snippet: str) -> list[str]:
    """What a line of code asks of `skincast` that is not there."""
    return [part for call in CALL.findall(snippet) for part in _unknown(call.split())]


def _unknown(words: list[str]) -> Iterator[str]:
    """Follow the words down the groups, then look at the options of the command."""
    here: TyperGroup | TyperCommand = whole()
    known = _options(here)
    while isinstance(here, TyperGroup):
        while words and OPTION.fullmatch(words[0]):
            option = words.pop(0)
            if option not in known and option not in ANYWHERE:
                yield option
            elif known.get(option):
                words = words[1:]
        if not words:
            return
        name = words.pop(0)
        below = here.commands.get(name)
        if not isinstance(below, TyperGroup | TyperCommand):
            yield name
            return
        here, known = below, _options(below)
    yield from sorted({word for word in words if OPTION.fullmatch(word)} - known.keys() - ANYWHERE)


def _options(command: TyperGroup | TyperCommand) -> dict[str, bool]:
    """Each option, and whether a value follows it."""
    return {
        option: not getattr(parameter, "is_flag", False)
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--")
    }


if __name__ == "__main__":
    PAGE.write_text(redraw(PAGE.read_text("utf-8")), "utf-8")
