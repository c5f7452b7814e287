"""Commands about a person's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from skincast.cli.app import app
from skincast.cli.arguments import AsJson, OnDay, PersonName
from skincast.cli.clocks import read_day
from skincast.cli.people import SHORT_ID
from skincast.cli.screen import print_json, print_table, tell
from skincast.cli.session import opened_for
from skincast.errors import HistoryMissing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skincast.types import Note

group = typer.Typer(name="note", help="Write about a day in your own words.", no_args_is_help=True)
app.add_typer(group)


@group.command()
def add(
    context: typer.Context,
    person: PersonName,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The words, in quotes.")],
    *,
    on: OnDay = "today",
) -> None:
    """Write a note about a day."""
    with opened_for(context, person) as (journal, owner):
        note = journal.notes.add(owner, text, day=read_day(on, zone=owner.person.zone))
    typer.echo(f"Noted on {note.day}, id {note.id[:SHORT_ID]}.")


@group.command("list")
def list_notes(context: typer.Context, person: PersonName, *, as_json: AsJson = False) -> None:
    """List all notes."""
    with opened_for(context, person) as (journal, owner):
        notes = journal.notes.all(owner)
    if as_json:
        rows = [{"id": one.id, "day": one.day.isoformat(), "text": one.text} for one in notes]
        print_json({"schema": "skincast.notes/1", "person": owner.person.id, "notes": rows})
    elif notes:
        print_table(("Day", "Id", "Note"), [(str(one.day), one.id[:SHORT_ID], one.text) for one in notes])
    else:
        tell(f"{owner.person.name} has no notes yet.")


@group.command()
def forget(
    context: typer.Context,
    person: PersonName,
    note: Annotated[str, typer.Argument(metavar="ID", help="Id of the note, as `note list` shows it.")],
) -> None:
    """Delete a note."""
    with opened_for(context, person) as (journal, owner):
        found = _find(journal.notes.all(owner), note)
        journal.notes.remove(owner, found.id)
    typer.echo(f"The note of {found.day} is deleted.")


def _find(notes: Sequence[Note], start: str) -> Note:
    """The one note whose id begins so."""
    found = [one for one in notes if start and one.id.startswith(start)]
    if len(found) != 1:
        raise HistoryMissing(
            f"No note has an id that begins with {start!r}." if not found else f"Several ids begin with {start!r}.",
            hint="See all of them with `skincast note list PERSON`.",
        )
    return found[0]
