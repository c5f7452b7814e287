"""Commands about who keeps a journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from skincast.catalog import purposes
from skincast.cli import chains
from skincast.cli.app import app
from skincast.cli.arguments import Agreed, AsJson
from skincast.cli.asking import agrees, require_agreement
from skincast.cli.clocks import FALLBACK_ZONE, find_zone, now
from skincast.cli.screen import as_typed, print_json, print_table, tell
from skincast.cli.session import has_journal, opened

if TYPE_CHECKING:
    from skincast.types import Person

SHORT_ID = 8
"""Digits of an id that are enough to name somebody."""

group = typer.Typer(name="person", help="Begin a journal, and see who keeps one.", no_args_is_help=True)
app.add_typer(group)


@group.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="How the person is called here.")],
    *,
    born: Annotated[int, typer.Option("--born", metavar="YEAR", help="Year of birth; nobody under 18.")],
    zone: Annotated[
        str | None,
        typer.Option("--zone", metavar="ZONE", help="Time zone, such as Europe/Berlin. [default: of this machine]"),
    ] = None,
    agree: Agreed = False,
    keep_photos: Annotated[
        bool, typer.Option("--keep-photos", help="Agree to the keeping of photos too; it is off otherwise.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Begin a journal for somebody who agrees to it.

    Shows what they agree to and asks; where nobody can be asked, --agree says yes.
    """
    home = zone or _zone_of_machine()
    _check(name, born=born, zone=home)
    require_agreement(purposes()["journal"], agreed=agree)
    keeps = keep_photos and agrees(purposes()["photos"], agreed=agree)
    with opened(context, begins=True) as journal:
        added = journal.people.add(name, birth_year=born, zone=home, now=now())
        owner = journal.people.find(added.id)
        for purpose in ("journal", "photos") if keeps else ("journal",):
            journal.consents.grant(owner, purpose, now=now())
    if as_json:
        print_json({"schema": "skincast.person/1", **describe_person(added)})
    else:
        typer.echo(f"{added.name} keeps a journal from now on. Time zone {added.zone}, id {added.id[:SHORT_ID]}.")
    called = as_typed(added.name)
    if not keeps:
        tell(f"Photos are measured and not kept. To keep them: skincast consent grant {called} photos")
    tell(f"Next: skincast visit {called} selfie.jpg")


@group.command("list")
def list_people(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List who keeps a journal here."""
    people = _all_people(context)
    if as_json:
        print_json({"schema": "skincast.people/1", "people": [describe_person(one) for one in people]})
    elif people:
        rows = [
            (one.name, one.id[:SHORT_ID], str(one.birth_year), one.zone, f"{one.added_at:%Y-%m-%d}") for one in people
        ]
        print_table(("Name", "Id", "Born", "Time zone", "Journal since"), rows)
    else:
        tell("Nobody keeps a journal here. Begin one: skincast person add NAME --born YEAR")


def _check(name: str, *, born: int, zone: str) -> None:
    """Refuse what cannot be before anybody reads a page of consent, and before a journal is made."""
    asked = chains.Person(id="0" * 32, name=name, birth_year=born, zone=zone, added_at=now())
    chains.require_sound(asked, now=asked.added_at)


def _all_people(context: typer.Context) -> list[Person]:
    """Everybody; nobody where no journal was begun."""
    if not has_journal(context):
        return []
    with opened(context) as journal:
        return journal.people.all()


def describe_person(person: Person) -> dict[str, object]:
    """A person as machines read them."""
    return {
        "id": person.id,
        "name": person.name,
        "birth_year": person.birth_year,
        "zone": person.zone,
        "added_at": f"{person.added_at:%Y-%m-%dT%H:%M:%SZ}",
    }


def _zone_of_machine() -> str:
    found = find_zone()
    if found is None:
        tell(f"note: this machine does not tell its time zone, so {FALLBACK_ZONE} is taken. Another one: --zone ZONE")
    return found or FALLBACK_ZONE
