"""Commands about what a person agrees to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from skincast.catalog import Purpose, purposes
from skincast.cli import chains
from skincast.cli.app import app
from skincast.cli.arguments import Agreed, AsJson, PersonName
from skincast.cli.asking import confirm_withdrawal, require_agreement
from skincast.cli.clocks import now
from skincast.cli.screen import print_json, print_table, say_count, tell
from skincast.cli.session import opened_for
from skincast.errors import ConsentUnknown

if TYPE_CHECKING:
    from skincast.types import Consent

group = typer.Typer(name="consent", help="See, give and take back what a person agrees to.", no_args_is_help=True)
app.add_typer(group)

PurposeName = Annotated[str, typer.Argument(metavar="PURPOSE", help=f"One of: {', '.join(purposes())}.")]


@group.command("list")
def list_consents(context: typer.Context, person: PersonName, *, as_json: AsJson = False) -> None:
    """List what is asked, and what the person said."""
    with opened_for(context, person) as (journal, owner):
        decided = journal.consents.current(owner)
        allowed = {name: journal.consents.allows(owner, name) for name in purposes()}
    if as_json:
        rows = [_describe(row, decided.get(row.name), allowed=allowed[row.name]) for row in purposes().values()]
        print_json({"schema": "skincast.consents/1", "person": owner.person.id, "consents": rows})
        return
    print_table(
        ("Purpose", "What it is", "Answer", "Since"),
        [
            (row.name, row.label, _answer(decided.get(row.name), allowed=allowed[row.name]), _since(decided, row))
            for row in purposes().values()
        ],
    )


@group.command()
def grant(context: typer.Context, person: PersonName, purpose: PurposeName, *, agree: Agreed = False) -> None:
    """Agree to something, after reading what it means."""
    row = _find(purpose)
    with opened_for(context, person) as (journal, owner):
        if journal.consents.allows(owner, row.name):
            typer.echo(f"{owner.person.name} agrees to {row.name} already: {row.label}.")
            return
        require_agreement(row, agreed=agree)
        journal.consents.grant(owner, row.name, now=now())
    typer.echo(f"{owner.person.name} agrees to {row.name} from now on: {row.label}.")


@group.command()
def withdraw(context: typer.Context, person: PersonName, purpose: PurposeName, *, agree: Agreed = False) -> None:
    """Take a consent back, after reading what happens then."""
    row = _find(purpose)
    with opened_for(context, person) as (journal, owner):
        current = journal.consents.current(owner).get(row.name)
        if current is None or not current.granted:
            typer.echo(f"{owner.person.name} does not agree to {row.name}, so there is nothing to take back.")
            return
        confirm_withdrawal(row, agreed=agree)
        gone = journal.consents.withdraw(owner, row.name, now=now())
        if row.name == chains.WEATHER_CONSENT:
            chains.weather_cache(journal).clear()
    typer.echo(f"{owner.person.name} does not agree to {row.name} any more: {row.label}.")
    if gone.photos or gone.maps:
        photos, visits = say_count(gone.photos, "photo"), say_count(gone.maps, "visit")
        typer.echo(f"Deleted: {photos}, and the pictures and maps of {visits}.")
    if row.name == "journal":
        tell("To delete what is in the journal: skincast erase PERSON")


def _find(name: str) -> Purpose:
    found = purposes().get(name.strip().casefold())
    if found is None:
        raise ConsentUnknown(
            f"Nothing called {name!r} is asked; there are {', '.join(purposes())}.",
            hint="See what is asked and what was answered with `skincast consent list PERSON`.",
        )
    return found


def _answer(decision: Consent | None, *, allowed: bool) -> str:
    if allowed:
        return "yes"
    if decision is None:
        return "not asked yet"
    return "asked again: the words have changed" if decision.granted else "no"


def _since(decided: dict[str, Consent], row: Purpose) -> str:
    return f"{decided[row.name].at:%Y-%m-%d}" if row.name in decided else ""


def _describe(row: Purpose, decision: Consent | None, *, allowed: bool) -> dict[str, object]:
    return {
        "purpose": row.name,
        "label": row.label,
        "allowed": allowed,
        "decided_at": None if decision is None else f"{decision.at:%Y-%m-%dT%H:%M:%SZ}",
        "text_version": row.version,
        "text": row.text,
        "withdrawn": row.withdrawn,
    }
