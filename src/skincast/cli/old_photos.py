"""The command that turns a folder of old photos into visits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from skincast import report
from skincast.cli import chains
from skincast.cli.app import REFUSED, UNREADABLE
from skincast.cli.arguments import AsJson, PersonName
from skincast.cli.asking import ask_yes, can_ask
from skincast.cli.clocks import now
from skincast.cli.complaints import ComplaintsFile, Line, say_lines, write_lines
from skincast.cli.imports import group
from skincast.cli.notices import as_given
from skincast.cli.screen import as_typed, print_json, say_count, tell
from skincast.cli.session import opened_for
from skincast.errors import ConsentMissing

if TYPE_CHECKING:
    from skincast.cli.chains import Complaint, GatheredPhotos
    from skincast.types import Visit


@dataclass(slots=True, kw_only=True)
class _Outcome:
    """What has become of a folder so far."""

    visits: list[Visit] = field(default_factory=list)
    known: int = 0
    """Sittings that belong to a visit already."""
    refused: int = 0
    """Sittings of which no photo could be scored."""
    lines: list[Line] = field(default_factory=list)


@group.command()
def selfies(
    context: typer.Context,
    person: PersonName,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Looked through with all folders in it.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="All photos in the folder show this person: do not ask.")] = False,
    complaints: ComplaintsFile = None,
    as_json: AsJson = False,
) -> None:
    """Turn a folder of old photos into visits.

    Each photo is dated by its camera or its name. Skincast recognizes nobody: the folder must hold photos of this
    person alone. A second import adds nothing.
    """
    outcome = _Outcome()
    with opened_for(context, person) as (journal, owner):
        journal.consents.require(owner, "journal")
        _require_sure(owner.person.name, yes=yes)
        for one in chains.gather_selfies(journal, owner, folder, now=now()):
            _take(outcome, one, folder=folder, quiet=as_json)
        keeps = journal.consents.allows(owner, "photos")
    if complaints is not None:
        write_lines(complaints, outcome.lines)
    if as_json:
        _print(outcome)
    else:
        say_lines(outcome.lines, written=complaints is not None)
        _say(outcome, folder, called=owner.person.name, keeps=keeps)
    if outcome.lines and not outcome.visits and not outcome.known:
        raise typer.Exit(REFUSED if outcome.refused else UNREADABLE)


def _say(outcome: _Outcome, folder: Path, *, called: str, keeps: bool) -> None:
    visits, refused = say_count(len(outcome.visits), "visit"), say_count(len(outcome.lines), "photo")
    typer.echo(f"{as_given(folder)}: {visits} added, {outcome.known} already there; {refused} refused.")
    if outcome.visits and not keeps:
        tell(
            f"The photos are not kept. To keep those of later visits: skincast consent grant {as_typed(called)} photos"
        )


def _require_sure(name: str, *, yes: bool) -> None:
    if yes:
        return
    if not can_ask():
        raise ConsentMissing(
            f"Nobody can be asked here whether all photos show {name}.", hint="If all of them do, add --yes."
        )
    if not ask_yes(f"Do all photos in the folder show {name}, and nobody else?"):
        raise ConsentMissing("Nothing was imported.", hint="Put the photos of one person into a folder of their own.")


def _take(outcome: _Outcome, one: GatheredPhotos | Complaint, *, folder: Path, quiet: bool) -> None:
    """Count one thing, and say it as soon as it is done."""
    if isinstance(one, chains.Complaint):
        outcome.lines.append(Line(place=_within(one.path, folder), code=one.code, message=one.message))
        return
    outcome.lines += _lines_of(one, folder)
    outcome.known += one.sight is None
    outcome.refused += one.sight is not None and one.visit is None
    if one.visit is None:
        return
    outcome.visits.append(one.visit)
    if not quiet:
        day = one.visit.at.astimezone(ZoneInfo(one.visit.zone))
        when = f"{day:%Y-%m-%d %H:%M}" if one.found.time_known else f"{day:%Y-%m-%d}"
        typer.echo(f"{when}: {say_count(len(one.visit.photos), 'photo')}, dated by {_dated_by(one)}")


def _lines_of(one: GatheredPhotos, folder: Path) -> Iterator[Line]:
    """Photos of a sitting that could not be scored, each with its reasons."""
    if one.sight is None:
        return
    for place, (path, analysis) in enumerate(zip(one.found.paths, one.sight.analyses, strict=True)):
        if analysis is None:
            error = one.sight.unreadable[place]
            yield Line(place=_within(path, folder), code=error.code, message=error.message)
        elif not analysis.quality.accepted:
            notes = [note for note in report.gather_notes(report.describe(analysis).quality) if note.refuses]
            for note in notes[:1]:
                yield Line(place=_within(path, folder), code=note.code, message=note.message)


def _within(path: Path | None, folder: Path) -> str:
    return "" if path is None else as_given(path.relative_to(folder))


def _dated_by(one: GatheredPhotos) -> str:
    return "the camera" if one.found.dated_by == "exif" else "the file's name"


def _print(outcome: _Outcome) -> None:
    print_json(
        {
            "schema": "skincast.import_photos/1",
            "visits": [
                {"id": one.id, "at": f"{one.at:%Y-%m-%dT%H:%M:%SZ}", "photos": len(one.photos)}
                for one in outcome.visits
            ],
            "already_there": outcome.known,
            "refused": outcome.refused,
            "complaints": [line.as_row() for line in outcome.lines],
        }
    )
