"""The app itself: its name, its exit codes and its last door."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from skincast.cli.screen import say_bug, say_error
from skincast.errors import SkincastError

DONE, OUR_BUG, USAGE, REFUSED, HISTORY, MODEL, UNREADABLE = 0, 1, 2, 3, 4, 5, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked of every command alike: the `obj` of each context."""

    debug: bool = False
    journal_dir: Path | None = None
    """None: where the settings say."""


EPILOG = (
    "Exit codes: 0 done, 1 our bug, 2 usage, 3 photo refused, 4 not enough history, 5 model, key or service missing, "
    "6 file unreadable or unsafe. Skincast describes how skin looks in a photo; it is not a diagnosis."
)

ORDER = (
    *("analyze", "check", "concerns"),
    *("person", "consent", "visit", "log", "factors", "note", "product", "place", "import"),
    *("history", "compare", "remeasure", "forget-visit"),
    *("export", "erase", "backup", "restore", "key", "demo", "twin"),
)
"""Commands as a person meets them."""


class InOrder(TyperGroup):
    """Lists the commands as a person meets them."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - its class has no public name
        """Every command, in that order."""
        return sorted(super().list_commands(ctx), key=ORDER.index)


app = typer.Typer(
    name="skincast",
    cls=InOrder,
    help="Read selfies, measure the skin, keep a journal of it and say how sure it is.",
    epilog=EPILOG,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and leave with its exit code.

    Args:
        arguments: what the shell would give; its own arguments unless told.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    try:
        app(
            args=[argument for argument in given if argument != "--debug"], prog_name="skincast", obj=Asked(debug=debug)
        )
    except SkincastError as error:
        say_error(error)
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001 - the last door: what nobody foresaw is our bug, and a person needs one line
        say_bug(error, debug=debug)
        sys.exit(OUR_BUG)
    sys.exit(DONE)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"skincast {version('skincast')}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    *,
    journal: Annotated[
        Path | None,
        typer.Option("--journal", metavar="DIR", help="The folder of the journal, in place of SKINCAST_JOURNAL."),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
    _debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a bug; goes anywhere.")] = False,
) -> None:
    """Take the options that every command has; `main` looks for `--debug` itself."""
    context.obj = replace(context.obj, journal_dir=journal)
