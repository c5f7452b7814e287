"""Commands that bring in what other programs know of a person's days."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skincast.cli import chains
from skincast.cli.app import UNREADABLE, app
from skincast.cli.arguments import AsJson, PersonName
from skincast.cli.clocks import today_in
from skincast.cli.complaints import ComplaintsFile, Line, say_lines, write_lines
from skincast.cli.screen import as_typed, print_json, print_table, say_count, tell
from skincast.cli.session import opened_for

if TYPE_CHECKING:
    from skincast.cli.chains import Gathered

group = typer.Typer(name="import", help="Bring in what phones, tables and old photos know.", no_args_is_help=True)
app.add_typer(group)


@group.command()
def health(
    context: typer.Context,
    person: PersonName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The export: zip, the folder of it, or the XML inside.")],
    *,
    complaints: ComplaintsFile = None,
    as_json: AsJson = False,
) -> None:
    """Bring in an export of Apple Health.

    The file is only read. A second import of the same file adds nothing.
    """
    with opened_for(context, person) as (journal, owner):
        journal.consents.require(owner, "journal")
        found = chains.gather_health(journal, owner, file, today=today_in(owner.person.zone))
    _tell_all(found, file, person=owner.person.name, complaints=complaints, as_json=as_json)


@group.command()
def table(
    context: typer.Context,
    person: PersonName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table of days as CSV.")],
    *,
    mapping: Annotated[
        str,
        typer.Option(
            "--mapping",
            metavar="NAME_OR_FILE",
            help="Which column is what: a name of `import mappings`, or the file of your own.",
        ),
    ],
    complaints: ComplaintsFile = None,
    as_json: AsJson = False,
) -> None:
    """Bring in a table of days.

    It may be an export of a ring or a watch, or your own sheet. The file is only read. A second import of the same
    file adds nothing.
    """
    with opened_for(context, person) as (journal, owner):
        journal.consents.require(owner, "journal")
        found = chains.gather_table(journal, owner, file, mapping, today=today_in(owner.person.zone))
    _tell_all(found, file, person=owner.person.name, complaints=complaints, as_json=as_json)


@group.command()
def mappings() -> None:
    """List the mappings for tables that come with Skincast."""
    rows = [
        (name, one.label, ", ".join(column.factor for column in one.columns)) for name, one in chains.mappings().items()
    ]
    print_table(("Name", "Table", "Factors"), [(name, label, named or "any") for name, label, named in rows])
    tell("How to write one for another table: docs/import.md")


def _tell_all(found: Gathered, file: Path, *, person: str, complaints: Path | None, as_json: bool) -> None:
    """Say what became of a file, and leave with 6 where nothing of it could be taken."""
    lines = _lines_of(found)
    if complaints is not None:
        write_lines(complaints, lines)
    taken = found.added + found.changed + found.unchanged
    if as_json:
        counts = {"added": found.added, "changed": found.changed, "unchanged": found.unchanged, "refused": len(lines)}
        print_json({"schema": "skincast.import/1", **counts, "complaints": [line.as_row() for line in lines]})
    else:
        say_lines(lines, written=complaints is not None)
        added = say_count(found.added, "value")
        typer.echo(
            f"{file.name}: {added} added, {found.changed} changed, {found.unchanged} already there, "
            f"{len(lines)} refused."
        )
        if found.added or found.changed:
            tell(f"See a day: skincast log {as_typed(person)} --on DATE")
    if lines and not taken:
        raise typer.Exit(UNREADABLE)


def _lines_of(found: Gathered) -> list[Line]:
    """What could not be taken, in the order of the file; then what the journal did not take."""
    lines = [Line(place=f"line {one.line}", code=one.code, message=one.message) for one in found.complaints]
    return lines + [
        Line(place=f"{one.reading.day} {one.reading.factor}", code=one.error.code, message=one.error.message)
        for one in found.refused
    ]
