"""Commands for a person's own copy of their journal: out, and back in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skincast.catalog import purposes
from skincast.cli import chains
from skincast.cli.app import app
from skincast.cli.arguments import Agreed, AsJson, PersonName
from skincast.cli.asking import agrees
from skincast.cli.clocks import now, today_in
from skincast.cli.imports import group
from skincast.cli.people import SHORT_ID, describe_person
from skincast.cli.screen import print_json, say_count, say_size, tell
from skincast.cli.session import opened, opened_for

if TYPE_CHECKING:
    from skincast.types import Person


@app.command()
def export(
    context: typer.Context,
    person: PersonName,
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where to; nothing is overwritten. [default: the name and the day]"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write everything about a person into a zip.

    Photos, JSON and CSV, readable without Skincast, and not encrypted; `import person` takes it back.
    """
    with opened_for(context, person) as (journal, owner):
        file = out or Path(_file_name(owner.person))
        written = chains.export_person(journal, owner, file, now=now())
    if as_json:
        counts = {"visits": written.visits, "photos": written.photos, "maps": written.maps, "missing": written.missing}
        print_json({"schema": "skincast.export_report/1", "file": str(file), "bytes": written.bytes, **counts})
        return
    holds = f"{say_count(written.visits, 'visit')}, {say_count(written.photos, 'photo')}"
    typer.echo(f"{file}: {holds} and all else of {owner.person.name}, {say_size(written.bytes)}.")
    if written.missing:
        tell(f"{written.missing} photos and maps were lost from the journal and are not in it.")
    tell("It is not encrypted: keep it where only this person can open it.")


@group.command("person")
def import_person(
    context: typer.Context,
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help="A zip that `skincast export` wrote.")],
    *,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="Another name, where somebody here has that one.")
    ] = None,
    keep_photos: Annotated[
        bool, typer.Option("--keep-photos", help="Agree to the keeping of photos too, and take them in.")
    ] = False,
    agree: Agreed = False,
    as_json: AsJson = False,
) -> None:
    """Take a person in from a zip of `export`.

    What they agreed to elsewhere is history; here photos and maps are kept only with --keep-photos.
    """
    agreed = {"photos"} if keep_photos and agrees(purposes()["photos"], agreed=agree) else set()
    with opened(context, begins=True) as journal:
        taken = chains.import_person(journal, archive, now=now(), name=name, agreed=agreed)
    if as_json:
        counts = {"visits": taken.visits, "photos": taken.photos, "maps": taken.maps, "left_out": taken.left_out}
        print_json({"schema": "skincast.import_person/1", "person": describe_person(taken.person), **counts})
        return
    holds = f"{say_count(taken.visits, 'visit')}, {say_count(taken.photos, 'photo')}"
    typer.echo(f"{taken.person.name} keeps a journal here: {holds}. Id {taken.person.id[:SHORT_ID]}.")
    if taken.left_out:
        tell(f"Left out: {taken.left_out} photos and maps. To take them in too: --keep-photos")


def _file_name(person: Person) -> str:
    """A name for a file that any system takes: anna-2026-03-15.zip."""
    plain = re.sub(r"\W+", "-", person.name.casefold()).strip("-") or "journal"
    return f"{plain}-{today_in(person.zone)}.zip"
