"""The command that brings somebody who does not exist into a journal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skincast.cli import chains
from skincast.cli.app import UNREADABLE
from skincast.cli.arguments import AsJson, PersonName
from skincast.cli.clocks import now, today_in
from skincast.cli.complaints import ComplaintsFile, Line, say_lines, write_lines
from skincast.cli.counting import counted
from skincast.cli.imports import group
from skincast.cli.notices import as_given
from skincast.cli.screen import as_typed, print_json, say_count, tell
from skincast.cli.session import opened_for

if TYPE_CHECKING:
    from skincast.cli.chains import Brought


@group.command()
def twin(
    context: typer.Context,
    person: PersonName,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Made by `skincast twin`, or in the backtest format.")
    ],
    *,
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME_IN_FOLDER", help="Who of the folder; the only one if not told.")
    ] = None,
    complaints: ComplaintsFile = None,
    as_json: AsJson = False,
) -> None:
    """Bring in somebody who does not exist.

    Days, products and selfies of a twin. PERSON stands for the twin and must hold nothing else. Selfies are analyzed
    as every photo; without selfies the folder's scores become visits that no analysis has made. A second import adds
    nothing.
    """
    with opened_for(context, person) as (journal, owner), counted("Analyzing") as progress:
        today = today_in(owner.person.zone)
        brought = chains.import_twin(journal, owner, folder, name=name, now=now(), today=today, progress=progress)
        keeps = journal.consents.allows(owner, "photos")
    lines = [Line(place=one.place, code=one.code, message=one.message) for one in brought.untaken]
    if complaints is not None:
        write_lines(complaints, lines)
    if as_json:
        print_json(_as_json(brought, lines))
    else:
        say_lines(lines, written=complaints is not None)
        _say(brought, as_given(folder), called=owner.person.name, keeps=keeps)
    if lines and not _taken(brought):
        raise typer.Exit(UNREADABLE)


def _say(brought: Brought, folder: str, *, called: str, keeps: bool) -> None:
    counts = (
        (brought.visits, brought.visits_known, "visit"),
        (brought.products, brought.products_known, "product"),
        (brought.values, brought.values_known, "value"),
    )
    said = ", ".join(f"{say_count(new, one)} added ({known} already there)" for new, known, one in counts)
    typer.echo(f"{folder}, {brought.name}: {said}; {len(brought.untaken)} refused.")
    if brought.visits and not brought.pictured:
        tell("The folder has no selfies: its visits hold simulated scores and no photo.")
    elif brought.visits and not keeps:
        tell(
            "The photos are not kept. To keep them, agree before the import: "
            f"skincast consent grant {as_typed(called)} photos"
        )
    tell(f"See it: skincast history {as_typed(called)}")


def _taken(brought: Brought) -> int:
    """How much of the folder is in the journal now."""
    new = brought.visits + brought.products + brought.values
    return new + brought.visits_known + brought.products_known + brought.values_known


def _as_json(brought: Brought, lines: list[Line]) -> dict[str, object]:
    return {
        "schema": "skincast.import_twin/1",
        "name": brought.name,
        "pictured": brought.pictured,
        "visits": {"added": brought.visits, "already_there": brought.visits_known},
        "products": {"added": brought.products, "already_there": brought.products_known},
        "values": {"added": brought.values, "already_there": brought.values_known},
        "refused": len(lines),
        "complaints": [line.as_row() for line in lines],
    }
